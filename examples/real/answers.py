"""What the two answers of this folder share: the study they ask, and the page they write."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cenotaph
from cenotaph.charts import Chart
from cenotaph.opened import OpenStudy

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
PAGE = REPOSITORY / "docs" / "answers-real-study.md"
FILES = ("study.toml", "codebook.yaml")


def topics_study(arguments: Sequence[str]) -> OpenStudy | None:
    """The study of topics, built where it was not; null, with a word on stderr, where the texts are missing.

    Args: the folder of the study (default: real-topics, in the repository), and the folder of the texts (default: the
    environment variable CENOTAPH_DATA, else ../shared/data beside the repository).
    """
    folder = Path(arguments[0] if arguments else REPOSITORY / "real-topics").absolute()
    stated = arguments[1] if len(arguments) > 1 else os.environ.get("CENOTAPH_DATA")
    data = Path(stated or REPOSITORY.parent / "shared" / "data").absolute()
    if not (data / "xwlb").is_dir():
        print(f"Skipped: there are no texts in {data}. Set CENOTAPH_DATA to their folder.", file=sys.stderr)
        return None
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["CENOTAPH_DATA"] = str(data)
    for name in FILES:
        text = (HERE / "topics" / name).read_text(encoding="utf-8")
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text:
            (folder / name).write_text(text, encoding="utf-8")
    study = cenotaph.open(folder)
    if study.status().stale:
        study.build()
    return study


def table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table in Markdown; numbers to the right."""
    right = [all(not isinstance(row[k], str) for row in rows) for k in range(len(heads))]
    lines = [" | ".join(heads), " | ".join("---:" if each else "---" for each in right)]
    lines += [" | ".join(str(cell) for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


def publish(name: str, text: str, chart: Chart) -> None:
    """Print the answer, put it between its markers on the page, and write its chart beside the page.

    The chart is Vega-Lite, and a picture too where vl-convert is installed.
    """
    print(text)
    folder = PAGE.parent / "charts"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.vl.json").write_text(json.dumps(chart.spec, ensure_ascii=False, indent=1) + "\n", "utf-8")
    try:
        import vl_convert

        (folder / f"{name}.svg").write_text(vl_convert.vegalite_to_svg(json.dumps(chart.spec)), encoding="utf-8")
    except ImportError:
        print("No picture: pip install 'cenotaph[svg]'.", file=sys.stderr)
    page = PAGE.read_text(encoding="utf-8")
    start, end = f"<!-- {name}: made by examples/real -->", f"<!-- end of {name} -->"
    before, _, rest = page.partition(start)
    after = rest.partition(end)[2]
    PAGE.write_text(f"{before}{start}\n\n{text}\n\n{end}{after}", encoding="utf-8")
