"""`cenotaph omissions`: who was expected on a rite and was not there, and what that can weigh."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.options import as_of_option, json_option, study_option

if TYPE_CHECKING:
    from cenotaph.answer import Answer

__all__ = ["command", "print_backtest", "print_omissions", "print_reference"]

#: A run of absences of so many occurrences at most is news.
_LATELY = 5

_PRIORS = ("pooled", "jeffreys", "laplace")


@click.command()
@click.argument("occasion", required=False)
@study_option
@as_of_option
@json_option
@click.option("--year", "years", multiple=True, type=int, metavar="YEAR", help="The year to judge; several together.")
@click.option("--target", "targets", multiple=True, metavar="ID", help="Only this target or state; may be repeated.")
@click.option("--words", is_flag=True, help="Only who is named, and how.")
@click.option("--deeds", is_flag=True, help="Only who comes, and which gestures were withheld.")
@click.option(
    "--class", "reference_class", metavar="NAME", help="The class of years that counts: all, or a declared one."
)
@click.option("--given", multiple=True, metavar="ID", help="Only years that name this target (exploratory).")
@click.option("--rank", metavar="RANK", help="Of deeds: the lowest rank that counts as coming.")
@click.option("--since", type=int, metavar="YEAR", help="Leave out what was before this year.")
@click.option("--verified", is_flag=True, help="Let expectations rest on verified codings only.")
@click.option("--prior", type=click.Choice(_PRIORS), default="pooled", show_default=True, help="The prior of rates.")
@click.option("--actor", metavar="ID", help="Whose words, where several actors speak on the rite.")
@click.option("--coder", metavar="NAME", help="Only this coder's codings.")
@click.option("--within", type=click.IntRange(0), default=7, show_default=True, help="Days around a withheld gesture.")
@click.option("--backtest", is_flag=True, help="How good the forecasts were over the whole record, instead.")
@click.option("--limit", type=click.IntRange(1), default=12, show_default=True, help="Rows to print; --json gives all.")
def command(
    occasion: str | None,
    study: Path,
    as_of: dt.date | None,
    as_json: bool,
    years: tuple[int, ...],
    targets: tuple[str, ...],
    words: bool,
    deeds: bool,
    within: int,
    limit: int,
    backtest: bool,
    **given: Any,
) -> None:
    """Who was expected on OCCASION (or on all rites) and was not named or did not come, and who came unexpected.

    Each year is judged from earlier years alone, against a stated class of years. A ceiling in decibels says how much
    an absence can weigh at most, for any story. One --target and one --year open the row: the very years behind it. A
    class of your own is written as --class crisis=2014,2022 and is marked exploratory.

    Example: cenotaph omissions victory-day-moscow --target CHN --year 2024 --deeds
    """
    import cenotaph
    from cenotaph.cli.tables import print_answer_json, print_notes

    both = words == deeds
    answer = cenotaph.open(study, as_of).omissions(
        occasion or (),
        year=years,
        target=targets,
        words=words or both,
        deeds=deeds or both,
        within_days=within,
        backtest=backtest,
        **given,
    )
    if as_json:
        print_answer_json(answer)
        return
    if backtest:
        print_backtest(answer)
    else:
        print_omissions(answer, limit, every=bool(targets))
        if len(targets) == 1 and len(years) == 1:
            print_reference(answer)
    print_notes(answer)


def print_omissions(answer: Answer, limit: int = 12, *, every: bool = False) -> None:
    """What is worth reading, the most surprising first, in sentences with their numbers; then withheld gestures.

    Rows as probable as not are left out unless `every` is asked for, but for targets that seem to be dropped of late.
    Rows that differ only in their target are one.
    """
    from rich.text import Text

    from cenotaph.cli.tables import console

    out = console()
    rows = [row for row in answer if every or _worth_reading(row)]
    groups = _alike(rows if every else sorted(rows, key=_weight, reverse=True))
    rite = None
    for group in groups[:limit]:
        row = group[0]
        if row["occasion"] != rite:
            rite = row["occasion"]
            out.print(Text(_heading(row), style="bold"))
        out.print(Text(_said(group)))
        if numbers := _numbers(row):
            out.print(Text(f"  {numbers}", style="dim"))
    if not groups:
        out.print("Nothing less likely than not: everything known was to be expected, or cannot be judged.")
    if len(groups) > limit:
        console(err=True).print(f"{len(groups) - limit:,} more: --limit {len(groups)}, or --json.")
    _print_portfolio(answer.more.get("portfolio") or (), limit)


def print_reference(answer: Answer) -> None:
    """What stands behind each row: every class that was tried, and the years with their outcomes and sources."""
    from cenotaph.cli.tables import print_table

    tried = [("class", "left"), ("years", "left"), ("present", "right"), ("probability", "right"), ("95%", "right")]
    tried += [("bits", "right"), ("ceiling dB", "right"), ("together", "right")]
    years = [
        ("year", "left"),
        ("outcome", "left"),
        ("how", "left"),
        ("class", "left"),
        ("source", "left"),
        ("", "left"),
    ]
    for row in answer:
        lines = [_class_line(each) for each in row["classes"] if each["probability"] is not None]
        title = f"{row['target_name']}, {row['act']}, {row['year']}: {row['outcome']}"
        if lines:
            print_table(tried, lines, title=f"{title}; the classes tried", shrink=("class", "years"))
        known = [_year_line(each) for each in row["reference"] if each["outcome"] != "unknown"]
        print_table(years, known, title=f"{title}; the years behind it", shrink=("how", "class", "source"))


def _class_line(each: Mapping[str, Any]) -> list[str]:
    return [
        each["name"] + ("" if each["declared"] else " (exploratory)"),
        each["label"] or "unknown",
        f"{each['n_present']:.3g} of {each['n']:.3g}",
        f"{each['probability']:.2f}",
        f"{each['low'] or 0:.2f}-{1 if each['high'] is None else each['high']:.2f}",
        f"{each['surprise_bits']:.2f}",
        f"{each['ceiling_db']:.1f}",
        "" if each["joint_probability"] is None else f"{each['joint_probability']:.3g}",
    ]


def _year_line(each: Mapping[str, Any]) -> list[str]:
    return [
        str(each["year"]),
        each["outcome"],
        each["treatment"] or "",
        ", ".join(label for label in each["labels"] if label not in ("all", "recent")),
        each["source_id"] or "",
        "unverified" if each["confidence"] == 1 else "",
    ]


def print_backtest(answer: Answer) -> None:
    """Scores by rite and class, and the reliability table."""
    from cenotaph.cli.tables import print_table

    rows = list(answer)
    if not rows:
        return
    heads = [("outcomes", "left"), ("n", "right"), ("log score", "right"), ("climatology", "right")]
    heads += [("own frequency", "right"), ("Brier", "right"), ("climatology", "right")]
    lines = [_score_line(row) for row in rows if row["part"] != "bin" and row["calibration_known"]]
    title = "Forecasts against what happened, bits an outcome (less is better)"
    print_table(heads, lines, title=title, shrink=("outcomes",))
    heads = [("kind", "left"), ("forecast", "left"), ("mean", "right"), ("came true", "right")]
    heads += [("95%", "right"), ("n", "right")]
    bins = [_bin_line(row) for row in rows if row["part"] == "bin" and row["predicted"] is not None]
    print_table(heads, bins, title="Of what was called so likely, so much came true")
    unknown = [_part(row) for row in rows if row["part"] in ("rite", "class") and not row["calibration_known"]]
    if unknown:
        click.echo(f"Calibration unknown (fewer than 100 resolved): {', '.join(unknown)}.", err=True)


def _score_line(row: Mapping[str, Any]) -> list[str]:
    scores = ("log_score", "climatology_log_score", "frequency_log_score", "brier", "climatology_brier")
    return [_part(row), f"{row['n']:,}", *(f"{row[key]:.3f}" for key in scores)]


def _bin_line(row: Mapping[str, Any]) -> list[str]:
    means = [f"{row['predicted']:.2f}", f"{row['observed']:.2f}", f"{row['low']:.2f}-{row['high']:.2f}"]
    return [row["kind"], row["label"], *means, f"{row['n']:,}"]


def _part(row: Mapping[str, Any]) -> str:
    if row["part"] == "rite":
        what = "who comes" if row["kind"] == "deed" else f"words of {row['actor'] or 'all'}"
        return f"{row['occasion']}, {what}"
    return f"class {row['label']}" if row["part"] == "class" else _PARTS[row["part"]]


_PARTS = {"all": "all", "watched": "ever present before"}


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


def _said(group: Sequence[Mapping[str, Any]]) -> str:
    row = group[0]
    text: str = row["sentence"]
    if len(group) == 1:
        return text
    names = [each["target_name"] for each in group]
    listed = ", ".join(names[:4]) if len(names) > 5 else ", ".join(names[:-1])
    last = f"{len(names) - 4} more" if len(names) > 5 else names[-1]
    return text.replace(row["target_name"], f"each of {listed} and {last}", 1)


def _heading(row: Mapping[str, Any]) -> str:
    return f"{row['occasion_name']} ({row['occasion']})"


def _numbers(row: Mapping[str, Any]) -> str:
    if row["probability"] is None:
        return ""
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
    return " | ".join([row["actor"], *parts] if row["kind"] != "deed" and row["actor"] else parts)


def _span(row: Mapping[str, Any]) -> str:
    low, high = row["ceiling_low"], row["ceiling_high"]
    return f"{low or 0:.1f} or more" if high is None else f"{low:.1f}-{high:.1f}"


def _channels(row: Mapping[str, Any]) -> str:
    return (
        f"of {row['n_judged']} channels with a record long enough {row['observed_made']} used, "
        f"{row['expected_made']:.2f} expected"
    )


def _print_portfolio(rows: Sequence[Mapping[str, Any]], limit: int) -> None:
    from rich.text import Text

    from cenotaph.cli.tables import console

    withheld = {row["withheld_id"]: row for row in reversed(rows)}
    shown = list(reversed(withheld.values()))
    if not shown:
        return
    out = console()
    out.print(Text("Gestures that were expected and not made", style="bold"))
    for row in shown[:limit]:
        out.print(Text(row["sentence"]))
        if row["n_judged"]:
            out.print(Text(f"  {_channels(row)}", style="dim"))
        for each in (one for one in rows if one["withheld_id"] == row["withheld_id"] and one["made"]):
            out.print(
                Text(
                    f"  {each['date']} {each['channel'].replace('_', ' ')}: {each['note'] or each['source_id']}",
                    style="dim",
                )
            )
    if len(shown) > limit:
        console(err=True).print(f"{len(shown) - limit:,} more: --limit {len(shown)}, or --json.")
