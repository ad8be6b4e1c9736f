"""How fast sentences are coded, beside a bare scan with the same automaton and beside other programs, in one run.

    python bench/coding.py [--megabytes N] [--peers PYTHON] [--write FILE]

Reads official texts in ../shared/data where they are. Every program gets the same folded sentences and the same
patterns; slow ones get fewer sentences, so speeds are compared, not times. Times are of the process on one core, the
median of three runs. PYTHON is one that has bench/requirements.txt; quanteda is timed where Rscript finds it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ahocorasick_rs
import numpy as np
import pyarrow as pa

from cenotaph.coding import PASSAGE_BATCH, Coder, code_batch, compile_codebook
from cenotaph.coding.batch import read_names
from cenotaph.study import packaged_codebook
from cenotaph.text import fold, sentences, split_texts

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "shared" / "data"
BATCH = 20_000
CORPORA = (
    ("UN General Debate", "en", "USA", "ungdc/ungdc_focus12.jsonl.gz"),
    ("Kremlin in English", "en", "RUS", "kremlin/kremlin_en_1999_2020.jsonl.gz"),
    ("Kremlin in Russian", "ru", "RUS", "kremlin/kremlin_ru_2025-02_2025-05.csv"),
    ("Chinese state television", "zh", "CHN", "xwlb/xwlb_2015.jsonl.gz"),
)
#: Megabytes of text that a peer is given.
PEERS = {"pyahocorasick": 4.0, "flashtext": 2.0, "spacy": 1.0, "quanteda": 1.0}


@dataclass(frozen=True)
class Speed:
    """MB of text in a second, hits, peak memory of the process in MB; for a peer our own hits on what it was given."""

    rate: float
    hits: int
    peak_mb: float
    ours: int | None = None


@dataclass(frozen=True)
class Corpus:
    """Documents of one language, with all their sentences."""

    name: str
    language: str
    actor: str
    texts: list[str]

    @property
    def megabytes(self) -> float:
        return sum(len(text.encode()) for text in self.texts) / 1e6


def corpora(limit: float) -> Iterator[Corpus]:
    """At most `limit` megabytes of each corpus at hand."""
    for name, language, actor, path in CORPORA:
        if (DATA / path).exists():
            texts, size = [], 0
            for text in (_jsonl if path.endswith("gz") else _csv)(DATA / path):
                texts.append(text)
                size += len(text.encode())
                if size >= limit * 1e6:
                    break
            yield Corpus(name, language, actor, texts)


def _jsonl(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line).get("text") or ""


def _csv(path: Path) -> Iterator[str]:
    csv.field_size_limit(2**30)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield "".join(value or "" for key, value in row.items() if key and key.startswith("article_full_text"))


def batches(corpus: Corpus) -> list[pa.RecordBatch]:
    """The corpus as a build gives it to the coder, a batch for each stretch of documents."""
    made, rows = [], []
    for number, text in enumerate(corpus.texts):
        for place, (start, end) in enumerate(sentences(text, corpus.language)):
            rows.append(
                {
                    "passage_id": f"{number}#{place}",
                    "document_id": str(number),
                    "language": corpus.language,
                    "text": text[start:end],
                    "start": start,
                    "actor": corpus.actor,
                }
            )
        if len(rows) >= BATCH:
            made.append(pa.RecordBatch.from_pylist(rows, schema=PASSAGE_BATCH))
            rows = []
    return [*made, pa.RecordBatch.from_pylist(rows, schema=PASSAGE_BATCH)] if rows else made


def _median(work: Callable[[], int], megabytes: float) -> Speed:
    seconds = []
    for _ in range(3):
        began = time.process_time()
        hits = work()
        seconds.append(time.process_time() - began)
    return Speed(megabytes / sorted(seconds)[1], hits, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def ours(corpus: Corpus, coder: Coder) -> dict[str, Speed]:
    """A bare scan, mentions, statements, sentence splitting, and all of it."""
    language, size = corpus.language, corpus.megabytes
    split = batches(corpus)
    part = coder.languages[language]
    scan = part.names.automaton.find_matches_as_indexes
    texts = [fold("\n".join(batch.column("text").to_pylist())).text for batch in split]
    folded = [text.encode() for text in texts]
    by_character = ahocorasick_rs.AhoCorasick(part.names.lexicon.patterns, ahocorasick_rs.MatchKind.Standard)

    def spans() -> int:
        return len(split_texts(corpus.texts, language)[1].start)

    def whole() -> int:
        return spans() + sum(code_batch(batch, coder).statements.num_rows for batch in split)

    def bare() -> int:
        return sum(len(scan(text, overlapping=True)) for text in folded)

    return {
        "bare scan": _median(bare, size),
        "bare scan by character": _median(
            lambda: sum(len(by_character.find_matches_as_indexes(text, overlapping=True)) for text in texts), size
        ),
        "mentions": _median(lambda: sum(read_names(batch, coder, language).num_rows for batch in split), size),
        "mentions and statements": _median(
            lambda: sum(code_batch(batch, coder).statements.num_rows for batch in split), size
        ),
        "sentences": _median(spans, size),
        "whole coding": _median(whole, size),
    }


def peers(corpus: Corpus, coder: Coder, python: str) -> dict[str, Speed]:
    """Speeds of the other programs that can be had."""
    found = {}
    for name, limit in PEERS.items():
        with tempfile.TemporaryDirectory() as folder:
            size = _write_sample(corpus, coder, limit, Path(folder))
            command = [python, str(HERE / "peers.py"), name, corpus.language, folder]
            if name == "quanteda":
                command = ["Rscript", str(HERE / "peers.R"), folder]
            if shutil.which(command[0]) is None:
                continue
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{name} left out: {(done.stderr.strip() or 'failed').splitlines()[-1]}", file=sys.stderr)
                continue
            result = json.loads(done.stdout.splitlines()[-1])
            found[name] = Speed(
                size / result["seconds"], result["hits"], result["peak_mb"], _hits(corpus, coder, folder)
            )
    return found


def _hits(corpus: Corpus, coder: Coder, folder: str) -> int:
    """Spans of the sample that are whole words of the lexicon, nested ones too."""
    hits = coder.languages[corpus.language].names.find(Path(folder, "texts.txt").read_text("utf-8"))
    return len(np.unique(np.stack((hits.start, hits.end)), axis=1).T)


def _write_sample(corpus: Corpus, coder: Coder, limit: float, folder: Path) -> float:
    lines: list[str] = []
    size = 0
    for text in corpus.texts:
        for start, end in sentences(text, corpus.language):
            lines.append(" ".join(fold(text[start:end]).text.split()))
            size += len(lines[-1].encode())
        if size >= limit * 1e6:
            break
    (folder / "texts.txt").write_text("\n".join(lines), "utf-8")
    (folder / "patterns.txt").write_text("\n".join(coder.languages[corpus.language].names.lexicon.patterns), "utf-8")
    return size / 1e6


#: What a line of the table holds; the page is made from these and nothing else.
HEAD = (
    "| corpus | language | what | MB/s | of bare scan | mentions: times | whole: times | hits | ours | peak MB |",
    "|---|---|---|---:|---:|---:|---:|---:|---:|---:|",
)
Measured = dict[str, Speed]


def rows(corpus: Corpus, found: Measured) -> Iterator[str]:
    """The corpus's rows of the table."""
    for name, speed in found.items():
        whole = f"{found['whole coding'].rate / speed.rate:.1f}" if name in PEERS else ""
        coding = f"{found['mentions'].rate / speed.rate:.1f}" if name in PEERS else ""
        yield (
            f"| {corpus.name} | {corpus.language} | {name} | {speed.rate:.2f} "
            f"| {speed.rate / found['bare scan'].rate:.0%} | {coding} | {whole} | {speed.hits} "
            f"| {'' if speed.ours is None else speed.ours} | {speed.peak_mb:.0f} |"
        )


