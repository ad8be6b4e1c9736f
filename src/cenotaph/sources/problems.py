"""Kinds of problem a source can have. None of them stops a build: each is a row of the `problems` table."""

from __future__ import annotations

from cenotaph.errors import problem_kind

__all__ = [
    "BAD_CONFIDENCE",
    "BAD_DATE",
    "BAD_FRONT_MATTER",
    "BAD_SETTING",
    "BROKEN_RECORD",
    "CONFLICTING_CODINGS",
    "CONFLICTING_METADATA",
    "EMPTY_FILE",
    "EMPTY_TEXT",
    "FOLDER_TWICE",
    "GUESSED_ENCODING",
    "HALF_A_CODING",
    "IDLE_CODING",
    "MISSING_COLUMN",
    "MISSING_FILE",
    "MISSING_ID",
    "NAME_NOT_UTF8",
    "NAME_OFF_PATTERN",
    "NO_DATE",
    "OPEN_QUOTE",
    "RAGGED_ROW",
    "REPEATED_CODING",
    "REPEATED_COLUMN",
    "REPEATED_ID",
    "UNDECODABLE_TEXT",
    "UNKNOWN_ACT",
    "UNKNOWN_ACTOR",
    "UNKNOWN_FRONT_MATTER",
    "UNKNOWN_LANGUAGE",
    "UNKNOWN_OCCASION",
    "UNKNOWN_REFERENT",
    "UNKNOWN_TARGET",
    "UNREADABLE_FILE",
    "UNSET_VARIABLE",
    "ZERO_BYTES",
]

