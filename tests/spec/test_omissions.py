"""What an omission says: series in three states, classes of years, runs, pairs, invitations, withheld gestures."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pyarrow as pa
import pytest
from drawn import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from cenotaph.absence import (
    NAMED,
    PRESENCE,
    attended_series,
    backtest,
    beside,
    beside_class,
    broken_pairings,
    declared_classes,
    find_class,
    forecasts,
    listed_class,
    named_series,
    omissions,
    panels,
    portfolio,
    surprises,
)
from cenotaph.errors import NotFound

SIGNS = {"+": True, "-": False, "?": None}


def presence(first: int = 2001, kind: str = "word", **series: str) -> pa.Table:
    """Series drawn as `+` present, `-` absent, `?` unknown, one sign a year."""
    rows = [
        {
            "kind": kind,
            "occasion": "rite",
            "actor": "RUS",
            "act": NAMED if kind == "word" else "came",
            "target": target,
            "target_name": target.title(),
            "year": first + place,
            "date": dt.date(first + place, 5, 9),
            "present": SIGNS[sign],
            "confidence": 3,
            "source_id": f"{target}-{first + place}",
            "ids": [f"s-{target}-{first + place}"] if sign == "+" else [],
        }
        for target, signs in series.items()
        for place, sign in enumerate(signs.replace(" ", ""))
    ]
    return pa.Table.from_pylist(rows, schema=PRESENCE)


def due(classes: dict[int, list[str]], years: range = range(2001, 2013)) -> pa.Table:
    rows = [{"occasion": "rite", "year": year, "classes": classes.get(year, [])} for year in years]
    return pa.Table.from_pylist(rows)


JUBILEES = due({2001: ["jubilee"], 2005: ["jubilee"], 2010: ["jubilee"]})


def judged(
    table: pa.Table, years: tuple[int, ...] = (), occasions: pa.Table = JUBILEES, **more: Any
) -> list[dict[str, Any]]:
    made = []
    wanted = more.pop("wanted", None)
    for panel in panels(table):
        classes = declared_classes(panel.years, occasions, {"jubilee": "ordinary"})
        made.append(forecasts(panel, classes, wanted=find_class(classes, wanted) if wanted else None, **more))
    rows: list[dict[str, Any]] = omissions(made, years).to_pylist()
    return rows


def one(table: pa.Table, target: str = "usa", **more: Any) -> dict[str, Any]:
    return next(row for row in judged(table, **more) if row["target"] == target)


def test_an_absence_after_ten_of_ten() -> None:
    row = one(presence(usa="++++++++++-"), wanted="all")
    assert row["verdict"] == "omission"
    assert row["p_absent"] == row["probability"] == pytest.approx(0.5 / 11)
    assert row["surprise_bits"] == pytest.approx(4.459, abs=1e-3)
    assert row["ceiling_db"] == pytest.approx(13.42, abs=1e-2)
    assert row["ceiling_low"] < row["ceiling_db"] < row["ceiling_high"]
    assert (row["n"], row["n_present"], row["year"]) == (10, 10, 2011)
    assert "was not named" in row["sentence"]
    assert "every time" in row["sentence"]


def test_what_is_unknown_is_not_counted_and_not_judged() -> None:
    row = one(presence(usa="+?+?+-"))
    assert (row["n"], row["n_present"]) == (3, 3)
    assert [each["outcome"] for each in row["reference"]] == ["present", "unknown", "present", "unknown", "present"]
    assert [each["year"] for each in judged(presence(usa="+++?"))] == [2003]


def test_what_is_unknown_is_said_where_it_was_asked_for() -> None:
    made = [
        forecasts(panel, declared_classes(panel.years, JUBILEES, {}))
        for panel in panels(presence(usa="++++?", b="+++++"))
    ]
    (row,) = omissions(made, (2005,), targets=["usa"]).to_pylist()
    assert (row["outcome"], row["verdict"], row["probability"]) == ("unknown", "cannot say", None)
    assert row["sentence"] == "2005: whether Usa was named is unknown; unknown is not absent."


def test_two_years_are_too_few_and_null_is_not_zero() -> None:
    row = one(presence(usa="++-"))
    assert row["verdict"] == "cannot say"
    assert row["probability"] is row["surprise_bits"] is row["ceiling_db"] is row["e_value"] is None
    assert "Only 2 earlier years known: too few" in row["sentence"]


def test_the_row_opens_onto_its_years_and_ids() -> None:
    row = one(presence(usa="+-+-"))
    assert [(each["year"], each["source_id"], each["ids"]) for each in row["reference"]] == [
        (2001, "usa-2001", ["s-usa-2001"]),
        (2002, "usa-2002", []),
        (2003, "usa-2003", ["s-usa-2003"]),
    ]


def test_the_class_that_did_best_before_counts_and_the_others_are_listed() -> None:
    # Present in jubilees only: 2001, 2005, 2010; 2011 is an ordinary year like eight before it.
    row = one(presence(chn="+---+----+-"), target="chn")
    assert (row["reference_class"], row["reference_label"], row["n"]) == ("jubilee", "ordinary", 7)
    assert row["p_absent"] == pytest.approx(7.5 / 8)
    assert {each["name"]: each["n"] for each in row["classes"]} == {"all": 10, "jubilee": 7}
    assert row["verdict"] == "expected"
    # By hand with all years: 1 - 3.5/11.
    assert row["classes"][0]["probability"] == pytest.approx(7.5 / 11)


def test_several_years_are_judged_together() -> None:
    row = next(row for row in judged(presence(chn="+---+----+--"), years=(2011, 2012)) if row["year"] == 2012)
    assert row["joint_years"] == [2011, 2012]
    assert row["joint_probability"] == pytest.approx(7.5 / 8 * 8.5 / 9)
    everything = next(each for each in row["classes"] if each["name"] == "all")
    assert everything["joint_probability"] == pytest.approx(7.5 / 11 * 8.5 / 12)


def test_a_run_is_judged_together_by_itself() -> None:
    row = one(presence(usa="++++--"), wanted="all")
    assert row["joint_years"] == [2005, 2006]
    assert row["joint_probability"] == pytest.approx(0.5 / 5 * 1.5 / 6)
    assert row["absences"] == 2
    assert 0.5 < row["stop_probability"] < 1


def test_first_ever_is_said_with_coverage() -> None:
    row = one(presence(usa="--?-+"))
    assert row["first_ever"]
    assert "No earlier instance in 3 texts (coverage 75% of 4 years)." in row["sentence"]
    assert not one(presence(usa="+--+"))["first_ever"]


def test_a_class_declared_with_the_question_is_exploratory() -> None:
    (panel,) = panels(presence(usa="+++-+---"))
    mine = listed_class("crisis", [2004, 2006, 2007, 2008], panel.years)
    made = forecasts(panel, declared_classes(panel.years, JUBILEES, {"jubilee": "ordinary"}), wanted=mine)
    (row,) = omissions([made]).to_pylist()
    assert (row["reference_class"], row["exploratory"], row["n"], row["n_present"]) == ("crisis", True, 3, 0)
    assert [each["declared"] for each in row["classes"]] == [True, True, False]


def test_a_class_that_is_unknown_has_no_years() -> None:
    occasions = pa.table(
        {
            "occasion": ["rite"] * 4,
            "year": [2001, 2002, 2003, 2004],
            "classes": [["invited"], [], ["invited"], []],
            "complements": [[], ["uninvited"], [], []],
        }
    )
    (panel,) = panels(presence(usa="+-++"))
    everything, invited = declared_classes(panel.years, occasions, {"invited": "uninvited"})
    assert invited.strata.tolist() == [1, 0, 1, -1]
    assert invited.label(-1) is None
    with pytest.raises(NotFound, match="invitd"):
        find_class([everything, invited], "invitd")


def test_verified_expectations_leave_out_what_nobody_verified() -> None:
    table = presence(usa="+++++-").to_pylist()
    for row in table[:2]:
        row["confidence"] = 1
    (row,) = judged(pa.Table.from_pylist(table, schema=PRESENCE), verified=True)
    assert (row["n"], row["n_present"]) == (3, 3)
    assert row["outcome"] == "absent"


def test_names_beside_a_companion() -> None:
    # China named in 2004, 2011-2013 and 2014; the USA in the first three of these only.
    table = presence(chn="---+------++++", usa="---+------++--", gbr="+-------------")
    (panel,) = panels(table)
    part = beside(panel, ["chn"])
    assert part.years == (2004, 2011, 2012, 2013, 2014)
    made = [forecasts(panel, declared_classes(panel.years, JUBILEES, {}))]
    found = [row for row in broken_pairings(made, (2013, 2014)).to_pylist() if row["target"] == "usa"]
    assert [(row["companion"], row["year"], row["kind"], row["exploratory"]) for row in found] == [
        ("chn", 2013, "pairing", True),
        ("chn", 2014, "pairing", True),
    ]
    # The essay's numbers: .5/4 = .125; with 1.5/5 both years .0375, 14.3 dB.
    assert found[0]["probability"] == pytest.approx(0.125)
    assert found[1]["joint_probability"] == pytest.approx(0.0375)
    assert found[1]["joint_ceiling_db"] == pytest.approx(14.26, abs=0.01)
    assert found[0]["sentence"].startswith("2013: Chn was named without Usa.")
    assert "Usa was named as well every time" in found[0]["sentence"]


def test_a_companion_does_not_vouch_for_itself() -> None:
    (panel,) = panels(presence(chn="++-", usa="+-+"))
    part = beside(panel, ["chn", "usa"])
    assert part.outcomes[0].tolist()[:1] == [1.0]
    assert [str(value) for value in part.outcomes[0]] == ["1.0", "nan", "0.0"]
    assert beside_class(part).label(1) == "naming Chn or Usa"


def test_false_alarms_are_counted_over_what_was_watched() -> None:
    rows = judged(presence(a="+++++-", b="+++++-", c="------", d="++++++", e="-----+"))
    by = {row["target"]: row for row in rows}
    assert by["a"]["n_watched"] == 3  # a, b, d had been there; c and e never
    assert by["e"]["n_watched"] == 5
    assert by["a"]["q_value"] == pytest.approx(by["a"]["probability"] * 3 / 2)
    assert by["c"]["q_value"] is None
    assert by["a"]["q_dependent"] >= by["a"]["q_value"]


CELLS = [
    ("usa", 2015, "thanked", [("thanked", 1), ("credited", 1)], "text"),
    ("usa", 2016, "credited", [("credited", 1)], "text"),
    ("usa", 2017, "absent", [], "text"),
    ("usa", 2018, "credited", [("credited", 1)], "coding"),
    ("usa", 2019, "unknown", [], "none"),
]


def test_treatments_are_judged_in_the_years_that_name_the_target() -> None:
    rows = [
        {
            "target": target,
            "target_name": "United States",
            "year": year,
            "date": dt.date(year, 5, 9),
            "document_id": f"d{year}",
            "treatment": treatment,
            "treatments": [{"treatment": word, "n": n} for word, n in treatments],
            "confidence": 3,
            "statement_ids": [],
            "basis": basis,
        }
        for target, year, treatment, treatments, basis in CELLS
    ]
    table = named_series(pa.Table.from_pylist(rows), occasion="rite", actor="RUS").to_pylist()
    series = {act: [row["present"] for row in table if row["act"] == act] for act in ("named", "thanked", "credited")}
    assert series["named"] == [True, True, False, True, None]
    # In 2017 it was not named at all; of 2018 there is a coding and no text, so nothing tells that it was not thanked.
    assert series["thanked"] == [True, False, None, None, None]
    assert series["credited"] == [True, True, None, True, None]


ROLL = pa.schema(
    [(name, pa.string()) for name in ("state", "state_name", "event_id", "rank", "status")]
    + [("year", pa.int16()), ("rank_order", pa.int8()), ("confidence", pa.int8()), ("date", pa.date32())]
)


def guests(*rows: tuple[str, int, str | None, int | None, str], **more: Any) -> list[dict[str, Any]]:
    cells = [
        {"state": s, "state_name": s, "year": y, "event_id": f"e{y}", "rank": r, "rank_order": o, "status": how}
        for s, y, r, o, how in rows
    ]
    table: list[dict[str, Any]] = attended_series(
        pa.Table.from_pylist(cells, schema=ROLL), occasion="rite", host="RUS", **more
    ).to_pylist()
    return table


def test_ranks_at_or_above_a_threshold() -> None:
    record = (
        ("CHN", 2015, "head_of_state", 4, "attended"),
        ("CHN", 2016, "none", 0, "absent"),
        ("CHN", 2017, None, None, "unknown"),
        ("CHN", 2018, "minister", 2, "attended"),
        ("CHN", 2019, "none", 0, "attended"),
        ("CHN", 2020, "none", 0, "not_invited"),
    )
    came = guests(*record, invited={("CHN", 2016): True})
    assert [row["present"] for row in came] == [True, False, None, True, True, False]
    assert [row["invited"] for row in came] == [True, True, None, True, True, False]
    assert [row["rank_order"] for row in came] == [4, 0, None, 2, None, 0]
    high = guests(*record, ranks={"head_of_state": 4}, rank="head_of_state")
    # A rank that is not on the scale may have been as high: unknown.
    assert [row["present"] for row in high] == [True, False, None, False, None, False]
    assert high[0]["act"] == "came as head of state or higher"


def test_the_conditions_behind_an_absence() -> None:
    record = [("CHN", 2001 + i, "minister", 2, "attended") for i in range(4)]
    record += [("CHN", 2005, "none", 0, "declined"), ("CHN", 2006, "none", 0, "not_invited")]
    record += [("CHN", 2007, "none", 0, "absent"), ("CHN", 2008, "none", 0, "absent")]
    table = pa.Table.from_pylist(guests(*record), schema=PRESENCE)
    row = one(table, target="CHN", wanted="all")
    assert [(each["stage"], each["n"], each["n_yes"], each["n_unknown"]) for each in row["stages"]] == [
        ("held", 7, 7, 0),
        ("invited if held", 7, 5, 1),
        ("came if invited", 6, 4, 1),
    ]
    # By hand: came 4.5/7 to 4.5/6 of the times it was invited.
    assert (row["stages"][2]["low"], row["stages"][2]["high"]) == (pytest.approx(4.5 / 7), pytest.approx(0.75))
    assert "Whether it was invited is not known" in row["sentence"]
    assert row["p_rank_at_most"] == pytest.approx(3.5 / 8)


def test_whoever_was_not_invited_did_not_stay_away() -> None:
    record = [("CHN", 2001 + i, "minister", 2, "attended") for i in range(4)] + [
        ("CHN", 2005, "none", 0, "not_invited")
    ]
    row = one(pa.Table.from_pylist(guests(*record), schema=PRESENCE), target="CHN")
    assert "It was not invited: its absence says nothing of its own will." in row["sentence"]


GESTURES = drawn(
    "gestures",
    """
    gesture_id | date       | performer_state | performer | kind       | channel    | referent | made
    v1         | 2010-05-07 | CHN             | A         | site_visit | site_visit | bombing  | yes
    v2         | 2013-05-07 | CHN             | A         | site_visit | site_visit | bombing  | yes
    v3         | 2016-05-07 | CHN             | A         | site_visit | site_visit | bombing  | yes
    v4         | 2024-05-08 | CHN             | A         | site_visit | site_visit | bombing  | no
    o1         | 2024-05-07 | CHN             | A         | article    | op_ed      | bombing  | yes
    o2         | 2024-06-07 | CHN             | A         | article    | op_ed      | bombing  | yes
    x1         | 2024-05-08 | RUS             | B         | wreath     | wreath     | bombing  | yes
    """,
)
NO_DOCUMENTS = pa.table(
    {key: pa.array([], pa.string()) for key in ("document_id", "actor", "referent", "title", "url")}
)
NO_EVENTS = pa.table({"status": pa.array([], pa.string())})


def test_a_withheld_gesture_stands_beside_the_one_that_was_made() -> None:
    rows = portfolio(GESTURES, NO_DOCUMENTS, NO_EVENTS).to_pylist()
    assert [(row["source_id"], row["days"], row["made"]) for row in rows] == [("v4", 0, False), ("o1", -1, True)]
    first, second = rows
    assert (first["n"], first["n_made"], first["precedents"]) == (3, 3, ["v1", "v2", "v3"])
    assert first["probability"] == pytest.approx(0.125)
    assert first["ceiling_db"] == pytest.approx(9.03, abs=0.01)
    assert second["probability"] is None  # no earlier article on record: not zero, not one
    assert (first["n_channels"], first["n_made_channels"], first["n_judged"]) == (2, 1, 1)
    assert (first["observed_made"], first["expected_made"]) == (0, pytest.approx(0.875))
    assert "no site visit of A (bombing)" in first["sentence"]
    assert "op ed (1 day before)" in first["sentence"]


def test_documents_and_presence_are_channels_too() -> None:
    documents = pa.table(
        {
            "document_id": ["d1", "d2"],
            "actor": ["CHN", "CHN"],
            "referent": ["bombing", "other"],
            "title": ["Words", "Words"],
            "url": [None, None],
            "date": [dt.date(2024, 5, 9)] * 2,
        }
    )
    came = pa.table(
        {
            "event_id": ["e1"],
            "state": ["CHN"],
            "date": [dt.date(2024, 5, 7)],
            "referent": ["bombing"],
            "title": ["Ceremony"],
            "status": ["attended"],
            "person": ["C"],
            "confidence": pa.array([3], pa.int8()),
            "source_url": [None],
        }
    )
    rows = portfolio(GESTURES, documents, came, within_days=2).to_pylist()
    assert [(row["channel"], row["medium"]) for row in rows] == [
        ("site_visit", "gesture"),
        ("document", "document"),
        ("attendance", "event"),
        ("op_ed", "gesture"),
    ]
    assert not portfolio(GESTURES, documents, came, years=[2016]).num_rows


def test_a_withheld_gesture_about_no_stated_past_stands_alone() -> None:
    bare = drawn(
        "gestures",
        """
        gesture_id | date       | performer_state | kind | made
        v1         | 2010-05-07 | CHN             | call | yes
        v2         | 2010-05-08 | CHN             | call | no
        """,
    )
    (row,) = portfolio(bare, NO_DOCUMENTS, NO_EVENTS).to_pylist()
    assert (row["source_id"], row["n"], row["probability"]) == ("v2", 0, None)
    assert row["sentence"].startswith("2010-05-08: no call of CHN. No earlier year")


def test_one_precedent_is_too_few_and_says_what_it_could_weigh() -> None:
    rows = portfolio(GESTURES.slice(2), NO_DOCUMENTS, NO_EVENTS).to_pylist()
    assert rows[0]["probability"] is None
    assert "Only 1 earlier year of it on record: too few to say" in rows[0]["sentence"]
    assert "could weigh 6.0 dB at most" in rows[0]["sentence"]


def test_the_surprise_of_a_cell_is_that_of_its_omission() -> None:
    table = presence(usa="++++-+?-", chn="-----+++")
    made = []
    for panel in panels(table):
        made.append(forecasts(panel, declared_classes(panel.years, JUBILEES, {"jubilee": "ordinary"})))
    marks = {(row["target"], row["year"]): row for row in surprises(made).to_pylist()}
    assert len(marks) == 15  # the unknown cell has none
    assert marks["usa", 2003]["surprise_bits"] is None
    for row in omissions(made, (2005, 2008)).to_pylist():
        mark = marks[row["target"], row["year"]]
        assert mark["surprise_bits"] == pytest.approx(row["surprise_bits"])
        assert (mark["n"], mark["reference_label"]) == (row["n"], row["reference_label"])


def test_a_backtest_says_when_it_cannot_say() -> None:
    (panel,) = panels(presence(usa="++++-+", chn="------"))
    made = forecasts(panel, declared_classes(panel.years, JUBILEES, {}), prior="jeffreys")
    rows = {(row["part"], row["label"]): row for row in backtest([made]).to_pylist()}
    overall = rows["all", None]
    assert (overall["n"], overall["calibration_known"]) == (6, False)  # from the fourth year on, of two series
    assert "Calibration unknown: 6 of at least 100" in overall["sentence"]
    assert rows["watched", None]["n"] == 3
    assert rows["rite", None]["n"] == 6
    # By hand, the USA: 3.5/4, then absent 1 - 4.5/5 = .1, then 4.5/6; China absent: .875, .9, .91667.
    bits = [0.875, 0.1, 0.75, 0.875, 0.9, 5.5 / 6]
    assert overall["log_score"] == pytest.approx(-sum(math.log2(p) for p in bits) / 6)
    assert not backtest([]).num_rows


@settings(max_examples=20)
@given(st.lists(st.text("+-?", min_size=9, max_size=9), min_size=1, max_size=12), st.integers(3, 8))
def test_later_years_change_nothing(signs: list[str], year: int) -> None:
    """As of a year, and with everything that came after it: the same row, to the digit."""
    whole = presence(**{f"t{place}": row for place, row in enumerate(signs)})
    cut = presence(**{f"t{place}": row[:year] for place, row in enumerate(signs)})
    now = judged(cut, years=(2000 + year,))
    later = judged(whole, years=(2000 + year,))
    assert now == later
