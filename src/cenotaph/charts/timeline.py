"""Words and deeds on one axis of time: a lane for the words, the presence and the gestures of each actor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from cenotaph.charts.of_rows import framed
from cenotaph.charts.over_time import INK, LINE, Chart

__all__ = ["timeline_chart"]

#: Sign -> its shape. A gesture withheld is hollow as well, so that neither colour nor shape tells it alone.
_SHAPES = {
    "words": "circle",
    "came": "square",
    "did not come": "M-1,-1L1,1M-1,1L1,-1",
    "event": "diamond",
    "gesture made": "triangle-up",
    "gesture withheld": "triangle-down",
    "unknown": "cross",
}
_WITHHELD = "gesture withheld"
_LANES = {"words": "words", "presence": "presence", "event": "presence", "gesture": "gestures"}
_ACTORS = 6


def timeline_chart(rows: pa.Table, *, title: str) -> Chart | None:
    """Documents, events and gestures as points on one axis of time.

    Args: `rows`, with `date, kind, actor, actor_name, done, what, source_id`. Only the actors with most rows are drawn.

    Returns: the chart; null where there is no row.
    """
    told = rows.select(["date", "kind", "actor", "actor_name", "done", "what", "source_id"]).to_pylist()
    busiest = [actor for actor, _ in Counter(row["actor"] for row in told).most_common(_ACTORS)]
    drawn = [_point(row) for row in told if row["actor"] in busiest]
    drawn.sort(key=lambda point: point["sign"] == _WITHHELD)  # drawn last, on top of what was made in its place
    if not drawn:
        return None
    order = [f"{name}: {lane}" for name in _names(told, busiest) for lane in dict.fromkeys(_LANES.values())]
    lanes = {row["lane"] for row in drawn}
    y = {"field": "lane", "type": "nominal", "title": None, "sort": [lane for lane in order if lane in lanes]}
    signs = [sign for sign in _SHAPES if any(row["sign"] == sign for row in drawn)]
    legend = {"orient": "top", "columns": 3, "symbolStrokeWidth": 1.6}
    of_sign = {"field": "sign", "type": "nominal", "title": None, "legend": legend}
    shapes = {"domain": signs, "range": [_SHAPES[sign] for sign in signs]}
    fills = {"domain": signs, "range": ["#ffffff" if sign == _WITHHELD else LINE for sign in signs]}
    encoding = {
        "x": {"field": "date", "type": "temporal", "title": None},
        "y": {**y, "axis": {"labelLimit": 260, "grid": True, "labelColor": INK}},
        "shape": {**of_sign, "scale": shapes},
        "fill": {**of_sign, "scale": fills},
        "stroke": {**of_sign, "scale": {"domain": signs, "range": [LINE] * len(signs)}},
        "tooltip": [{"field": name} for name in ("when", "actor", "sign", "what", "source_id")],
    }
    mark = {"type": "point", "strokeWidth": 1.6, "size": 70, "opacity": 0.85}
    withheld = {
        "mark": {"type": "text", "dy": -11, "fontSize": 10, "color": INK, "text": "not"},
        "transform": [{"filter": f"datum.sign === '{_WITHHELD}'"}],
        "encoding": {key: encoding[key] for key in ("x", "y")},
    }
    spec = {"width": 620, "height": {"step": 34}, "layer": [{"mark": mark, "encoding": encoding}, withheld]}
    return framed(title, spec, _sentence(drawn, len({row["actor"] for row in told})), drawn)


def _point(row: Mapping[str, Any]) -> dict[str, Any]:
    kind, done = row["kind"], row["done"]
    if kind == "presence":
        sign = "unknown" if done is None else "came" if done else "did not come"
    else:
        sign = {"gesture": "gesture made" if done else "gesture withheld"}.get(kind, kind)
    name = row["actor_name"] or "actor not stated"
    day = row["date"].isoformat()
    found = {"date": day, "when": day, "actor": name, "sign": sign, "lane": f"{name}: {_LANES[kind]}"}
    return found | {"what": row["what"], "source_id": row["source_id"], "unit": "", "value": None}


def _names(told: Sequence[Mapping[str, Any]], busiest: Sequence[str | None]) -> list[str]:
    names = {row["actor"]: row["actor_name"] or "actor not stated" for row in told}
    return [names[actor] for actor in busiest]


def _sentence(drawn: Sequence[Mapping[str, Any]], n_actors: int) -> str:
    """How many points of each sign, over which years, and who is not drawn."""
    counts = Counter(row["sign"] for row in drawn)
    parts = ", ".join(f"{sign} {counts[sign]}" for sign in _SHAPES if counts[sign])
    actors = list(dict.fromkeys(row["actor"] for row in drawn))
    whose = ", ".join(actors[:-1]) + (" and " if len(actors) > 1 else "") + actors[-1]
    first, last = (pick(row["date"] for row in drawn)[:4] for pick in (min, max))
    span = first if first == last else f"{first} to {last}"
    last_withheld = max((row["date"] for row in drawn if row["sign"] == _WITHHELD), default=None)
    told = f"{whose}, {span}: {parts}."
    told += " A hollow triangle marked 'not' was expected on a stated ground and not made." if counts[_WITHHELD] else ""
    told += f" The last one is of {last_withheld}." if last_withheld else ""
    more = n_actors - len(actors)
    return (
        f"{told} {more} other actor{'s have' if more > 1 else ' has'} fewer entries and no lane." if more > 0 else told
    )
