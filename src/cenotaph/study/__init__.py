"""The study folder: the files that people write, read with their lines, checked all at once, and a skeleton of them."""

from __future__ import annotations

from cenotaph.study.channels import channel_of
from cenotaph.study.codebook import ACT_ORDER, Act, Codebook, Cue, Example, Referent, Target, Term
from cenotaph.study.codebooks import (
    codebook_hash,
    packaged_codebook,
    packaged_codebook_lines,
    packaged_codebooks,
)
from cenotaph.study.due_days import ruled_day
from cenotaph.study.exposures import Exposure
from cenotaph.study.loading import LoadedStudy, load, load_checked
from cenotaph.study.models import (
    METADATA,
    RANKS,
    Actor,
    Calendar,
    ClassRule,
    DocumentMatch,
    Event,
    Gesture,
    Occasion,
    Office,
    Participation,
    Person,
    Source,
    StudyConfig,
)
from cenotaph.study.skeletons import packaged_studies, write_skeleton
from cenotaph.study.tables import Row
from cenotaph.study.titles import rank_of_office

__all__ = [
    "ACT_ORDER",
    "METADATA",
    "RANKS",
    "Act",
    "Actor",
    "Calendar",
    "ClassRule",
    "Codebook",
    "Cue",
    "DocumentMatch",
    "Event",
    "Example",
    "Exposure",
    "Gesture",
    "LoadedStudy",
    "Occasion",
    "Office",
    "Participation",
    "Person",
    "Referent",
    "Row",
    "Source",
    "StudyConfig",
    "Target",
    "Term",
    "channel_of",
    "codebook_hash",
    "load",
    "load_checked",
    "packaged_codebook",
    "packaged_codebook_lines",
    "packaged_codebooks",
    "packaged_studies",
    "rank_of_office",
    "ruled_day",
    "write_skeleton",
]
