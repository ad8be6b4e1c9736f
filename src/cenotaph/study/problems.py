"""Every kind of problem that study.toml and the codebook can have.

S: study.toml. C: the codebook. O: occasions.yaml (`occasion_problems`). E: events.csv, participations.csv and
gestures.csv (`deed_problems`). In each letter, 002 to 007 are the faults that any file can have (`file_problems`);
from 010 on come those of a careful editor.
"""

from __future__ import annotations

from cenotaph.errors import problem_kind
from cenotaph.study.file_problems import CODEBOOK, DEEDS, OCCASIONS, STUDY, FileKinds

__all__ = [
    "BAD_ADDRESS",
    "CODEBOOK",
    "CODED_LANGUAGE",
    "CYCLE",
    "DEEDS",
    "DUPLICATE_SOURCE",
    "IDLE_EXCLUSION",
    "MISSING_LANGUAGE",
    "NO_CODEBOOK",
    "NO_LETTER",
    "NO_STUDY",
    "NO_TERMS",
    "OCCASIONS",
    "OFFICES_OVERLAP",
    "OFFICE_REVERSED",
    "REPEATED_TERM",
    "SELF_EXCLUSION",
    "SHARED_NAME",
    "STUDY",
    "TERM_REVERSED",
    "TERM_TWICE_NAMED",
    "UNKNOWN_ACT",
    "UNKNOWN_ACTOR",
    "UNKNOWN_CODEBOOK",
    "UNKNOWN_ENTRY",
    "UNKNOWN_TARGET",
    "UNLISTED_LANGUAGE",
    "FileKinds",
]

