"""Pictures of tables: marks and colours of the roll call, and charts as Vega-Lite specifications. Opens no file."""

from __future__ import annotations

from cenotaph.charts.of_rows import CHARTS, bars, chart_of, framed, intervals, intervals_log, lines
from cenotaph.charts.over_time import Chart, over_time
from cenotaph.charts.palette import RANK_MARKS, TREATMENT_MARKS, Mark, contrast, opposed, rank_mark, treatment_mark
from cenotaph.charts.timeline import timeline_chart

__all__ = [
    "CHARTS",
    "RANK_MARKS",
    "TREATMENT_MARKS",
    "Chart",
    "Mark",
    "bars",
    "chart_of",
    "contrast",
    "framed",
    "intervals",
    "intervals_log",
    "lines",
    "opposed",
    "over_time",
    "rank_mark",
    "timeline_chart",
    "treatment_mark",
]
