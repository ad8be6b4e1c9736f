"""What was to be expected on the rites of a study: forecasts of who is named and who comes, and what came instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.absence import (
    ALL_YEARS,
    NAMED,
    OMISSIONS,
    Forecasts,
    Panel,
    ReferenceClass,
    attended_series,
    beside,
    beside_class,
    broken_pairings,
    declared_classes,
    find_class,
    forecasts,
    listed_class,
    named_series,
    omissions,
    panels,
    portfolio,
)
from cenotaph.errors import CenotaphError
from cenotaph.measures import attendance_roll, roll_call, target_table, treatment_words

if TYPE_CHECKING:
    from cenotaph.inference import PriorName
    from cenotaph.store import Snapshot
    from cenotaph.study import ClassRule, LoadedStudy

__all__ = ["Asked", "Expectations", "class_names"]


@dataclass(frozen=True)
class Asked:
    """What was asked about absence; see `OpenStudy.omissions`."""

    occasions: tuple[str, ...]
    years: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()
    actor: str | None = None
    given: tuple[str, ...] = ()
    reference: str | None = None
    rank: str | None = None
    since: int | None = None
    coder: str | None = None
    prior: PriorName = "pooled"
    verified: bool = False
    within_days: int = 7
    every_rite: bool = False


@dataclass(frozen=True)
class Expectations:
    """The forecasts of a study as of a day, under the classes that its occasions.yaml declares.

    Attributes:
        study: its files; a target that the build did not look for has no terms in its codebook.
        snapshot: its tables, as of a day. asked: which rites, whose words, which years count.
    """

    study: LoadedStudy
    snapshot: Snapshot
    asked: Asked

    @cached_property
    def words(self) -> list[Forecasts]:
        """Forecasts of who is named, and how, in each actor's words on each rite."""
        return list(self._of_words())

    @cached_property
    def deeds(self) -> list[Forecasts]:
        """Forecasts of who comes to each rite; none where only years that name a target were asked for."""
        return [] if self.asked.given else list(self._of_deeds())

    def left_out(self, *, words: bool = True, deeds: bool = True) -> pa.Table:
        """Omissions, appearances and broken pairings of the years asked for, the most surprising first.

        Returns: table `OMISSIONS`; see `cenotaph.absence.omissions`.
        """
        asked, tables = self.asked, [OMISSIONS.empty_table()]
        names = {key: rite.name for key, rite in self.study.occasions.items()}

        def told(found: Sequence[Forecasts]) -> pa.Table:
            return omissions(
                found, asked.years, targets=asked.targets, occasion_names=names, occasion_years=self._calendar
            )

        if words:
            named = [each for each in self.words if each.panel.act == NAMED and each.panel.companion is None]
            tables.append(told(self.words))
            tables.append(
                broken_pairings(
                    named, asked.years, targets=asked.targets, verified=asked.verified, occasion_names=names
                )
            )
        tables += [told(self.deeds)] if deeds else []
        return pa.concat_tables(tables).sort_by([("surprise_bits", "descending")])

    def forecast(self, occasion: str, panel: Panel) -> Forecasts:
        """Forecasts of the outcomes of a panel of one rite, under its declared classes or the class asked for."""
        rules = self.study.occasions[occasion].classes
        complements = {name: rule.otherwise or f"not-{name}" for name, rule in rules.items()}
        classes = declared_classes(panel.years, self._due(occasion), complements)
        return forecasts(
            panel,
            classes,
            wanted=self._wanted(classes, panel),
            prior=self.asked.prior,
            verified=self.asked.verified,
        )

    def withheld(self) -> pa.Table:
        """Withheld gestures beside what else was done about the same past in the days around them.

        Returns: table `PORTFOLIO`; see `cenotaph.absence.portfolio`.
        """
        asked, snapshot = self.asked, self.snapshot
        found = portfolio(
            snapshot.table("gestures"),
            snapshot.query(_SAID_OF_A_PAST),
            snapshot.query(_CAME_TO_A_PAST),
            within_days=asked.within_days,
            years=asked.years,
            names={key: actor.name for key, actor in self.study.config.actors.items()},
            referents={key: referent.name for key, referent in self.study.codebook.referents.items()},
        )
        if not asked.every_rite:
            due = pc.is_in(self._calendar["occasion"], pa.array(asked.occasions, pa.string()))
            days = self._calendar.filter(due)["date"].unique().to_pylist()
            near = [
                any(abs((one - day).days) <= asked.within_days for day in days)
                for one in found["withheld_date"].to_pylist()
            ]
            found = found.filter(pa.array(near, pa.bool_()))
        return found.filter(pc.is_in(found["performer_state"], pa.array(asked.targets))) if asked.targets else found

    def _of_words(self) -> Iterator[Forecasts]:
        asked, targets = self.asked, target_table(self.study.codebook)
        words = treatment_words(self.study.codebook)
        for occasion in self._with_any("documents"):
            documents = self.snapshot.table("documents", where="occasion = ?", parameters=[occasion])
            documents = documents.sort_by([("date", "ascending"), ("document_id", "ascending")])
            mentions, statements, absences = self._codings(documents)
            for actor in _actors(documents, asked.actor, self.study.occasions[occasion].host):
                own = documents.filter(pc.equal(documents["actor"], actor)) if actor else documents
                cells = roll_call(
                    own,
                    mentions,
                    statements,
                    absences,
                    targets,
                    self._due(occasion),
                    treatments=words,
                    coders=self._coders,
                    coder=asked.coder,
                    only=targets["target"].to_pylist(),
                )
                series = named_series(cells, occasion=occasion, actor=actor)
                for panel in panels(series, asked.since):
                    if not asked.given:
                        yield self.forecast(occasion, panel)
                    elif panel.act == NAMED:
                        part = beside(panel, asked.given)
                        yield forecasts(part, [], wanted=beside_class(part), prior="jeffreys", verified=asked.verified)

    def _of_deeds(self) -> Iterator[Forecasts]:
        from cenotaph.study import RANKS

        participations = self.snapshot.table("participations").sort_by("row")
        names = {key: actor.name for key, actor in self.study.config.actors.items()}
        ranks = {rank: place for place, rank in enumerate(RANKS)}
        for occasion in self._with_any("events"):
            events = self.snapshot.table("events", where="occasion = ?", parameters=[occasion])
            events = events.sort_by([("date", "ascending"), ("event_id", "ascending")])
            host = self.study.occasions[occasion].host
            cells = attendance_roll(events, participations, self._due(occasion), names, without=[host] if host else [])
            series = attended_series(
                cells, occasion=occasion, host=host, ranks=ranks, rank=self.asked.rank, invited=self._invited(occasion)
            )
            for panel in panels(series, self.asked.since):
                yield self.forecast(occasion, panel)

    def _codings(self, documents: pa.Table) -> list[pa.Table]:
        ids = documents["document_id"].to_pylist()
        return [self.snapshot.of_documents(name, ids) for name in ("mentions", "statements", "absences")]

    def _invited(self, occasion: str) -> dict[tuple[str, int], bool | None]:
        """Whether each state was invited in each year, where the record says so of it or of all foreign guests."""
        rows = self.snapshot.query(_INVITED, [occasion])
        return {(row["state"], row["year"]): row["invited"] for row in rows.to_pylist()}

    def _wanted(self, classes: Sequence[ReferenceClass], panel: Panel) -> ReferenceClass | None:
        """The class asked for: a declared one, or one of listed years, which is exploratory."""
        if self.asked.reference is None:
            return None
        name, listed, years = self.asked.reference.partition("=")
        if not listed:
            return find_class(classes, name)
        try:
            return listed_class(name.strip(), [int(year) for year in years.split(",")], panel.years)
        except ValueError:
            raise CenotaphError(
                f'"{self.asked.reference}" lists no years; write it as crisis=2014,2022,2023.'
            ) from None

    def _with_any(self, table: str) -> list[str]:
        """The rites asked for of which a table has any row; of several only those with the class asked for."""
        found = set(self.snapshot.query(f"SELECT DISTINCT occasion FROM {table}")["occasion"].to_pylist())
        rites, reference = [each for each in self.asked.occasions if each in found], self.asked.reference
        if reference is None or "=" in reference or len(self.asked.occasions) == 1:
            return rites
        return [each for each in rites if reference in class_names(self.study.occasions[each].classes)]

    @cached_property
    def _calendar(self) -> pa.Table:
        return self.snapshot.table("occasions")

    @cached_property
    def _coders(self) -> pa.Table:
        return self.snapshot.table("coders")

    def _due(self, occasion: str) -> pa.Table:
        return self._calendar.filter(pc.equal(self._calendar["occasion"], occasion))