NO_STUDY = problem_kind(
    "S001",
    "no-study",
    what="The folder holds no study.toml, so it is not a study; or there is no such folder.",
    bad="cenotaph check --study my-stduy",
    good="cenotaph check --study my-study",
)
DUPLICATE_SOURCE = problem_kind(
    "S010",
    "duplicate-source",
    what="Two sources have the same id, so their documents could not be told apart.",
    bad='id = "addresses"\n...\nid = "addresses"',
    good='id = "addresses"\n...\nid = "interviews"',
)
UNKNOWN_ACTOR = problem_kind(
    "S011",
    "unknown-actor",
    what="A source speaks for an actor that study.toml does not define.",
    bad='constant = { actor = "JNP" }',
    good='constant = { actor = "JPN" }',
)
UNLISTED_LANGUAGE = problem_kind(
    "S012",
    "unlisted-language",
    what="A source is in a language that the study does not list; its texts would not be coded.",
    bad='languages = ["en"]\n...\nconstant = { language = "ru" }',
    good='languages = ["en", "ru"]\n...\nconstant = { language = "ru" }',
)
BAD_ADDRESS = problem_kind(
    "S013",
    "not-an-address",
    severity="warning",
    what="A web address of study.toml cannot be opened as it stands.",
    bad='constant = { url = "www.example.org" }',
    good='constant = { url = "https://www.example.org" }',
)
OFFICE_REVERSED = problem_kind(
    "S014",
    "office-reversed",
    what="Someone leaves an office before taking it.",
    bad='{ office = "President", from = 2010-01-01, to = 2001-01-01 }',
    good='{ office = "President", from = 2001-01-01, to = 2010-01-01 }',
)
OFFICES_OVERLAP = problem_kind(
    "S015",
    "offices-overlap",
    severity="warning",
    what="Someone holds two offices on the same days, so a document of those days could be said in either."
    " The first that is listed counts.",
    bad='{ office = "Premier", to = 2008-06-30 },\n{ office = "President", from = 2008-05-07 }',
    good='{ office = "Premier", to = 2008-05-06 },\n{ office = "President", from = 2008-05-07 }',
)
SHARED_NAME = problem_kind(
    "S016",
    "shared-name",
    severity="warning",
    what="A name or alias stands for two people; words of the one could be given to the other.",
    bad='aliases = ["Kim"]   # of two people',
    good='aliases = ["Kim Young-sam"]',
)
NO_CODEBOOK = problem_kind(
    "C001",
    "no-codebook",
    what="The codebook that study.toml names is neither a file of the folder nor one that comes with the program.",
    bad='codebook = "codbook.yaml"',
    good='codebook = "codebook.yaml"',
)
UNKNOWN_CODEBOOK = problem_kind(
    "C010",
    "unknown-codebook",
    what="`extends` names a codebook that does not come with the program.",
    bad="extends: memory-act",
    good="extends: memory-acts",
)
CYCLE = problem_kind(
    "C011",
    "codebook-extends-itself",
    what="A codebook extends itself, so it could never be put together.",
    bad="codebook: memory-acts\nextends: memory-acts",
    good="codebook: my-acts\nextends: memory-acts",
)
UNKNOWN_ENTRY = problem_kind(
    "C012",
    "unknown-entry",
    what="`drop` names a target, referent or act that none of the extended codebooks holds, so it drops nothing.",
    bad="drop: [GRB]",
    good="drop: [GBR]",
)
NO_TERMS = problem_kind(
    "C013",
    "no-terms",
    severity="warning",
    what="A target has no terms, so no text can name it, and it would look absent everywhere.",
    bad="JPN: {name: Japan}",
    good="JPN: {name: Japan, terms: {en: [Japan, Japanese]}}",
)
UNKNOWN_TARGET = problem_kind(
    "C014",
    "unknown-target",
    what="An act names a target that the codebook does not define, in an example or as what a cue gives.",
    bad="statements: [[KOR, blame, JNP]]",
    good="statements: [[KOR, blame, JPN]]",
)
UNKNOWN_ACT = problem_kind(
    "C015",
    "unknown-act",
    what="An example names an act that the codebook does not define.",
    bad="statements: [[KOR, blames, JPN]]",
    good="statements: [[KOR, blame, JPN]]",
)
CODED_LANGUAGE = problem_kind(
    "C016",
    "language-not-in-study",
    severity="warning",
    what="The codebook has words in a language that study.toml does not list; they are never looked for.",
    bad='languages = ["en"]   # study.toml\nterms: {zh: [日本]}    # codebook.yaml',
    good='languages = ["en", "zh"]',
)
MISSING_LANGUAGE = problem_kind(
    "C017",
    "language-without-terms",
    severity="warning",
    what="A target has no terms in one of the study's languages. In texts of that language it would always"
    " look absent, which is a false finding.",
    bad='JPN: {name: Japan, terms: {en: [Japan]}}   # languages = ["en", "zh"]',
    good="JPN: {name: Japan, terms: {en: [Japan], zh: [日本]}}",
)
NO_LETTER = problem_kind(
    "C018",
    "no-letter",
    what="A term or cue holds no letter and no digit; it would match punctuation in every sentence.",
    bad='terms: {en: ["--"]}',
    good="terms: {en: [Japan]}",
)
TERM_TWICE_NAMED = problem_kind(
    "C019",
    "term-names-two-targets",
    severity="warning",
    what="The same term names two targets, so every place where it is found counts for both.",
    bad="VER: {name: Verland, terms: {en: [the allies]}}\nOST: {name: Ostria, terms: {en: [the allies]}}",
    good="VER: {name: Verland, terms: {en: [Verland]}}\nOST: {name: Ostria, terms: {en: [Ostria]}}",
)
REPEATED_TERM = problem_kind(
    "C020",
    "repeated-term",
    severity="warning",
    what="A term stands twice in one list; once is enough.",
    bad="en: [Japan, Japanese, Japan]",
    good="en: [Japan, Japanese]",
)
SELF_EXCLUSION = problem_kind(
    "C021",
    "self-exclusion",
    what="The same words are a term and an exclusion of one target, so the term never counts.",
    bad="terms: {en: [Verland]}\nnot_inside: {en: [Verland]}",
    good="terms: {en: [Verland]}\nnot_inside: {en: [New Verland]}",
)
IDLE_EXCLUSION = problem_kind(
    "C022",
    "idle-exclusion",
    severity="warning",
    what="An exclusion that holds none of the terms excludes nothing; it is most often a slip of spelling.",
    bad="terms: {en: [Verland]}\nnot_inside: {en: [New Varland]}",
    good="terms: {en: [Verland]}\nnot_inside: {en: [New Verland]}",
)
TERM_REVERSED = problem_kind(
    "C023",
    "term-dates-reversed",
    what="The years in which a term is meant end before they begin.",
    bad="{term: the Union, from: 1991-12-26, until: 1922-12-30}",
    good="{term: the Union, from: 1922-12-30, until: 1991-12-26}",
)
