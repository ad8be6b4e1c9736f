"""Every kind of problem that a careful editor finds in occasions.yaml (O010 and on)."""

from __future__ import annotations

from cenotaph.errors import problem_kind

__all__ = [
    "BEFORE_ANNIVERSARY",
    "CLASS_NAMED_TWICE",
    "CLASS_WITHOUT_RULE",
    "IDLE_MOVE",
    "NO_DOCUMENTS",
    "NO_SUCH_DAY",
    "SPAN_REVERSED",
    "UNKNOWN_CLASS_STATE",
    "UNKNOWN_HOST",
    "UNKNOWN_MATCH_ACTOR",
    "UNKNOWN_MATCH_SOURCE",
]

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
UNKNOWN_CLASS_STATE = problem_kind(
    "O019",
    "class-of-unknown-state",
    what="A reference class asks who held a rite or came to it, and names a state that study.toml does not define.",
    bad="classes: {with-japan: {guest: JNP}}",
    good="classes: {with-japan: {guest: JPN}}",
)
CLASS_NAMED_TWICE = problem_kind(
    "O020",
    "class-named-twice",
    what="A class and a complement, or two complements, have one name, so that nobody could tell which is meant.",
    bad="classes: {jubilee: {every: 5, otherwise: ordinary}, wartime: {from: 2022-02-24, otherwise: ordinary}}",
    good="classes: {jubilee: {every: 5, otherwise: ordinary}, wartime: {from: 2022-02-24, otherwise: peacetime}}",
)
