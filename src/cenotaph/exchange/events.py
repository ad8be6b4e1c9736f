"""A table of events of another maker as rows of events.csv, participations.csv and gestures.csv."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.exchange.dictionary import Loss
from cenotaph.exchange.event_formats import EventTable, open_events
from cenotaph.exchange.event_rows import Carried, carry
from cenotaph.exchange.event_writing import append_rows
from cenotaph.exchange.problems import NO_EVENT, TOO_MANY_EVENTS
from cenotaph.exchange.reading import stop
from cenotaph.study import StudyConfig

__all__ = ["ImportedEvents", "Wanted", "import_events"]

#: More events than this are refused unless asked for.
MOST = 2_000


@dataclass(frozen=True)
class Wanted:
    """Which rows of a table are wanted; what is empty asks for nothing.

    Attributes:
        actors: with one, it is on either side; with several, both sides are among them.
        first, last: days, both inclusive.
        codes: beginnings of codes, such as `04` of CAMEO or `CONSULT` of PLOVER.
        each: one event for every row; by default rows of one day, pair and code are one event.
        most: how many events there may be.
    """

    actors: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    codes: tuple[str, ...] = ()
    each: bool = False
    most: int = MOST


@dataclass(frozen=True)
class ImportedEvents:
    """What a table gave.

    Attributes:
        file, format: the table's name and the name of its format.
        events, participations, gestures: rows for the tables of those names.
        losses: what was not carried, or not as it was.
        n_rows: rows read; n_wanted: those of the actors, days and codes asked for.
        unknown: name of an actor that the study does not know -> rows that name it, most first.
    """

    file: str
    format: str
    events: tuple[dict[str, str], ...]
    participations: tuple[dict[str, str], ...]
    gestures: tuple[dict[str, str], ...]
    losses: tuple[Loss, ...]
    n_rows: int
    n_wanted: int
    unknown: Mapping[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> dict[str, int]:
        """Append the rows to the study's tables; table -> rows added. Rows whose id is there already are passed over.

        Raises StudyError where a table cannot be read or written; then nothing is.
        """
        return append_rows(
            folder, {"events": self.events, "participations": self.participations, "gestures": self.gestures}
        )


def import_events(
    path: str | Path,
    config: StudyConfig,
    wanted: Wanted | None = None,
    *,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> ImportedEvents:
    """Read a table of events a piece at a time and carry over the rows that are wanted. Writes nothing.

    Args:
        path: CSV, TSV or XLSX; GDELT 1 and 2, ICEWS and POLECAT are known by their columns.
        config: the study, whose actors and people the names in the table are looked up in.
        columns, constants: field -> column, field -> value of every row; fields are `EVENT_FIELDS`.

    Raises:
        StudyError: it cannot be read, nothing is wanted of it, or more than `wanted.most` events.
    """
    wanted = wanted or Wanted()
    table = open_events(Path(path), format, columns, encoding, sheet)
    names = _names(config)
    carried = Carried(table.file, table.format, config, dict(constants or {}), each=wanted.each)
    n_rows, unknown = 0, dict[str, int]()
    for batch in table.batches:
        rows = _with_states(_dated(batch, n_rows, table), names, unknown)
        n_rows += batch.num_rows
        carry(carried, _kept(rows, wanted, needs_pair=table.format.name != "table"))
        if len(carried.events) > wanted.most:
            message = f"It gives more than {wanted.most:,} events."
            remedy = "Narrow it with --actor, --code, --from and --to, or raise --most."
            raise stop(TOO_MANY_EVENTS, table.file, None, message, remedy)
    if not (carried.events or carried.gestures):
        met = ", ".join(f"{name} ({n})" for name, n in _most(unknown)[:8])
        remedy = f"Actors the study does not know: {met}." if met else "Ask for other actors, days or codes."
        raise stop(NO_EVENT, table.file, None, f"None of {n_rows:,} rows is an event of the study.", remedy)
    return ImportedEvents(
        table.file,
        table.format.title,
        tuple(carried.events.values()),
        tuple(carried.participations),
        tuple(carried.gestures.values()),
        carried.all_losses(table.unread, len(table.ragged)),
        n_rows,
        carried.n_wanted,
        dict(_most(unknown)),
    )


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _names(config: StudyConfig) -> dict[str, str]:
    """Every name of an actor, folded, and its id."""
    named: dict[str, str] = {}
    for key, actor in config.actors.items():
        for name in (key, actor.name, *actor.names.values()):
            named.setdefault(name.casefold(), key)
    return named


def _dated(batch: pa.RecordBatch, before: int, table: EventTable) -> pa.Table:
    """The rows with their line and with days written year-month-day; a day that is none is null."""
    rows = pa.Table.from_batches([batch])
    head = 1 if table.format.width else 2
    lines = pa.array(range(before + head, before + head + batch.num_rows), pa.int64())
    for name in ("date", "end_date", "known_at"):
        if name in rows.column_names:
            place = rows.column_names.index(name)
            rows = rows.set_column(place, name, _day(rows[name]))
    return rows.append_column("line", lines)


def _day(column: pa.ChunkedArray) -> pa.ChunkedArray:
    digits = pc.replace_substring_regex(column, r"^(\d{4})(\d\d)(\d\d)(\d{6})?$", r"\1-\2-\3")
    begun = pc.utf8_slice_codeunits(digits, 0, 10)
    return pc.if_else(pc.match_substring_regex(begun, r"^\d{4}-\d\d-\d\d$"), begun, None)


def _with_states(rows: pa.Table, names: Mapping[str, str], unknown: dict[str, int]) -> pa.Table:
    """Names of actors as ids of the study; those it does not know become null and are counted."""
    known, ids = pa.array(list(names), pa.string()), pa.array(list(names.values()), pa.string())
    for side in ("initiator", "recipient", "host", "state"):
        if side not in rows.column_names:
            continue
        states = ids.take(pc.index_in(pc.utf8_lower(rows[side]), value_set=known).combine_chunks())
        strange = rows[side].filter(pc.and_(pc.is_valid(rows[side]), pc.is_null(states)))
        for pair in pc.value_counts(strange).to_pylist():
            unknown[pair["values"]] = unknown.get(pair["values"], 0) + pair["counts"]
        rows = rows.append_column(f"{side}_given", rows[side])
        rows = rows.set_column(rows.column_names.index(side), side, states)
    return rows


def _kept(rows: pa.Table, wanted: Wanted, *, needs_pair: bool) -> list[dict[str, Any]]:
    """The rows that are wanted, as dictionaries; the sieve is columnar."""
    keep: list[Any] = []
    sides = [rows[side] for side in ("initiator", "recipient") if side in rows.column_names]
    if needs_pair:
        keep += [pc.is_valid(side) for side in sides]
    if wanted.first:
        keep.append(pc.greater_equal(rows["date"], wanted.first.isoformat()))
    if wanted.last:
        keep.append(pc.less_equal(rows["date"], wanted.last.isoformat()))
    if wanted.codes and "code" in rows.column_names:
        keep.append(_any([pc.starts_with(rows["code"], pattern=code) for code in wanted.codes]))
    if wanted.actors:
        among = [pc.fill_null(pc.is_in(side, value_set=pa.array(wanted.actors)), False) for side in _sides(rows)]
        keep.append(_any(among) if len(wanted.actors) == 1 else _all(among))
    kept: list[dict[str, Any]] = (rows.filter(_all(keep)) if keep else rows).to_pylist()
    return kept


def _sides(rows: pa.Table) -> list[pa.ChunkedArray]:
    named = [side for side in ("initiator", "recipient") if side in rows.column_names]
    return [rows[side] for side in named or ("host", "state") if side in rows.column_names]


def _any(masks: Sequence[Any]) -> Any:
    joined = masks[0]
    for mask in masks[1:]:
        joined = pc.or_kleene(joined, mask)
    return joined


def _all(masks: Sequence[Any]) -> Any:
    joined = masks[0]
    for mask in masks[1:]:
        joined = pc.and_kleene(joined, mask)
    return joined
