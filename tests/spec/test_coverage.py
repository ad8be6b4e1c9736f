"""How many times as much one target is covered as another. Tables in, one row a yardstick out; sums in comments."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from drawn import drawn, rows, targets

from cenotaph.errors import CenotaphError
from cenotaph.measures import EXPOSURES, STORIES, find_measure

TARGETS = targets("""
    target | name
    NRO    | Northland
    SUD    | Southland
    EAS    | Eastland
""")
YARDSTICKS = """
    label  | target | value | contested
    served | NRO    | 1000  |
    served | SUD    | 50    |
    fallen | NRO    | 8     | yes
    fallen | SUD    | 1     |
    alone  | NRO    | 3     |
"""


def exposures(text: str = YARDSTICKS) -> pa.Table:
    made = [{**row, "value": float(row["value"] or 0), "contested": row["contested"] == "yes"} for row in rows(text)]
    return pa.Table.from_pylist(made, schema=EXPOSURES)


def ask(
    names: dict[str, str], *, stories: dict[str, tuple[int, int]] | None = None, events: str = "", **options: Any
) -> list[dict[str, Any]]:
    """`names`: document -> the targets it names; `stories`: document -> its story and how often it was printed."""
    documents = "document_id|date\n" + "\n".join(f"{name}|2020-05-{place + 1:02}" for place, name in enumerate(names))
    mentions = [f"{name}|{name}#1|{target}" for name, held in names.items() for target in held.split()]
    told = stories or {name: (place, 1) for place, name in enumerate(names)}
    tables = {
        "documents": drawn("documents", documents),
        "mentions": drawn("mentions", "\n".join(["document_id|passage_id|target", *mentions])),
        "targets": TARGETS,
        "exposures": exposures(),
        "stories": pa.Table.from_pylist(
            [{"document_id": name, "story": story, "copies": copies} for name, (story, copies) in told.items()],
            schema=STORIES,
        ),
        "events": drawn("events", events),
        "gestures": drawn("gestures"),
    }
    return find_measure("coverage_ratio").compute(tables, (), options).to_pylist()


# Eight documents name Northland, one of them Southland too, and one Southland alone: 8 to 2.
NAMES = {f"n{number}": "NRO" for number in range(7)} | {"both": "NRO SUD", "s": "SUD", "e": "EAS"}


def of(found: list[dict[str, Any]], exposure: str, counted: str) -> dict[str, Any]:
    (row,) = (row for row in found if (row["exposure"], row["counted"]) == (exposure, counted))
    return row


def test_the_ratio_is_of_each_yardstick_in_turn() -> None:
    found = ask(NAMES)
    outlet = of(found, "items of the outlet", "stories")
    assert (outlet["numerator"], outlet["denominator"], outlet["n"]) == (8, 2, 9)
    assert outlet["value"] == pytest.approx(4)  # (8/1) / (2/1)
    assert of(found, "served", "stories")["value"] == pytest.approx(0.2)  # (8/1000) / (2/50)
    assert of(found, "fallen", "stories")["value"] == pytest.approx(0.5)  # (8/8) / (2/1)
    assert [row["exposure"] for row in found if row["counted"] == "stories"] == [
        "items of the outlet",
        "served",
        "fallen",
    ]  # a yardstick with a value for one target only divides nothing
    assert of(found, "fallen", "stories")["contested"]
    assert "e" not in outlet["document_ids"]


def test_the_rows_add_up_to_a_sentence() -> None:
    found = ask({f"n{number}": "NRO" for number in range(24)} | {f"s{number}": "SUD" for number in range(6)})
    # 24 to 6: the exact interval of 4 is 1.6 to 12; of 4/20 = .2 it lies below 1; of 4/8 = .5 it holds 1.
    assert of(found, "served", "stories")["reading"] == (
        "Counting stories: NRO is covered more relative to items of the outlet; SUD is covered more relative to "
        "served; no asymmetry is shown relative to fallen."
    )


def test_reprints_count_as_items_and_not_as_stories() -> None:
    # Northland: one story in six items, the first of them printed three times: 8 items, 1 story. Southland: 5 and 5.
    names = {f"n{number}": "NRO" for number in range(6)} | {f"s{number}": "SUD" for number in range(5)}
    told = {f"n{number}": (0, 3 if number == 0 else 1) for number in range(6)}
    told |= {f"s{number}": (number + 1, 1) for number in range(5)}
    found = ask(names, stories=told)
    items = of(found, "items of the outlet", "items")
    assert (items["numerator"], items["denominator"], items["n"]) == (8, 5, 6)
    assert items["value"] == pytest.approx(8 / 5)
    assert of(found, "items of the outlet", "stories")["value"] == pytest.approx(1 / 5)
    # One story makes all the items: the interval over stories is far wider than that of 13 independent items.
    assert items["low"] < 0.3 < 6 < items["high"]


def test_what_was_prompted_is_left_out() -> None:
    # An event on 4 May: documents of 1 to 7 May fall within three days of it, the six of Northland among them.
    found = ask(NAMES, events="event_id|date\nvisit|2020-05-04")
    unprompted = of(found, "items of the outlet", "stories, unprompted")
    assert (unprompted["numerator"], unprompted["denominator"]) == (1, 2)
    assert unprompted["abstains"] == "3 on the two targets together; at least 5 are needed"
    bare = of(ask(NAMES), "items of the outlet", "stories, unprompted")
    assert bare["value"] is None
    assert bare["abstains"] == "no events or gestures are on record, so that nobody can say what was prompted"


def test_a_search_that_misses_half_doubles_what_it_found() -> None:
    plain = of(ask(NAMES), "served", "stories")
    adjusted = of(ask(NAMES, recalls="NRO:16/20,SUD:8/20"), "served", "stories")
    assert adjusted["value"] == pytest.approx(plain["value"] * 0.4 / 0.8)
    assert adjusted["high"] / adjusted["low"] > 1.2
    assert adjusted["covers"].endswith("the recall of the search")


def test_none_on_the_second_target_is_no_number() -> None:
    row = of(ask({f"n{number}": "NRO" for number in range(8)}), "items of the outlet", "stories")
    assert row["value"] is None
    # Exact: 8 of 8, low share .025^(1/8) = .631, ratio .631/.369 = 1.71
    assert row["abstains"] == "none on the second target, so that the ratio has no upper end; it is at least 1.71"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"pair": "NRO"}, "Name the two targets"),
        ({"pair": "NRO,SUDD"}, 'Did you mean "SUD"'),
        ({"recalls": "NRO:18"}, "written as USA:18/20"),
        ({"recalls": "NRO:18/20"}, "need both targets"),
    ],
)
def test_what_cannot_be_asked_says_what_can(options: dict[str, Any], said: str) -> None:
    with pytest.raises(CenotaphError, match=said):
        ask(NAMES, **options)
