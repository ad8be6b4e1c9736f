"""Words and deeds of the two actors of whom most is on record, on one axis of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from cenotaph.charts import timeline_chart
from cenotaph.chronicle import Wanted, timeline
from cenotaph.report.data import Axis
from cenotaph.report.words import listed
from cenotaph.store import Snapshot
from cenotaph.study import LoadedStudy

__all__ = ["axis"]

_ACTORS, _ROWS = 2, 250


def axis(study: LoadedStudy, snapshot: Snapshot) -> Axis | None:
    """The timeline of the study's busiest actors; null where no deed or no word is on record."""
    counts = Counter(_doers(snapshot))
    actors = [actor for actor, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_ACTORS]]
    if not actors:
        return None
    rows = timeline(study, snapshot, Wanted(tuple(actors)))
    names = {key: actor.name for key, actor in study.config.actors.items()}
    title = f"{listed([names.get(actor, actor) for actor in actors])}: words and deeds on one axis"
    newest = rows.slice(max(0, rows.num_rows - _ROWS))
    chart = timeline_chart(newest, title=title)
    if chart is None or _lanes(newest) < 2:
        return None
    spec = {key: value for key, value in chart.spec.items() if key != "title"}
    chart = replace(chart, spec={**spec, "config": {**spec["config"], "background": None, "aria": False}})
    asked = f" --as-of {snapshot.as_of}" if snapshot.as_of else ""
    command = f"cenotaph timeline --actors {','.join(actors)}{asked}"
    return Axis(chart, newest, rows.num_rows - newest.num_rows, command)


def _doers(snapshot: Snapshot) -> Sequence[str]:
    """The actor of every gesture, part in an event and document of a rite."""
    rows = snapshot.query(
        "SELECT performer_state AS actor FROM gestures UNION ALL SELECT state FROM participations "
        "UNION ALL SELECT actor FROM documents WHERE occasion IS NOT NULL AND actor IS NOT NULL"
    )
    actors: list[str] = rows["actor"].to_pylist()
    return actors


def _lanes(rows: pa.Table) -> int:
    return len(rows["kind"].unique())