def class_names(rules: Mapping[str, ClassRule]) -> list[str]:
    """Every name that a reference class of a rite goes by: its own and its complement's, and `all`."""
    return [ALL_YEARS, *rules, *(rule.otherwise or f"not-{name}" for name, rule in rules.items())]


def _actors(documents: pa.Table, actor: str | None, host: str | None) -> list[str | None]:
    """Whose words are judged: the actor asked for, else the host, else each actor on its own."""
    known = sorted({name for name in documents["actor"].to_pylist() if name})
    if actor is not None:
        return [actor] if actor in known else []
    if host in known:
        return [host]
    return [*known] or ([None] if documents.num_rows else [])


_SAID_OF_A_PAST = """
SELECT DISTINCT d.document_id, d.date, d.actor, s.referent, d.title, d.url FROM documents d
JOIN statements s USING (document_id)
WHERE s.referent IS NOT NULL AND (s.holder IS NULL OR s.holder = d.actor)
"""

_CAME_TO_A_PAST = """
SELECT DISTINCT e.event_id, e.date, p.state, g.referent, e.title, p.status, p.person, p.confidence,
  coalesce(p.source_url, e.source_url) AS source_url
FROM participations p JOIN events e USING (event_id)
JOIN gestures g ON e.anniversary_of = g.referent OR (g.occasion = e.occasion AND g.referent IS NOT NULL)
"""

_INVITED = """
SELECT p.state, coalesce(e.occasion_year, year(e.date)) AS year,
  coalesce(bool_or(p.invited), min(e.guests_invited) FILTER (WHERE NOT e.guests_invited)) AS invited
FROM participations p JOIN events e USING (event_id) WHERE e.occasion = ? GROUP BY ALL
"""
