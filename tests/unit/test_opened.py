"""A study opened in Python: tables, questions, answers."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from made_study import make_study

import cenotaph
from cenotaph.errors import CenotaphError, NotFound, StudyError
from cenotaph.opened import OpenStudy
from cenotaph.study import write_skeleton

CODED_STUDY = """
title = "Liberation Day, coded by hand"
languages = ["en"]
actors = { AUR = { name = "Auria" }, VER = { name = "Verland" }, OST = { name = "Ostria" } }

[[sources]]
id = "addresses"
kind = "codings"
path = "codings/*.csv"
[sources.constant]
actor = "AUR"
"""

CODED = """document_id,date,act,target,confidence
d21,2021-08-15,absent,VER,1
d21,2021-08-15,credit,OST,3
d22,2022-08-15,credit,VER,3
d22,2022-08-15,absent,OST,1
d23,2023-08-15,credit,OST,1
d23,2023-08-15,absent,VER,3
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> OpenStudy:
    return cenotaph.open(make_study(tmp_path_factory.mktemp("study")))


def test_every_table_is_an_attribute(study: OpenStudy) -> None:
    assert study.documents.num_rows == 4
    assert study.table("statements").num_rows == 2
    assert {"documents", "occasions"} <= set(dir(study))
    with pytest.raises(NotFound, match='Did you mean "documents"'):
        study.table("document")
    with pytest.raises(AttributeError):
        _ = study.nonsense


def test_the_roll_call_of_a_rite(study: OpenStudy) -> None:
    answer = study.rollcall("peace-day")
    cells = {(row["target"], row["year"]): row["treatment"] for row in answer}
    assert cells == {
        ("SUD", 2019): "thanked",
        ("SUD", 2020): "named only",
        ("SUD", 2021): "unknown",
        ("SUD", 2022): "absent",
        ("EAS", 2019): "absent",
        ("EAS", 2020): "blamed",
        ("EAS", 2021): "unknown",
        ("EAS", 2022): "unknown",  # the codebook has no Russian word for it
    }
    assert any("2021" in note for note in answer.notes)
    assert not any("unverified" in note for note in answer.notes)


def test_the_cells_that_rest_on_unverified_codings_are_counted_absences_too(tmp_path: Path) -> None:
    write_skeleton(tmp_path / "mine")
    folder = tmp_path / "mine"
    (folder / "study.toml").write_text(CODED_STUDY, encoding="utf-8")
    (folder / "codings" / "seen.csv").write_text(CODED, encoding="utf-8")
    study = cenotaph.open(folder)
    study.build(jobs=1)
    notes = study.rollcall("liberation-day", targets=["VER", "OST"]).notes
    assert notes[-1] == "3 cells rest on codings that are unverified (confidence 1); of these, 2 said to be absent."
    notes = study.rollcall("liberation-day", targets="VER").notes
    assert notes[-1] == "1 cell rests on a coding that is unverified (confidence 1); of these, 1 said to be absent."


def test_names_may_be_one_text_a_list_or_a_tuple(study: OpenStudy) -> None:
    asked = [study.measure("mention_rate", by=by, targets="SUD") for by in ("target,year", ["target", "year"])]
    asked.append(study.measure("mention_rate", by=("target", "year"), targets=("SUD",)))
    assert asked[0].rows == asked[1].rows == asked[2].rows
    assert study.measure("mention_rate", by="target").rows.column_names[:2] == ["target", "value"]
    assert {row["target"] for row in study.rollcall("peace-day", targets="SUD, EAS")} == {"SUD", "EAS"}
    assert {row["target"] for row in study.rollcall("peace-day", without="SUD")} == {"EAS"}


def test_a_date_takes_away_what_was_not_yet_known(study: OpenStudy) -> None:
    earlier = cenotaph.open(study.folder, as_of="2020-12-31")
    assert {row["year"] for row in earlier.rollcall("peace-day")} == {2019, 2020}
    assert earlier.rollcall("peace-day").as_of == dt.date(2020, 12, 31)
    late = cenotaph.open(study.folder, as_of=dt.date(2030, 1, 1))
    assert late.rollcall("peace-day").rows == study.rollcall("peace-day").rows
    with pytest.raises(CenotaphError, match="not a date"):
        cenotaph.open(study.folder, as_of="last May")


def test_a_cell_opens_onto_its_sentence(study: OpenStudy) -> None:
    (row,) = study.sentences("peace-day", target="SUD", year=2019).rows.to_pylist()
    assert (row["treatment"], row["text"]) == ("thanked", "We thank Southland.")
    assert row["text"][row["target_start"] : row["target_end"]] == "Southland"
    assert [r["treatment"] for r in study.sentences("peace-day", target="SUD")] == ["thanked", "named only"]
    assert "No sentence" in study.sentences("peace-day", target="SUD", year=2022).notes[0]


