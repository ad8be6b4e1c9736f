"""A study opened for questions: its tables and every question of the command line, as a Python object."""

from __future__ import annotations

import datetime as dt
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cenotaph import asked
from cenotaph.answer import Answer
from cenotaph.errors import CenotaphError, NotFound, Problem
from cenotaph.progress import Listener, silent
from cenotaph.store import TABLES, Snapshot

if TYPE_CHECKING:
    from cenotaph.build import BuildReport, Status
    from cenotaph.inference import PriorName
    from cenotaph.study import LoadedStudy

__all__ = ["OpenStudy"]

#: One name, names with commas between, or several names.
Names = str | Iterable[str]

#: Questions whose answers rest on the coding of the texts.
_FROM_CODING = ("calendar", "rollcall", "sentences", "measure", "counted", "compare", "omissions", "watch", "timeline")
#: Questions whose answers rest on other tables that files of the study decide.
_FROM_FILES = ("attendance", "participations", "documents")

_NO_WORDS = "Attendance is a record of who came, not of words: it has no --actor and no --coder."

_FILTERS = ("actor", "occasion", "speaker", "language", "genre", "source")
_NOTHING: Mapping[str, object] = MappingProxyType({})


class OpenStudy:
    """A study folder, opened: its built tables as Arrow, and every question as a method.

    `as_of` bounds all of it to what was public on that day; it is the argument, else `as_of` of study.toml, else none.
    Tables and questions need a build: `build()`, or `cenotaph build` on the command line.
    """

    def __init__(self, folder: str | Path = ".", as_of: dt.date | str | None = None) -> None:
        self.folder = Path(folder)
        self._settings = self._read_settings()
        self.title = str(self._settings.get("title") or self.folder.resolve().name)
        self.as_of = _day(as_of) or _day(self._settings.get("as_of"))
        self._snapshot: Snapshot | None = None
        #: Hears of progress where a question has work to do first, such as counting words for the first time.
        self.listener: Listener = silent

    def __repr__(self) -> str:
        as_of = f", as of {self.as_of}" if self.as_of else ""
        return f'<study "{self.title}" in {self.folder}{as_of}>'

    # -- what the study is made of

    @cached_property
    def loaded(self) -> LoadedStudy:
        """The human files of the study. Raises StudyError, listing every problem, where one is an error."""
        from cenotaph.study import load_checked

        return load_checked(self.folder)

    @property
    def snapshot(self) -> Snapshot:
        """The built tables, as of `as_of`. Raises NothingBuilt."""
        if self._snapshot is None:
            self._snapshot = Snapshot.open(self.folder, self.as_of)
        return self._snapshot

    def table(self, name: str) -> pa.Table:
        """A derived table by name; see `tables`. Raises NotFound, NothingBuilt."""
        if name not in TABLES:
            raise NotFound("table", name, TABLES)
        return self.snapshot.table(name)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the derived tables; each is also an attribute (`study.documents`)."""
        return TABLES

    def __getattr__(self, name: str) -> pa.Table:
        if name in TABLES:
            return self.table(name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *TABLES})

    # -- work on the study

    def check(self) -> tuple[Problem, ...]:
        """Every problem of the study's files; an empty tuple when there is none."""
        from cenotaph.study import load

        return tuple(load(self.folder).problems)

    def build(self, listener: Listener = silent, jobs: int | None = None) -> BuildReport:
        """Read, split and code what changed since the last build; questions then answer from the new tables."""
        from cenotaph.build import build

        self.__dict__.pop("loaded", None)
        report = build(self.loaded, listener, jobs)
        self._snapshot = None
        return report

    def status(self) -> Status:
        """What is built, from what, and what is stale."""
        from cenotaph.build import status

        return status(self.loaded)

    def report(self, out: str | Path | None = None, occasions: Names = ()) -> Path:
        """Write the study as one self-contained HTML page and say where it is; `report/index.html` by default.

        Args: `occasions`, the rites to show; all that have documents or events where empty.
        """
        from cenotaph.report import write_report

        file = None if out is None else Path(out)
        return write_report(asked.study_asked(self), self.snapshot, file, _names(occasions))

    # -- questions

    def rollcall(
        self,
        occasion: str,
        *,
        actor: str | None = None,
        targets: Names = (),
        without: Names = (),
        coder: str | None = None,
    ) -> Answer:
        """How each target was treated on each occurrence of a rite; see `cenotaph.measures.roll_call`.

        Args:
            occasion: a rite of occasions.yaml.
            actor: whose documents; by default the host's where several actors spoke.
            targets: only these targets, named or not; without: leave these out.
            coder: only this coder's codings; by default a person's come before the rules'.

        Raises: NotFound with the nearest name; NothingBuilt; StudyError.
        """
        return asked.rollcall(
            self, occasion, actor=actor, targets=_names(targets), without=_names(without), coder=coder
        )

    def attendance(self, occasion: str, *, states: Names = (), without: Names = ()) -> Answer:
        """Which rank each state sent to each occurrence of a rite; see `cenotaph.measures.attendance_roll`."""
        return asked.attendance(self, occasion, states=_names(states), without=_names(without))

    def sentences(
        self,
        occasion: str,
        *,
        target: str | None = None,
        year: int | None = None,
        targets: Names = (),
        actor: str | None = None,
        coder: str | None = None,
        attendance: bool = False,
    ) -> Answer:
        """What stands behind a cell, a row or the whole of a roll call: sentences, codings, or records of attendance.

        Args: as `rollcall`; `target` and `year` name one cell; `attendance` asks for the roll call of guests, which
        has no actor and no coder.
        """
        wanted = (*_names(target or ()), *_names(targets))
        if attendance and (actor or coder):
            raise CenotaphError(_NO_WORDS)
        if attendance:
            return asked.participations(self, occasion, states=wanted, year=year)
        return asked.sentences(self, occasion, targets=wanted, year=year, actor=actor, coder=coder)

    def document_list(
        self,
        *,
        actor: str | None = None,
        occasion: str | None = None,
        source: str | None = None,
        language: str | None = None,
        from_date: dt.date | str | None = None,
        to_date: dt.date | str | None = None,
        limit: int | None = None,
    ) -> Answer:
        """The documents of the study, from the earliest; those without a date come first.

        Args: actor, occasion, source, language, from_date, to_date: only these, dates both inclusive; `limit`, how many
        to show; all are counted (`more["total"]`).
        """
        return asked.document_list(
            self,
            actor=actor,
            occasion=occasion,
            source=source,
            language=language,
            from_date=_day(from_date),
            to_date=_day(to_date),
            limit=limit,
        )

    def calendar(
        self,
        from_date: dt.date | str | None = None,
        to_date: dt.date | str | None = None,
        *,
        days: int = 90,
        today: dt.date | str | None = None,
        occasions: Names = (),
        actors: Names = (),
        last: int = 3,
    ) -> Answer:
        """Rites that fall due in a window, how round the number is, and what each actor did on them in past years.

        Args:
            from_date: the window's first day; by default `today`. to_date: its last; by default `days` after the first.
            today: from which `days` to go are counted; by default the day of the reading, else of the clock.
            occasions, actors: only these rites; only what these actors did.
            last: how many past occurrences of each rite to show.
        """
        now = _day(today) or self.as_of or dt.date.today()
        first = _day(from_date) or now
        return asked.calendar(
            self,
            from_date=first,
            to_date=_day(to_date) or first + dt.timedelta(min(days, (dt.date.max - first).days)),
            today=now,
            occasions=_names(occasions),
            actors=_names(actors),
            last=last,
        )

    def timeline(
        self,
        *,
        actors: Names = (),
        referent: str | None = None,
        occasion: str | None = None,
        from_date: dt.date | str | None = None,
        to_date: dt.date | str | None = None,
    ) -> Answer:
        """Words and deeds on one axis of time, gestures withheld among them; see `cenotaph.chronicle.timeline`.

        Args:
            actors: only what these said and did. occasion: only what belongs to this rite.
            referent: only what is about this past; then also documents that belong to no rite.
            from_date, to_date: first and last day.

        Raises: NotFound with the nearest name; CenotaphError; NothingBuilt; StudyError.
        """
        return asked.timeline(
            self,
            actors=_names(actors),
            referent=referent,
            occasion=occasion,
            from_date=_day(from_date),
            to_date=_day(to_date),
        )

    def compare(self, a: str, b: str, *, coder: str | None = None, threshold: float = 0.5) -> Answer:
        """What document `b` says that `a` does not, and the other way about; see `cenotaph.measures.compare_documents`.

        Args: ids of two documents, the earlier first; `threshold`, the least similarity of an altered sentence.

        Raises: NotFound with the nearest ids.
        """
        return asked.compare(self, a, b, coder=coder, threshold=threshold)

    def find(
        self,
        query: str,
        *,
        lemma: bool = False,
        actor: str | None = None,
        speaker: str | None = None,
        from_date: dt.date | str | None = None,
        to_date: dt.date | str | None = None,
        occasion: str | None = None,
        source: str | None = None,
        language: str | None = None,
        limit: int = 50,
        context: int = 60,
    ) -> Answer:
        """Every place where a word or phrase stands, with its surroundings; reprints of a text are left out.

        Args:
            query: a word form, a phrase, `lemma:word` for all its forms, `word*` for any ending.
            lemma: all forms of the word, as with `lemma:`.
            actor, speaker, from_date, to_date, occasion, source, language: only there; `speaker` is part of a name, of
                the document's speaker or of whose turn it is; dates are both inclusive.
            limit: how many lines to show, from the earliest; all are counted (`more["total"]`).
            context: characters on each side.

        Raises: NotFound where no speaker, actor ... is called so; CenotaphError where the query holds no word.
        """
        return asked.find(
            self,
            query,
            lemma=lemma,
            actor=actor,
            speaker=speaker,
            from_date=_day(from_date),
            to_date=_day(to_date),
            occasion=occasion,
            source=source,
            language=language,
            limit=limit,
            context=context,
        )

    def measure(
        self,
        name: str,
        by: Names = (),
        *,
        targets: Names = (),
        from_date: dt.date | str | None = None,
        to_date: dt.date | str | None = None,
        coder: str | None = None,
        options: Mapping[str, object] = _NOTHING,
        **more: Any,
    ) -> Answer:
        """A measure with its interval; `cenotaph.measures.all_measures()` lists them.

        Args:
            name: such as `credit_share`, `mention_rate`.
            by: one or several of actor, target, year, occasion, speaker, language, genre, source; by default the
                measure's own.
            targets: only these; by default those with anything to show.
            options: options of the measure, such as `{"window": 5}`.
            more: `actor`, `occasion`, `speaker`, `language`, `genre`, `source`: only documents with that value; any
                other keyword is an option of the measure.

        Raises: NotFound with the nearest name; CenotaphError for an option that it has not.
        """
        equal, options = _apart(more, options)
        return asked.measure(
            self,
            name,
            _names(by),
            targets=_names(targets),
            coder=coder,
            from_date=_day(from_date),
            to_date=_day(to_date),
            equal=equal,
            options=options,
        )

    def counted(
        self,
        name: str,
        group: Mapping[str, str | int],
        *,
        targets: Names = (),
        limit: int = 100,
        from_date: dt.date | str | None = None,
        to_date: dt.date | str | None = None,
        coder: str | None = None,
        options: Mapping[str, object] = _NOTHING,
        **more: Any,
    ) -> Answer:
        """The sentences and codings that a number of `measure` counts.

        Args: `group` names the row (`{"actor": "RUS", "target": "CHN"}`); `limit` says how many to show; the others as
        for `measure`, so that the row opened is the row that was shown.
        """
        equal, options = _apart(more, options)
        named = {key: str(value) for key, value in group.items()}
        return asked.counted(
            self,
            name,
            named,
            targets=_names(targets),
            limit=limit,
            coder=coder,
            from_date=_day(from_date),
            to_date=_day(to_date),
            equal=equal,
            options=options,
        )

    def omissions(
        self,
        occasion: Names = (),
        *,
        year: int | Iterable[int] = (),
        target: Names = (),
        actor: str | None = None,
        words: bool = True,
        deeds: bool = True,
        reference_class: str | None = None,
        given: Names = (),
        rank: str | None = None,
        since: int | None = None,
        coder: str | None = None,
        prior: PriorName = "pooled",
        verified: bool = False,
        within_days: int = 7,
        backtest: bool = False,
    ) -> Answer:
        """Who was expected on a rite and was not there, and who came unexpected; see `cenotaph.absence.omissions`.

        Args:
            occasion: rites; all where empty.
            year: the years to judge, together too where there are several; by default the last known one of each rite.
            target: only these targets or states, surprising or not.
            actor: whose words; by default the host's, else each actor's on its own.
            words, deeds: whether to judge who is named, and who comes.
            reference_class: the class of years that is to count: `all`, one of occasions.yaml, or years listed here as
                `crisis=2014,2022` (exploratory); by default the one whose forecasts did best before.
            given: judge only years that name any of these targets (exploratory); words only.
            rank: of deeds, the lowest rank that counts as coming.
            since: leave out what was before this year.
            prior: `pooled` over the series of the class, `jeffreys` or `laplace`.
            verified: expectations rest on codings and records that somebody verified.
            within_days: the window around a withheld gesture in which other channels are looked at.
            backtest: instead, how good the forecasts of all outcomes on record were.

        Raises: NotFound with the nearest name; NothingBuilt; StudyError.
        """
        question = asked.Asked(
            _names(occasion) or tuple(self.loaded.occasions),
            (year,) if isinstance(year, int) else tuple(year),
            _names(target),
            actor,
            _names(given),
            reference_class,
            rank,
            since,
            coder,
            prior,
            verified,
            within_days,
            every_rite=not _names(occasion),
        )
        ask = asked.backtested if backtest else asked.omissions
        return ask(self, question, words=words, deeds=deeds)

    def watch(
        self,
        occasion: str,
        text: str | Path,
        *,
        date: dt.date | str | None = None,
        actor: str | None = None,
        speaker: str | None = None,
        language: str | None = None,
        today: dt.date | str | None = None,
    ) -> Answer:
        """A new document on a rite, not yet in the study: who is named and how, who is new or gone, what surprises.

        The text is read and coded as a build would, in memory; nothing is written. It is judged against what the same
        actor said on the rite in earlier years, under the reference classes of `omissions`, and laid beside the last
        text of the rite.

        Args:
            occasion: a rite of occasions.yaml.
            text: the file, with or without front matter (.txt, .md, .html), or the text itself where it is no path.
            date, actor, speaker, language: of the document, where its front matter does not say; by default the last
                day the rite fell due, its host, nobody, and the language in which it is written.
            today: the day on which is asked; by default `as_of`, else today's date.

        Returns: an answer with a row for each target named now or the last time; `more` has the document, the one
        before (`before`), `omissions`, `pairings` and `comparison`.

        Raises: NotFound; CenotaphError where there is nothing to read; NothingBuilt; StudyError.
        """
        given = asked.Given(_day(date), actor, speaker, language)
        day = _day(today) or self.as_of or dt.date.today()
        if isinstance(text, Path) or _is_path(text):
            return asked.watch(self, occasion, Path(text), given, day)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "new.txt"
            file.write_text(text, "utf-8")
            return asked.watch(self, occasion, file, given, day)

    def draw_pairs(
        self,
        name: str,
        question: str,
        *,
        targets: Names = (),
        passages: int = 24,
        each: int = 20,
        seed: int = 1,
        **equal: str | None,
    ) -> Path:
        """Draw pairs of sentences to be compared blind, and write them to `pairs/NAME.csv`, to be filled in.

        Args:
            name: of the file; `pairs/NAME.key.csv` says which sentence is which.
            question: what is asked of every pair.
            targets: only sentences that name one of them.
            passages: how many sentences to compare.
            each: in how many pairs each is, an even number.
            seed: of the draw.
            equal: `actor`, `occasion`, `speaker`, `language`, `genre`, `source`: only documents with that value.

        Raises: CenotaphError where the file stands already or fewer than three sentences fit.
        """
        if unknown := [column for column in equal if column not in _FILTERS]:
            raise TypeError(f"there is no filter {unknown[0]!r}; filters are {', '.join(_FILTERS)}")
        named = _names(targets)
        return asked.draw_pairs(
            self, name, question, targets=named, passages=passages, each=each, seed=seed, equal=equal
        )

    def fit_pairs(self, name: str, files: Iterable[str | Path] = ()) -> Answer:
        """The scale that the answers to pairs give; see `cenotaph.measures.pair_scale`.

        Args: `files` that raters sent back; by default `pairs/NAME.csv`. Raises: CenotaphError that lists every answer
        that cannot be read, with file and line.
        """
        return asked.fit_pairs(self, name, [Path(file) for file in files])

    def answer(self, command: str, rows: pa.Table, notes: Sequence[str] = (), **more: Any) -> Answer:
        """Rows as the answer to a question put to this study, with a note where the coding behind it is out of date."""
        coded = command in _FROM_CODING
        since = asked.since_build(self, coded=coded) if coded or command in _FROM_FILES else []
        return Answer(command, str(self.folder), self.as_of, rows, (*notes, *since), {"title": self.title, **more})

    def _read_settings(self) -> dict[str, Any]:
        try:
            return tomllib.loads((self.folder / "study.toml").read_text("utf-8-sig"))
        except (OSError, ValueError):
            from cenotaph.study import load_checked

            load_checked(self.folder)  # says what is wrong, with file and line
            raise


def _apart(more: Mapping[str, Any], options: Mapping[str, object]) -> tuple[dict[str, str | None], dict[str, object]]:
    """The filters among the keywords, and the options of the measure with what is left of the keywords."""
    equal = {name: value for name, value in more.items() if name in _FILTERS}
    return equal, {**options, **{name: value for name, value in more.items() if name not in _FILTERS}}


def _is_path(text: str) -> bool:
    """Whether a text is rather the name of a file: one line that ends like one."""
    return "\n" not in text.strip() and Path(text.strip()).suffix.lower() in (".txt", ".md", ".html", ".htm")


def _names(given: Names) -> tuple[str, ...]:
    """The names, one by one; a bare text may hold several with commas between."""
    listed = given.split(",") if isinstance(given, str) else given
    return tuple(filter(None, (name.strip() for name in listed)))


def _day(value: object) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise CenotaphError(f'"{value}" is not a date; write it as 2024-05-09.') from None
