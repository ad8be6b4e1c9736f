"""Building: what is stale, in which order it is done anew, by how many processes, and what was done."""

from cenotaph.build.changes import DocumentChanges
from cenotaph.build.incoming import Incoming, code_incoming, read_incoming
from cenotaph.build.inputs import edited_files, people_of
from cenotaph.build.losses import SourceVanished
from cenotaph.build.pipeline import build
from cenotaph.build.recode import last_coding_changes, recode
from cenotaph.build.sentences import coder_batch
from cenotaph.build.state import Status, status
from cenotaph.build.summary import BuildReport
from cenotaph.build.words import counted_words, word_dictionary
from cenotaph.build.workers import WorkerFault

__all__ = [
    "BuildReport",
    "DocumentChanges",
    "Incoming",
    "SourceVanished",
    "Status",
    "WorkerFault",
    "build",
    "code_incoming",
    "coder_batch",
    "counted_words",
    "edited_files",
    "last_coding_changes",
    "people_of",
    "read_incoming",
    "recode",
    "status",
    "word_dictionary",
]
