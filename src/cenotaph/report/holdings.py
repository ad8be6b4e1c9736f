"""What a study holds and what it lacks: counts, sources, years, problems, codebook."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow as pa

from cenotaph.measures import treatment_words
from cenotaph.store import Snapshot
from cenotaph.study import LoadedStudy

__all__ = ["acts", "counts", "documents_by_language", "documents_by_year", "problems", "sources", "span", "targets"]

_COUNTS = """
SELECT count(*) AS documents,
  count(*) FILTER (n_characters > 0) AS with_text,
  count(*) FILTER (url <> '') AS with_url,
  count(*) FILTER (date IS NULL) AS undated,
  count(*) FILTER (n_characters > 0 AND language IS NULL) AS without_language,
  count(*) FILTER (occasion IS NULL) AS without_occasion,
  count(duplicate_of) AS duplicates,
  (SELECT count(*) FROM passages WHERE kind = 'sentence') AS sentences,
  (SELECT count(*) FROM statements) AS statements,
  (SELECT count(*) FROM events) AS events,
  (SELECT count(*) FROM participations) AS participations,
  (SELECT count(*) FROM gestures WHERE made) AS gestures_made,
  (SELECT count(*) FROM gestures WHERE NOT made) AS gestures_withheld,
  (SELECT count(*) FROM gestures WHERE confidence = 1) AS gestures_unsure,
  (SELECT count(*) FROM events WHERE event_id NOT IN (SELECT event_id FROM participations)) AS events_without_guests,
  (SELECT count(*) FROM statements s JOIN coders c USING (coder) WHERE s.confidence = 1 AND c.kind <> 'rule')
    + (SELECT count(*) FROM absences WHERE confidence = 1)
    + (SELECT count(*) FROM participations WHERE confidence = 1) AS unsure,
  (SELECT count(*) FROM participations WHERE coalesce(source_url, '') = '') AS without_source
FROM documents
"""

_SOURCES = """
WITH hosts AS (
  SELECT source, regexp_extract(url, '^https?://([^/:]+)', 1) AS host, count(*) AS n FROM documents GROUP BY ALL
), addresses AS (
  SELECT source, list({'host': host, 'n': n} ORDER BY n DESC, host) AS hosts FROM hosts WHERE host <> '' GROUP BY source
)
SELECT d.source, count(*) AS n, count(*) FILTER (n_characters > 0) AS n_with_text, min(date) AS first_date,
  max(date) AS last_date, list(DISTINCT language ORDER BY language) FILTER (language IS NOT NULL) AS languages,
  any_value(a.hosts) AS hosts
FROM documents d LEFT JOIN addresses a USING (source) GROUP BY d.source ORDER BY n DESC, d.source
"""


def counts(snapshot: Snapshot) -> dict[str, int]:
    """How many of everything; the keys of `ReportData.counts`."""
    row: dict[str, int] = snapshot.query(_COUNTS).to_pylist()[0]
    return row


def span(snapshot: Snapshot) -> dict[str, Any]:
    """First and last date of the documents, and their languages."""
    row: dict[str, Any] = snapshot.query(
        "SELECT min(date) AS first_date, max(date) AS last_date, "
        "list(DISTINCT language ORDER BY language) FILTER (language IS NOT NULL) AS languages FROM documents"
    ).to_pylist()[0]
    return row | {"languages": tuple(row["languages"] or ())}


def sources(study: LoadedStudy, snapshot: Snapshot) -> pa.Table:
    """One row a source with documents: where it is read from, how much it holds, where that was published."""
    paths = {source.id: (source.kind, source.path) for source in study.config.sources}
    rows = snapshot.query(_SOURCES)
    kind = [paths.get(name, ("", ""))[0] for name in rows["source"].to_pylist()]
    path = [paths.get(name, ("", ""))[1] for name in rows["source"].to_pylist()]
    return rows.append_column("kind", pa.array(kind, pa.string())).append_column("path", pa.array(path, pa.string()))


def documents_by_year(snapshot: Snapshot) -> pa.Table:
    """Documents of each year, and how many have text; undated ones last, under a null year."""
    return snapshot.query(
        "SELECT year(date) AS year, count(*) AS n, count(*) FILTER (n_characters > 0) AS n_with_text "
        "FROM documents GROUP BY ALL ORDER BY year NULLS LAST"
    )


def documents_by_language(snapshot: Snapshot) -> pa.Table:
    """Documents in each language, most first; those whose language nobody told under a null language."""
    return snapshot.query(
        "SELECT language, count(*) AS n, count(*) FILTER (n_characters > 0) AS n_with_text "
        "FROM documents GROUP BY ALL ORDER BY n DESC, language NULLS LAST"
    )


def problems(snapshot: Snapshot) -> pa.Table:
    """Problems of the study's files and of its sources, one row a kind: how often, and the first instance."""
    columns = ["code", "name", "severity", "file", "line", "message", "remedy"]
    rows = snapshot.query(f"SELECT {', '.join(columns)} FROM problems ORDER BY code, file, line").to_pylist()
    times = Counter(row["code"] for row in rows)
    first = {row["code"]: row for row in reversed(rows)}
    found = [
        {**first[code], "file": _place(first[code]), "n": times[code]}
        for code in sorted(first, key=lambda code: (-times[code], code))
    ]
    schema = pa.schema([(name, pa.string()) for name in columns if name != "line"] + [("n", pa.int64())])
    return pa.Table.from_pylist(found, schema=schema)


def _place(row: dict[str, Any]) -> str:
    return row["file"] if row["line"] is None else f"{row['file']}:{row['line']}"


def acts(study: LoadedStudy, snapshot: Snapshot) -> pa.Table:
    """The codebook's acts, with the word a cell shows and how many statements there are of each."""
    times, words = _times(snapshot, "act", "statements"), treatment_words(study.codebook)
    found = study.codebook.acts
    return pa.table(
        {
            "act": pa.array(list(found), pa.string()),
            "name": pa.array([act.name for act in found.values()], pa.string()),
            "treatment": pa.array([words.get(key, key) for key in found], pa.string()),
            "definition": pa.array([" ".join(act.definition.split()) for act in found.values()], pa.string()),
            "n": pa.array([times[key] for key in found], pa.int64()),
        }
    )


def targets(study: LoadedStudy, snapshot: Snapshot) -> pa.Table:
    """The codebook's targets, those with most mentions first."""
    said, named = _times(snapshot, "target", "statements"), _times(snapshot, "target", "mentions")
    found = study.codebook.targets
    order = sorted(found, key=lambda key: (-named[key], -said[key], key))
    languages = [[language for language, terms in found[key].terms.items() if terms] for key in order]
    return pa.table(
        {
            "target": pa.array(order, pa.string()),
            "name": pa.array([found[key].name for key in order], pa.string()),
            "kind": pa.array([found[key].kind for key in order], pa.string()),
            "languages": pa.array(languages, pa.list_(pa.string())),
            "n_statements": pa.array([said[key] for key in order], pa.int64()),
            "n_mentions": pa.array([named[key] for key in order], pa.int64()),
        }
    )


def _times(snapshot: Snapshot, column: str, table: str) -> Counter[str]:
    rows = snapshot.query(f"SELECT {column} AS key, count(*) AS n FROM {table} GROUP BY ALL")
    return Counter(dict(zip(rows["key"].to_pylist(), rows["n"].to_pylist(), strict=True)))
