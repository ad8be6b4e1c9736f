"""The register of measures: each says its unit, what it needs, its range, and in its docstring what it means."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from cenotaph.errors import CenotaphError, NotFound, did_you_mean

__all__ = ["BY", "Measure", "all_measures", "find_measure", "measure"]

#: What a measure can be broken down by: the target, or a column of the documents.
BY = ("actor", "target", "year", "occasion", "speaker", "language", "genre", "source")


@dataclass(frozen=True)
class Measure:
    """A registered measure.

    Attributes:
        name: its name, also on the command line.
        unit: the unit of its values.
        needs: names of the tables its function takes, in order.
        by: the breakdown where none is asked for.
        low, high: bounds of its values; null where there is none.
        requires: columns without which it has no meaning, such as `target`.
        counts: the tables whose rows are counted, so that a number can be opened.
        act: the act to which the counting of statements is bound; null for any.
        function: the pure function, tables in and table out.
    """

    name: str
    unit: str
    needs: tuple[str, ...]
    by: tuple[str, ...]
    low: float | None
    high: float | None
    requires: tuple[str, ...]
    counts: tuple[str, ...]
    act: str | None
    function: Callable[..., pa.Table]

    @property
    def doc(self) -> str:
        """What it is, its counting rule, its values, how to read it and what it is not for."""
        return inspect.getdoc(self.function) or ""

    @property
    def per_sentence(self) -> bool:
        """Whether it counts in sentences, and so needs codings that point at one; see `preferred_codings`."""
        return self.unit.startswith("per")

    @property
    def summary(self) -> str:
        """The first sentence of `doc`."""
        return self.doc.split("\n", 1)[0]

    def compute(self, tables: Mapping[str, pa.Table], by: Sequence[str] = ()) -> pa.Table:
        """The measure of these tables, broken down by `by` (its own default where empty).

        Raises: CenotaphError where `by` names something else than `BY`, or leaves out what the measure requires.
        """
        by = tuple(dict.fromkeys(by or self.by))
        for column in by:
            if column not in BY:
                hint = did_you_mean(column, BY) or f"Known: {', '.join(BY)}."
                raise CenotaphError(f'No measure can be broken down by "{column}". {hint}')
        for column in self.requires:
            if column not in by:
                raise CenotaphError(f"{self.name} means nothing without {column}: add --by {column}.")
        return self.function(*(tables[name] for name in self.needs), by)


_measures: dict[str, Measure] = {}


def measure(
    *,
    unit: str,
    needs: Sequence[str],
    by: Sequence[str] = ("actor", "target"),
    low: float | None = 0,
    high: float | None = None,
    requires: Sequence[str] = (),
    counts: Sequence[str] = ("statements",),
    act: str | None = None,
    name: str | None = None,
) -> Callable[[Callable[..., pa.Table]], Callable[..., pa.Table]]:
    """Register a function as a measure; it takes the tables it `needs` and `by`, and returns rows of the contract.

    Raises ValueError, when the module is loaded, where the name is taken or there is no docstring.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        key = name or function.__name__
        if key in _measures:
            raise ValueError(f"measure {key} is registered twice")
        if not function.__doc__:
            raise ValueError(f"measure {key} does not say what it is")
        _measures[key] = Measure(
            key, unit, tuple(needs), tuple(by), low, high, tuple(requires), tuple(counts), act, function
        )
        return function

    return register


def all_measures() -> list[Measure]:
    """Every registered measure, by name."""
    return [_measures[name] for name in sorted(_measures)]


def find_measure(name: str) -> Measure:
    """The measure of that name. Raises NotFound with the nearest name."""
    if name not in _measures:
        raise NotFound("measure", name, sorted(_measures))
    return _measures[name]
