"""The register of measures: options as text and as values, what is refused, rows of the contract."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pytest

from cenotaph.errors import CenotaphError
from cenotaph.measures import ROWS, Measure, estimates, find_measure, measure
from cenotaph.measures import registry as register


def _pairs(
    documents: pa.Table,
    by: Sequence[str],
    *,
    window: int = 5,
    level: float = 0.95,
    words: tuple[str, ...] = (),
    since: dt.date | None = None,
    strict: bool = False,
) -> pa.Table:
    """Pairs of nothing.

    Args:
        window: how many occasions
            on either side.
        level: nominal coverage.
        words: which words.
        since: from which day on.
        strict: whether to be strict.
    """
    said = [f"{window} {level} {words} {since} {strict}"]
    return estimates({"left": ["A"], "right": ["B"]}, value=[1.0], n=[3], unit="bits", covers="nothing", abstains=said)


@pytest.fixture
def pairs() -> Iterator[Measure]:
    measure(unit="bits", needs=("documents",), by=(), allows=("year",), keys=("left", "right"), name="pairs")(_pairs)
    yield find_measure("pairs")
    register._measures.pop("pairs")


def ask(pairs: Measure, by: Sequence[str] = (), **options: Any) -> dict[str, Any]:
    return pairs.compute({"documents": pa.table({})}, by, options).to_pylist()[0]


def test_options_have_a_type_a_default_and_a_meaning(pairs: Measure) -> None:
    assert {name: option.shown for name, option in pairs.options.items()} == {
        "window": "window=5",
        "level": "level=0.95",
        "words": "words=(none)",
        "since": "since=(decided by the measure)",
        "strict": "strict=no",
    }
    assert pairs.options["window"].meaning == "how many occasions on either side."
    assert pairs.options["strict"].meaning == "whether to be strict."


def test_options_are_read_from_text_and_from_values(pairs: Measure) -> None:
    given = {"window": "7", "level": "0.9", "words": "a, b", "since": "2020-05-09", "strict": "yes"}
    as_text = ask(pairs, **given)["abstains"]
    assert as_text == "7 0.9 ('a', 'b') 2020-05-09 True"
    values = {"window": 7, "level": 0.9, "words": ["a", "b"], "since": dt.date(2020, 5, 9), "strict": True}
    assert ask(pairs, **values)["abstains"] == as_text
    assert ask(pairs, level=1)["abstains"].split()[1] == "1.0"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"windows": 3}, 'Did you mean "window"'),
        ({"colour": 3}, "Its options and defaults: window=5, level=0.95"),
        ({"window": "many"}, 'window takes a whole number; found "many". Default: window=5'),
        ({"window": 2.5}, "a whole number"),
        ({"window": True}, "a whole number"),
        ({"window": ""}, "a whole number"),
        ({"since": "May"}, "a date such as 2024-05-09"),
        ({"strict": "perhaps"}, "yes or no"),
        ({"words": 3}, "words with commas"),
    ],
)
def test_what_is_no_option_or_no_value_is_told(pairs: Measure, options: dict[str, Any], said: str) -> None:
    with pytest.raises(CenotaphError) as caught:
        ask(pairs, **options)
    assert said in str(caught.value)


def test_a_measure_says_what_it_can_be_broken_down_by(pairs: Measure) -> None:
    assert pairs.leading(["year"]) == ("year", "left", "right")
    with pytest.raises(CenotaphError, match='pairs cannot be broken down by "target"'):
        ask(pairs, ["target"])


def test_an_option_may_not_have_a_name_that_means_something_else() -> None:
    def broken(documents: pa.Table, by: Sequence[str], *, actor: str = "") -> pa.Table:
        """Nothing."""
        return documents

    with pytest.raises(ValueError, match="means something else"):
        measure(unit="bits", needs=("documents",))(broken)


def test_rows_hold_null_where_there_is_no_number_and_where_the_measure_abstains() -> None:
    table = estimates(
        {"actor": ["A", "B", "C"], "year": [2020, 2021, None]},
        value=[0.5, math.nan, 0.25],
        low=[0.1, None, 0.2],
        n=[9, 0, 2],
        numerator=[1, None, 2],
        unit="bits",
        covers="variation between documents",
        abstains=[None, None, "2 documents; at least 8 are needed"],
        own={"p_value": [0.5, None, None]},
    )
    assert table.column_names == ["actor", "year", *ROWS, "p_value"]
    assert table.schema.field("year").type == pa.int16()
    assert table.select(["value", "low", "high"]).to_pylist() == [
        {"value": 0.5, "low": 0.1, "high": None},
        {"value": None, "low": None, "high": None},
        {"value": None, "low": None, "high": None},
    ]
    assert table["numerator"].to_pylist() == [1, None, 2]


def test_no_rows_are_rows_of_the_contract_too() -> None:
    table = estimates({"actor": []}, value=[], n=[], unit="bits", covers="nothing")
    assert table.column_names == ["actor", *ROWS]
    assert table.schema.field("value").type == pa.float64()
