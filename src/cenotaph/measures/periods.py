"""Counts over time: how many documents of each group and period count, and how many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.errors import CenotaphError
from cenotaph.inference.quantiles import Floats
from cenotaph.measures.coders import in_a_list
from cenotaph.measures.rates import own_voice
from cenotaph.measures.ratios import Material, Ratio, material
from cenotaph.measures.rows import estimates

__all__ = [
    "ALLOWS",
    "IDS",
    "LEAST",
    "NEEDS",
    "PERIODS",
    "PER_THOUSAND",
    "DatedRows",
    "Series",
    "all_series",
    "at_least",
    "column_of",
    "first_day",
    "round_years",
    "too_little",
]

#: What measures of change need, and may be broken down by.
NEEDS = ("documents", "mentions", "statements", "targets")
ALLOWS = ("actor", "target", "occasion", "speaker", "language", "genre", "source")
#: Periods below which no change is looked for.
LEAST = 8
#: Rates are shown as documents per so many.
PER_THOUSAND = 1000.0
#: The type of columns that hold the ids a row rests on.
IDS = pa.list_(pa.string())

#: How long a period may be.
PERIODS = ("year", "quarter", "month")


@dataclass(frozen=True)
class Series:
    """One group over time.

    Attributes:
        group: the `by` columns and their values.
        days: the first day of each period, ascending, without gaps from the first to the last period of the record.
        counts: documents that count, shape (T,); exposure: documents in which it could be known, shape (T,).
        document_ids: those that count, by period.
    """

    group: dict[str, Any]
    days: tuple[dt.date, ...]
    counts: Floats
    exposure: Floats
    document_ids: tuple[tuple[str, ...], ...]

    @property
    def known(self) -> Series:
        """Without the periods in which there is no document."""
        held = np.flatnonzero(self.exposure > 0)
        days, ids = tuple(self.days[i] for i in held), tuple(self.document_ids[i] for i in held)
        return Series(self.group, days, self.counts[held], self.exposure[held], ids)


def all_series(
    documents: pa.Table, mentions: pa.Table, statements: pa.Table, targets: pa.Table, by: Sequence[str],
    *, act: str, period: str,
) -> list[Series]:  # fmt: skip
    """Every group as a series of documents that name the target (or do `act` to it, in their own voice).

    To stand in a list of guests only is not to be named. Documents without text or date are left out.

    Raises: CenotaphError for a period that is none of `PERIODS`.
    """
    if period not in PERIODS:
        raise CenotaphError(f'period takes {", ".join(PERIODS)}; found "{period}".')
    dated = documents.filter(pc.is_valid(documents["date"]))
    dated = dated.append_column("period", _first_days(dated["date"], period))
    of = material(dated, targets, [*by, "period"], without_text=False)
    counting = _units(dated, mentions, statements, targets, act, apart="target" in by)
    ones = np.ones(len(of.document_ids))
    found = Ratio(of, ones, counting)
    ids = _ids(of, counting)
    days = _every_day(of.groups["period"].to_pylist(), period)
    place = {day: at for at, day in enumerate(days)}
    made: dict[tuple[Any, ...], tuple[Floats, Floats, list[tuple[str, ...]]]] = {}
    for g, row in enumerate(of.groups.to_pylist()):
        at = place[row["period"]]
        for k in range(found.shape[1]):
            key = tuple(of.targets[k] if name == "target" and of.targets else row[name] for name in by)
            if key not in made:
                made[key] = np.zeros(len(days)), np.zeros(len(days)), [()] * len(days)
            counts, exposure, held = made[key]
            counts[at], exposure[at], held[at] = found.y[g, k], found.x[g, k], tuple(ids.get((g, k), ()))
    return [
        Series(dict(zip(by, key, strict=True)), days, counts, exposure, tuple(held))
        for key, (counts, exposure, held) in made.items()
    ]  # fmt: skip


def column_of(days: Sequence[dt.date], since: dt.date, until: dt.date | None = None) -> Floats:
    """1 in the periods from one day on (until another, inclusive), else 0."""
    return np.array([float(since <= day and (until is None or day <= until)) for day in days])


def at_least(bound: float, /, **given: float) -> None:
    """Raises CenotaphError that names the option whose value is below the bound."""
    for name, value in given.items():
        if not value >= bound:
            raise CenotaphError(f"{name} takes {bound:g} or more; found {value:g}.")


def first_day(text: str) -> dt.date:
    """The day that `2022`, `2022-02` or `2022-02-24` begins with. Raises CenotaphError for anything else."""
    try:
        return dt.date.fromisoformat((text.strip() + "-01-01")[:10] if len(text.strip()) in (4, 7) else text.strip())
    except ValueError:
        raise CenotaphError(f'"{text}" is not a date; write it as 2022, 2022-02 or 2022-02-24.') from None


@dataclass
class DatedRows:
    """Rows of series and dates on their way to a table.

    Attributes:
        by: the columns of a series' group, which lead the rows, before `date`.
        rows: what was added.
    """

    by: Sequence[str]
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, series: Series, date: dt.date | None, **values: Any) -> None:
        """One row: the group, the date, and values by their column; a column not given is null."""
        self.rows.append({**series.group, "date": date, **values})

    def table(self, unit: str, covers: str, own: dict[str, pa.DataType]) -> pa.Table:
        """The rows of the contract; `own`, further columns with their types."""

        def column(name: str) -> list[Any]:
            return [row.get(name) for row in self.rows]

        silent = column("abstains")
        return estimates(
            {name: column(name) for name in (*self.by, "date")},
            value=column("value"),
            low=column("low"),
            high=column("high"),
            n=column("n"),
            numerator=column("numerator"),
            denominator=column("denominator"),
            unit=unit,
            covers=[None if reason else covers for reason in silent],
            abstains=silent,
            own={name: pa.array(column(name), kind) for name, kind in own.items()},
        )


def round_years(days: Sequence[dt.date], since: int, every: int) -> Floats | None:
    """1 in periods of years that are a round number of years after `since`; null where none is asked or none falls."""
    if not since:
        return None
    column = np.array([float((day.year - since) % every == 0 and day.year > since) for day in days])
    return column if 0 < column.sum() < len(column) else None


def too_little(series: Series, noun: str, least: int = LEAST) -> str:
    """In words, that there are too few periods or nothing that counts; empty where there is enough."""
    size = len(series.days)
    if size < least:
        return f"{size} {noun}{'' if size == 1 else 's'} with documents; at least {least} are needed"
    return "" if series.counts.sum() else "no document counts in any period"


def _units(
    documents: pa.Table, mentions: pa.Table, statements: pa.Table, targets: pa.Table, act: str, *, apart: bool
) -> pa.Table:
    """Each document once per target (`apart`) or once in all: `document_id`, `target`, `n`."""
    if act:
        own = own_voice(statements, documents, targets)
        codings = own.filter(pc.equal(own["act"], act))
    else:
        codings = mentions.filter(pc.invert(in_a_list(mentions)))
    target = codings["target"] if apart else pa.nulls(codings.num_rows, pa.string())
    pairs = pa.table({"document_id": codings["document_id"], "target": target})
    distinct = pairs.group_by(["document_id", "target"]).aggregate([])
    return distinct.append_column("n", pa.array(np.ones(distinct.num_rows, dtype=np.int64)))


def _ids(of: Material, units: pa.Table) -> dict[tuple[int, int], list[str]]:
    """The documents that count, by place of group and target."""
    document, target = of.documents_of(units), of.targets_of(units)
    held = (document >= 0) & (target >= 0)
    document, target = document[held], target[held]
    judged = of.can_judge[of.language[document], target]
    found: dict[tuple[int, int], list[str]] = {}
    names = of.document_ids.take(pa.array(document[judged])).to_pylist()
    for g, k, name in zip(of.group[document[judged]].tolist(), target[judged].tolist(), names, strict=True):
        found.setdefault((g, k), []).append(name)
    return {key: sorted(each) for key, each in found.items()}


def _first_days(dates: pa.ChunkedArray, period: str) -> pa.ChunkedArray:
    return pc.floor_temporal(dates, unit=period).cast(pa.date32())


def _every_day(days: Sequence[dt.date], period: str) -> tuple[dt.date, ...]:
    """First days of every period from the first to the last."""
    if not days:
        return ()
    step, day, made = {"year": 12, "quarter": 3, "month": 1}[period], min(days), []
    while day <= max(days):
        made.append(day)
        months = day.year * 12 + day.month - 1 + step
        day = dt.date(months // 12, months % 12 + 1, 1)
    return tuple(made)
