"""Every kind of problem that a careful editor finds in the three tables of deeds (E010 and on)."""

from __future__ import annotations

from cenotaph.errors import problem_kind

__all__ = [
    "ANNIVERSARY_NUMBER",
    "DATES_REVERSED",
    "DUPLICATE_ID",
    "DUPLICATE_ROW",
    "EVENT_BEFORE_ANNIVERSARY",
    "GESTURE_WITHOUT_GROUND",
    "INVITATION_CONTRADICTED",
    "JUBILEE_FLAG",
    "KNOWN_BEFORE_DONE",
    "KNOWN_TOO_EARLY",
    "NOT_AN_ADDRESS",
    "NOT_IN_OFFICE",
    "RANK_AGAINST_OFFICE",
    "TWO_HEADS",
    "TWO_PLACES",
    "UNKNOWN_EVENT",
    "UNKNOWN_OCCASION",
    "UNKNOWN_STATE",
]

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
    what="On one day two people came, to one event or to two, as head of the same state.",
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
KNOWN_BEFORE_DONE = problem_kind(
    "E024",
    "known-before-done",
    severity="warning",
    what="It is said to have been public who came, or that a gesture was made, before the day on which it happened. "
    "Questions as of a date would tell it too early. An announcement is not yet the deed.",
    bad="date 2015-09-03, made true, known_at 2015-09-01",
    good="date 2015-09-03, made true, known_at 2015-09-03",
)
INVITATION_CONTRADICTED = problem_kind(
    "E025",
    "invitation-contradicted",
    severity="warning",
    what="Someone came, declined or cancelled, and so was invited, but the record says that they were not, or that no "
    "guests were invited at all; or the other way about.",
    bad="parade-1,KOR,,,none,declined   with invited false",
    good="parade-1,KOR,,,none,not_invited",
)
TWO_PLACES = problem_kind(
    "E026",
    "two-places-on-one-day",
    severity="warning",
    what="Someone is recorded on one day at events of two hosts in two places. It can be, but is most often a slip.",
    bad="A. Kim attended on 2015-09-03 in Seoul and on 2015-09-03 in Tokyo",
    good="A. Kim attended on 2015-09-03 in Seoul and on 2015-09-05 in Tokyo",
)
NOT_IN_OFFICE = problem_kind(
    "E027",
    "not-in-office",
    severity="warning",
    what="Someone came at a rank that, by the offices in study.toml, they held at another time only.",
    bad='2009-05-09, A. Kim, head_of_state   # { office = "President", from = 2012-01-01 }',
    good='2009-05-09, A. Kim, head_of_government   # { office = "Premier", to = 2011-12-31 }',
)
