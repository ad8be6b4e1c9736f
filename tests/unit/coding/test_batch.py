"""Batches: order, offsets, splitting, dates, speakers and what is empty."""

from __future__ import annotations

import datetime as dt
import pickle

import pyarrow as pa
from coding_help import batch_of, packaged_coder
from hypothesis import given, settings
from hypothesis import strategies as st

from cenotaph.coding import Coder, code_batch, compile_codebook
from cenotaph.store.schemas import SCHEMAS
from cenotaph.study.codebook import Codebook

SENTENCES = [
    ("en", "We honour the soldiers of the Soviet Union who died in the Second World War."),
    ("en", "Dear friends, it is raining in Japan."),
    ("ru", "Красная армия освободила Польшу от нацизма."),
    ("zh", "日本必须正视侵略历史。"),
    ("zh", "今天天气很好，印度尼西亚。"),
    ("en", "So\u00advi\u200bet troops liberated Ｐｒａｇｕｅ in 1945 from the Nazis."),
    ("ja", "日本"),
    ("en", ""),
]


def _coder(**targets: dict[str, object]) -> Coder:
    return compile_codebook(Codebook.model_validate({"codebook": "own", "version": "1", "targets": targets}), ["en"])


def test_tables_have_the_store_schemas_even_when_empty() -> None:
    for batch in (batch_of({"text": "Rain."}), batch_of({"text": "Rain."}).slice(0, 0)):
        coded = code_batch(batch, packaged_coder())
        assert coded.mentions.schema == SCHEMAS["mentions"]
        assert coded.statements.schema == SCHEMAS["statements"]
        assert len(coded.memory) == batch.num_rows


def test_a_language_that_is_not_read_is_unknown_not_false() -> None:
    coded = code_batch(batch_of({"text": "日本", "language": "ja"}, {"text": "Rain."}), packaged_coder())
    assert coded.memory.to_pylist() == [None, False]
    assert coded.mentions.num_rows == 0


def test_spans_count_from_the_start_of_the_document() -> None:
    (row,) = code_batch(batch_of({"text": "In Japan.", "start": 100}), packaged_coder()).mentions.to_pylist()
    assert (row["start"], row["end"]) == (103, 108)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8), st.data())
def test_coding_documents_together_or_apart_gives_the_same(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    batch = batch_of(*({"document_id": f"d{i}", "language": lang, "text": text} for i, (lang, text) in enumerate(rows)))
    cut = data.draw(st.integers(0, len(rows)))
    whole = code_batch(batch, packaged_coder())
    parts = [code_batch(part, packaged_coder()) for part in (batch.slice(0, cut), batch.slice(cut))]
    for name in ("mentions", "statements"):
        rejoined = pa.concat_tables([getattr(part, name) for part in parts])
        key = [("document_id", "ascending"), ("target", "ascending")]
        assert getattr(whole, name).sort_by(key).to_pylist() == rejoined.sort_by(key).to_pylist()


def test_a_neighbour_of_another_document_does_not_count() -> None:
    war, hint = "The Second World War ended.", "Soviet soldiers liberated the city."
    same = code_batch(batch_of({"text": war}, {"text": hint}), packaged_coder())
    apart = code_batch(
        batch_of({"text": war, "document_id": "a"}, {"text": hint, "document_id": "b"}), packaged_coder()
    )
    assert same.statements.num_rows == 1
    assert apart.statements.num_rows == 0


def test_a_name_means_its_target_only_in_its_time() -> None:
    coder = _coder(
        UAR={"name": "Union", "terms": {"en": [{"term": "Arab Union", "from": "1958-02-01", "until": "1961-09-28"}]}}
    )
    days = [dt.date(1957, 1, 1), dt.date(1958, 2, 1), dt.date(1961, 9, 28), dt.date(1961, 9, 29), None]
    rows = [{"text": "The Arab Union spoke.", "document_id": str(i), "date": day} for i, day in enumerate(days)]
    assert code_batch(batch_of(*rows), coder).mentions.column("document_id").to_pylist() == ["1", "2", "4"]


def test_the_holder_is_the_speaker_where_their_state_is_known() -> None:
    text = "Soviet soldiers liberated Prague from the Nazis."
    rows = [
        {"text": text, "document_id": "a"},
        {"text": text, "document_id": "b", "speaker": "President of Serbia Aleksandar Vucic"},
        {"text": text, "document_id": "c", "speaker": "A Guest"},
        {"text": text, "document_id": "d", "actor": None},
    ]
    coder = packaged_coder()
    assert code_batch(batch_of(*rows), coder).statements.column("holder").to_pylist() == ["RUS", "SRB", "RUS", None]
    people = {"A Guest": "MNG"}
    small = Codebook.model_validate(
        {
            "codebook": "own",
            "version": "1",
            "targets": {"RUS": {"name": "Russia", "terms": {"en": ["Soviet"]}}},
            "referents": {"ww2": {"name": "war", "terms": {"en": ["Nazis"]}}},
            "acts": {"credit": {"name": "credit", "cues": {"en": [{"cue": "liberated", "target": "subject"}]}}},
        }
    )
    with_people = compile_codebook(small, ["en"], people=people)
    assert code_batch(batch_of(rows[2]), with_people).statements.column("holder").to_pylist() == ["MNG"]


def test_a_coder_survives_the_way_to_another_process_and_knows_its_codebook() -> None:
    again = pickle.loads(pickle.dumps(packaged_coder()))
    batch = batch_of(
        *({"document_id": str(i), "language": lang, "text": text} for i, (lang, text) in enumerate(SENTENCES))
    )
    assert code_batch(batch, again).statements == code_batch(batch, packaged_coder()).statements
    own = _coder(A={"name": "a", "terms": {"en": ["alpha"]}})
    other = _coder(A={"name": "a", "terms": {"en": ["alphas"]}})
    assert own.codebook_hash != other.codebook_hash
    assert own.codebook_hash == _coder(A={"name": "a", "terms": {"en": ["alpha"]}}).codebook_hash


def test_statement_ids_are_unique() -> None:
    batch = batch_of(
        *({"document_id": str(i % 3), "language": lang, "text": text} for i, (lang, text) in enumerate(SENTENCES * 3))
    )
    ids = code_batch(batch, packaged_coder()).statements.column("statement_id").to_pylist()
    assert len(ids) == len(set(ids)) > 0
