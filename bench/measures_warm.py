"""Every registered measure over a whole study, each in a fresh process: processor time, wall time, memory.

    python bench/measures_warm.py STUDY [--write docs/speed.md] [--only WORD] [--runs N]

STUDY is a built study folder; the first question about words counts them once, so that the store is warm after it.
The command line is what is run, its answer thrown away, so that starting Python and printing are in the figures.
Processor time is what counts: it does not grow where the machine is shared.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from cenotaph.measures import Measure, all_measures

MOST_SECONDS, MOST_MEGABYTES = 3.0, 2048
BEGIN, END = "<!-- warm measures -->", "<!-- end of warm measures -->"
RUN = "import sys; sys.argv[0] = 'cenotaph'; from cenotaph.cli import main; main()"

#: What a measure must be told before it can answer.
TOLD = {
    "change_at": ("--set", "at=2022"),
    "coverage_ratio": ("--set", "pair=USA,CHN"),
    "word_contrast": ("--language", "en"),
}
#: Questions besides the default breakdown, where a measure has others that are larger.
LARGER: dict[str, tuple[tuple[str, ...], ...]] = {
    "word_contrast": (("--language", "zh", "--by", "year"),),
    "change_at": (("--set", "at=2022", "--set", "period=month"), ("--set", "at=2022", "--set", "model=nb")),
    "code_contrast": (("--set", "permutations=999"),),
    "coverage_ratio": (("--set", "pair=USA,CHN", "--source", "xwlb"),),
}
#: What stands in the table under a line that misses the bound: why.
_STORIES = "57,383 texts that name either target are compared to find which are one story"
_SERIES = "some thousand series, a row for each period of each"
WHY: dict[str, str] = {
    "measure code_contrast --set permutations=999": "999 shuffles of 89,321 documents in every group; by default none",
    "measure coverage_ratio --set pair=USA,CHN --by year": _STORIES,
    "measure coverage_ratio --set pair=USA,CHN": _STORIES,
    "measure coverage_ratio --set pair=USA,CHN --source xwlb": _STORIES,
    "measure divergence": "100 halvings of all documents, and 999 exchanges for each of 66 pairs",
    "measure alert --by actor,target": _SERIES,
    "measure change_at --set at=2022 --by actor,target": "some thousand series, a model for each date of each",
    "omissions": "all rites at once: 15 roll calls, then 189 series judged, each with a hazard fitted",
    "measure word_contrast --language en --by actor,year": "every word is tested in every year of every actor",
    "measure word_contrast --language zh --by year": "as many words as there are, tested in every year",
}


@dataclass(frozen=True)
class Line:
    """One question with the processor and wall seconds, and the greatest resident memory in MB, of its process."""

    question: str
    processor: float
    wall: float
    megabytes: float
    failed: str = ""

    @property
    def misses(self) -> bool:
        """Whether it takes too long, or too much memory."""
        return self.processor >= MOST_SECONDS or self.megabytes >= MOST_MEGABYTES


def questions() -> list[tuple[str, ...]]:
    """Every measure with its defaults, over years where it allows them, else over targets, and what LARGER adds."""
    asked: list[tuple[str, ...]] = []
    for measure in all_measures():
        told = TOLD.get(measure.name, ())
        asked.append((measure.name, *told))
        by = _further(measure)
        if by:
            asked.append((measure.name, *told, "--by", ",".join(by)))
        asked += [(measure.name, *more) for more in LARGER.get(measure.name, ())]
    return [*(("measure", *each) for each in asked), ("omissions",)]


def _further(measure: Measure) -> tuple[str, ...]:
    """The default breakdown with one column more."""
    more = next((each for each in ("year", "target") if each in measure.allows and each not in measure.by), None)
    return (*measure.by, more) if more else ()


def timed(study: Path, question: tuple[str, ...]) -> Line:
    """One question, asked in a process of its own."""
    command = [sys.executable, "-c", RUN, *question, "--study", str(study)]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read() if process.stderr else ""
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    failed = said.strip().splitlines()[-1] if status and said.strip() else ""
    memory = used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return Line(" ".join(question), used.ru_utime + used.ru_stime, wall, memory, failed)


def repeated(study: Path, question: tuple[str, ...], runs: int) -> Line:
    """The medians of several runs."""
    lines = [timed(study, question) for _ in range(runs)]
    processor, wall, megabytes = (
        float(median(getattr(each, name) for each in lines)) for name in ("processor", "wall", "megabytes")
    )
    return Line(lines[0].question, processor, wall, megabytes, lines[0].failed)


def table(lines: list[Line]) -> str:
    """The lines as a table, the slowest first, with a sentence that says how many miss."""
    within = sum(not each.misses and not each.failed for each in lines)
    head = f"{within} of {len(lines)} questions take less than {MOST_SECONDS:g} s of processor time and 2 GB.\n\n"
    head += "| question | processor s | wall s | peak MB | |\n| --- | ---: | ---: | ---: | --- |\n"
    ordered = sorted(lines, key=lambda each: -each.processor)
    return head + "".join(
        f"| `{each.question}` | {each.processor:.2f} | {each.wall:.2f} | {each.megabytes:.0f} | "
        f"{each.failed or (WHY.get(each.question, 'misses') if each.misses else '')} |\n"
        for each in ordered
    )


def written(text: str, made: str) -> str:
    """The page with the table between its marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{made}{END}{after}"


def main() -> None:
    """Ask every question, print the table, and write it into a page where one is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", type=Path)
    parser.add_argument("--write", type=Path, help="the page that holds the table")
    parser.add_argument("--only", default="", help="only questions that hold this word")
    parser.add_argument("--runs", type=int, default=1)
    told = parser.parse_args()
    lines = []
    for question in questions():
        if told.only in " ".join(question):
            lines.append(repeated(told.study, question, told.runs))
            print(f"{lines[-1].processor:7.2f} {lines[-1].megabytes:6.0f} {lines[-1].question}", file=sys.stderr)
    print(table(lines))
    if told.write:
        told.write.write_text(written(told.write.read_text("utf-8"), table(lines)), "utf-8")


if __name__ == "__main__":
    main()
