"""Charts of a measure's rows: dots with intervals, lines over time, bars. Which one, the register of measures says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.charts.over_time import FONT, GRID, INK, LINE, SCHEMA, Chart

__all__ = ["CHARTS", "bars", "chart_of", "framed", "intervals", "intervals_log", "lines"]

_MOST = 60
_GREY = "#9aa1ab"
_COLOURS = ["#12436d", "#c2500a", "#1f7f86", "#8f1d3f", "#6d4a97", "#7a6a00", "#4a4f57", "#2f6f9f"]


def intervals(rows: pa.Table, *, title: str, leading: Sequence[str], log: bool = False) -> Chart | None:
    """One row a line: the value as a dot, its interval as a rule; hollow where there is no interval.

    Rows with `contested` true are grey. On a log axis (`log`) a rule stands at 1, for ratios.

    Args: `rows` of a measure; `leading`, the columns that name a row. Returns: null where no row has a value.
    """
    drawn = _drawn(rows, leading, keep=lambda row: not log or row["value"] > 0)
    if not drawn:
        return None
    unit = drawn[0]["unit"]
    scale = {"type": "log"} if log else {"zero": unit.startswith("share")}
    x = {"field": "value", "type": "quantitative", "title": unit, "scale": scale, "axis": {"format": _form(unit)}}
    y = {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 320, "grid": True}}
    colour = {"condition": {"test": "datum.contested === true", "value": _GREY}, "value": LINE}
    hollow = {
        "condition": [
            {"test": "datum.low === null", "value": "#ffffff"},
            {"test": "datum.contested === true", "value": _GREY},
        ],
        "value": LINE,
    }
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "rule", "strokeWidth": 2}, "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"},
                                                                  "color": colour}},
        {"mark": {"type": "point", "size": 60, "opacity": 1}, "encoding": {"x": x, "stroke": colour, "fill": hollow,
                                                                           "tooltip": _tooltip(leading, unit)}},
    ]  # fmt: skip
    if log:
        layers.insert(0, {"mark": {"type": "rule", "color": _GREY, "strokeDash": [4, 3]},
                          "encoding": {"x": {"datum": 1, "type": "quantitative"}, "y": None}})  # fmt: skip
    sentence = _spread(drawn)
    spec = {"height": {"step": 20}, "width": 420, "encoding": {"y": y}, "layer": layers}
    return framed(title, spec, sentence, drawn)


def intervals_log(rows: pa.Table, *, title: str, leading: Sequence[str]) -> Chart | None:
    """`intervals` on a log axis, for ratios."""
    return intervals(rows, title=title, leading=leading, log=True)


def lines(rows: pa.Table, *, title: str, leading: Sequence[str]) -> Chart | None:
    """A line over `date` or `year` for each of the other leading columns, with a band for the interval.

    Args: as `intervals`; `leading` holds `date` or `year`. Returns: null where no row has a value.
    """
    when = "date" if "date" in rows.column_names else "year"
    others = [name for name in leading if name not in (when, "document_id")]
    drawn = _drawn(rows, others or [when], also=(when,), keep=lambda row: row[when] is not None)
    if not drawn:
        return None
    unit = drawn[0]["unit"]
    time = {"type": "temporal"} if when == "date" else {"type": "quantitative", "axis": {"format": "d"},
                                                        "scale": {"zero": False}}  # fmt: skip
    x = {"field": when, "title": None, **time}
    y = {"field": "value", "type": "quantitative", "title": unit, "axis": {"format": _form(unit)}}
    series = {"color": {"field": "label", "type": "nominal", "title": None, "scale": {"range": _COLOURS}}}
    tooltip = _tooltip([when, *others], unit)
    series = series if others else {"color": {"value": LINE}}
    layers = [
        {"mark": {"type": "area", "opacity": 0.18}, "encoding": {"y": {**y, "field": "low"}, "y2": {"field": "high"}}},
        {"mark": {"type": "line", "strokeWidth": 1.5}, "encoding": {"y": y}},
        {"mark": {"type": "point", "filled": True, "size": 34}, "encoding": {"y": y, "tooltip": tooltip}},
    ]  # fmt: skip
    return framed(title, {"width": 520, "height": 260, "encoding": {"x": x, **series}, "layer": layers},
                  _spread(drawn, when), drawn)  # fmt: skip


def bars(rows: pa.Table, *, title: str, leading: Sequence[str]) -> Chart | None:
    """One bar a row, to the left where the value is below zero; for parts that add up. Arguments as `intervals`."""
    drawn = _drawn(rows, leading)
    if not drawn:
        return None
    unit = drawn[0]["unit"]
    encoding = {
        "y": {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 320}},
        "x": {"field": "value", "type": "quantitative", "title": unit, "axis": {"format": _form(unit)}},
        "color": {"condition": {"test": "datum.value < 0", "value": _COLOURS[1]}, "value": LINE},
        "tooltip": _tooltip(leading, unit),
    }
    spec = {"height": {"step": 18}, "width": 420, "mark": {"type": "bar"}, "encoding": encoding}
    return framed(title, spec, _spread(drawn), drawn)


#: What `chart` of a measure may name.
CHARTS: dict[str, Callable[..., Chart | None]] = {
    "intervals": intervals,
    "intervals_log": intervals_log,
    "lines": lines,
    "bars": bars,
}


def chart_of(rows: pa.Table, *, title: str, leading: Sequence[str], kind: str = "") -> Chart | None:
    """The chart of that kind; where none is named, lines over time, or dots with intervals where there is no time."""
    known = rows.filter(pc.is_valid(rows["value"]))
    same = [name for name in leading if len(pc.unique(known[name])) == 1 and known.num_rows > 1]
    if same and len(same) < len(leading):  # what all rows have in common is said once
        title = f"{title} ({', '.join(str(known[name][0]) for name in same)})"
        leading = [name for name in leading if name not in same]
    kind = kind or ("lines" if {"date", "year"} & set(leading) else "intervals")
    return CHARTS[kind](rows, title=title, leading=leading)


def framed(title: str, spec: Mapping[str, Any], sentence: str, drawn: Sequence[dict[str, Any]]) -> Chart:
    """A specification with the house's look and the rows it draws, as a chart."""
    config = {
        "font": FONT,
        "background": "#ffffff",
        "view": {"stroke": None},
        "axis": {"labelColor": INK, "labelFontSize": 11, "gridColor": GRID, "domainColor": _GREY, "tickColor": _GREY},
    }
    unit = str(drawn[0]["unit"])
    whole = {
        "$schema": SCHEMA,
        "title": {"text": title, "anchor": "start", "fontSize": 14},
        "description": f"{title}. {sentence}",
        "data": {"values": list(drawn)},
        **spec,
        "config": config,
    }
    return Chart(title, whole, sentence, tuple(drawn), unit.startswith("share"), unit)


