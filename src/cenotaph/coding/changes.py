"""What changed between two codings of the same sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["ActChange", "StatementChange", "act_changes", "changes_line", "statement_changes"]

#: Columns in which two statements of one sentence may agree, so that one is the other altered; best first.
_KINSHIP = (("holder", "target"), ("act", "target"), ("holder", "act"))


@dataclass(frozen=True)
class StatementChange:
    """One difference.

    Attributes:
        change: `gained`, `lost` or `altered`.
        document_id, passage_id: the sentence.
        before, after: (holder, act, target, rule) of the statement; null where there is none.
    """

    change: str
    document_id: str
    passage_id: str | None
    before: tuple[str | None, str, str, str | None] | None
    after: tuple[str | None, str, str, str | None] | None


@dataclass(frozen=True)
class ActChange:
    """What changed for one act.

    Attributes:
        n_before, n_after: its statements in either coding.
        gained, lost, altered: how many came, went, or have another holder, act or target now. One whose act is another
            counts for both acts.
    """

    act: str
    n_before: int
    n_after: int
    gained: int
    lost: int
    altered: int

    @property
    def differ(self) -> int:
        """How many differ in any way."""
        return self.gained + self.lost + self.altered

    @property
    def either(self) -> int:
        """How many statements either coding has, one that was altered counted once."""
        from_other_acts = max(0, self.n_after - self.n_before - self.gained + self.lost)
        return self.n_before + self.gained + from_other_acts


def statement_changes(before: pa.Table, after: pa.Table) -> list[StatementChange]:
    """The differences between two tables of statements, in the order of the sentences.

    Two statements are the same where holder, act, target and sentence are; which rule fired is not looked at.
    """
    gone = before.filter(pc.invert(pc.is_in(before["statement_id"], after["statement_id"].combine_chunks())))
    come = after.filter(pc.invert(pc.is_in(after["statement_id"], before["statement_id"].combine_chunks())))
    by_passage: dict[tuple[str, str | None], tuple[list[dict[str, str]], list[dict[str, str]]]] = {}
    columns = ["document_id", "passage_id", "holder", "act", "target", "rule"]
    for side, table in enumerate((gone, come)):
        for row in table.select(columns).to_pylist():
            by_passage.setdefault((row["document_id"], row["passage_id"]), ([], []))[side].append(row)
    return [
        StatementChange(_kind(one, other), *place, _told(one), _told(other))
        for place, (lost, gained) in sorted(by_passage.items(), key=_reading_order)
        for one, other in _paired(lost, gained)
    ]


def _reading_order(item: tuple[tuple[str, str | None], object]) -> tuple[str, int, str]:
    document, passage = item[0]
    number = (passage or "").rpartition("#")[2]
    return document, int(number) if number.isdigit() else -1, passage or ""


_Pair = tuple[dict[str, str] | None, dict[str, str] | None]


def _paired(lost: list[dict[str, str]], gained: list[dict[str, str]]) -> Iterator[_Pair]:
    """Each lost statement with the gained one that it became, where there is one; then the rest."""
    lost, gained = list(lost), list(gained)
    for columns in _KINSHIP:
        for one in list(lost):
            kin = next((other for other in gained if all(one[c] == other[c] for c in columns)), None)
            if kin is not None:
                lost.remove(one)
                gained.remove(kin)
                yield one, kin
    yield from ((one, None) for one in lost)
    yield from ((None, other) for other in gained)


def _kind(before: object, after: object) -> str:
    if before is None:
        return "gained"
    return "lost" if after is None else "altered"


def _told(row: dict[str, str] | None) -> tuple[str | None, str, str, str | None] | None:
    return None if row is None else (row["holder"], row["act"], row["target"], row["rule"])


def act_changes(before: pa.Table, after: pa.Table, changes: Sequence[StatementChange]) -> list[ActChange]:
    """The changes counted by act, in the order of the alphabet; acts without statements are left out."""
    held = [Counter(table["act"].to_pylist()) for table in (before, after)]
    counted: Counter[tuple[str, str]] = Counter()
    for change in changes:
        for act in {side[1] for side in (change.before, change.after) if side is not None}:
            counted[act, change.change] += 1
    return [
        ActChange(act, held[0][act], held[1][act], *(counted[act, kind] for kind in ("gained", "lost", "altered")))
        for act in sorted({*held[0], *held[1]})
    ]


def changes_line(acts: Sequence[ActChange]) -> str:
    """`41 of 612 credit statements differ, 2 of 40 blame`: of those that either coding has."""
    parts = [(act.differ, act.either, act.act) for act in acts if act.differ]
    if not parts:
        return f"None of {sum(act.n_before for act in acts):,} statements differs."
    parts.sort(key=lambda part: (-part[0], part[2]))
    first, *rest = (f"{differ:,} of {of:,} {act}" for differ, of, act in parts)
    return ", ".join([f"{first} statements differ", *rest]) + "."
