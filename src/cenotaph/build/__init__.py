"""Building: what is stale, in which order it is done anew, by how many processes, and what was done."""

from cenotaph.build.changes import DocumentChanges
from cenotaph.build.pipeline import build
from cenotaph.build.state import Status, status
from cenotaph.build.summary import BuildReport
from cenotaph.build.workers import WorkerFault

__all__ = ["BuildReport", "DocumentChanges", "Status", "WorkerFault", "build", "status"]
