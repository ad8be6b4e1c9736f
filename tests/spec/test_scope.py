"""Over how many targets a speaker spreads."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import drawn, targets

from cenotaph.errors import CenotaphError
from cenotaph.measures import find_measure


def ask(said: dict[str, str], **options: Any) -> list[dict[str, Any]]:
    documents = "document_id|actor\n" + "\n".join(f"{name}|NRO" for name in said)
    lines = [f"{name}|{name}#{at}|{target}|thank" for name, held in said.items() for at, target in enumerate(held)]
    tables = {
        "documents": drawn("documents", documents),
        "statements": drawn("statements", "\n".join(["document_id|passage_id|target|act", *lines])),
        "targets": targets("target | name\nA | Alder\nB | Birch\nC | Cedar\nD | Dogwood"),
    }
    return find_measure("claim_scope").compute(tables, ["actor"], options).to_pylist()


def test_four_targets_in_equal_shares_are_two_bits() -> None:
    (row,) = ask({f"d{number}": "ABCD" for number in range(6)})
    assert row["value"] == pytest.approx(2)
    assert (row["low"], row["high"]) == (pytest.approx(2), pytest.approx(2))  # no document differs
    assert (row["n"], row["numerator"], row["n_codes"]) == (6, 24, 4)


def test_all_said_of_one_is_no_spread_and_few_documents_abstain() -> None:
    (row,) = ask({f"d{number}": "AA" for number in range(6)})
    assert row["value"] == pytest.approx(0)
    (row,) = ask({"d1": "ABCD", "d2": "AB"})
    assert row["value"] is None
    assert row["abstains"] == "2 documents with statements; at least 5 are needed"


def test_one_act_is_no_spread_of_acts() -> None:
    (row,) = ask({f"d{number}": "ABCD" for number in range(6)}, codes="act")
    assert row["value"] == pytest.approx(0)
    with pytest.raises(CenotaphError, match="codes can be"):
        ask({"d1": "A"}, codes="words")
