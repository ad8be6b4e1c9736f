"""What only the whole study can tell: rites, offices, duplicates, ids used twice; and the tables of the snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.build.carry import Part
from cenotaph.build.deeds import deed_tables
from cenotaph.build.once import once, second_texts
from cenotaph.build.pieces import Piece, joined, piece_of
from cenotaph.build.problems import MIXED_GENRES, SAID_BEFORE, SAME_TEXT
from cenotaph.build.splitcode import problem_table
from cenotaph.coding import Coder
from cenotaph.corpus import Record, assign_occasions, fill_offices, mark_duplicates, occasion_years, said_before
from cenotaph.errors import Problem
from cenotaph.store import SCHEMAS, StageRecord, write_stage
from cenotaph.study import LoadedStudy

__all__ = ["Assembled", "CoderName", "assemble"]


@dataclass(frozen=True)
class CoderName:
    """The rule coder of this build, as the table of coders names it."""

    coder: str
    version: str
    codebook_hash: str

    @classmethod
    def of(cls, coder: Coder) -> CoderName:
        """The name of a compiled coder."""
        return cls(coder.name, coder.version, coder.codebook_hash)


@dataclass(frozen=True)
class Assembled:
    """The tables of a snapshot.

    Attributes:
        files: table -> names of its files.
        rows: table -> number of rows.
        records: fingerprints of the stages that hold them.
        problems: code of a problem -> how many there are.
    """

    files: dict[str, list[str]]
    rows: dict[str, int]
    records: list[str]
    problems: dict[str, int]


def assemble(study: LoadedStudy, parts: Sequence[Part], fingerprint: str, coder: CoderName | None) -> Assembled:
    """Put the parts together and write the tables that need all of them, under the given fingerprint.

    `coder` is the rule coder, null where there was no text for it. Texts and passages stay in the files of their parts.

    Raises:
        StorageFault: the disk will not have it, or files of the parts are gone.
    """
    pieces = [piece_of(study.folder, part) for part in parts]
    left_out, clashes = second_texts([piece.rows("documents") for piece in pieces])
    pieces = [piece.without(left_out.get(place, ())) for place, piece in enumerate(pieces)]
    documents = _documents(study, once(_all(pieces, "documents")))
    codings = {name: _all(pieces, name) for name in ("mentions", "statements", "absences")}
    of_files = problem_table((None, problem) for problem in study.problems)
    problems = [of_files, _all(pieces, "problems"), clashes, _same_text(documents), _mixed_genres(documents)]
    deeds = deed_tables(study)
    tables = {
        "documents": documents,
        **codings,
        "coders": _coders(codings, coder),
        **deeds,
        "occasions": _occasions(study, documents, deeds),
        "problems": joined(problems, "problems"),
    }
    record = write_stage(study.folder, fingerprint, tables)
    return _assembled(pieces, record, tables["problems"])


def _all(pieces: Sequence[Piece], table: str) -> pa.Table:
    return joined([piece.rows(table) for piece in pieces], table)


def _documents(study: LoadedStudy, documents: pa.Table) -> pa.Table:
    documents = fill_offices(documents, study.config.actors)
    documents = assign_occasions(documents, study.occasions)
    return mark_duplicates(documents).select(SCHEMAS["documents"].names).cast(SCHEMAS["documents"])


def _same_text(documents: pa.Table) -> pa.Table:
    repeated = documents.append_column("before", said_before(documents))
    repeated = repeated.filter(pc.is_valid(repeated["before"]))
    columns = ["document_id", "duplicate_of", "before", "source", "file", "row"]
    return problem_table((row["source"], _repeated(row)) for row in repeated.select(columns).to_pylist())


def _repeated(row: Mapping[str, Any]) -> Problem:
    """A text met before: not counted again on the same day, counted and pointed out on another."""
    said = f"{row['document_id']} has the same text as"
    kind, message = SAID_BEFORE, f"{said} {row['before']}, of another date; both are counted."
    if row["duplicate_of"]:
        kind, message = SAME_TEXT, f"{said} {row['duplicate_of']}, of the same date, and is not counted again."
    return kind.at(row["file"], row["row"], message, document_id=row["document_id"])


def _mixed_genres(documents: pa.Table) -> pa.Table:
    """A warning for each rite under which one actor's documents of several genres fall."""
    said = documents.filter(pc.and_(pc.is_valid(documents["occasion"]), pc.is_valid(documents["genre"])))
    said = said.filter(pc.is_null(said["duplicate_of"]))
    counts = said.group_by(["occasion", "actor", "genre"], use_threads=False).aggregate([([], "count_all")])
    series: dict[tuple[str, str], list[str]] = {}
    for row in counts.to_pylist():
        key = row["occasion"], row["actor"] or "no actor"
        series.setdefault(key, []).append(f"{row['genre']} ({row['count_all']})")
    mixed = [(*key, ", ".join(genres)) for key, genres in series.items() if len(genres) > 1]
    return problem_table((None, _two_series(*row)) for row in mixed)


