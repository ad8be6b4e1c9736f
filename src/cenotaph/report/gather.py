"""From a built study to its report: take the tables from a snapshot, ask the measures, write the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cenotaph.errors import NotFound
from cenotaph.expectations import Asked, Expectations
from cenotaph.report.axis import axis
from cenotaph.report.data import ReportData
from cenotaph.report.deeds import events, gestures
from cenotaph.report.figures import figures
from cenotaph.report.holdings import (
    acts,
    counts,
    documents_by_language,
    documents_by_year,
    problems,
    sources,
    span,
    targets,
)
from cenotaph.report.left_out import absences, with_surprises
from cenotaph.report.page import render
from cenotaph.report.rolls import rites
from cenotaph.store import Snapshot, StorageFault, replace_file
from cenotaph.study import LoadedStudy
from cenotaph.version import __version__

__all__ = ["gather", "write_report"]


def gather(study: LoadedStudy, snapshot: Snapshot, occasions: Sequence[str] = ()) -> ReportData:
    """Everything the report of a study shows, as of the snapshot's date.

    Args: `occasions`, the rites to show; all that have documents or events where empty.

    Raises: NotFound where the study has no such occasion.
    """
    for occasion in occasions:
        if occasion not in study.occasions:
            raise NotFound("occasion", occasion, list(study.occasions))
    shown = rites(study, snapshot, occasions)
    asked = Asked(tuple(rite.occasion for rite in shown), every_rite=not occasions)
    expected = Expectations(study, snapshot, asked)
    return ReportData(
        title=study.config.title,
        description=" ".join(study.config.description.split()),
        as_of=snapshot.as_of,
        version=__version__,
        snapshot_id=snapshot.snapshot_id,
        built_at=snapshot.pointer.built_at,
        codebook=study.codebook.codebook,
        codebook_version=study.codebook.version,
        codebook_hash=study.codebook_hash,
        **span(snapshot),
        counts=counts(snapshot),
        rites=with_surprises(shown, expected),
        figures=figures(study, snapshot),
        gestures=gestures(study, snapshot),
        events=events(study, snapshot),
        documents_by_year=documents_by_year(snapshot),
        documents_by_language=documents_by_language(snapshot),
        sources=sources(study, snapshot),
        coders=snapshot.table("coders"),
        problems=problems(snapshot),
        acts=acts(study, snapshot),
        targets=targets(study, snapshot),
        absences=absences(shown, expected, snapshot) if shown else None,
        axis=axis(study, snapshot),
    )


def write_report(
    study: LoadedStudy, snapshot: Snapshot, out: Path | None = None, occasions: Sequence[str] = ()
) -> Path:
    """Write the report of a built study as one HTML file.

    Args: `out`, the file; `report/index.html` of the study folder where null. `occasions` as in `gather`.

    Returns: the file, which appears whole or not at all.

    Raises: NotFound; StorageFault where the file cannot be written, or holds something that is no page.
    """
    file = study.folder / "report" / "index.html" if out is None else out
    if file.is_file() and file.stat().st_size and not _is_page(file):
        raise StorageFault(f"{file} is there and is no HTML page; it is not overwritten.\n  Choose another file: --out")
    replace_file(file, render(gather(study, snapshot, occasions)).encode())
    return file


def _is_page(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(100).lstrip().lower().startswith((b"<!doctype html", b"<html"))