MISSING_FILE = problem_kind(
    "D001",
    "missing-source-file",
    what="The path of a source matches no file, so the source gives no documents. "
    "Paths are relative to the study folder; `*` and `**` match several files.",
    bad='path = "text/*.txt"      (the folder is called texts)',
    good='path = "texts/*.txt"',
)
UNSET_VARIABLE = problem_kind(
    "D002",
    "unset-variable",
    what="A path names an environment variable that is not set.",
    bad='path = "${ARCHIVE}/speeches.csv"      (nothing has set ARCHIVE)',
    good="export ARCHIVE=/home/ada/archive, then cenotaph build",
)
UNREADABLE_FILE = problem_kind(
    "D003",
    "unreadable-file",
    what="A file could not be opened, is not of the stated format, or is damaged; or a link leads nowhere, or to "
    "something that is no file. "
    "What was read before the damage is kept.",
    bad="speeches.csv.gz      (half of a download)",
    good="speeches.csv.gz      (downloaded again, whole)",
)
GUESSED_ENCODING = problem_kind(
    "D004",
    "guessed-encoding",
    severity="warning",
    what="The file is not UTF-8 and does not say what it is, so its encoding was guessed. "
    "A wrong guess gives wrong letters and words that are never found.",
    bad='path = "old/*.txt"      (Cyrillic in an older encoding)',
    good='path = "old/*.txt"\nencoding = "cp1251"',
)
UNDECODABLE_TEXT = problem_kind(
    "D005",
    "undecodable-text",
    severity="warning",
    what="Some bytes of a record are not text in the file's encoding. Each stands as U+FFFD in the text that is kept.",
    bad="a page pasted in two encodings",
    good="the page saved again as UTF-8",
)
MISSING_COLUMN = problem_kind(
    "D006",
    "missing-column",
    what="The source takes a field from a column, or from a part of the file name, that is not there.",
    bad='columns = { text = "body" }      (the header says Body)',
    good='columns = { text = "Body" }',
)
RAGGED_ROW = problem_kind(
    "D007",
    "ragged-row",
    what="A row has more or fewer cells than the header, so its cells cannot be trusted to stand in their columns. "
    "The row is left out. A comma or a quotation mark in a cell that is not quoted is the usual cause.",
    bad="2015-05-09,We thank them, all of them",
    good='2015-05-09,"We thank them, all of them"',
)
BROKEN_RECORD = problem_kind(
    "D008",
    "broken-record",
    what="A line or item is not a JSON object, or is not valid JSON. It is left out; the others are kept.",
    bad='{"id": "a1", "text": "We remember"',
    good='{"id": "a1", "text": "We remember"}',
)
OPEN_QUOTE = problem_kind(
    "D009",
    "open-quote",
    what="A quotation mark that opens a cell is never closed, so the cell swallows the rest of the file. "
    "The record is left out.",
    bad='a1,"We remember\na2,We thank them',
    good='a1,"We remember"\na2,We thank them',
)
EMPTY_FILE = problem_kind(
    "D010",
    "empty-file",
    severity="warning",
    what="A table holds no records.",
    bad="a file with a header only",
    good="a file with at least one row, or no such file",
)
MISSING_ID = problem_kind(
    "D011",
    "missing-id",
    severity="warning",
    what="The source says where ids come from, but this record has none. It is kept under the source's id and its row; "
    "such an id changes when rows are put before it. In a source of codings the row is left out.",
    bad="id,text\n,We remember",
    good="id,text\na1,We remember",
)
REPEATED_ID = problem_kind(
    "D012",
    "repeated-id",
    what="Two records have the same id. The first stands, the second is left out.",
    bad="id,text\na1,We remember\na1,We thank them",
    good="id,text\na1,We remember\na2,We thank them",
)
BAD_DATE = problem_kind(
    "D013",
    "unreadable-date",
    what="A date could not be read. Read without being told: 2015-05-09 (with a time or without), 2015-05, 2015, "
    "9 May 2015, May 9, 2015, 9 мая 2015 года, 2015年5月9日. For others give `date_format`.",
    bad="date\n09/05/15",
    good='date_format = "%d/%m/%y"',
)
NO_DATE = problem_kind(
    "D014",
    "no-date",
    severity="warning",
    what="A document has neither a date nor a day on which it became public. It is kept and searched, but left out of "
    "every reading as of a date: nobody can say that it was known by then.",
    bad="id,date,text\na1,,We remember",
    good="id,date,text\na1,2015-05-09,We remember",
)
EMPTY_TEXT = problem_kind(
    "D015",
    "empty-text",
    severity="warning",
    what="A document has no text. Its other fields are kept, unless the source says `skip_empty = true`. "
    "What it does not say is unknown, not left out.",
    bad="id,text\na1,",
    good="id,text\na1,We remember",
)
UNKNOWN_LANGUAGE = problem_kind(
    "D016",
    "unknown-language",
    severity="warning",
    what="The language of a document is not one that Cenotaph reads (en, ru, zh), or could not be told from its text. "
    "Reported once for each value in a file. The document is kept; nothing in it is coded.",
    bad='constant = { language = "Engl." }',
    good='constant = { language = "en" }',
)
UNKNOWN_ACTOR = problem_kind(
    "D017",
    "unknown-actor",
    severity="warning",
    what="A document is said by an actor that study.toml does not list. Reported once for each value in a file.",
    bad='constant = { actor = "Russland" }      (listed: RUS, with the name Russia)',
    good='constant = { actor = "RUS" }',
)
UNKNOWN_OCCASION = problem_kind(
    "D018",
    "unknown-occasion",
    severity="warning",
    what="A document states an occasion that occasions.yaml does not define. Reported once for each value in a file.",
    bad='constant = { occasion = "victory-day" }      (defined: victory-day-moscow)',
    good='constant = { occasion = "victory-day-moscow" }',
)
NAME_OFF_PATTERN = problem_kind(
    "D019",
    "name-off-pattern",
    severity="warning",
    what="A file's name does not have the shape that the source's `filename` pattern describes, "
    "so it gives no metadata.",
    bad='filename = "{actor}_{session}_{year}"      (file: RUS-79-2024.txt)',
    good='filename = "{actor}-{session}-{year}"',
)
BAD_FRONT_MATTER = problem_kind(
    "D020",
    "bad-front-matter",
    what="The lines between the two `---` at the head of a text are not YAML of the shape `field: value`, or the "
    "second `---` is missing. The text and the fields that can be read are kept.",
    bad="---\ntitle: Address: the parade\n---",
    good='---\ntitle: "Address: the parade"\n---',
)
BAD_SETTING = problem_kind(
    "D021",
    "bad-source-setting",
    what="A setting of a source cannot be used: a template with an open brace, an encoding or a sheet that "
    "does not exist, a file whose format cannot be told from its name.",
    bad='template = { date = "{year-09-20" }',
    good='template = { date = "{year}-09-20" }',
)
UNKNOWN_FRONT_MATTER = problem_kind(
    "D022",
    "unknown-front-matter",
    severity="warning",
    what="The head of a text has a field that is nearly, but not quite, one that Cenotaph reads.",
    bad="---\nspeeker: Ada\n---",
    good="---\nspeaker: Ada\n---",
)
UNKNOWN_ACT = problem_kind(
    "D023",
    "unknown-act",
    what="A coding has an act that the codebook does not define. The row is left out. "
    "Besides the codebook's acts, `named` says that the target is only named, "
    "and `absent` that it was looked for and not found.",
    bad="document_id,act,target\na1,credits,USA",
    good="document_id,act,target\na1,credit,USA",
)
UNKNOWN_TARGET = problem_kind(
    "D024",
    "unknown-coded-target",
    what="A coding has a target that the codebook does not define. The row is left out.",
    bad="document_id,act,target\na1,credit,US",
    good="document_id,act,target\na1,credit,USA",
)
UNKNOWN_REFERENT = problem_kind(
    "D025",
    "unknown-coded-referent",
    severity="warning",
    what="A coding has a referent that the codebook does not define. The row is kept without it.",
    bad="document_id,act,target,referent\na1,credit,USA,WW-2",
    good="document_id,act,target,referent\na1,credit,USA,ww2",
)
BAD_CONFIDENCE = problem_kind(
    "D026",
    "bad-confidence",
    severity="warning",
    what="A confidence is not 1, 2, 3 nor one of the words verified, sure, probable, unverified, guess. "
    "The row is kept with none.",
    bad="confidence\n80%",
    good="confidence\nprobable",
)
CONFLICTING_CODINGS = problem_kind(
    "D027",
    "conflicting-codings",
    what="One coder says of one document both that a target is absent and that it is named or treated. "
    "The absence is left out.",
    bad="document_id,act,target\na1,credit,USA\na1,absent,USA",
    good="document_id,act,target\na1,credit,USA",
)
CONFLICTING_METADATA = problem_kind(
    "D028",
    "conflicting-metadata",
    severity="warning",
    what="Rows about one document disagree on its date, actor or another of its fields. The first value stands.",
    bad="document_id,date,act,target\na1,2015-05-09,credit,USA\na1,2015-05-10,credit,GBR",
    good="document_id,date,act,target\na1,2015-05-09,credit,USA\na1,2015-05-09,credit,GBR",
)
HALF_A_CODING = problem_kind(
    "D029",
    "half-a-coding",
    what="A coding has an act and no target, or a target and no act, so nobody can say what was judged. The row is "
    "left out and the target stays unknown, though it may have been meant as treated or absent.",
    bad="document_id,act,target\na1,credit,\na1,,GBR",
    good="document_id,act,target\na1,credit,USA\na1,named,GBR",
)
IDLE_CODING = problem_kind(
    "D030",
    "coding-without-judgement",
    severity="warning",
    what="A row of codings has a holder, a referent, a quote or a note, but neither act nor target. It judges nothing; "
    "its document is kept.",
    bad="document_id,holder,act,target,note\na1,RUS,,,thanks at the end",
    good="document_id,holder,act,target,note\na1,RUS,thank,USA,at the end",
)
REPEATED_CODING = problem_kind(
    "D031",
    "repeated-coding",
    severity="warning",
    what="One coder says the same of one document twice: the same holder, act, target, referent, quote, note and "
    "address. It counts once; the first row stands.",
    bad="document_id,act,target\na1,credit,USA\na1,credit,USA",
    good="document_id,act,target\na1,credit,USA",
)
FOLDER_TWICE = problem_kind(
    "D032",
    "folder-linked-twice",
    severity="warning",
    what="A link in the folder of a source leads to a folder that is read already, perhaps to the one that holds the "
    "link. It is passed over, so that no text is read twice.",
    bad="texts/all      (a link to texts)",
    good="no such link",
)
NAME_NOT_UTF8 = problem_kind(
    "D033",
    "name-not-utf8",
    severity="warning",
    what="The name of a file is written in an old encoding. The file is read, but its id and whatever its name tells "
    "hold signs that stand for what could not be read.",
    bad="a file name from an archive packed in Windows-1251",
    good="the file renamed",
)
ZERO_BYTES = problem_kind(
    "D034",
    "zero-bytes",
    severity="warning",
    what="A file holds zero bytes, which are no text. They are dropped, and the words around them may have grown "
    "together. A broken copy is the usual cause; or the file is UTF-16 without a mark and too short to tell.",
    bad="a file saved while the disk was full",
    good='the file from its source again; or encoding = "utf-16-le"',
)
REPEATED_COLUMN = problem_kind(
    "D035",
    "repeated-column",
    what="Two columns of a table have one name, and the source takes a field from it. The first is read; nobody can "
    "say whether it is the one that is meant.",
    bad="id,date,text,text",
    good="id,date,text,translation",
)
