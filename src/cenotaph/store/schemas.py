"""The derived tables: one Arrow schema a table, every column with its meaning.

The docs page of tables is made from these. Offsets are Unicode code points into the document's text, end exclusive.
`known_at` is the date on which the row's content was public; every question as of a date keeps rows whose `known_at`
is not later. A coding is kept where neither its own nor its document's is later.
"""

from __future__ import annotations

import pyarrow as pa

__all__ = ["SCHEMAS", "TABLES", "column_meaning", "table_meaning"]


def _column(name: str, kind: pa.DataType, meaning: str, *, null: bool = True) -> pa.Field:
    return pa.field(name, kind, nullable=null, metadata={"meaning": meaning})


def _table(meaning: str, *columns: pa.Field) -> pa.Schema:
    return pa.schema(columns, metadata={"meaning": meaning})


_s, _i, _d, _b = pa.string(), pa.int32(), pa.date32(), pa.bool_()

_document_id = _column("document_id", _s, "the document", null=False)
_known_at = _column("known_at", _d, "when it was public; questions as of a date leave out what is later", null=False)
_confidence = _column(
    "confidence", pa.int8(), "3 sure or verified, 2 probable, 1 a guess or unverified; null: not stated"
)
_coding_known_at = _column(
    "known_at",
    _d,
    "when the evidence of this coding was public; null: when the document was; 9999-12-31: stated, but unreadable",
)
_coder = _column("coder", _s, "who coded it: a rule coder, a model or a person", null=False)

