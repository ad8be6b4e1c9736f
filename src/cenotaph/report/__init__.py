"""The study as one self-contained HTML page: roll calls, rates, sentences, sources, and what is missing."""

from __future__ import annotations

from cenotaph.report.data import (
    ATTENDANCE_EVIDENCE,
    AttendanceRoll,
    Figure,
    ReportData,
    Rite,
    SpokenRoll,
)
from cenotaph.report.gather import gather, write_report
from cenotaph.report.page import render

__all__ = [
    "ATTENDANCE_EVIDENCE",
    "AttendanceRoll",
    "Figure",
    "ReportData",
    "Rite",
    "SpokenRoll",
    "gather",
    "render",
    "write_report",
]
