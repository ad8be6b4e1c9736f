"""Every kind of problem that the files of a study folder can have.

S: study.toml. C: the codebook. O: occasions.yaml. E: events.csv, participations.csv and gestures.csv. In each letter,
002 to 007 are the faults that any file can have (`file_problems`); from 010 on come those of a careful editor.
"""

from __future__ import annotations

from cenotaph.errors import problem_kind
from cenotaph.study.file_problems import CODEBOOK, DEEDS, OCCASIONS, STUDY, FileKinds

__all__ = [
    "ANNIVERSARY_NUMBER",
    "BAD_ADDRESS",
    "BEFORE_ANNIVERSARY",
    "CLASS_WITHOUT_RULE",
    "CODEBOOK",
    "CODED_LANGUAGE",
    "CYCLE",
    "DATES_REVERSED",
    "DEEDS",
    "DUPLICATE_ID",
    "DUPLICATE_ROW",
    "DUPLICATE_SOURCE",
    "EVENT_BEFORE_ANNIVERSARY",
    "GESTURE_WITHOUT_GROUND",
    "IDLE_EXCLUSION",
    "IDLE_MOVE",
    "JUBILEE_FLAG",
    "KNOWN_TOO_EARLY",
    "MISSING_LANGUAGE",
    "NOT_AN_ADDRESS",
    "NO_CODEBOOK",
    "NO_DOCUMENTS",
    "NO_LETTER",
    "NO_STUDY",
    "NO_SUCH_DAY",
    "NO_TERMS",
    "OCCASIONS",
    "OFFICES_OVERLAP",
    "OFFICE_REVERSED",
    "RANK_AGAINST_OFFICE",
    "REPEATED_TERM",
    "SELF_EXCLUSION",
    "SHARED_NAME",
    "SPAN_REVERSED",
    "STUDY",
    "TERM_REVERSED",
    "TERM_TWICE_NAMED",
    "TWO_HEADS",
    "UNKNOWN_ACT",
    "UNKNOWN_ACTOR",
    "UNKNOWN_CODEBOOK",
    "UNKNOWN_ENTRY",
    "UNKNOWN_EVENT",
    "UNKNOWN_HOST",
    "UNKNOWN_MATCH_ACTOR",
    "UNKNOWN_MATCH_SOURCE",
    "UNKNOWN_OCCASION",
    "UNKNOWN_STATE",
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
NO_SUCH_DAY = problem_kind(
    "O010",
    "no-such-day",
    what="The rite falls on a day that no year has.",
    bad="calendar: {month: 2, day: 30}",
    good="calendar: {month: 2, day: 28}",
)
UNKNOWN_HOST = problem_kind(
    "O011",
    "unknown-host",
    what="The host of a rite is not among the actors of study.toml.",
    bad="host: KRO",
    good="host: KOR",
)
UNKNOWN_MATCH_ACTOR = problem_kind(
    "O012",
    "unknown-actor",
    what="The words said on a rite are looked for with an actor that study.toml does not define.",
    bad="documents: {actor: KRO}",
    good="documents: {actor: KOR}",
)
UNKNOWN_MATCH_SOURCE = problem_kind(
    "O013",
    "unknown-source",
    what="The words said on a rite are looked for in a source that study.toml does not define.",
    bad="documents: {source: adresses}",
    good="documents: {source: addresses}",
)
IDLE_MOVE = problem_kind(
    "O014",
    "idle-move",
    severity="warning",
    what="A moved date has no effect: it is outside the years of the rite, the second of its year, or the day itself.",
    bad="calendar: {month: 5, day: 9, since: 2021, moved: [{to: 2020-06-24}]}",
    good="calendar: {month: 5, day: 9, since: 2005, moved: [{to: 2020-06-24}]}",
)
NO_DOCUMENTS = problem_kind(
    "O015",
    "no-documents",
    severity="warning",
    what="As study.toml stands, no source can give a document that belongs to the rite, so its roll call "
    "would be empty.",
    bad="documents: {genre: adress}",
    good="documents: {genre: address}",
)
BEFORE_ANNIVERSARY = problem_kind(
    "O016",
    "rite-before-anniversary",
    what="The rite is held before what it commemorates has happened.",
    bad="anniversary_of: 1945-08-15\ncalendar: {month: 8, day: 15, since: 1940}",
    good="anniversary_of: 1945-08-15\ncalendar: {month: 8, day: 15, since: 1949}",
)
SPAN_REVERSED = problem_kind(
    "O017",
    "years-reversed",
    what="The years of a rite or of a class end before they begin.",
    bad="calendar: {month: 8, day: 15, since: 2020, until: 2010}",
    good="calendar: {month: 8, day: 15, since: 2010, until: 2020}",
)
CLASS_WITHOUT_RULE = problem_kind(
    "O018",
    "class-without-rule",
    what="No year can belong to a reference class: it has no rule, or counts anniversaries of nothing.",
    bad="classes: {jubilee: {every: 5}}",
    good="anniversary_of: 1945-08-15\nclasses: {jubilee: {every: 5}}",
)
DUPLICATE_ID = problem_kind(
    "E010",
    "duplicate-id",
    what="Two rows of a table have the same id, so what refers to it could mean either.",
    bad="wreath-1,2015-08-15,...\nwreath-1,2016-08-15,...",
    good="wreath-1,2015-08-15,...\nwreath-2,2016-08-15,...",
)
DUPLICATE_ROW = problem_kind(
    "E011",
    "duplicate-row",
    severity="warning",
    what="The same part of the same state in the same event stands twice and would be counted twice.",
    bad="parade-1,JPN,,Ambassador,ambassador,attended\nparade-1,JPN,,Ambassador,ambassador,attended",
    good="parade-1,JPN,,Ambassador,ambassador,attended",
)
UNKNOWN_EVENT = problem_kind(
    "E012",
    "unknown-event",
    what="A participation belongs to an event that events.csv does not hold.",
    bad="prade-1,JPN,,,none,absent",
    good="parade-1,JPN,,,none,absent",
)
UNKNOWN_OCCASION = problem_kind(
    "E013",
    "unknown-occasion",
    what="An event belongs to an occasion that occasions.yaml does not define.",
    bad="occasion: libration-day",
    good="occasion: liberation-day",
)
UNKNOWN_STATE = problem_kind(
    "E014",
    "unknown-state",
    severity="warning",
    what="A state is not among the actors of study.toml; it will have no name in tables and pages. It is "
    "told once a table.",
    bad="parade-1,JNP,,,none,absent",
    good="parade-1,JPN,,,none,absent",
)
EVENT_BEFORE_ANNIVERSARY = problem_kind(
    "E015",
    "event-before-anniversary",
    what="An event comes before what it commemorates.",
    bad="date 1935-05-09, anniversary_of end-of-war-1945",
    good="date 1995-05-09, anniversary_of end-of-war-1945",
)
ANNIVERSARY_NUMBER = problem_kind(
    "E016",
    "anniversary-number",
    severity="warning",
    what="The number of the anniversary does not fit the dates.",
    bad="date 2015-08-15, anniversary_of liberation-1945, anniversary_n 60",
    good="date 2015-08-15, anniversary_of liberation-1945, anniversary_n 70",
)
JUBILEE_FLAG = problem_kind(
    "E017",
    "jubilee-flag",
    severity="warning",
    what="The jubilee flag does not fit the number of the anniversary. Jubilees are multiples of five; a "
    "multiple of five that is not one of ten may go either way.",
    bad="anniversary_n 71, jubilee true",
    good="anniversary_n 71, jubilee false",
)
DATES_REVERSED = problem_kind(
    "E018",
    "dates-reversed",
    what="An event ends before it begins.",
    bad="date 2015-09-05, end_date 2015-09-03",
    good="date 2015-09-03, end_date 2015-09-05",
)
TWO_HEADS = problem_kind(
    "E019",
    "two-heads-of-state",
    severity="warning",
    what="Two people came to one event as head of the same state.",
    bad="parade-1,KOR,A. Kim,President,head_of_state,attended\n"
    "parade-1,KOR,B. Lee,former President,head_of_state,attended",
    good="parade-1,KOR,A. Kim,President,head_of_state,attended\nparade-1,KOR,B. Lee,former President,none,attended",
)
RANK_AGAINST_OFFICE = problem_kind(
    "E020",
    "rank-against-office",
    severity="warning",
    what="The rank of someone who came does not fit a plain title such as President or Foreign Minister.",
    bad="parade-1,KOR,A. Kim,President,none,attended",
    good="parade-1,KOR,A. Kim,President,head_of_state,attended",
)
GESTURE_WITHOUT_GROUND = problem_kind(
    "E021",
    "gesture-without-ground",
    what="A gesture is said not to have been made, but not why anyone expected it. An omission is a "
    "finding only against an expectation.",
    bad="made false, expectation_basis empty",
    good='made false, expectation_basis "laid every year from 2005 to 2012"',
)
NOT_AN_ADDRESS = problem_kind(
    "E022",
    "not-an-address",
    severity="warning",
    what="A source address cannot be opened as it stands.",
    bad="source_url www.example.org",
    good="source_url https://www.example.org",
)
KNOWN_TOO_EARLY = problem_kind(
    "E023",
    "known-too-early",
    severity="warning",
    what="Something was known more than a year before it happened. An announcement may come earlier than the deed, but "
    "so early it is most often a slip in the year, and questions as of a date would show it too early.",
    bad="date 2015-09-03, known_at 2014-09-03",
    good="date 2015-09-03, known_at 2015-09-03",
)
