"""What the study knows that the fields of a document are checked against, and those checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cenotaph.errors import Problem, ProblemKind, did_you_mean
from cenotaph.sources.dates import DateSpan, parse_date
from cenotaph.sources.problems import BAD_DATE, UNKNOWN_ACTOR, UNKNOWN_LANGUAGE, UNKNOWN_OCCASION
from cenotaph.text import guess_language

if TYPE_CHECKING:
    from cenotaph.study import LoadedStudy

__all__ = ["Checks", "Place"]

_LANGUAGES = {
    "en": ("en", "eng", "english", "английский", "英文", "英语"),
    "ru": ("ru", "rus", "russian", "русский", "俄文", "俄语"),
    "zh": ("zh", "zho", "chi", "cmn", "chinese", "китайский", "中文", "汉语"),
}
_LANGUAGE_OF = {word: language for language, words in _LANGUAGES.items() for word in words}
_GUESS_CHARACTERS = 5_000


@dataclass(frozen=True)
class Place:
    """Where a record stands: its file as shown, its line or row, and its document."""

    file: str
    line: int | None
    document_id: str | None = None

    def problem(self, kind: ProblemKind, message: str, *, remedy: str = "", field: str = "") -> Problem:
        return kind.at(self.file, self.line, message, remedy=remedy, field=field, document_id=self.document_id)


@dataclass
class Checks:
    """The checks of one shard; an unknown value is reported once a file.

    Attributes:
        actors: every name of an actor, in small letters, to its id; empty where the study lists none.
        occasions: ids of the study's occasions.
        languages: the study's languages.
        found: problems found since they were last taken.
    """

    actors: dict[str, str]
    actor_ids: tuple[str, ...]
    occasions: tuple[str, ...]
    languages: tuple[str, ...]
    date_format: str | None
    found: list[Problem] = field(default_factory=list)
    _said: set[tuple[str, str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, study: LoadedStudy, date_format: str | None) -> Checks:
        actors = {
            name.casefold(): actor_id
            for actor_id, actor in study.config.actors.items()
            for name in (actor.name, *actor.names.values(), actor_id)
        }
        ids = tuple(study.config.actors)
        return cls(actors, ids, tuple(study.occasions), tuple(study.config.languages), date_format)

    def taken(self) -> list[Problem]:
        """The problems found, which are then forgotten."""
        found, self.found = self.found, []
        return found

    def report(self, problem: Problem) -> None:
        self.found.append(problem)

    def _once(self, kind: ProblemKind, place: Place, value: str, message: str, remedy: str) -> None:
        if (kind.code, place.file, value) not in self._said:
            self._said.add((kind.code, place.file, value))
            self.report(place.problem(kind, message, remedy=remedy))

    def actor(self, value: str | None, place: Place) -> str | None:
        """The actor's id; an unknown actor is kept as it is written."""
        if value is None or not self.actors:
            return value
        known = self.actors.get(value.casefold())
        if known is None:
            hint = did_you_mean(value, self.actor_ids) or "Add it to [actors] in study.toml, or correct it."
            self._once(UNKNOWN_ACTOR, place, value, f'study.toml lists no actor "{value}".', hint)
        return known or value

    def occasion(self, value: str | None, place: Place) -> str | None:
        """The occasion that the source states; an unknown one is kept as it is written."""
        if value is not None and value not in self.occasions:
            hint = did_you_mean(value, self.occasions) or "Add it to occasions.yaml, or correct it."
            self._once(UNKNOWN_OCCASION, place, value, f'occasions.yaml defines no occasion "{value}".', hint)
        return value

    def language(self, value: str | None, text: str | None, place: Place) -> str | None:
        """The language stated, else that of the text's first characters; null for one that is not read."""
        if value is not None:
            known = _LANGUAGE_OF.get(value.casefold()) or _LANGUAGE_OF.get(value.casefold().split("-")[0].split("_")[0])
            if known is None:
                message = f'The language "{value}" is not one that Cenotaph reads.'
                self._once(UNKNOWN_LANGUAGE, place, value, message, "Write en, ru or zh.")
            return known
        if text is None:
            return None
        known = guess_language(text[:_GUESS_CHARACTERS], self.languages)
        if known is None:
            message = "No language is stated, and it cannot be told from the text."
            self._once(UNKNOWN_LANGUAGE, place, "", message, 'State it, such as constant = { language = "en" }.')
        return known

    def date(self, value: str | None, name: str, place: Place) -> DateSpan | None:
        """The date in a field; null, with a problem, where it cannot be read."""
        if value is None:
            return None
        span = parse_date(value.strip(), self.date_format)
        if span is None:
            expected = f'It should look like date_format = "{self.date_format}".' if self.date_format else (
                "Write it as 2015-05-09, or give date_format in the source."
            )  # fmt: skip
            self.report(
                place.problem(BAD_DATE, f'"{value[:60]}" is not a date that can be read.', remedy=expected, field=name)
            )
        return span