SCHEMAS: dict[str, pa.Schema] = {
    "documents": _table(
        "One official text a row, or one text known only by its codings.",
        _column("document_id", _s, "the document's id, unique in the study", null=False),
        _column("source", _s, "the source of study.toml it came from", null=False),
        _column("actor", _s, "the state spoken for"),
        _column("speaker", _s, "the person who speaks, as the source names them"),
        _column("office", _s, "the speaker's office on that date"),
        _column("date", _d, "when it was said; null where the source does not tell"),
        _column("date_precision", _s, "`day`, `month` or `year`: how exactly the date is known"),
        _column("known_at", _d, "when it became public; the date itself where nothing else is stated"),
        _column("occasion", _s, "the rite on which it was said"),
        _column("occasion_year", pa.int16(), "the year of that rite"),
        _column("genre", _s, "the kind of text, such as address or transcript"),
        _column("audience", _s, "whom it was said to, such as a people, a hall or a host"),
        _column("language", _s, "language of the text: en, ru or zh"),
        _column("title", _s, "its title"),
        _column("url", _s, "its public address"),
        _column("sha256", _s, "hash of the text as read; null where there is no text"),
        _column("n_characters", _i, "length of the text in code points; null where there is no text"),
        _column("duplicate_of", _s, "the first document with the same text and date, where there is one"),
        _column("file", _s, "the file it was read from, relative to the study folder", null=False),
        _column("row", _i, "the row or line in that file; null for one file a document"),
    ),
    "texts": _table(
        "The text of each document that has one, exactly as read.",
        _document_id,
        _column("text", pa.large_string(), "the text; never changed in place", null=False),
        _column("folded", pa.large_string(), "the text folded for search (case, width, script, marks)", null=False),
    ),
    "passages": _table(
        "Paragraphs and sentences, as offsets into the document's text.",
        _column("passage_id", _s, "document id, `#`, running number", null=False),
        _document_id,
        _column("kind", _s, "`paragraph` or `sentence`", null=False),
        _column("ordinal", _i, "running number among the document's passages of that kind, from 0", null=False),
        _column("paragraph", _i, "ordinal of the paragraph it belongs to (its own for a paragraph)", null=False),
        _column("start", _i, "first code point", null=False),
        _column("end", _i, "one past the last code point", null=False),
        _column("speaker", _s, "whose turn it is in a transcript; null where the text does not say"),
    ),
    "mentions": _table(
        "Spans that name a target.",
        _document_id,
        _column("passage_id", _s, "the sentence; null for a coding without text"),
        _column("target", _s, "the target named", null=False),
        _column("start", _i, "first code point of the span in the document; null without text"),
        _column("end", _i, "one past its last code point; null without text"),
        _coder,
        _confidence,
        _coding_known_at,
    ),
    "statements": _table(
        "Holder, act, target: the unit of the whole program.",
        _column("statement_id", _s, "unique in the study, the same at every rebuild", null=False),
        _document_id,
        _column("passage_id", _s, "the sentence; null for a coding without text"),
        _column("holder", _s, "whose voice it is"),
        _column("act", _s, "what is done to the target, an act of the codebook", null=False),
        _column("target", _s, "who it is about", null=False),
        _column("referent", _s, "the past that is invoked"),
        _column("target_start", _i, "span of the mention that is the target; null without text"),
        _column("target_end", _i, "one past it"),
        _column("cue_start", _i, "span of the cue that carries the act; null without text"),
        _column("cue_end", _i, "one past it"),
        _column("rule", _s, "the codebook rule that fired, `act/language/number`; null for people's codings"),
        _coder,
        _column("coder_version", _s, "version of that coder", null=False),
        _column("codebook_hash", _s, "hash of the codebook it was coded under", null=False),
        _confidence,
        _column("source_url", _s, "where a coding without text was read"),
        _column("note", _s, "the coder's remark, in own words"),
        _coding_known_at,
    ),
    "absences": _table(
        "A coder looked for the target in the document and did not find it. No row means not looked for.",
        _document_id,
        _column("target", _s, "the target that is not named", null=False),
        _coder,
        _confidence,
        _column("source_url", _s, "where that was read"),
        _column("note", _s, "on what ground"),
        _coding_known_at,
    ),
    "coders": _table(
        "Every coder whose codings the study holds.",
        _column("coder", _s, "its name", null=False),
        _column("kind", _s, "`rule`, `model` or `person`, or `source` for ready codings", null=False),
        _column(
            "version", _s, "its version; of a rule coder, with the parsers it used: `3 (ru: slovnet 0.6.0)`", null=False
        ),
        _column("codebook_hash", _s, "hash of the codebook it used", null=False),
        _column("n_statements", _i, "how many statements it made", null=False),
    ),
    "events": _table(
        "Things done: parades, visits, wreaths, letters, meetings.",
        _column("event_id", _s, "unique in the study", null=False),
        _column("date", _d, "when it happened", null=False),
        _column("end_date", _d, "its last day, where it lasted"),
        _column("occasion", _s, "the rite it belongs to"),
        _column("occasion_year", pa.int16(), "the year of that rite"),
        _column("kind", _s, "parade, visit, ceremony ..."),
        _column("host", _s, "the state that held it"),
        _column("initiator", _s, "the state that did it, where it was done to another"),
        _column("recipient", _s, "the state to which it was done"),
        _column("code", _s, "its code in the scheme of the table it was imported from, as text"),
        _column("place", _s, "where"),
        _column("anniversary_of", _s, "what it commemorates"),
        _column("anniversary_n", _i, "years since"),
        _column("jubilee", _b, "a round anniversary"),
        _column("guests_invited", _b, "whether foreign guests were invited at all; null: unknown"),
        _column("title", _s, "what happened, in own words", null=False),
        _known_at,
        _column("source_url", _s, "where it was read"),
        _column("source_title", _s, "title of that page"),
        _confidence,
        _column("row", _i, "line of events.csv", null=False),
    ),
    "participations": _table(
        "Each state's part in an event, with the rank that came.",
        _column("event_id", _s, "the event", null=False),
        _column("state", _s, "the state", null=False),
        _column("person", _s, "who"),
        _column("office", _s, "their office"),
        _column("rank", _s, "rank on the ordered scale", null=False),
        _column("rank_order", pa.int8(), "place of the rank on that scale, 0 the lowest", null=False),
        _column(
            "status", _s, "attended, absent, not_invited, declined, cancelled, virtual, contingent, unknown", null=False
        ),
        _column("invited", _b, "whether it was invited; null: unknown, or the host's own part"),
        _known_at,
        _column("note", _s, "remark, in own words"),
        _column("source_url", _s, "where it was read"),
        _confidence,
        _column("row", _i, "line of participations.csv", null=False),
    ),
    "gestures": _table(
        "Gestures made, and gestures expected and not made.",
        _column("gesture_id", _s, "unique in the study", null=False),
        _column("date", _d, "when it was made, or would have been", null=False),
        _column("performer", _s, "who"),
        _column("performer_state", _s, "for which state", null=False),
        _column("kind", _s, "wreath, letter, site visit ...", null=False),
        _column("channel", _s, "the way of honouring a past: site_visit, wreath, op_ed, letter ..."),
        _column("occasion", _s, "the rite on which it was made or expected"),
        _column("occasion_year", pa.int16(), "the year of that rite"),
        _column("referent", _s, "the past it refers to"),
        _column("addressee_state", _s, "the state it is meant for"),
        _column("made", _b, "false: expected and not made", null=False),
        _column("expectation_basis", _s, "on what ground it was expected"),
        _known_at,
        _column("note", _s, "remark, in own words"),
        _column("source_url", _s, "where it was read"),
        _confidence,
        _column("row", _i, "line of gestures.csv", null=False),
    ),
    "occasions": _table(
        "One row for each time a rite fell due.",
        _column("occasion", _s, "the rite", null=False),
        _column("year", pa.int16(), "the year", null=False),
        _column("date", _d, "the day it was held or due", null=False),
        _column("name", _s, "its name", null=False),
        _column("host", _s, "the state that holds it"),
        _column("genre", _s, "the genre of the words said on it"),
        _column("anniversary_n", _i, "years since what it commemorates"),
        _column("classes", pa.list_(_s), "reference classes the year belongs to", null=False),
        _column("complements", pa.list_(_s), "complements of classes it is known not to belong to, such as ordinary"),
        _column("classes_known_at", pa.list_(_d), "when each of classes was known of the year"),
        _column("complements_known_at", pa.list_(_d), "when each of complements was known of the year"),
    ),
    "problems": _table(
        "Everything that was wrong with a source, a row or a document, and was passed over.",
        _column("code", _s, "kind of problem; cenotaph explain CODE", null=False),
        _column("name", _s, "its name", null=False),
        _column("severity", _s, "error or warning", null=False),
        _column("source", _s, "the source concerned"),
        _column("file", _s, "the file", null=False),
        _column("line", _i, "line or row in it"),
        _column("field", _s, "the field or column"),
        _column("document_id", _s, "the document, where known"),
        _column("message", _s, "what was found", null=False),
        _column("remedy", _s, "how to mend it"),
    ),
}

TABLES: tuple[str, ...] = tuple(SCHEMAS)


def table_meaning(table: str) -> str:
    """What one row of the table is."""
    return _meaning(SCHEMAS[table].metadata)


def column_meaning(table: str, column: str) -> str:
    """What a column holds."""
    return _meaning(SCHEMAS[table].field(column).metadata)


def _meaning(metadata: dict[bytes, bytes] | None) -> str:
    return (metadata or {})[b"meaning"].decode()