def test_attendance_and_its_record(study: OpenStudy) -> None:
    ranks = {row["year"]: row["rank"] for row in study.attendance("peace-day")}
    assert ranks == {2019: "minister", 2020: None, 2021: None, 2022: None}
    (row,) = study.sentences("peace-day", target="SUD", year=2019, attendance=True).rows.to_pylist()
    assert row["note"] == "came by train"


def test_two_documents_side_by_side(study: OpenStudy) -> None:
    rows = list(study.compare("nor-2019", "nor-2020"))
    assert [(r["change"], r["act"], r["target"]) for r in rows if r["part"] == "statement"] == [
        ("gained", "blame", "EAS"),
        ("lost", "thank", "SUD"),
    ]
    assert [(r["change"], r["text_a"], r["text_b"]) for r in rows if r["part"] == "sentence"] == [
        ("new", None, "We blame Eastland."),
        ("dropped", "We thank Southland.", None),
        ("altered", "The fields are green.", "The fields were green."),
        ("new", None, "Southland knows it."),
    ]
    both = study.compare("nor-2019", "nor-2022")
    assert {row["part"] for row in both} == {"statement"}
    assert "Two languages" in both.notes[0]
    # The codebook names Eastland in English only; that a Russian text does not blame it is not known.
    across = [(r["change"], r["target"]) for r in study.compare("nor-2020", "nor-2022")]
    assert across == [("unknown", "EAS")]
    assert [(r["change"], r["target"]) for r in both] == [("lost", "SUD")]
    with pytest.raises(NotFound, match="nor-2020"):
        study.compare("nor-2020x", "nor-2019")


def test_words_are_found_in_their_sentences_and_reprints_left_out(study: OpenStudy) -> None:
    answer = study.find("поля")
    assert [(row["document_id"], row["match"]) for row in answer] == [("nor-2022", "Поля")]
    assert answer.more["total"] == 1
    first = study.find("southland", limit=1)
    assert (len(first), first.more["total"], first.more["documents"]) == (1, 2, 2)
    (row,) = study.find("southland", from_date="2020-01-01").rows.to_pylist()
    assert (row["passage_id"], row["speaker"], row["right"]) == ("nor-2020#2", "Ada North", " knows it.")
    assert len(study.find("southland", speaker="ada")) == 2
    with pytest.raises(NotFound, match=r'There is no speaker "nobody"\. Known: Ada North\.'):
        study.find("southland", speaker="nobody")
    assert len(study.find("lemma:field")) == 2
    with pytest.raises(NotFound, match="NOR"):
        study.find("southland", actor="NRO")


def test_measures_and_what_they_count(study: OpenStudy) -> None:
    answer = study.measure("mention_rate", ["target"], language="en")
    values = {row["target"]: (row["numerator"], row["denominator"]) for row in answer}
    assert values == {"SUD": (2, 5), "EAS": (1, 5)}
    behind = study.counted("mention_rate", {"target": "SUD", "year": 2020})
    assert [row["text"] for row in behind] == ["Southland knows it."]
    (row,) = study.measure("thank_share", targets=["SUD"])
    assert (row["value"], row["low"]) == (1.0, None)
    with pytest.raises(CenotaphError, match='mention_rate has no option "colour"'):
        study.measure("mention_rate", colour="red")
    with pytest.raises(NotFound):
        study.measure("mention_rat")


def test_an_answer_is_json_a_table_and_a_frame(study: OpenStudy) -> None:
    answer = study.rollcall("peace-day")
    said = json.loads(json.dumps(answer.to_dict()))
    assert {"command", "study", "as_of", "rows", "notes"} <= set(said)
    assert said["rows"][0]["date"] == "2019-06-01"
    assert answer.to_pandas().shape[0] == answer.to_polars().height == len(answer)


def test_an_answer_shows_itself(study: OpenStudy) -> None:
    page = study.rollcall("peace-day")._repr_html_()
    assert '<th scope="row">Southland</th>' in page
    assert "− absent" in page
    lines = study.find("southland")._repr_html_()
    assert '<td lang="en"><strong>Southland</strong></td>' in lines
    changes = study.compare("nor-2019", "nor-2020")._repr_html_()
    assert "<table>" in changes


def test_no_study_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"no study\.toml"):
        cenotaph.open(tmp_path)


def test_check_lists_problems(study: OpenStudy) -> None:
    assert all(problem.severity == "warning" for problem in study.check())
