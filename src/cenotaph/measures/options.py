"""The options of a measure: what it can be told besides its tables, as text or as Python values."""

from __future__ import annotations

import datetime as dt
import inspect
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin

from cenotaph.errors import CenotaphError, did_you_mean

__all__ = ["Option", "options_of", "read_options"]

_KINDS: dict[object, str] = {
    int: "a whole number",
    float: "a number",
    bool: "yes or no",
    str: "a word",
    dt.date: "a date such as 2024-05-09",
    tuple[str, ...]: "words with commas between",
}
#: Beyond it a number is a slip, or a run that never ends.
_GREATEST = 10_000_000
#: Tables of this many rows and columns are made.
_MOST = {"size": 2000}
#: Options of several measures that are no number of anything below zero.
_COUNTS = ("seed", "permutations", "draws", "splits", "min_count", "top")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True)
class Option:
    """One option of a measure.

    Attributes:
        name: as it is given with `--set NAME=VALUE`.
        kind: its Python type: int, float, bool, str, date, or a tuple of texts.
        default: what stands where nothing is given; null where the measure then decides by itself.
        meaning: what it does, from the docstring.
    """

    name: str
    kind: Any
    default: Any
    meaning: str

    @property
    def expects(self) -> str:
        """What may be given, in words."""
        return _KINDS[self.kind]

    @property
    def shown(self) -> str:
        """`name=default`, as one would write it."""
        return f"{self.name}={_written(self.default)}"

    def read(self, value: object) -> Any:
        """The value as the measure takes it. Raises CenotaphError where it is not of the option's kind."""
        if value is None and self.default is None:
            return None
        try:
            read = _read(self.kind, value)
        except (ValueError, TypeError):
            raise CenotaphError(f'{self.name} takes {self.expects}; found "{value}". Default: {self.shown}.') from None
        return self._bounded(read)

    def _bounded(self, value: Any) -> Any:
        """The value, a number only within what any measure can work with."""
        if self.kind not in (int, float):
            return value
        most = _MOST.get(self.name, _GREATEST)
        if not abs(value) <= most:
            raise CenotaphError(f"{self.name} takes at most {most:,}; found {value}. Default: {self.shown}.")
        if self.name in _COUNTS and value < 0:
            raise CenotaphError(f"{self.name} takes 0 or more; found {value}. Default: {self.shown}.")
        return value


def options_of(function: Callable[..., object], doc: str) -> dict[str, Option]:
    """The keyword-only parameters of a function, with what its docstring says of each under Args.

    Raises: TypeError where a parameter has no default or a type that no option can have.
    """
    found = {}
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        if parameter.kind is not parameter.KEYWORD_ONLY:
            continue
        kind = _plain_kind(parameter.annotation)
        if kind not in _KINDS or parameter.default is parameter.empty:
            raise TypeError(f"{function.__name__}: {parameter.name} is no option: type {kind}, or without default")
        found[parameter.name] = Option(parameter.name, kind, parameter.default, _meaning(doc, parameter.name))
    return found


def read_options(measure: str, options: Mapping[str, Option], given: Mapping[str, object]) -> dict[str, Any]:
    """The given options, each as its kind. Raises CenotaphError that names the options and their defaults."""
    for name in given:
        if name not in options:
            known = ", ".join(each.shown for each in options.values())
            hint = did_you_mean(name, list(options))
            said = f"Its options and defaults: {known}." if known else "It has none."
            raise CenotaphError(" ".join(filter(None, (f'{measure} has no option "{name}".', hint, said))))
    return {name: options[name].read(value) for name, value in given.items()}


def _plain_kind(annotation: Any) -> Any:
    """The type, without `| None`."""
    if get_origin(annotation) in (Union, types.UnionType):
        (annotation,) = [each for each in get_args(annotation) if each is not type(None)]
    return annotation


def _read(kind: Any, value: object) -> Any:
    if kind == tuple[str, ...]:
        parts = value.split(",") if isinstance(value, str) else list(value)  # type: ignore[call-overload]
        return tuple(filter(None, (str(part).strip() for part in parts)))
    if isinstance(value, bool) != (kind is bool) and not isinstance(value, str):
        raise TypeError
    if not isinstance(value, str):
        fits = isinstance(value, (int, float) if kind is float else kind)
        return (float(value) if kind is float else value) if fits else _refuse()  # type: ignore[arg-type]
    text = value.strip()
    if kind is bool:
        return _YES_NO[text.lower()] if text.lower() in _YES_NO else _refuse()
    if kind is dt.date:
        return dt.date.fromisoformat(text)
    return kind(text) if text else _refuse()


def _refuse() -> Any:
    raise ValueError


def _written(value: object) -> str:
    if value is None:
        return "(decided by the measure)"
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or "(none)"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _meaning(doc: str, name: str) -> str:
    """What follows `name:` in the docstring, until the next name, the next part or an empty line."""
    found = re.search(rf"(?m)^\s*(?:Args:\s*)?{re.escape(name)}: (.*(?:\n(?!\s*\w+: |\s*$).*)*)", doc)
    return " ".join(found[1].split()) if found else ""
