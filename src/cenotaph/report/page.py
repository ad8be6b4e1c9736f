"""The report as one HTML page: everything inline, nothing loaded; the page's own policy forbids it any request."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cenotaph.absence import ONE_IN
from cenotaph.charts import RANK_MARKS, TREATMENT_MARKS, Chart, Mark
from cenotaph.report.data import ReportData, Rite
from cenotaph.report.grid import Grid, attendance_grid, spoken_grid
from cenotaph.report.prose import (
    as_of_line,
    dateline,
    events_sentence,
    gaps,
    gestures_sentence,
    holdings,
    left_out_sentence,
    method,
    sources_sentence,
)
from cenotaph.report.words import LANGUAGES, capital, counted, day, listed, moment, number, sentence, web_address

__all__ = ["render"]

_SCRIPTS = ("vendor/vega-6.4.0.min.js", "vendor/vega-lite-6.4.3.min.js", "templates/report.js")
_HOSTS_SHOWN = 4
_FINDINGS = 3


def render(data: ReportData) -> str:
    """The report as HTML: one file, complete in itself.

    All text of the study is escaped; only addresses that begin with http:// or https:// become links.
    """
    rites = [_rite(rite, data.as_of) for rite in data.rites]
    grids = [drawn["grid"] for rite in rites for drawn in rite["grids"]]
    scripts = [_script(name) for name in _SCRIPTS]
    page: str = (
        _environment()
        .get_template("page.html.j2")
        .render(
            data=data,
            policy=_policy(scripts),
            style=Markup(_style()),
            scripts=[Markup(script) for script in scripts],
            specs=[Markup(_json(chart.spec)) for chart in _charts(data)],
            axis_rows=data.axis.rows.to_pylist() if data.axis else [],
            squares={opening.id for grid in grids for opening in grid.openings},
            left_out_sentence=left_out_sentence(data),
            rites=rites,
            dateline=dateline(data),
            as_of_line=as_of_line(data),
            findings=_findings(rites),
            holdings=holdings(data),
            sources_sentence=sources_sentence(data),
            sources=[_source(row) for row in data.sources.to_pylist()],
            years=data.documents_by_year.to_pylist(),
            by_language=[
                {**row, "language": LANGUAGES.get(row["language"], row["language"] or "not known")}
                for row in data.documents_by_language.to_pylist()
            ],
            **_deeds(data),
            gaps=gaps(data, grids),
            problems=data.problems.to_pylist(),
            method=method(data),
            acts=data.acts.to_pylist(),
            targets=[{**row, "languages": _languages(row["languages"])} for row in data.targets.to_pylist()],
            coders=data.coders.to_pylist(),
        )
    )
    return page


def _charts(data: ReportData) -> list[Chart]:
    return [each.chart for each in data.figures] + ([data.axis.chart] if data.axis else [])


def _rite(rite: Rite, as_of: dt.date | None) -> dict[str, Any]:
    drawn = []
    for roll in rite.spoken:
        heading = f"Whom {roll.actor_name} {'name' if roll.together else 'names'}"
        words = _Words(heading, "target", "named", "named before, absent now", roll.note)
        drawn.append(_drawn(rite, spoken_grid(rite, roll, as_of), words, TREATMENT_MARKS, roll.n_left_out))
    if rite.attendance is not None:
        words = _Words("Who came", "state", "came", "present before, absent now")
        grid = attendance_grid(rite, rite.attendance, as_of)
        drawn.append(_drawn(rite, grid, words, RANK_MARKS, rite.attendance.n_left_out))
    return {"id": f"rite-{rite.occasion}", "name": rite.name, "note": rite.note, "grids": drawn}


def _deeds(data: ReportData) -> dict[str, Any]:
    gestures = data.gestures.to_pylist()
    return {
        "gestures": gestures,
        "withheld": [row for row in gestures if not row["made"]],
        "made": [row for row in gestures if row["made"]],
        "gestures_sentence": gestures_sentence(data),
        "events": data.events.to_pylist(),
        "events_sentence": events_sentence(data),
    }


def _findings(rites: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What the first rite's roll calls say, and the first of each other rite's, for the head of the page."""
    shown = [(rite, drawn) for rite in rites for drawn in rite["grids"][:1]]
    if rites and len(rites[0]["grids"]) > 1:
        shown.insert(1, (rites[0], rites[0]["grids"][-1]))
    return [
        {
            "id": f"{drawn['grid'].id}-head",
            "name": f"{rite['name']}: {drawn['words'].heading}",
            "sentence": drawn["grid"].sentence,
        }
        for rite, drawn in shown[:_FINDINGS]
    ]