def _drawn(
    rows: pa.Table,
    leading: Sequence[str],
    *,
    also: Sequence[str] = (),
    keep: Callable[[dict[str, Any]], bool] = lambda row: True,
) -> list[dict[str, Any]]:
    """The rows that have a value, with a label, without lists; not more than can be read."""
    plain = [field.name for field in rows.schema if not pa.types.is_nested(field.type)]
    held = [row for row in rows.select(plain).to_pylist() if row["value"] is not None and keep(row)]
    made = []
    for row in held:
        label = ", ".join("not stated" if row[name] is None else str(row[name]) for name in leading) or "all"
        made.append({"label": label} | {name: _plain(value) for name, value in row.items()})
    return made if also else made[:_MOST]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _tooltip(leading: Sequence[str], unit: str) -> list[dict[str, Any]]:
    form = _form(unit)
    numbers = [{"field": name, "title": said, "format": form} for name, said in
               (("value", unit), ("low", "from"), ("high", "to"))]  # fmt: skip
    return [*({"field": name} for name in leading), *numbers, {"field": "n"}]


def _form(unit: str) -> str:
    return ".0%" if unit.startswith("share") else ".3~g"


def _spread(drawn: Sequence[Mapping[str, Any]], when: str = "") -> str:
    """Highest and lowest row in words, and what the intervals cover."""
    share = str(drawn[0]["unit"]).startswith("share")
    ranked = sorted(drawn, key=lambda row: row["value"])
    ends = [ranked[-1]] if len(ranked) == 1 else [ranked[-1], ranked[0]]
    said = " and ".join(f"{_place(row, when)} {word} at {_said(row, share)}" for row, word in zip(
        ends, ("stands highest", "lowest") if len(ends) == 2 else ("stands",), strict=True))  # fmt: skip
    covers = next((row["covers"] for row in drawn if row["low"] is not None), None)
    return f"{said}, {drawn[0]['unit']}.{f' Intervals (95%) cover {covers}.' if covers else ''}"


def _place(row: Mapping[str, Any], when: str) -> str:
    return f"{row['label']}{f' in {row[when]}' if when and str(row[when]) != row['label'] else ''}"


def _said(row: Mapping[str, Any], share: bool) -> str:
    form = "{:.0%}" if share else "{:.3g}"
    if row["low"] is None or row["high"] is None:
        return form.format(row["value"])
    return f"{form.format(row['value'])} ({form.format(row['low'])} to {form.format(row['high'])})"
