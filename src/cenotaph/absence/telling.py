"""Which omissions are worth reading, in which order, and how their numbers are said."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["findings", "group_sentence", "row_numbers"]

#: A run of absences of so many occurrences at most is news.
_LATELY = 5


def findings(rows: Iterable[dict[str, Any]], *, every: bool = False) -> list[list[dict[str, Any]]]:
    """What is worth reading, the most surprising first; rows that differ only in their target are one group.

    Rows as probable as not are left out, but for targets that seem to be dropped of late.

    Args: `rows` of table `OMISSIONS`; `every`, all of them, in their order.
    """
    kept = [row for row in rows if every or _worth_reading(row)]
    return _alike(kept if every else sorted(kept, key=_weight, reverse=True))


def _worth_reading(row: Mapping[str, Any]) -> bool:
    return row["probability"] is not None and (row["probability"] < 0.5 or _dropped_of_late(row))


def _dropped_of_late(row: Mapping[str, Any]) -> bool:
    """Whether the run of absences that goes on is short, and more likely an end than chance."""
    stopped = row["stop_probability"] is not None and row["stop_probability"] >= 0.5
    return bool(stopped and row["absences"] <= _LATELY)


def _weight(row: Mapping[str, Any]) -> float:
    """Surprise in bits: of the year, or of the whole run where the target seems to be dropped."""
    least: float = row["probability"]
    if _dropped_of_late(row):
        joint = [each["joint_probability"] for each in row["classes"] if each["joint_probability"] is not None]
        least = min(least, row["joint_probability"] or min(joint, default=1.0))
    return -math.log2(least)


def _alike(rows: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows in their order, those that say the same of several targets together."""
    groups: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        key: Any = tuple(str(row[name]) for name in _SAME)
        if row["kind"] == "pairing":
            key = (*key, row["target"])
        groups.setdefault(key, []).append(row)
    return list(groups.values())


_SAME = (
    *("kind", "occasion", "actor", "act", "companion", "year", "outcome", "n", "n_present", "reference_class"),
    *("probability", "first_ever", "joint_years", "stop_probability"),
)


def group_sentence(group: Sequence[Mapping[str, Any]]) -> str:
    """The sentence of a group of `findings`: of one row as it is, of several with all their names."""
    row = group[0]
    text: str = row["sentence"]
    if len(group) == 1:
        return text
    names = [each["target_name"] for each in group]
    listed = ", ".join(names[:4]) if len(names) > 5 else ", ".join(names[:-1])
    last = f"{len(names) - 4} more" if len(names) > 5 else names[-1]
    return text.replace(row["target_name"], f"each of {listed} and {last}", 1)


def row_numbers(row: Mapping[str, Any]) -> list[str]:
    """The numbers of a row of `OMISSIONS`, each with its name; none where nothing could be expected."""
    if row["probability"] is None:
        return []
    parts = [
        f"{row['surprise_bits']:.2f} bits",
        f"ceiling {row['ceiling_db']:.1f} dB ({_span(row)})",
        f"class {row['reference_class']}{' (exploratory)' if row['exploratory'] else ''}",
    ]
    others = [
        f"{each['name']} {each['ceiling_db']:.1f}"
        for each in row["classes"]
        if each["ceiling_db"] is not None and each["name"] != row["reference_class"] and "recent" not in each["name"]
    ]
    parts += [f"under {', '.join(others)} dB"] if others else []
    if row["q_value"] is not None:
        parts.append(f"q {row['q_value']:.2g} of {row['n_watched']} watched")
    if row["stop_probability"] is not None:
        parts.append(f"stopped {row['stop_probability']:.2f}")
    if row["e_value"] is not None and row["outcome"] == "absent":
        parts.append(f"e {row['e_value']:.2g}{' ALARM' if row['alarm'] else ''}")
    if row["p_rank_at_most"] is not None:
        parts.append(f"rank this high or lower {row['p_rank_at_most']:.2f}")
    if row["confidence"] == 1:
        parts.append("unverified")
    return [row["actor"], *parts] if row["kind"] != "deed" and row["actor"] else parts


def _span(row: Mapping[str, Any]) -> str:
    low, high = row["ceiling_low"], row["ceiling_high"]
    return f"{low or 0:.1f} or more" if high is None else f"{low:.1f}-{high:.1f}"