def conclusions(measured: dict[str, Measured], patterns: dict[str, int]) -> Iterator[str]:
    """What the table says, in sentences: each target of the project with what was reached."""
    lists = ", ".join(f"{count:,} in {language}" for language, count in patterns.items())
    yield f"The patterns are {lists}."
    for scan in ("bare scan", "bare scan by character"):
        for what, target in (("mentions", 50), ("whole coding", 20)):
            shares = {name: 100 * found[what].rate / found[scan].rate for name, found in measured.items()}
            yield _against(f"{what.capitalize()} in % of the {scan}", shares, target)
    for peer, target in (("quanteda", 30), ("spacy", 20)):
        ratios = {
            name: found["whole coding"].rate / found[peer].rate for name, found in measured.items() if peer in found
        }
        if ratios:
            yield _against(f"Whole coding, times as fast as {peer}", ratios, target)
    limits = [found["bare scan"].rate / found["spacy"].rate for found in measured.values() if "spacy" in found]
    if limits:
        yield f"The bare scan itself is {min(limits):.0f} to {max(limits):.0f} times as fast as spacy."


def _against(what: str, reached: dict[str, float], target: int) -> str:
    missed = [name for name, value in reached.items() if value < target]
    verdict = f"missed for {', '.join(missed)}" if missed else "reached"
    return (
        f"{what}: {', '.join(f'{value:.0f} ({name})' for name, value in reached.items())}. Asked: {target}; {verdict}."
    )


def write(page: Path, table: list[str], said: list[str]) -> None:
    """Put the table and what it says into a page, each between its two marks."""
    text = page.read_text("utf-8")
    for mark, lines in (("table", table), ("conclusions", [f"- {line}" for line in said])):
        before, _, rest = text.partition(f"<!-- {mark} -->\n")
        after = rest.partition(f"<!-- end of {mark} -->\n")[2]
        text = "".join(
            [before, f"<!-- {mark} -->\n", *(f"{line}\n" for line in lines), f"<!-- end of {mark} -->\n", after]
        )
    page.write_text(text, "utf-8")


def main() -> int:
    """Print the table and, where asked, put it into a page between its two marks."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--megabytes", type=float, default=6.0)
    options.add_argument("--peers", default=sys.executable)
    options.add_argument("--write", type=Path)
    asked = options.parse_args()
    if not DATA.exists():
        print("skipped: there is no shared/data beside the repository")
        return 0
    coder = compile_codebook(packaged_codebook("memory-acts"), ["en", "ru", "zh"])
    measured: dict[str, Measured] = {}
    table = [*HEAD]
    print("\n".join(table))
    for corpus in corpora(asked.megabytes):
        measured[corpus.name] = {**ours(corpus, coder), **peers(corpus, coder, asked.peers)}
        for row in rows(corpus, measured[corpus.name]):
            print(row, flush=True)
            table.append(row)
    said = list(
        conclusions(measured, {name: len(part.names.lexicon.patterns) for name, part in coder.languages.items()})
    )
    print("\n".join(said))
    if asked.write:
        write(asked.write, table, said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
