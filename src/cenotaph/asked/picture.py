"""A measure's answer as a picture in a file: a page, an image, or the specification."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from cenotaph.answer import Answer
from cenotaph.charts import Chart, chart_of, timeline_chart
from cenotaph.errors import CenotaphError, MissingExtra
from cenotaph.measures import find_measure

__all__ = ["chart", "write_chart"]

_ENDINGS = (".html", ".svg", ".vl.json")


def chart(answer: Answer) -> Chart | None:
    """The chart of an answer of `measure` or `timeline`; null where there is nothing to draw."""
    if answer.command == "timeline":
        return timeline_chart(answer.rows, title=f"{answer.more.get('title', '')}: words and deeds")
    asked = find_measure(answer.more["measure"])
    names = answer.rows.column_names
    leading = names[: names.index("value")]
    title = f"{answer.more.get('title', '')}: {asked.name}, {asked.unit}"
    return chart_of(answer.rows, title=title, leading=leading, kind=asked.chart)


def write_chart(answer: Answer, file: Path) -> Path:
    """Write the chart of an answer: a page that needs no network (.html), an image (.svg), or Vega-Lite (.vl.json).

    Raises: CenotaphError where there is nothing to draw, or the file's name ends otherwise; MissingExtra for .svg.
    """
    if not file.name.endswith(_ENDINGS):
        raise CenotaphError(f"{file.name}: a chart is written to a file that ends in {', '.join(_ENDINGS)}.")
    made = chart(answer)
    if made is None:
        raise CenotaphError("There is nothing to draw: no row has a value.")
    if file.name.endswith(".html"):
        text = _page(answer, made)
    elif file.name.endswith(".svg"):
        text = _svg(made)
    else:
        text = json.dumps(made.spec, ensure_ascii=False, indent=1) + "\n"
    file.write_text(text, encoding="utf-8")
    return file


def _page(answer: Answer, made: Chart) -> str:
    """One page: the sentence, the chart, the table with its notes."""
    from html import escape

    from cenotaph.answer_html import answer_html

    vendor = files("cenotaph.report") / "vendor"
    scripts = [each.read_text(encoding="utf-8") for each in sorted(vendor.iterdir(), key=lambda each: each.name)
               if each.name.endswith(".js")]  # fmt: skip
    scripts.sort(key=len, reverse=True)  # Vega before Vega-Lite, which needs it
    spec = json.dumps(made.spec, ensure_ascii=False).replace("<", "\\u003c")
    draw = (
        "new vega.View(vega.parse(vegaLite.compile(SPEC).spec),{renderer:'svg',container:'#chart'}).hover().runAsync()"
    )
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        "<meta name=viewport content='width=device-width'>",
        f"<title>{escape(made.title)}</title>",
        "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}",
        "table{border-collapse:collapse;font-size:14px}td,th{padding:.2rem .6rem;text-align:left}</style></head><body>",
        f"<h1>{escape(made.title)}</h1><p>{escape(made.sentence)}</p>",
        f'<div id="chart" role="img" aria-label="{escape(made.sentence)}"></div>',
        answer_html(answer),
        *(f"<script>{script}</script>" for script in scripts),
        f"<script>const SPEC={spec};{draw}</script></body></html>\n",
    ]
    return "".join(parts)


def _svg(made: Chart) -> str:
    try:
        import vl_convert
    except ImportError:
        raise MissingExtra("A chart as .svg", "svg") from None
    drawn: str = vl_convert.vegalite_to_svg(json.dumps(made.spec))
    return drawn
