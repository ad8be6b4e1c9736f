"""The register of measures: each says its unit, what it needs, its range, and in its docstring what it means."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from cenotaph.errors import CenotaphError, NotFound, did_you_mean
from cenotaph.measures.options import Option, options_of, read_options

__all__ = ["BY", "COLUMNS", "FILTERS", "ROWS", "Measure", "all_measures", "find_measure", "measure"]

#: What a measure can be broken down by: the target, or a column of the documents.
BY = ("actor", "target", "year", "month", "occasion", "speaker", "language", "genre", "source", "document")

#: Columns of documents to which a question about amounts can be bound.
FILTERS = ("actor", "occasion", "speaker", "language", "genre", "source")

#: The columns of every row, after its `by` and `keys`; a measure may add its own behind these.
ROWS = ("value", "low", "high", "n", "numerator", "denominator", "unit", "covers", "abstains")

#: What is fetched of large tables; a measure that needs more of one names its columns. Other tables come whole.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "documents": (
        *("document_id", "source", "actor", "speaker", "date", "known_at", "occasion", "occasion_year", "genre"),
        *("audience", "language", "n_characters", "duplicate_of"),
    ),
    "mentions": ("document_id", "passage_id", "target", "coder", "confidence"),
    "statements": (
        *("statement_id", "document_id", "passage_id", "holder", "act", "target", "referent", "coder", "confidence"),
    ),
    "absences": ("document_id", "target", "coder", "confidence"),
    "passages": ("passage_id", "document_id", "kind", "ordinal"),
    "texts": ("document_id", "text"),
}

_NO_OPTIONS: Mapping[str, object] = MappingProxyType({})
#: Names that mean something else where a measure is asked for, so that no option may have them.
_TAKEN = (*FILTERS, "by", "targets", "coder", "from_date", "to_date", "options", "limit", "name", "group")


@dataclass(frozen=True)
class Measure:
    """A registered measure.

    Attributes:
        name: its name, also on the command line.
        unit: the unit of its values.
        needs: names of the tables its function takes, in order: tables of the store, `targets`, and what else
            `asked.needs` can give.
        by: the breakdown where none is asked for.
        allows: what it can be broken down by.
        keys: the columns that lead its rows besides `by`, such as `("actor_a", "actor_b")`.
        low, high: bounds of its values; null where there is none.
        requires: columns without which it has no meaning, such as `target`.
        counts: the tables whose rows are counted, so that a number can be opened; empty where rows carry the ids.
        act: the act to which the counting of statements is bound; null for any.
        in_sentences: whether it counts in sentences, and so needs codings that point at one; see `preferred_codings`.
        minimum: what it needs and when it abstains, in words.
        columns: table -> columns, where it needs others than `COLUMNS`.
        chart: the chart that shows it, a name of `cenotaph.charts.CHARTS`.
        function: the pure function, tables in and table out.
    """

    name: str
    unit: str
    needs: tuple[str, ...]
    by: tuple[str, ...]
    allows: tuple[str, ...]
    keys: tuple[str, ...]
    low: float | None
    high: float | None
    requires: tuple[str, ...]
    counts: tuple[str, ...]
    act: str | None
    in_sentences: bool
    minimum: str
    columns: Mapping[str, tuple[str, ...]]
    chart: str
    function: Callable[..., pa.Table]

    @property
    def doc(self) -> str:
        """What it is, its counting rule, its values, how to read it and what it is not for."""
        return inspect.getdoc(self.function) or ""

    @cached_property
    def options(self) -> dict[str, Option]:
        """What it can be told besides its tables: the keyword-only parameters of its function."""
        return options_of(self.function, self.doc)

    @property
    def summary(self) -> str:
        """The first sentence of `doc`."""
        return self.doc.split("\n", 1)[0]

    def leading(self, by: Sequence[str] = ()) -> tuple[str, ...]:
        """The columns that lead the rows: what it is broken down by, then its keys.

        Raises: CenotaphError where `by` names something that it `allows` not, or leaves out what it requires.
        """
        by = tuple(dict.fromkeys(by or self.by))
        for column in by:
            if column not in self.allows:
                said = f"Known: {', '.join(self.allows)}." if self.allows else "It has rows of its own."
                hint = did_you_mean(column, self.allows) or said
                raise CenotaphError(f'{self.name} cannot be broken down by "{column}". {hint}')
        for column in self.requires:
            if column not in by:
                raise CenotaphError(f"{self.name} means nothing without {column}: add --by {column}.")
        return (*by, *self.keys)

    def told(self, options: Mapping[str, object]) -> dict[str, Any]:
        """Every option with its value: what was told, else the default. Raises: as `compute`."""
        defaults = {name: option.default for name, option in self.options.items()}
        return defaults | read_options(self.name, self.options, options)

    def compute(
        self, tables: Mapping[str, pa.Table], by: Sequence[str] = (), options: Mapping[str, object] = _NO_OPTIONS
    ) -> pa.Table:
        """The measure of these tables, broken down by `by` (its own default where empty).

        Returns: the `by` columns, the `keys`, then `ROWS`, then columns of its own.

        Raises: as `leading`; CenotaphError for an option that it has not, or a value that is none of its kind.
        """
        leading = self.leading(by)
        by = leading[: len(leading) - len(self.keys)]
        return self.function(*(tables[name] for name in self.needs), by, **self.told(options))


_measures: dict[str, Measure] = {}


def measure(
    *,
    unit: str,
    needs: Sequence[str],
    by: Sequence[str] = ("actor", "target"),
    allows: Sequence[str] = BY,
    keys: Sequence[str] = (),
    low: float | None = 0,
    high: float | None = None,
    requires: Sequence[str] = (),
    counts: Sequence[str] = ("statements",),
    act: str | None = None,
    in_sentences: bool | None = None,
    minimum: str = "",
    columns: Mapping[str, Sequence[str]] = MappingProxyType({}),
    chart: str = "",
    name: str | None = None,
) -> Callable[[Callable[..., pa.Table]], Callable[..., pa.Table]]:
    """Register a function as a measure.

    It takes the tables it `needs` and `by`, by place, its options by keyword, and returns rows of the contract: the
    `by` columns, its `keys`, then `ROWS`, then columns of its own. Where it cannot say, `value` is null and `abstains`
    says why. Lists of ids that open a row are called `document_ids`, `passage_ids`, `statement_ids`, `event_ids` or
    `gesture_ids`. Attributes not given: see `Measure`; where `unit` begins with `per` it counts in sentences.

    Raises ValueError, when the module is loaded, where the name is taken or there is no docstring.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        key = name or function.__name__
        if key in _measures:
            raise ValueError(f"measure {key} is registered twice")
        if not function.__doc__:
            raise ValueError(f"measure {key} does not say what it is")
        if taken := [each for each in function.__kwdefaults__ or {} if each in _TAKEN]:
            raise ValueError(f"measure {key} has an option called {taken[0]}, which means something else")
        counted_in = unit.startswith("per") if in_sentences is None else in_sentences
        needed = f"{minimum[:1].upper()}{minimum[1:]}".rstrip(".") + "." if minimum else ""
        wider = {table: tuple(names) for table, names in columns.items()}
        _measures[key] = Measure(
            key, unit, tuple(needs), tuple(by), tuple(allows), tuple(keys), low, high, tuple(requires), tuple(counts),
            act, counted_in, needed, wider, chart, function,
        )  # fmt: skip
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
