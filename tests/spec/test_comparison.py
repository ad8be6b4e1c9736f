"""What changed from one text to the next. The sentences are made up."""

from __future__ import annotations

import pyarrow as pa
from drawn import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from cenotaph.measures import align_sentences, compare_documents, word_changes


def changes(a: list[str], b: list[str], language: str = "en") -> list[tuple[str, int | None, int | None]]:
    return [(pair.change, pair.a, pair.b) for pair in align_sentences(a, b, language)]


def test_sentences_are_carried_over_altered_dropped_and_new() -> None:
    before = [
        "We bow to those who fell.",
        "Our allies shared the burden of the long war.",
        "The harvest was good this year.",
    ]
    after = [
        "We bow to those who fell!",
        "The peoples of Asia fought for years on their own.",
        "Our friends shared the burden of the long war.",
    ]
    assert changes(before, after) == [
        ("carried over", 0, 0),
        ("new", None, 1),
        ("altered", 1, 2),
        ("dropped", 2, None),
    ]


def test_a_sentence_that_moved_is_still_carried_over_and_each_is_used_once() -> None:
    assert changes(["One came home.", "All came home."], ["All came home.", "One came home.", "One came home."]) == [
        ("carried over", 1, 0),
        ("carried over", 0, 1),
        ("new", None, 2),
    ]


def test_spelling_variants_do_not_alter_a_sentence() -> None:
    assert changes(["Всё помним — и чтим."], ["Все помним, и чтим!"], "ru") == [("carried over", 0, 0)]
    assert changes(["我們銘記歷史。"], ["我们铭记历史！"], "zh") == [("carried over", 0, 0)]


def test_words_struck_and_added() -> None:
    found = [(change.op, change.text) for change in word_changes("We thank our allies.", "We thank all friends.", "en")]
    assert found == [
        ("equal", "We thank "),
        ("delete", "our"),
        ("insert", "all"),
        ("equal", " "),
        ("delete", "allies"),
        ("insert", "friends"),
        ("equal", "."),
    ]
    found = [(change.op, change.text) for change in word_changes("感谢盟友。", "感谢朋友。", "zh")]
    assert found == [("equal", "感谢"), ("delete", "盟"), ("insert", "朋"), ("equal", "友。")]


@given(st.text(), st.text(), st.sampled_from(["en", "ru", "zh"]))
def test_the_pieces_of_a_diff_give_back_both_texts(a: str, b: str, language: str) -> None:
    pieces = word_changes(a, b, language)
    assert "".join(piece.text for piece in pieces if piece.op != "insert") == a
    assert "".join(piece.text for piece in pieces if piece.op != "delete") == b


sentences = st.lists(
    st.lists(st.sampled_from(["we", "you", "they", "met", "won", "lost", "fell", "stood"]), min_size=1).map(" ".join)
)


@settings(deadline=None)
@given(sentences, sentences)
def test_every_sentence_of_both_texts_is_told_of_once(a: list[str], b: list[str]) -> None:
    pairs = align_sentences(a, b, "en")
    assert sorted(pair.a for pair in pairs if pair.a is not None) == list(range(len(a)))
    assert [pair.b for pair in pairs if pair.b is not None] == list(range(len(b)))
    assert all(pair.similarity is None or 0.5 <= pair.similarity <= 1 for pair in pairs)


def compare(a: str, b: str, **more: object) -> list[tuple[str | None, ...]]:
    none = pa.table({"passage_id": pa.array([], pa.string()), "text": pa.array([], pa.string())})
    table = compare_documents(none, none, drawn("statements", a), drawn("statements", b), "en", **more)
    return [(row["change"], row["holder"], row["act"], row["target"]) for row in table.to_pylist()]


def test_statements_gained_lost_and_kept() -> None:
    before = "document_id | holder | act | target\na | RUS | credit | USA\na | RUS | thank | CHN\na | RUS | thank | CHN"
    after = "document_id | holder | act | target\nb | RUS | thank | CHN\nb | RUS | credit | CHN"
    assert compare(before, after) == [
        ("gained", "RUS", "credit", "CHN"),
        ("lost", "RUS", "credit", "USA"),
        ("kept", "RUS", "thank", "CHN"),
    ]


def test_what_no_coding_judges_in_a_document_without_text_is_not_lost() -> None:
    before = "document_id | holder | act | target\na | RUS | credit | USA\na | RUS | credit | GBR"
    assert compare(before, "", judged_b={"GBR"}) == [
        ("lost", "RUS", "credit", "GBR"),
        ("unknown", "RUS", "credit", "USA"),
    ]


def test_a_loss_is_no_surer_than_the_absence_it_rests_on() -> None:
    before = drawn("statements", "document_id | holder | act | target | confidence\na | RUS | credit | USA | 3")
    none = pa.table({"passage_id": pa.array([], pa.string()), "text": pa.array([], pa.string())})
    after = drawn("statements", "")
    (lost,) = compare_documents(none, none, before, after, "en", absent_b={"USA": 1}).to_pylist()
    assert (lost["change"], lost["confidence"]) == ("lost", 1)
    (sure,) = compare_documents(none, none, before, after, "en").to_pylist()
    assert sure["confidence"] == 3
