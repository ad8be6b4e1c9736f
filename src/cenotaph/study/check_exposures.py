"""A careful editor's look at exposures.csv."""

from __future__ import annotations

from collections import defaultdict

from cenotaph.errors import did_you_mean, problem_kind
from cenotaph.study.check_config import is_address
from cenotaph.study.deed_problems import NOT_AN_ADDRESS
from cenotaph.study.parts import Parts

__all__ = ["check_exposures"]

UNKNOWN_TARGET = problem_kind(
    "E030",
    "exposure-of-no-target",
    what="A row of exposures.csv is of a target that the codebook does not define: nothing is divided by it.",
    bad="volunteers who served,USSR,2000   # the codebook has RUS",
    good="volunteers who served,RUS,2000",
)
TWICE = problem_kind(
    "E031",
    "exposure-twice",
    what="Two rows of exposures.csv give a value for the same target under the same label.",
    bad="volunteers who served,RUS,2000\nvolunteers who served,RUS,3665",
    good='volunteers who served,RUS,2000\n"volunteers who served, later count",RUS,3665',
)
ALONE = problem_kind(
    "E032",
    "exposure-of-one",
    severity="warning",
    what="A label of exposures.csv has a value for one target only: there is nothing to compare it with.",
    bad="volunteers who served,RUS,2000",
    good="volunteers who served,RUS,2000\nvolunteers who served,USA,100",
)


def check_exposures(parts: Parts) -> None:
    """Targets that the codebook has, one value for each label and target, at least two targets a label."""
    part, known = parts.exposures, parts.codebook.targets
    seen: dict[tuple[str, str], int] = {}
    labels: dict[str, list[int]] = defaultdict(list)
    for row in part.value:
        exposure = row.value
        key = (exposure.label, exposure.target)
        if known and exposure.target not in known:
            message = f'"{exposure.target}" is not a target of the codebook.'
            remedy = did_you_mean(exposure.target, sorted(known)) or f"Known: {', '.join(sorted(known)[:12])}."
            part.notes.add(UNKNOWN_TARGET, row.line, message, remedy=remedy, path=("target",))
        if key in seen:
            message = f'"{exposure.label}" has a value for {exposure.target} already on line {seen[key]}.'
            remedy = "Take one of them out, or give it another label."
            part.notes.add(TWICE, row.line, message, remedy=remedy, path=("label",))
        else:
            labels[exposure.label].append(row.line)
        seen.setdefault(key, row.line)
        if exposure.source_url and not is_address(exposure.source_url):
            message = f'"{exposure.source_url}" is not an address.'
            part.notes.add(NOT_AN_ADDRESS, row.line, message, remedy="Write it as https://...", path=("source_url",))
    for label, lines in labels.items():
        if len(lines) == 1:
            message = f'"{label}" has a value for one target only.'
            part.notes.add(ALONE, lines[0], message, remedy="Add the row of another target.", path=("label",))
