"""Pictures of tables: marks and colours of the roll call, and charts as Vega-Lite specifications. Opens no file."""

from __future__ import annotations

from cenotaph.charts.over_time import Chart, over_time
from cenotaph.charts.palette import RANK_MARKS, TREATMENT_MARKS, Mark, contrast, opposed, rank_mark, treatment_mark

__all__ = [
    "RANK_MARKS",
    "TREATMENT_MARKS",
    "Chart",
    "Mark",
    "contrast",
    "opposed",
    "over_time",
    "rank_mark",
    "treatment_mark",
]
