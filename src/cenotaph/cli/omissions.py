"""`cenotaph omissions`: who was expected on a rite and was not there, and what that can weigh."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenotaph.cli.options import as_of_option, json_option, study_option

if TYPE_CHECKING:
    from cenotaph.answer import Answer

__all__ = ["command", "print_backtest", "print_omissions", "print_reference"]

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

    from cenotaph.absence import findings, group_sentence, row_numbers
    from cenotaph.cli.tables import console

    out = console()
    groups = findings(answer, every=every)
    rite = None
    for group in groups[:limit]:
        row = group[0]
        if row["occasion"] != rite:
            rite = row["occasion"]
            out.print(Text(_heading(row), style="bold"))
        out.print(Text(group_sentence(group)))
        if numbers := row_numbers(row):
            out.print(Text(f"  {' | '.join(numbers)}", style="dim"))
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


def _heading(row: Mapping[str, Any]) -> str:
    return f"{row['occasion_name']} ({row['occasion']})"


def _channels(row: Mapping[str, Any]) -> str:
    return (
        f"of {row['n_judged']} channel{'' if row['n_judged'] == 1 else 's'} with a record long enough "
        f"{row['observed_made']} used, "
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
