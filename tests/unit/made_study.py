"""A small built study, made by hand in a folder: three addresses of one rite, in the words of nobody."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa

from cenotaph.store import SCHEMAS, Pointer, write_stage
from cenotaph.text import fold, sentences

STUDY = """
title = "Two neighbours"
languages = ["en", "ru"]

[actors.NOR]
name = "Northland"
[actors.SUD]
name = "Southland"

[[sources]]
id = "speeches"
kind = "folder"
path = "texts"
"""

CODEBOOK = """
codebook: neighbours
version: "1"
targets:
  SUD: {name: Southland, terms: {en: [Southland], ru: [Южноземье]}}
  EAS: {name: Eastland, terms: {en: [Eastland]}}
acts:
  thank: {name: Thanks, treatment: thanked}
  blame: {name: Blame, treatment: blamed}
"""

OCCASIONS = """
peace-day:
  name: Peace Day
  host: NOR
  calendar: {month: 6, day: 1, since: 2019}
"""

TEXTS = {
    "nor-2019": ("en", dt.date(2019, 6, 1), "We thank Southland. The fields are green."),
    "nor-2020": ("en", dt.date(2020, 6, 1), "We blame Eastland. The fields were green. Southland knows it."),
    "nor-2022": ("ru", dt.date(2022, 6, 1), "Поля зелены. Мы помним всё."),
    "nor-2022-reprint": ("ru", dt.date(2022, 6, 2), "Поля зелены. Мы помним всё."),
}

CODED = (("nor-2019", "thank", "Southland", "SUD"), ("nor-2020", "blame", "Eastland", "EAS"))


def make_study(folder: Path) -> Path:
    """Write the study's files and its derived tables."""
    for name, text in (("study.toml", STUDY), ("codebook.yaml", CODEBOOK), ("occasions.yaml", OCCASIONS)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "texts").mkdir()
    (folder / "texts" / "a.txt").write_text("Kept elsewhere.", encoding="utf-8")
    tables = {name: pa.Table.from_pylist(rows, schema=SCHEMAS[name]) for name, rows in _rows().items()}
    record = write_stage(folder, "made-by-hand", tables)
    every = {name: [record.files[name]] if name in record.files else [] for name in SCHEMAS}
    counts = {name: tables[name].num_rows if name in tables else 0 for name in SCHEMAS}
    Pointer("made", "2024-01-01T00:00:00+00:00", "0", every, counts).write(folder)
    return folder


def _rows() -> dict[str, list[dict[str, Any]]]:
    documents, texts, passages = [], [], []
    for key, (language, day, text) in TEXTS.items():
        original = key.removesuffix("-reprint")
        documents.append(
            {
                "document_id": key,
                "source": "speeches",
                "actor": "NOR",
                "speaker": "Ada North",
                "date": day,
                "known_at": day,
                "occasion": "peace-day" if original == key else None,
                "occasion_year": day.year if original == key else None,
                "language": language,
                "title": f"Address of {day.year}",
                "n_characters": len(text),
                "duplicate_of": None if original == key else original,
                "file": "texts/a.txt",
            }
        )
        texts.append({"document_id": key, "text": text, "folded": fold(text).text})
        for number, (start, end) in enumerate(sentences(text, language)):
            row = {"passage_id": f"{key}#{number}", "document_id": key, "kind": "sentence", "ordinal": number}
            passages.append({**row, "paragraph": 0, "start": start, "end": end})
    statements, mentions = _codings(passages)
    years = [{"occasion": "peace-day", "year": year, "date": dt.date(year, 6, 1)} for year in range(2019, 2023)]
    return {
        "documents": documents,
        "texts": texts,
        "passages": passages,
        "mentions": mentions,
        "statements": statements,
        "occasions": [{**row, "name": "Peace Day", "host": "NOR", "classes": []} for row in years],
        "coders": [{"coder": "rules", "kind": "rule", "version": "1", "codebook_hash": "0", "n_statements": 2}],
        "events": [
            {"event_id": "p19", "date": dt.date(2019, 6, 1), "occasion": "peace-day", "occasion_year": 2019}
            | {"title": "Parade", "known_at": dt.date(2019, 6, 1), "row": 2}
        ],
        "participations": [
            {"event_id": "p19", "state": "SUD", "rank": "minister", "rank_order": 7, "status": "attended"}
            | {"known_at": dt.date(2019, 6, 1), "row": 2, "note": "came by train"}
        ],
    }


def _codings(passages: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    statements, mentions = [], []
    for document, act, word, target in (*CODED, ("nor-2020", "", "Southland", "SUD")):
        start = TEXTS[document][2].index(word)
        place = next(p for p in passages if p["document_id"] == document and p["start"] <= start < p["end"])
        at = {"document_id": document, "passage_id": place["passage_id"], "target": target, "coder": "rules"}
        mentions.append({**at, "start": start, "end": start + len(word)})
        if act:
            statements.append(
                {**at, "statement_id": f"{document}-{act}", "act": act, "holder": "NOR", "confidence": 2}
                | {"target_start": start, "target_end": start + len(word), "coder_version": "1", "codebook_hash": "0"}
            )
    return statements, mentions
