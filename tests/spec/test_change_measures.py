"""What measures of change count and when they abstain: small tables in, expected rows out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest
from drawn import drawn, targets

from cenotaph.errors import CenotaphError
from cenotaph.measures import find_measure

TARGETS = targets("""
    target | name    | languages
    USA    | America | en ru
    CHN    | China   | en
""")

YEARS = range(2010, 2024)


def ask(
    name: str, naming: dict[int, int], by: tuple[str, ...] = ("actor",), *, each: int = 20, **options: Any
) -> pa.Table:
    """A measure of a record with `each` English documents of RUS a year, of which `naming` of a year name USA."""
    documents = ["document_id | actor | date | language | n_characters"]
    mentions = ["document_id | passage_id | target"]
    for year in YEARS:
        for k in range(20):
            documents.append(f"{year}-{k} | RUS | {year}-05-09 | en | 900")
        mentions += [f"{year}-{k} | {year}-{k}#{part} | USA" for k in range(naming.get(year, 0)) for part in (1, 2)]
    tables = {
        "documents": drawn("documents", "\n".join(documents)),
        "mentions": drawn("mentions", "\n".join(mentions)),
        "statements": drawn("statements", ""),
        "targets": TARGETS,
    }
    return find_measure(name).compute(tables, by, options)


def steady(before: int, after: int, since: int = 2019) -> dict[int, int]:
    """Counts that wobble by one about a level, which changes in one year."""
    return {year: (after if year >= since else before) + (year % 2) for year in YEARS}


def test_a_step_is_found_where_it_is_and_a_document_counts_once() -> None:
    rows = ask("change_point", steady(2, 9)).to_pylist()
    assert len(rows) == len(YEARS) - 1
    assert sum(row["value"] for row in rows) == pytest.approx(1)
    (likeliest,) = [row for row in rows if row["likeliest"]]
    assert likeliest["date"] == dt.date(2019, 1, 1)
    assert likeliest["value"] > 0.9
    assert likeliest["bayes_factor"] > 100
    # before: 9 years, 4 of them odd: 22 of 180 documents; after: 5 years, 3 odd: 48 of 100
    assert (likeliest["rate_before"], likeliest["rate_after"]) == (pytest.approx(1000 * 22 / 180), pytest.approx(480))
    assert (likeliest["numerator"], likeliest["denominator"]) == (10, 20)
    assert likeliest["document_ids"] == sorted(f"2019-{k}" for k in range(10))


def test_a_fuller_record_is_no_change() -> None:
    naming = {year: 10 if year >= 2019 else 5 for year in YEARS}
    lean = ask("change_point", naming).to_pylist()[0]["bayes_factor"]
    documents = ["document_id | actor | date | language | n_characters"]
    for year in YEARS:
        documents += [f"{year}-{k} | RUS | {year}-05-09 | en | 900" for k in range(40 if year >= 2019 else 20)]
    mentions = ["document_id | passage_id | target"] + [
        f"{y}-{k} | {y}-{k}#1 | USA" for y in YEARS for k in range(naming[y])
    ]
    tables = {
        "documents": drawn("documents", "\n".join(documents)),
        "mentions": drawn("mentions", "\n".join(mentions)),
        "statements": drawn("statements", ""),
        "targets": TARGETS,
    }
    full = find_measure("change_point").compute(tables, ("actor",)).to_pylist()[0]["bayes_factor"]
    assert full < 1 < lean


def test_round_anniversaries_in_the_model_take_their_part() -> None:
    naming = {year: 16 if year % 5 == 0 else 4 + year % 2 for year in YEARS}
    plain = ask("change_at", naming, at="2020").to_pylist()[0]
    with_rounds = ask("change_at", naming, at="2020", round_since=1945, round_every=5).to_pylist()[0]
    assert with_rounds["dispersion"] < 0.2 < plain["dispersion"]
    assert with_rounds["low"] < 1 < with_rounds["high"]
    assert with_rounds["high"] / with_rounds["low"] < plain["high"] / plain["low"]


def test_a_known_date_stands_beside_its_placebos() -> None:
    table = ask("change_at", steady(2, 9), at="2019", trend=False)
    tested, *placebos = table.to_pylist()
    assert (tested["role"], tested["date"], tested["n_before"], tested["n_after"]) == (
        "tested",
        dt.date(2019, 1, 1),
        9,
        5,
    )
    # the step alone: (48 / 100) / (22 / 180)
    assert tested["value"] == pytest.approx(0.48 / (22 / 180))
    assert tested["low"] > 1
    assert [row["date"].year for row in placebos] == [*range(2013, 2019), 2020, 2021]
    assert tested["n_placebos"] == len(placebos) == 8
    assert tested["p_placebo"] == pytest.approx(1 / 9)
    assert tested["covers"] == "variation between periods about the model; not coder error"


def test_a_short_side_abstains_in_words_and_says_what_could_have_been_seen() -> None:
    (row,) = ask("change_at", steady(2, 9), at="2022").to_pylist()
    assert row["value"] is None
    assert row["abstains"] == (
        "12 years before and 2 after; at least 8 before and 3 after are needed to see a doubling with power .63"
    )
    assert row["detectable_ratio"] > 1
    (nothing,) = ask("change_point", {}).to_pylist()
    assert (nothing["value"], nothing["abstains"]) == (None, "no document counts in any period")
    (short,) = ask("stretches", steady(2, 9), period="year").to_pylist()
    assert short["abstains"] == "14 years with documents; at least 24 are needed"


def test_a_rival_date_takes_what_is_its_own() -> None:
    naming = steady(2, 9, since=2018)
    alone = ask("change_at", naming, at="2019", trend=False).to_pylist()[0]
    beside = ask("change_at", naming, at="2019", trend=False, rivals=("2018",)).to_pylist()[0]
    assert alone["low"] > 1
    assert beside["low"] < 1 < beside["high"]


def test_a_control_divides_out_what_both_share() -> None:
    documents = ["document_id | actor | date | language | n_characters"]
    mentions = ["document_id | passage_id | target"]
    for year in YEARS:
        n = (9 if year >= 2019 else 3) + year % 2
        for actor in ("RUS", "POL"):
            documents += [f"{actor}{year}-{k} | {actor} | {year}-05-09 | en | 900" for k in range(20)]
            mentions += [f"{actor}{year}-{k} | {actor}{year}-{k}#1 | USA" for k in range(n)]
    tables = {
        "documents": drawn("documents", "\n".join(documents)),
        "mentions": drawn("mentions", "\n".join(mentions)),
        "statements": drawn("statements", ""),
        "targets": TARGETS,
    }
    measure = find_measure("change_at")
    alone = measure.compute(tables, ("actor",), {"at": "2019"}).to_pylist()
    assert all(row["value"] > 2 for row in alone if row["role"] == "tested")
    beside = measure.compute(tables, ("actor",), {"at": "2019", "control": "POL"}).to_pylist()
    assert {row["actor"] for row in beside} == {"RUS"}
    assert beside[0]["value"] == pytest.approx(1)


def test_stretches_and_alerts_of_a_monthly_series() -> None:
    documents = ["document_id | actor | date | language | n_characters"]
    mentions = ["document_id | passage_id | target"]
    for month in range(36):
        day = dt.date(2020 + month // 12, month % 12 + 1, 3)
        documents += [f"{day}-{k} | RUS | {day} | en | 900" for k in range(20)]
        mentions += [f"{day}-{k} | {day}-{k}#1 | USA" for k in range((2 if month < 20 else 12) + month % 2)]
    tables = {
        "documents": drawn("documents", "\n".join(documents)),
        "mentions": drawn("mentions", "\n".join(mentions)),
        "statements": drawn("statements", ""),
        "targets": TARGETS,
    }
    first, second = find_measure("stretches").compute(tables, ("actor",)).to_pylist()
    assert (first["date"], first["until"], second["date"]) == (
        dt.date(2020, 1, 1),
        dt.date(2021, 8, 1),
        dt.date(2021, 9, 1),
    )
    assert (first["value"], second["value"], second["stability"]) == (pytest.approx(125), pytest.approx(625), 1.0)
    alerts = {row["date"]: row for row in find_measure("alert").compute(tables, ("actor",)).to_pylist()}
    assert alerts[dt.date(2021, 8, 1)]["value"] < 0.1
    assert alerts[dt.date(2021, 9, 1)]["value"] > 0.7
    assert alerts[dt.date(2021, 10, 1)]["value"] > 0.9
    assert alerts[dt.date(2022, 12, 1)]["began"] == dt.date(2021, 9, 1)


def test_what_cannot_be_asked() -> None:
    with pytest.raises(CenotaphError, match="change_at needs a date"):
        ask("change_at", steady(2, 9))
    with pytest.raises(CenotaphError, match='"spring" is not a date'):
        ask("change_at", steady(2, 9), at="spring")
    with pytest.raises(CenotaphError, match="period takes year, quarter, month"):
        ask("change_point", steady(2, 9), period="week")
    with pytest.raises(CenotaphError, match="cannot be broken down by"):
        ask("change_point", steady(2, 9), ("year",))


def test_rows_that_abstain_stand_beside_those_that_do_not() -> None:
    rows = ask("change_at", steady(2, 9), ("actor", "target"), at="2019").to_pylist()
    assert [row["target"] for row in rows if row["role"] == "tested"] == ["USA", "CHN"]
    assert [row["abstains"] for row in rows if row["target"] == "CHN"] == ["no document counts in any period"]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("change_at", {"at": "2019", "model": "probit"}, 'model takes quasi, nb, hac; found "probit"'),
        ("change_at", {"at": "2019", "control": "XXX"}, 'No series is that of the control "XXX"'),
        ("change_at", {"at": "2019", "round_every": 0}, "round_every takes 1 or more; found 0"),
        ("alert", {"every": 1}, "every takes 2 or more; found 1"),
        ("stretches", {"least": 0}, "least takes 1 or more; found 0"),
    ],
)
def test_options_that_mean_nothing(name: str, options: dict[str, Any], said: str) -> None:
    with pytest.raises(CenotaphError, match=said):
        ask(name, steady(2, 9), **options)


def test_an_act_may_be_counted_instead_of_a_name() -> None:
    documents = ["document_id | actor | date | language | n_characters"]
    statements = ["document_id | passage_id | holder | act | target"]
    for year in YEARS:
        documents += [f"{year}-{k} | RUS | {year}-05-09 | en | 900" for k in range(20)]
        statements += [f"{year}-{k} | {year}-{k}#1 | RUS | credit | USA" for k in range(9 if year >= 2019 else 2)]
        statements += [f"{year}-{k} | {year}-{k}#2 | RUS | blame | USA" for k in range(5)]
    tables = {
        "documents": drawn("documents", "\n".join(documents)),
        "mentions": drawn("mentions", ""),
        "statements": drawn("statements", "\n".join(statements)),
        "targets": TARGETS,
    }
    credit = find_measure("change_at").compute(tables, ("actor",), {"at": "2019", "act": "credit", "trend": False})
    assert credit.to_pylist()[0]["value"] == pytest.approx(4.5)
    blame = find_measure("change_at").compute(tables, ("actor",), {"at": "2019", "act": "blame", "trend": False})
    assert blame.to_pylist()[0]["value"] == pytest.approx(1)