def _two_series(occasion: str, actor: str, genres: str) -> Problem:
    message = f"Documents of several genres fall under one rite: of {actor} {genres}."
    remedy = "Say the genre in documents of the rite, and make a rite of its own for the others."
    return MIXED_GENRES.at("occasions.yaml", None, message, remedy=remedy, field=f"{occasion}.documents")


def _coders(codings: Mapping[str, pa.Table], rule_coder: CoderName | None) -> pa.Table:
    """Who coded what. Codings that are mentions or absences only do not say the coder's version; it is empty then."""
    statements = codings["statements"]
    keys = ["coder", "coder_version", "codebook_hash"]
    counted = statements.group_by(keys, use_threads=False).aggregate([([], "count_all")]).to_pylist()
    made = {(row["coder"], row["coder_version"], row["codebook_hash"]): row["count_all"] for row in counted}
    if rule_coder:
        made.setdefault((rule_coder.coder, rule_coder.version, rule_coder.codebook_hash), 0)
    named = {coder for coder, _, _ in made}
    for table in codings.values():
        for coder in pc.unique(table["coder"]).to_pylist():
            if coder not in named:
                named.add(coder)
                made[(coder, "", "")] = 0
    rows = [
        {
            "coder": coder,
            "kind": "rule" if rule_coder and coder == rule_coder.coder else "source",
            "version": version,
            "codebook_hash": codebook_hash,
            "n_statements": n,
        }
        for (coder, version, codebook_hash), n in sorted(made.items())
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMAS["coders"])


def _occasions(study: LoadedStudy, documents: pa.Table, deeds: Mapping[str, pa.Table]) -> pa.Table:
    """The years of each rite: from its calendar's first, else the first of which the study knows anything, to the
    last year of which the study knows anything at all.
    """
    events, record = deeds["events"], Record.of(deeds["events"], deeds["participations"])
    years = [pc.max(pc.year(table["date"])).as_py() for table in (documents, events)]
    last = max((year for year in years if year is not None), default=None)
    tables = []
    for name, occasion in study.occasions.items():
        own = [
            pc.min(table["occasion_year"].filter(pc.equal(table["occasion"], name))).as_py()
            for table in (documents, events)
        ]
        since = [occasion.calendar.since, *(day.year for day in occasion.calendar.dates)]
        first = min((year for year in since if year is not None), default=None) or min(
            (year for year in own if year is not None), default=None
        )
        if first is not None and last is not None:
            tables.append(occasion_years({name: occasion}, first, last, record))
    return joined(
        [table.select(SCHEMAS["occasions"].names).cast(SCHEMAS["occasions"]) for table in tables], "occasions"
    )


def _assembled(pieces: Sequence[Piece], record: StageRecord, problems: pa.Table) -> Assembled:
    files = {table: [record.files[table]] if table in record.files else [] for table in record.rows}
    rows = dict(record.rows)
    for table in ("texts", "passages"):
        files[table] = [name for piece in pieces for name in piece.files(table)]
        rows[table] = sum(piece.count(table) for piece in pieces)
    stages = {stage.fingerprint for piece in pieces for held in piece.stages.values() for stage in held}
    counts = pc.value_counts(problems["code"]).to_pylist()
    return Assembled(
        {table: files[table] for table in SCHEMAS},
        {table: rows[table] for table in SCHEMAS},
        sorted({*stages, record.fingerprint}),
        {row["values"]: row["counts"] for row in sorted(counts, key=lambda row: row["values"])},
    )
