"""From what a file holds to a checked object: every fault at its line, and all that is right is kept."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from cenotaph.errors import ProblemKind, all_problem_kinds, did_you_mean
from cenotaph.study.file_problems import FileKinds
from cenotaph.study.files import Notes, dotted, shown
from cenotaph.study.lines import LinedDict, LinedList, place_of

__all__ = ["checked"]

_Checked = TypeVar("_Checked")


def checked(
    kind: type[_Checked],
    tree: LinedDict,
    notes: Notes,
    kinds: FileKinds,
    *,
    root: str,
    defaults: Mapping[str, Any] | None = None,
) -> tuple[_Checked | None, LinedDict]:
    """The object that `tree` describes, and the tree without its faulty entries.

    Every fault becomes a problem. Then the smallest entries that hold the faults are left out, so that the rest of
    the file can be looked at too; `defaults` stand in for top-level keys that are missing or faulty. The object is
    null where nothing usable is left.
    """
    adapter: TypeAdapter[_Checked] = TypeAdapter(kind)
    spare = dict(defaults or {})
    first_round = True
    while True:
        try:
            return adapter.validate_python(tree), tree
        except ValidationError as error:
            faults = [(fault, *place_of(tree, fault["loc"])) for fault in error.errors(include_url=False)]
        except RecursionError:
            notes.add(kinds.bad_syntax, tree.line, "Values are nested too deeply.")
            return None, tree
        told = set()
        for fault, path, line in faults:
            if fault["type"] == "too_short" and _holds_other(path, faults):
                continue  # it is short of its faulty items only
            # One value may fail every type of a union; and what was left out in an earlier round is now "missing".
            if (
                fault["type"] == "missing"
                if first_round
                else fault["type"] not in _WORDS and fault["type"] != "missing"
            ):
                _tell(kind, fault, path, line, notes, kinds, root)
            elif first_round and path not in told:
                told.add(path)
                _tell(kind, fault, path, line, notes, kinds, root)
        first_round = False
        if not _prune(tree, faults, spare):
            return None, tree


def _holds_other(path: tuple[object, ...], faults: list[tuple[ErrorDetails, tuple[object, ...], int]]) -> bool:
    """Whether a fault stands inside what is at the path."""
    return any(len(other) > len(path) and other[: len(path)] == path for _, other, _ in faults)


def _prune(tree: LinedDict, faults: list[tuple[ErrorDetails, tuple[object, ...], int]], spare: dict[str, Any]) -> bool:
    """Take the faulty entries out of the tree; false when the whole of it is faulty."""
    pruned = False
    for fault, path, _ in sorted(faults, key=lambda item: _in_order(item[1]), reverse=True):
        if not path:
            key = str(fault["loc"][0]) if fault["loc"] else ""
            if key not in spare:
                return False
            tree.put(key, spare.pop(key), tree.line)
            pruned = True
            continue
        holder: Any = tree
        for step in path[:-1]:
            holder = holder[step] if _has(holder, step) else None
        if _has(holder, path[-1]):
            del holder[path[-1]]
            del holder.lines[path[-1]]
            pruned = True
    return pruned


def _in_order(path: tuple[object, ...]) -> tuple[tuple[int, int, str], ...]:
    """Sorts paths so that, from the end, inner places come before outer ones and later items before earlier."""
    return tuple((1, step, "") if isinstance(step, int) else (0, 0, str(step)) for step in path)


def _has(holder: object, step: object) -> bool:
    if isinstance(holder, LinedDict):
        return step in holder
    return isinstance(holder, LinedList) and isinstance(step, int) and step < len(holder)


def _tell(
    kind: Any, fault: ErrorDetails, path: tuple[object, ...], line: int, notes: Notes, kinds: FileKinds, root: str
) -> None:
    """Note one fault in the house's words."""
    location = fault["loc"]
    where = dotted(path) or root
    if fault["type"] == "missing":
        key = str(location[-1])
        message = f'{where} has no "{key}".'
        notes.add(kinds.missing_key, line, message[0].upper() + message[1:], remedy=f"Add {key}.", path=(*path, key))
    elif fault["type"] == "extra_forbidden":
        known = _keys_known(kind, location[:-1])
        around = dotted(path[:-1]) or root
        remedy = did_you_mean(str(location[-1]), known) or f"Keys here: {', '.join(known)}."
        notes.add(
            kinds.unknown_key, line, f'There is no key "{shown(location[-1])}" in {around}.', remedy=remedy, path=path
        )
    else:
        problem = _own_kind(fault["type"], kinds) or kinds.bad_value
        message, remedy = _words(fault)
        subject = f"The id {shown(path[-1])}" if location[-1:] == ("[key]",) and path else where
        notes.add(problem, line, f"{subject} {message}", remedy=remedy, path=path)


