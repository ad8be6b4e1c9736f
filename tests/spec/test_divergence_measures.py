"""How far actors stand from each other: small tables in, expected rows out."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from drawn import drawn, targets

from cenotaph.errors import CenotaphError
from cenotaph.measures import find_measure

TARGETS = targets("""
    target | name    | languages
    USA    | America | en
    CHN    | China   | en
    GBR    | Britain | en
""")

YEARS = range(2010, 2020)

#: What each actor names in every document: target -> sentences. AAA and BBB alike, CCC otherwise, DDD hardly at all.
SPEAKS = {"AAA": {"USA": 3, "CHN": 1}, "BBB": {"USA": 3, "CHN": 1}, "CCC": {"USA": 1, "GBR": 3}}


def ask(name: str, speaks: Any = None, **options: Any) -> pa.Table:
    speaks = speaks or (lambda actor, year: SPEAKS[actor])
    documents = ["document_id | actor | date | language | n_characters"]
    mentions = ["document_id | passage_id | target"]
    for year in YEARS:
        for actor in SPEAKS:
            name_ = f"{actor}{year}"
            documents.append(f"{name_} | {actor} | {year}-09-20 | en | 900")
            for target, n in speaks(actor, year).items():
                mentions += [f"{name_} | {name_}#{target}{k} | {target}" for k in range(n)]
                mentions.append(mentions[-1])  # named twice in one sentence: counts once
    documents.append("lone | DDD | 2015-09-20 | en | 900")
    mentions.append("lone | lone#1 | USA")
    tables = {
        "documents": drawn("documents", "\n".join(documents)),
        "mentions": drawn("mentions", "\n".join(mentions)),
        "statements": drawn("statements", ""),
        "targets": TARGETS,
    }
    return find_measure(name).compute(tables, (), options)


def pairs(table: pa.Table) -> dict[str, dict[str, Any]]:
    return {f"{row['actor_a']}-{row['actor_b']}": row for row in table.to_pylist()}


def test_actors_who_speak_alike_stand_no_further_than_each_from_itself() -> None:
    rows = pairs(ask("divergence"))
    assert list(rows) == ["AAA-BBB", "AAA-CCC", "AAA-DDD", "BBB-CCC", "BBB-DDD", "CCC-DDD"]
    alike, apart = rows["AAA-BBB"], rows["AAA-CCC"]
    assert alike["value"] == pytest.approx(0, abs=1e-9)
    assert alike["p_value"] == 1
    assert alike["guess"] == pytest.approx(0.5)
    # shares (3, 1, 0)/4 and (1, 0, 3)/4: JSD = H(.5, .125, .375) - H(.25, .75) = 1.4056 - .8113; less chance at 13
    assert apart["value"] == pytest.approx(1.4056 - 0.8113, abs=0.03)
    assert apart["p_value"] < 0.05
    assert apart["p_value"] <= apart["q_value"]
    assert (alike["rank"], apart["codings_a"], apart["n"], apart["cut_to"]) == (1, 40, 20, 13)
    assert len(apart["document_ids"]) == 20
    assert apart["within_a"] == alike["within_b"]


def test_an_actor_of_few_words_abstains() -> None:
    row = pairs(ask("divergence"))["AAA-DDD"]
    assert (row["value"], row["p_value"], row["rank"]) == (None, None, None)
    assert row["abstains"] == "DDD has 1 codings in 1 documents; at least 24 in 4 are needed"


def test_one_sided_convergence_is_told_from_the_other() -> None:
    def speaks(actor: str, year: int) -> dict[str, int]:
        gone = max(0, min(10, year - 2010))
        return {"USA": 10 - gone, "GBR": gone} if actor == "AAA" else {"GBR": 10}

    rows = pairs(ask("convergence", speaks, actors=("AAA", "BBB")))
    row = rows["AAA-BBB"]
    assert row["verdict"] == "converging"
    assert row["high"] < 0
    assert row["moved_a"] == pytest.approx(row["moved"])
    assert row["moved_b"] == pytest.approx(0, abs=1e-9)
    assert row["moved_a"] + row["moved_b"] + row["moved_together"] == pytest.approx(row["moved"])
    over = ask("divergence_over_time", speaks, actors=("AAA", "BBB")).to_pylist()
    assert [each["date"].year for each in over] == list(YEARS)
    assert over[0]["value"] == pytest.approx(1)
    assert all(a["value"] > b["value"] for a, b in pairwise(over))


def test_no_change_is_a_claim_of_its_own() -> None:
    # ten sentences of each a year in the same shares: the slope is 0 and shown to be
    def speaks(actor: str, year: int) -> dict[str, int]:
        return {"USA": 7, "CHN": 3} if actor == "AAA" else {"USA": 3, "GBR": 7}

    row = pairs(ask("convergence", speaks, actors=("AAA", "CCC")))["AAA-CCC"]
    assert (row["verdict"], row["value"]) == ("no change", pytest.approx(0, abs=1e-9))


def test_years_with_few_codings_are_null_and_may_be_taken_together() -> None:
    every = ask("divergence_over_time", actors=("AAA", "CCC")).to_pylist()
    assert {row["value"] for row in every} == {None}
    assert every[0]["abstains"] == "4 and 4 codings; at least 8 of each are needed"
    two = ask("divergence_over_time", actors=("AAA", "CCC"), years=2).to_pylist()
    assert [(row["date"].year, row["cut_to"]) for row in two] == [(year, 8) for year in range(2010, 2020, 2)]
    assert all(row["value"] is not None for row in two)


def test_what_cannot_be_asked() -> None:
    with pytest.raises(CenotaphError, match='No document asked for is of the actor "XXX"'):
        ask("divergence", actors=("AAA", "XXX"))
    with pytest.raises(CenotaphError, match="codes takes target, act"):
        ask("divergence", codes="words")
    with pytest.raises(CenotaphError, match="smallest takes a slope above 0"):
        ask("convergence", smallest=0.0)


def test_the_order_of_documents_does_not_matter() -> None:
    documents = ["document_id | actor | date | language | n_characters"]
    mentions = ["document_id | passage_id | target"]
    for year in YEARS:
        for actor, spread in (("AAA", 1), ("BBB", 2)):
            documents.append(f"{actor}{year} | {actor} | {year}-09-20 | en | 900")
            names = ["USA"] * (2 + year % 3) + ["CHN"] * spread + ["GBR"] * (year % 2)
            mentions += [f"{actor}{year} | {actor}{year}#{k} | {target}" for k, target in enumerate(names)]
    tables = {
        "documents": drawn("documents", "\n".join(documents)),
        "mentions": drawn("mentions", "\n".join(mentions)),
        "statements": drawn("statements", ""),
        "targets": TARGETS,
    }
    turned = {**tables, **{name: tables[name].take(list(range(tables[name].num_rows))[::-1])
                           for name in ("documents", "mentions")}}  # fmt: skip
    one, other = (find_measure("divergence").compute(each, ()).to_pylist() for each in (tables, turned))
    for key in ("value", "low", "p_value", "guess"):
        assert one[0][key] == pytest.approx(other[0][key], abs=1e-12)


def test_acts_and_pasts_may_be_compared_too_and_reported_voices_do_not_count() -> None:
    documents = ["document_id | actor | date | language | n_characters"]
    statements = ["document_id | passage_id | holder | act | target | referent"]
    for year in YEARS:
        for actor, act, past in (("AAA", "credit", "ww2"), ("BBB", "blame", "ww2")):
            name = f"{actor}{year}"
            documents.append(f"{name} | {actor} | {year}-09-20 | en | 900")
            statements += [f"{name} | {name}#{k} | {actor} | {act} | USA | {past}" for k in range(3)]
            statements.append(f"{name} | {name}#9 | CHN | warn | USA | {past}")  # what China is said to say
    tables = {
        "documents": drawn("documents", "\n".join(documents)),
        "mentions": drawn("mentions", ""),
        "statements": drawn("statements", "\n".join(statements)),
        "targets": TARGETS,
    }
    found = {codes: find_measure("divergence").compute(tables, (), {"codes": codes}).to_pylist()[0]
             for codes in ("act", "act+target", "referent")}  # fmt: skip
    assert found["act"]["value"] == found["act+target"]["value"] == pytest.approx(1)
    assert found["referent"]["value"] == pytest.approx(0)
    assert found["act"]["codings_a"] == 30
