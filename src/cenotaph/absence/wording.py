"""What a number says, in one sentence for a reader of newspapers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cenotaph.absence.presence import CAME, NAMED

__all__ = ["how_expected", "in_hundred", "sentence"]

_EXPECTED = ((0.5, "to be expected"), (0.2, "not unusual"), (0.05, "unusual"), (0.01, "rare"), (0.0, "very rare"))


#: From this Bayes factor on a change of habit is spoken of.
_CHANGED = 10.0


def how_expected(probability: float) -> str:
    """A word for a probability under routine: to be expected, not unusual, unusual, rare, very rare."""
    return next(word for least, word in _EXPECTED if probability >= least)


def in_hundred(probability: float) -> str:
    """`73 in 100`, `4 in 1,000`: how often such a thing would happen."""
    if probability > 0.995:
        return "more than 99 in 100"
    for whole in (100, 1000, 10_000):
        if round(probability * whole) >= 3:
            return f"{round(probability * whole):,} in {whole:,}"
    return "less than 3 in 10,000"


def sentence(row: Mapping[str, Any]) -> str:
    """What the row says: what happened, what the record before it made likely, what it can weigh at most."""
    if row["outcome"] == "unknown":
        return f"{row['year']}: whether {row['target_name']} {_done(row, True)} is unknown; unknown is not absent."
    said = [_happened(row)]
    if row["probability"] is None:
        said.append(_too_thin(row))
    else:
        said += [_record(row), _likelihood(row)]
    if row["first_ever"]:
        said.append(_first(row))
    if row["kind"] == "deed" and row["outcome"] == "absent":
        said.append(_invited(row))
    if row["stop_probability"] is not None and row["stop_probability"] >= 0.5:
        said.append(f"That it has stopped for good is likely: {in_hundred(row['stop_probability'])}.")
    if row["change_bayes_factor"] is not None and row["change_bayes_factor"] >= _CHANGED:
        said.append(f"The habit seems to have changed in {row['change_year']}.")
    return " ".join(filter(None, said))


def _happened(row: Mapping[str, Any]) -> str:
    if row["companion_name"] and row["outcome"] == "absent":
        return f"{row['year']}: {row['companion_name']} was named without {row['target_name']}."
    return f"{row['year']}: {row['target_name']} {_done(row, row['outcome'] != 'absent')}."


def _done(row: Mapping[str, Any], present: bool) -> str:
    act, verb = row["act"], "was" if present else "was not"
    if row["kind"] == "deed":
        rank = f" ({row['treatment']})" if present and row["treatment"] else ""
        return f"{act}{rank}" if present else f"did not come{act.removeprefix(CAME)}"
    if row["companion_name"]:
        return f"{verb} named beside {row['companion_name']}"
    return f"{verb} named" if act == NAMED else f"was named and {act}" if present else f"was named and not {act}"


def _record(row: Mapping[str, Any]) -> str:
    n, s = round(row["n"]), round(row["n_present"])
    came = row["act"] if row["kind"] == "deed" else f"was {row['act']}"
    never = f"never {came}" if row["kind"] == "deed" else f"was never {row['act']}"
    if row["half_life"] is not None:
        return (
            f"Counting older years less (half after {row['half_life']:g}), it {came} in {s} of {n} years{_that(row)}."
        )
    who, as_well = ("it", "") if not row["companion_name"] else (row["target_name"], " as well")
    times = "every time" if s == n else "once" if s == 1 else f"{s} times"
    done = f"{never}{as_well}" if s == 0 else f"{came}{as_well} {times}"
    return f"In {n} earlier {_years(row)} on record {who} {done}."


def _that(row: Mapping[str, Any]) -> str:
    return " that named it" if row["kind"] == "word" and row["act"] != NAMED else ""


def _years(row: Mapping[str, Any]) -> str:
    if row["companion_name"]:
        return f"years that named {row['companion_name']}"
    label = row["reference_label"]
    return f"{'' if label in (None, 'all') else f'{label} '}years{_that(row)}"


def _likelihood(row: Mapping[str, Any]) -> str:
    p = row["probability"]
    what = "such a presence" if row["outcome"] == "present" else "such an absence"
    text = f"So {what} was {how_expected(p)} ({in_hundred(p)}) and weighs at most {row['ceiling_db']:.1f} dB"
    joint, years = row["joint_probability"], row["joint_years"]
    if joint is None or len(years) < 2 or row["outcome"] == "present":
        return f"{text}."
    span = f"{years[0]} and {years[1]}" if len(years) == 2 else f"{len(years)} known years from {years[0]}"
    return f"{text}; {span} together {in_hundred(joint)}, at most {row['joint_ceiling_db']:.1f} dB."


def _too_thin(row: Mapping[str, Any]) -> str:
    n = max((round(each["n"]) for each in row["classes"]), default=0)
    know = "No earlier year is known" if n == 0 else f"Only {n} earlier year{'' if n == 1 else 's'} known"
    return f"{know}: too few to say what was to be expected."


def _invited(row: Mapping[str, Any]) -> str:
    """What is known of the invitation: only who was invited can stay away."""
    if row["invited"] is False:
        return "It was not invited: its absence says nothing of its own will."
    stage = next((each for each in row["stages"] or () if each["stage"] == "came if invited"), None)
    if stage is None or stage["low"] is None or (row["probability"] or 1) >= 0.5:
        return ""
    low, high = round(100 * (1 - stage["high"])), round(100 * (1 - stage["low"]))
    span = f"{low}" if low == high else f"{low} to {high}"
    if row["invited"]:
        return f"It was invited; an invited guest of its record would stay away {span} times in 100."
    return f"Whether it was invited is not known: had it been, it would have stayed away {span} times in 100."


def _first(row: Mapping[str, Any]) -> str:
    n, due = row["n_known"], row["n_due"]
    share = f" (coverage {n / due:.0%} of {due} years)" if due else ""
    text = "text" if row["kind"] == "word" else "year"
    return f"No earlier instance in {n} {text}{'' if n == 1 else 's'}{share}."
