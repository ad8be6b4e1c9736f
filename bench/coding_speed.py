"""How fast sentences are coded, beside a bare scan with the same automaton in the same run.

    python bench/coding_speed.py [MEGABYTES]

Reads official texts in ../shared/data where they are; prints one line a corpus. Times are of the process on one core;
sentences are split beforehand. `bare` only runs the automaton of names over folded text and keeps nothing.
"""

from __future__ import annotations

import csv
import gzip
import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from cenotaph.coding import PASSAGE_BATCH, code_batch, compile_codebook
from cenotaph.coding.batch import read_names
from cenotaph.study import packaged_codebook
from cenotaph.text import fold, sentences

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
BATCH = 20_000


def main() -> None:
    """Time every corpus that is there."""
    csv.field_size_limit(2**30)
    limit = float(sys.argv[1]) * 1e6 if len(sys.argv) > 1 else 12e6
    began = time.perf_counter()
    coder = compile_codebook(packaged_codebook("memory-acts"), ["en", "ru", "zh"])
    print(f"compiled in {time.perf_counter() - began:.2f} s")
    for name, language, actor, texts in corpora():
        batches, size, n_documents = _batches(texts, language, actor, limit)
        if batches:
            _report(name, language, coder, batches, size, n_documents)


def corpora() -> Iterator[tuple[str, str, str, Iterator[str]]]:
    """Name, language, actor and texts of each corpus at hand."""
    for path, name, language, actor in (
        ("xwlb/xwlb_2015.jsonl.gz", "Chinese state television 2015", "zh", "CHN"),
        ("kremlin/kremlin_en_1999_2020.jsonl.gz", "Kremlin in English", "en", "RUS"),
        ("ungdc/ungdc_focus12.jsonl.gz", "UN General Debate", "en", "USA"),
    ):
        if (DATA / path).exists():
            yield name, language, actor, _jsonl(DATA / path)
    path_ru = DATA / "kremlin/kremlin_ru_2025-02_2025-05.csv"
    if path_ru.exists():
        yield "Kremlin in Russian", "ru", "RUS", _csv(path_ru)
    if not DATA.exists():
        print(f"nothing to time: {DATA.name} is not beside the repository")


def _jsonl(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line).get("text") or ""


def _csv(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield "".join(value or "" for key, value in row.items() if key and key.startswith("article_full_text"))


def _batches(texts: Iterator[str], language: str, actor: str, limit: float) -> tuple[list[pa.RecordBatch], int, int]:
    batches, rows, size, count = [], [], 0, 0
    for count, text in enumerate(texts, 1):
        size += len(text.encode())
        for place, (start, end) in enumerate(sentences(text, language)):
            rows.append(
                (f"{count}#{place}", str(count), language, text[start:end], start, actor, None, None, None, None)
            )
        if len(rows) >= BATCH:
            batches.append(_batch(rows))
            rows = []
        if size >= limit:
            break
    if rows:
        batches.append(_batch(rows))
    return batches, size, count


def _batch(rows: list[tuple[object, ...]]) -> pa.RecordBatch:
    columns = [
        pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), PASSAGE_BATCH, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=PASSAGE_BATCH)


def _report(name, language, coder, batches, size, n_documents) -> None:  # type: ignore[no-untyped-def]
    part = coder.languages[language]
    folded = [fold("\n".join(batch.column("text").to_pylist())).text for batch in batches]
    automaton = part.names.automaton
    _ = part.cues.automaton
    seconds = {}
    for what, work in (
        ("bare", lambda: [automaton.find_matches_as_indexes(text, overlapping=True) and None for text in folded]),
        ("mentions", lambda: [read_names(batch, coder, language) for batch in batches]),
        ("whole", lambda: [code_batch(batch, coder) for batch in batches]),
    ):
        best = float("inf")
        for _ in range(3):
            began = time.process_time()
            result = work()
            best = min(best, time.process_time() - began)
        seconds[what] = best
    n_statements = sum(coded.statements.num_rows for coded in result)
    n_mentions = sum(coded.mentions.num_rows for coded in result)
    speed = "  ".join(f"{what} {size / 1e6 / second:6.1f} MB/s" for what, second in seconds.items())
    share = (
        f"mentions {seconds['bare'] / seconds['mentions']:.0%}, whole {seconds['bare'] / seconds['whole']:.0%} of bare"
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name}: {size / 1e6:.1f} MB, {n_documents} documents, {n_mentions} mentions, {n_statements} statements")
    print(f"  {speed}  ({share}; peak {memory:.0f} MB)")


if __name__ == "__main__":
    main()
