"""What can go wrong: problems in people's files, and the errors that stop a command.

A *problem* is data: a code, the place (file, line, field), what was found and how to mend it. Every room declares the
kinds of problem it can report with `problem_kind`; `cenotaph explain CODE` and the docs page of all codes are made
from those declarations. A *CenotaphError* is an exception whose message is meant for people: the command line prints
it without a traceback and exits with `exit_code`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "BuildBusy",
    "CenotaphError",
    "MissingExtra",
    "NotFound",
    "NothingBuilt",
    "Problem",
    "ProblemKind",
    "StudyError",
    "all_problem_kinds",
    "did_you_mean",
    "problem_kind",
]


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem, explained for the person who meets it.

    Attributes:
        code: a letter and three digits, never used again for another kind, such as `C014`.
        name: the kind in two or three hyphenated words, such as `unknown-target`.
        severity: `error` (the study cannot be built) or `warning` (it can, but look at this).
        what: one or two sentences: what is wrong and why it matters.
        bad: an example that shows the problem.
        good: the same example mended.
    """

    code: str
    name: str
    severity: str
    what: str
    bad: str
    good: str

    def at(
        self,
        file: str,
        line: int | None,
        message: str,
        *,
        remedy: str = "",
        field: str = "",
        document_id: str | None = None,
    ) -> Problem:
        """A problem of this kind at one place."""
        return Problem(self.code, self.name, self.severity, file, line, field, message, remedy, document_id)


@dataclass(frozen=True)
class Problem:
    """Something wrong at one place of the study folder or in one row of a source.

    Attributes:
        code, name, severity: those of its kind.
        file: path relative to the study folder.
        line: line in the file, counted from 1; for tables the row's line; null where a line means nothing.
        field: the field or column, dotted (`targets.CHN.terms.ru`); empty where none.
        message: what was found, in one sentence.
        remedy: how to mend it, with "Did you mean" where a near name exists.
        document_id: the document concerned, where known.
    """

    code: str
    name: str
    severity: str
    file: str
    line: int | None
    field: str
    message: str
    remedy: str = ""
    document_id: str | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        text = f"{place}: {self.code} {self.name}\n  {self.message}"
        if self.remedy:
            text += f"\n  {self.remedy}"
        return text


_kinds: dict[str, ProblemKind] = {}


def problem_kind(code: str, name: str, *, what: str, bad: str, good: str, severity: str = "error") -> ProblemKind:
    """Declare a kind of problem. Raises ValueError when the code is taken: codes are never used twice."""
    kind = ProblemKind(code, name, severity, " ".join(what.split()), bad, good)
    if _kinds.setdefault(code, kind) != kind:
        raise ValueError(f"problem code {code} is declared twice")
    return kind


def all_problem_kinds() -> list[ProblemKind]:
    """Every declared kind, by code. Only rooms that have been imported have declared theirs."""
    return [_kinds[code] for code in sorted(_kinds)]


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """`Did you mean "x"?` when a known name is near the given one, else an empty string."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=0.6) or [k for k in known if k.lower() == name.lower()]
    if not near and len(name) <= 3:
        near = [k for k in known if k.lower().startswith(name.lower()[:2])][:1]
    return f'Did you mean "{near[0]}"?' if near else ""


class CenotaphError(Exception):
    """An error whose message is for people: what happened, where, and what to do."""

    exit_code = 2


class StudyError(CenotaphError):
    """The study folder has problems that stop the command; all of them are carried, not the first only."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = [str(problem) for problem in self.problems]
        plural = "s" if count != 1 else ""
        lines.append(f"{count} problem{plural}. To read about one: cenotaph explain {self.problems[0].code}")
        super().__init__("\n".join(lines))


class NotFound(CenotaphError):
    """A name that the study does not hold; the message lists the near ones, or gives another hint."""

    def __init__(self, what: str, name: str, known: Sequence[str], *, hint: str = "") -> None:
        hint = hint or did_you_mean(name, known)
        if not hint:
            shown = ", ".join(sorted(known)[:12])
            hint = f"Known: {shown}{', ...' if len(known) > 12 else ''}." if known else f"The study has no {what}."
        super().__init__(f'There is no {what} "{name}". {hint}')


class NothingBuilt(CenotaphError):
    """A question was asked of a study that was never built."""


class BuildBusy(CenotaphError):
    """Another build of the same study is running."""


class MissingExtra(CenotaphError):
    """An optional part is not installed; the message names the extra that holds it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs: pip install 'cenotaph[{extra}]'")