def _own_kind(name: str, kinds: FileKinds) -> ProblemKind | None:
    """The kind that one of our own validators names, of the same file's letter."""
    letter = kinds.bad_value.code[0]
    return next((kind for kind in all_problem_kinds() if kind.name == name and kind.code[0] == letter), None)


def _found(fault: ErrorDetails) -> str:
    value = fault["input"]
    if value is None:
        return "it is empty"
    if isinstance(value, bool):
        return f"found {str(value).lower()}"
    if isinstance(value, str):
        return f'found "{shown(value)}"'
    if isinstance(value, Mapping):
        return "found a block of keys"
    if isinstance(value, list | tuple):
        return "found a list"
    return f"found {shown(value)}"


def _one_of(fault: ErrorDetails) -> tuple[str, str]:
    allowed = [word.strip().strip("'\"") for word in fault["ctx"]["expected"].replace(" or ", ", ").split(",")]
    value = fault["input"]
    near = did_you_mean(value, allowed) if isinstance(value, str) else ""
    return f"cannot be this ({_found(fault)}).", f"{near} Allowed: {', '.join(allowed)}.".strip()


def _must_be(what: str, remedy: str = "") -> Callable[[ErrorDetails], tuple[str, str]]:
    return lambda fault: (f"must be {what}; {_found(fault)}.", remedy)


_ID = "Use letters A-Z, digits and . _ : - without spaces, beginning with a letter or digit."
_WORDS: dict[str, Callable[[ErrorDetails], tuple[str, str]]] = {
    "literal_error": _one_of,
    "string_type": _must_be("text", "Put it in quotes."),
    "string_unicode": _must_be("text of real characters"),
    "string_pattern_mismatch": lambda fault: (f"is not an id; {_found(fault)}.", _ID),
    "string_too_long": _must_be("80 characters or fewer"),
    "string_too_short": lambda fault: ("is empty.", "Write a word or phrase, or take it out."),
    "tuple_type": _must_be("a list", "Write it in square brackets: [a, b]."),
    "list_type": _must_be("a list", "Write it in square brackets: [a, b]."),
    "too_short": lambda fault: ("is an empty list.", "Name at least one."),
    "dict_type": _must_be("a block of keys"),
    "model_type": _must_be("a block of keys"),
    "model_attributes_type": _must_be("a block of keys"),
    "int_type": _must_be("a whole number"),
    "int_parsing": _must_be("a whole number"),
    "int_parsing_size": _must_be("a whole number of reasonable size"),
    "int_from_float": _must_be("a whole number"),
    "bool_type": _must_be("true or false"),
    "bool_parsing": _must_be("true or false"),
    "greater_than_equal": lambda fault: (f"must be {fault['ctx']['ge']} or more; {_found(fault)}.", ""),
    "less_than_equal": lambda fault: (f"must be {fault['ctx']['le']} or less; {_found(fault)}.", ""),
}


def _words(fault: ErrorDetails) -> tuple[str, str]:
    """The message (to follow the name of the key) and the remedy."""
    if fault["type"] in _WORDS:
        return _WORDS[fault["type"]](fault)
    if "remedy" in fault.get("ctx", {}):
        return shown(fault["msg"], 300), fault["ctx"]["remedy"]
    if fault["type"] == "value_error":
        return f"is not right: {shown(fault['ctx']['error'], 300)}.", ""
    return shown(fault["msg"], 300) + ("" if fault["msg"].endswith((".", "?")) else "."), ""


def _keys_known(kind: Any, location: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand at a place: those of the model there."""
    for step in location:
        kind = _inside(kind, step)
    model = next((part for part in _parts(kind) if _is_model(part)), None)
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _inside(kind: Any, step: int | str) -> Any:
    for part in _parts(kind):
        if _is_model(part):
            for name, field in part.model_fields.items():
                if step in (name, field.alias):
                    return field.annotation
        arguments = typing.get_args(part)
        if typing.get_origin(part) is dict:
            return arguments[1]
        if typing.get_origin(part) in (tuple, list):
            return arguments[0]
    return None


def _parts(kind: Any) -> list[Any]:
    """The alternatives of a type, without its annotations."""
    if typing.get_origin(kind) is typing.Annotated:
        return _parts(typing.get_args(kind)[0])
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return [part for choice in typing.get_args(kind) for part in _parts(choice)]
    return [kind]


def _is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)
