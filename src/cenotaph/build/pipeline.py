"""build: from what people wrote and their sources to the tables of a snapshot, doing only what changed."""

from __future__ import annotations

import datetime as dt
import time

from cenotaph.build.assemble import CoderName, assemble
from cenotaph.build.carry import Part
from cenotaph.build.changes import document_changes
from cenotaph.build.inputs import Inputs, inputs_of
from cenotaph.build.losses import refuse_losses
from cenotaph.build.parts import PartsBuild
from cenotaph.build.recode import keep_coding_changes
from cenotaph.build.summary import BuildReport
from cenotaph.errors import StudyError
from cenotaph.progress import Listener, Progress, silent
from cenotaph.store import Pointer, build_lock, finished_stage, sweep, write_catalog
from cenotaph.study import LoadedStudy
from cenotaph.version import __version__

__all__ = ["build"]


def build(study: LoadedStudy, listener: Listener = silent, jobs: int | None = None) -> BuildReport:
    """Bring the derived tables of a study up to date, and say what was done.

    Only what changed is done: a shard whose files did not change is not opened, a document that did not change is not
    split or coded again, a new codebook codes again but reads nothing. The new snapshot replaces the old one at the
    end, at once; until then, and if the build is killed, the old one answers.

    Args:
        study: as loaded; it may hold warnings.
        listener: hears of progress.
        jobs: worker processes; by default one for each processor, and none for a small study.

    Raises:
        StudyError: the study holds errors.
        BuildBusy: another build of it is running.
        StorageFault: the disk is full, or may not be written.
        SourceVanished: a source that held documents holds none any more.
        WorkerFault: a worker process died; the message names what it was working on.
    """
    if study.errors:
        raise StudyError(study.errors)
    with build_lock(study.folder):
        return _build(study, listener, jobs)


def _build(study: LoadedStudy, listener: Listener, jobs: int | None) -> BuildReport:
    began = time.perf_counter()
    before = Pointer.read(study.folder)
    inputs = inputs_of(study)
    seconds = {"compare": time.perf_counter() - began}
    if before and before.snapshot_id == inputs.snapshot_id and _stands(study, before):
        return BuildReport.of(before, None, 0, seconds)
    same_coder, earlier = _from_before(study, before, inputs)
    work = PartsBuild(study, inputs, earlier, listener, jobs)
    parts = work.run()
    refuse_losses(study, before, work.held)
    began = time.perf_counter()
    listener(Progress("putting tables together", 0, 1))
    coder = same_coder or (CoderName.of(work.coder) if work.has_texts else None)
    whole = assemble(study, parts, inputs.snapshot_id, coder)
    notes = {
        "inputs": inputs.notes(),
        "coder": vars(coder) if coder else None,
        "parts": [vars(part) for part in parts],
        "documents": work.held,
        "problems": whole.problems,
    }
    records = sorted({*whole.records, *inputs.read.values()})
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    pointer = Pointer(inputs.snapshot_id, now, __version__, whole.files, whole.rows, records, notes)
    changes = document_changes(study.folder, before, pointer)
    recoded = keep_coding_changes(study.folder, before, pointer)
    _swap(study, before, pointer)
    listener(Progress("putting tables together", 1, 1))
    seconds |= {**work.seconds, "assemble": time.perf_counter() - began}
    return BuildReport.of(pointer, changes, work.n_coded, seconds, recoded)


def _from_before(
    study: LoadedStudy, before: Pointer | None, inputs: Inputs
) -> tuple[CoderName | None, tuple[Part, ...]]:
    """The coder's name and the parts of the last snapshot, where splitter and coder are the same as then."""
    if before is None or not all(finished_stage(study.folder, name) for name in before.records):
        return None, ()
    then = before.notes["inputs"]
    if (then["splitter"], then["coder"]) != (inputs.splitter, inputs.coder):
        return None, ()
    coder = before.notes["coder"]
    return CoderName(**coder) if coder else None, tuple(Part(**part) for part in before.notes["parts"])


def _stands(study: LoadedStudy, before: Pointer) -> bool:
    """Whether all files of a snapshot, and all stages it was made from, are there and whole."""
    return before.stands(study.folder) and all(finished_stage(study.folder, name) for name in before.records)


def _swap(study: LoadedStudy, before: Pointer | None, pointer: Pointer) -> None:
    """Put the new snapshot in the place of the old one, whose files stay for its readers until the next build."""
    pointer.write(study.folder)
    write_catalog(study.folder, pointer)
    sweep(study.folder, [*pointer.records, *(before.records if before else ())])