@dataclass(frozen=True)
class _Words:
    """The words around a grid: heading, head of the first column, head of the last, what a gone cell says."""

    heading: str
    corner: str
    tally: str
    gone: str
    note: str = ""


def _drawn(rite: Rite, grid: Grid, words: _Words, marks: Sequence[Mark], n_left_out: int) -> dict[str, Any]:
    order = {mark.key: place for place, mark in enumerate(marks)}
    coverage = f"{number(grid.n_cells - grid.n_unknown)} of {number(grid.n_cells)} squares are known. {words.note}"
    return {
        "grid": grid,
        "words": words,
        "legend": sorted(grid.legend, key=lambda mark: order.get(mark.key, -1)),
        "bars": _bars(rite, grid),
        "coverage": coverage.rstrip(),
        "n_left_out": n_left_out,
        "left_out": f"{counted(n_left_out, words.corner)} with fewer entries {_are(n_left_out)} not shown here:",
        "more_command": f"{grid.command} --limit {len(grid.rows) + n_left_out}",
    }


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _bars(rite: Rite, grid: Grid) -> str:
    """What the bars above the years mean: each reference class in use, with its dates."""
    rules = {name: rite.class_rules.get(name, "") for name in grid.bands}
    named = [f"{name} ({rule})" if rule else name for name, rule in rules.items()]
    return f"Bars above the years: {'; '.join(named)}." if named else ""


def _source(row: Mapping[str, Any]) -> dict[str, Any]:
    hosts = row["hosts"] or []
    shown = [{**host, "address": f"https://{host['host']}/"} for host in hosts[:_HOSTS_SHOWN]]
    return {**row, "languages": _languages(row["languages"]), "hosts": shown, "n_hosts": len(hosts)}


def _languages(codes: Sequence[str] | None) -> str:
    return listed([LANGUAGES.get(code, code) for code in codes or ()]) or "–"


def _value(value: float | None, share: bool) -> str:
    if value is None:
        return "–"
    return f"{value:.1%}" if share else f"{value:.3g}" if value < 100 else f"{value:,.0f}"


def _unbroken(text: str) -> Markup:
    """The text with every word that has a hyphen in one piece, by style alone: its letters stay as they are."""
    pieces = re.split(r"(\S*\w-\w\S*)", text)
    span = Markup('<span class="unbroken">{}</span>')
    return Markup("").join(span.format(piece) if place % 2 else piece for place, piece in enumerate(pieces))


def _ticked(text: str) -> Markup:
    """The text with what stands between backticks as code."""
    code = Markup("<code>{}</code>")
    pieces = text.split("`")
    return Markup("").join(code.format(piece) if place % 2 else piece for place, piece in enumerate(pieces))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cenotaph.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["one_in"] = ONE_IN
    environment.filters |= {
        "day": day,
        "moment": moment,
        "unbroken": _unbroken,
        "sentence": sentence,
        "ticked": _ticked,
        "capital": capital,
        "number": number,
        "web_address": web_address,
        "value": _value,
    }
    return environment


@cache
def _file(name: str) -> str:
    return resources.files("cenotaph.report").joinpath(name).read_text(encoding="utf-8")


@cache
def _script(name: str) -> str:
    """A script as it stands between its tags. A source map would be a request, so its address goes."""
    return "\n" + re.sub(r"^//# sourceMappingURL=.*$", "", _file(name), flags=re.MULTILINE).strip() + "\n"


@cache
def _style() -> str:
    marks = {mark.key: mark for mark in (*TREATMENT_MARKS, *RANK_MARKS)}
    rules = [f".{mark.key} {{ --fill: {mark.fill}; --mark: {mark.ink}; }}" for mark in marks.values()]
    return "\n".join([_file("templates/style.css"), *rules, ".other { --fill: #eee6d3; --mark: #14181f; }"])


def _policy(scripts: Sequence[str]) -> str:
    """Content Security Policy: no request of any kind, and no script but these, by their hashes.

    Vega makes functions of its expressions, hence `unsafe-eval`; it and the style sheet need inline styles.
    """
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    return (
        f"default-src 'none'; script-src {allowed} 'unsafe-eval'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )


def _json(spec: Mapping[str, Any]) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"), default=str).replace("<", "\\u003c")
