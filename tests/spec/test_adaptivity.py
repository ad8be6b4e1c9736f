"""Whether an actor says the same whoever listens. Documents in, one row an actor out."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from drawn import drawn, targets

from cenotaph.errors import CenotaphError
from cenotaph.measures import find_measure

TARGETS = targets("""
    target | name
    USA    | America
    CHN    | China
    POL    | Poland
""")
AUDIENCES = ("farmers", "soldiers", "students", "envoys", "workers")


def corpus(*, adapts: bool, audiences: int = 5, genres: int = 1) -> dict[str, pa.Table]:
    """Eight documents for each audience; half credit USA and half CHN, or (`adapts`) each audience has its own."""
    documents, statements = ["document_id|actor|date|genre|audience"], ["document_id|passage_id|target|act|holder"]
    for place, audience in enumerate(AUDIENCES[:audiences]):
        for number in range(8):
            name = f"{audience}{number}"
            genre = f"genre{place % genres}"
            documents.append(f"{name}|RUS|2020-05-09|{genre}|{audience}")
            own = "USA" if place % 2 else "CHN"
            target = own if adapts else ("USA", "CHN")[number % 2]
            statements += [f"{name}|{name}#{sentence}|{target}|credit|RUS" for sentence in range(2)]
    return {
        "documents": drawn("documents", "\n".join(documents)),
        "statements": drawn("statements", "\n".join(statements)),
        "mentions": drawn("mentions"),
        "targets": TARGETS,
    }


def ask(tables: dict[str, pa.Table], **options: Any) -> dict[str, Any]:
    (row,) = find_measure("adaptivity").compute(tables, ["actor"], {"permutations": 99, **options}).to_pylist()
    return row


def test_what_each_audience_is_told_settles_all_or_nothing() -> None:
    # Three audiences hear only of CHN and two only of USA: to know the audience is to know the code. 48 of 80 codes
    # are CHN, so that H = -.6 log2 .6 - .4 log2 .4 = .971 bits, and the audience takes away all of it.
    row = ask(corpus(adapts=True))
    assert row["naive"] == pytest.approx(1.0)
    assert row["denominator"] == pytest.approx(0.971, abs=1e-3)
    assert row["value"] == pytest.approx(row["numerator"] / row["denominator"])
    assert 0.8 < row["value"] < 1.0  # less what documents dealt out at random show
    assert row["p_value"] == pytest.approx(0.01)
    # Told the same, all audiences hold no information at all, and chance would have shown some.
    row = ask(corpus(adapts=False))
    assert row["naive"] == pytest.approx(0.0)
    assert row["value"] < 0
    assert row["p_value"] == pytest.approx(1.0)
    assert (row["n"], row["n_audiences"]) == (40, 5)
    assert len(row["document_ids"]) == 40


def test_audiences_on_ground_of_their_own_do_not_count() -> None:
    # In two genres farmers, students and workers share one, soldiers and envoys the other: still five audiences.
    assert ask(corpus(adapts=True, genres=2))["n_audiences"] == 5
    # With a genre for each audience nothing can be held fixed.
    row = ask(corpus(adapts=True, genres=5))
    assert (row["value"], row["n"]) == (None, 0)
    assert row["abstains"] == "0 audiences with 8 coded documents each on shared ground; at least 5 are needed"


def test_four_audiences_are_too_few() -> None:
    row = ask(corpus(adapts=True, audiences=4))
    assert row["value"] is None
    assert row["abstains"].startswith("4 audiences")


def test_without_audiences_it_says_so() -> None:
    tables = corpus(adapts=True)
    place = tables["documents"].schema.get_field_index("audience")
    blank = tables["documents"].set_column(place, "audience", pa.nulls(40, pa.string()))
    assert ask({**tables, "documents": blank})["abstains"] == "no coded document says its audience"


def test_one_code_cannot_differ() -> None:
    row = ask(corpus(adapts=True), codes="act")
    assert row["abstains"] == "only one code is used, so nothing can differ"


def test_two_actors_are_compared_on_the_same_scale() -> None:
    one, two = corpus(adapts=True), corpus(adapts=False)
    second = two["documents"].to_pylist()
    renamed = [{**row, "document_id": "x" + row["document_id"], "actor": "CHN"} for row in second]
    documents = pa.concat_tables([one["documents"], pa.Table.from_pylist(renamed, schema=one["documents"].schema)])
    said = [
        {**row, "document_id": "x" + row["document_id"], "passage_id": "x" + row["passage_id"], "holder": "CHN"}
        for row in two["statements"].to_pylist()
    ]
    statements = pa.concat_tables([one["statements"], pa.Table.from_pylist(said, schema=one["statements"].schema)])
    tables = {**one, "documents": documents, "statements": statements}
    (row,) = find_measure("adaptivity_difference").compute(tables, (), {"permutations": 99}).to_pylist()
    assert (row["actor_a"], row["actor_b"], row["n"]) == ("CHN", "RUS", 80)
    assert row["value"] < -0.8
    assert row["high"] < 0
    assert row["q_value"] == row["p_value"] < 0.001


@pytest.mark.parametrize(
    "options", [{"codes": "word"}, {"of": "mentions", "codes": "act"}, {"strata": "topic"}, {"audience": "actor"}]
)
def test_words_that_mean_nothing_are_told(options: dict[str, Any]) -> None:
    with pytest.raises(CenotaphError, match="can be"):
        ask(corpus(adapts=True), **options)
