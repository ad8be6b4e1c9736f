"""Questions about absence: who was expected and not there, which gestures were withheld, how good the forecasts are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.absence import (
    ALL_YEARS,
    MINIMUM_OCCASIONS,
    NAMED,
    OMISSIONS,
    Forecasts,
    Panel,
    ReferenceClass,
    attended_series,
    backtest,
    beside,
    beside_class,
    broken_pairings,
    declared_classes,
    find_class,
    forecasts,
    listed_class,
    named_series,
    panels,
    portfolio,
    surprises,
)
from cenotaph.absence import omissions as judged
from cenotaph.answer import Answer
from cenotaph.asked.fetch import codings_of, require, require_named
from cenotaph.asked.since import codebook_asked
from cenotaph.asked.wording import how_many
from cenotaph.errors import CenotaphError
from cenotaph.measures import attendance_roll, roll_call, target_table, treatment_words

if TYPE_CHECKING:
    from cenotaph.inference import PriorName
    from cenotaph.opened import OpenStudy
    from cenotaph.study import ClassRule

__all__ = ["Asked", "backtested", "forecast_panel", "omissions", "surprising"]


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


def omissions(study: OpenStudy, asked: Asked, *, words: bool = True, deeds: bool = True) -> Answer:
    """See `OpenStudy.omissions`."""
    _require(study, asked)
    names = {key: rite.name for key, rite in study.loaded.occasions.items()}
    due = study.snapshot.table("occasions")
    tables = []
    if words:
        found = list(_of_words(study, asked))
        tables.append(judged(found, asked.years, targets=asked.targets, occasion_names=names, occasion_years=due))
        named = [each for each in found if each.panel.act == NAMED and each.panel.companion is None]
        tables.append(
            broken_pairings(named, asked.years, targets=asked.targets, verified=asked.verified, occasion_names=names)
        )
    if deeds and not asked.given:
        found = list(_of_deeds(study, asked))
        tables.append(judged(found, asked.years, targets=asked.targets, occasion_names=names, occasion_years=due))
    rows = pa.concat_tables(tables) if tables else OMISSIONS.empty_table()
    rows = rows.sort_by([("surprise_bits", "descending")])
    withheld = _portfolio(study, asked) if deeds and not asked.given else None
    more = {"portfolio": [] if withheld is None else withheld.to_pylist()}
    return study.answer("omissions", rows, _notes(rows, asked), **more)


def backtested(study: OpenStudy, asked: Asked, *, words: bool = True, deeds: bool = True) -> Answer:
    """How good the forecasts of all outcomes on record were; see `cenotaph.absence.backtest`."""
    _require(study, asked)
    found = [*(_of_words(study, asked) if words else ()), *(_of_deeds(study, asked) if deeds else ())]
    rows = backtest(found)
    scored = rows.to_pylist()
    notes = [row["sentence"] for row in scored if row["part"] == "all"]
    worse = [row for row in scored if row["part"] == "rite" and row["calibration_known"]]
    worse = [row for row in worse if row["log_score"] >= row["climatology_log_score"]]
    notes += [f"{row['occasion']} ({row['actor']}): {row['sentence']}" for row in worse]
    return study.answer("omissions", rows, notes or ["No outcome on record could be forecast."], backtest=True)


def surprising(study: OpenStudy, asked: Asked, *, words: bool = True, deeds: bool = True) -> pa.Table:
    """How surprising every cell of the roll calls was when it came about; see `cenotaph.absence.surprises`."""
    return surprises([*(_of_words(study, asked) if words else ()), *(_of_deeds(study, asked) if deeds else ())])


def _portfolio(study: OpenStudy, asked: Asked) -> pa.Table:
    """Withheld gestures beside what else was done about the same past in the days around them."""
    snapshot = study.snapshot
    documents = snapshot.query(
        "SELECT DISTINCT d.document_id, d.date, d.actor, s.referent, d.title, d.url FROM documents d "
        "JOIN statements s USING (document_id) "
        "WHERE s.referent IS NOT NULL AND (s.holder IS NULL OR s.holder = d.actor)"
    )
    came = snapshot.query(
        "SELECT DISTINCT e.event_id, e.date, p.state, g.referent, e.title, p.status, p.person, p.confidence, "
        "coalesce(p.source_url, e.source_url) AS source_url FROM participations p JOIN events e USING (event_id) "
        "JOIN gestures g ON e.anniversary_of = g.referent OR (g.occasion = e.occasion AND g.referent IS NOT NULL)"
    )
    names = {key: actor.name for key, actor in study.loaded.config.actors.items()}
    referents = {key: referent.name for key, referent in study.loaded.codebook.referents.items()}
    found = portfolio(
        snapshot.table("gestures"),
        documents,
        came,
        within_days=asked.within_days,
        years=asked.years,
        names=names,
        referents=referents,
    )
    due = snapshot.table("occasions", ("occasion", "date"))
    days = due.filter(pc.is_in(due["occasion"], pa.array(asked.occasions)))["date"].unique()
    near = [
        any(abs((one - day).days) <= asked.within_days for day in days.to_pylist())
        for one in found["withheld_date"].to_pylist()
    ]
    found = found.filter(pa.array(near, pa.bool_())) if not asked.every_rite else found
    return found.filter(pc.is_in(found["performer_state"], pa.array(asked.targets))) if asked.targets else found


def _of_words(study: OpenStudy, asked: Asked) -> Iterator[Forecasts]:
    """Forecasts of who is named, and how, in each actor's words on each rite."""
    targets = target_table(codebook_asked(study))
    words = treatment_words(study.loaded.codebook)
    for occasion in _with_any(study, asked, "documents"):
        documents = study.snapshot.table("documents", where="occasion = ?", parameters=[occasion])
        due = _due(study, occasion)
        for actor in _actors(documents, asked.actor, study.loaded.occasions[occasion].host):
            own = documents.filter(pc.equal(documents["actor"], actor)) if actor else documents
            own = own.sort_by([("date", "ascending"), ("document_id", "ascending")])
            mentions, statements, absences, coders = codings_of(study, own, asked.coder)
            cells = roll_call(
                own,
                mentions,
                statements,
                absences,
                targets,
                due,
                treatments=words,
                coders=coders,
                coder=asked.coder,
                only=targets["target"].to_pylist(),
            )
            series = named_series(cells, occasion=occasion, actor=actor)
            for panel in panels(series, asked.since):
                if not asked.given:
                    yield forecast_panel(study, occasion, panel, asked)
                elif panel.act == NAMED:
                    part = beside(panel, asked.given)
                    yield forecasts(part, [], wanted=beside_class(part), prior="jeffreys", verified=asked.verified)


def _of_deeds(study: OpenStudy, asked: Asked) -> Iterator[Forecasts]:
    """Forecasts of who comes to each rite."""
    from cenotaph.study import RANKS

    participations = study.snapshot.table("participations").sort_by("row")
    names = {key: actor.name for key, actor in study.loaded.config.actors.items()}
    ranks = {rank: place for place, rank in enumerate(RANKS)}
    for occasion in _with_any(study, asked, "events"):
        events = study.snapshot.table("events", where="occasion = ?", parameters=[occasion])
        events = events.sort_by([("date", "ascending"), ("event_id", "ascending")])
        host = study.loaded.occasions[occasion].host
        cells = attendance_roll(events, participations, _due(study, occasion), names, without=[host] if host else [])
        invited = _invitations(study, occasion)
        series = attended_series(cells, occasion=occasion, host=host, ranks=ranks, rank=asked.rank, invited=invited)
        for panel in panels(series, asked.since):
            yield forecast_panel(study, occasion, panel, asked)


def _invitations(study: OpenStudy, occasion: str) -> dict[tuple[str, int], bool | None]:
    """Whether each state was invited in each year, where the record says so of it or of all foreign guests."""
    rows = study.snapshot.query(
        "SELECT p.state, coalesce(e.occasion_year, year(e.date)) AS year, "
        "coalesce(bool_or(p.invited), min(e.guests_invited) FILTER (WHERE NOT e.guests_invited)) AS invited "
        "FROM participations p JOIN events e USING (event_id) WHERE e.occasion = ? GROUP BY ALL",
        [occasion],
    )
    return {(row["state"], row["year"]): row["invited"] for row in rows.to_pylist()}


def forecast_panel(study: OpenStudy, occasion: str, panel: Panel, asked: Asked) -> Forecasts:
    """Forecasts of the outcomes of a panel of one rite, under its declared classes or the class asked for."""
    rules = study.loaded.occasions[occasion].classes
    complements = {name: rule.otherwise or f"not-{name}" for name, rule in rules.items()}
    classes = declared_classes(panel.years, _due(study, occasion), complements)
    return forecasts(
        panel,
        classes,
        wanted=_wanted(asked, classes, panel),
        prior=asked.prior,
        verified=asked.verified,
    )


def _wanted(asked: Asked, classes: Sequence[ReferenceClass], panel: Panel) -> ReferenceClass | None:
    """The class asked for: a declared one, or one of listed years, which is exploratory."""
    if asked.reference is None:
        return None
    name, listed, years = asked.reference.partition("=")
    if not listed:
        return find_class(classes, name)
    try:
        return listed_class(name.strip(), [int(year) for year in years.split(",")], panel.years)
    except ValueError:
        raise CenotaphError(f'"{asked.reference}" lists no years; write it as crisis=2014,2022,2023.') from None


def _with_any(study: OpenStudy, asked: Asked, table: str) -> list[str]:
    """The rites asked for of which a table has any row; of several only those with the class asked for."""
    found = set(study.snapshot.query(f"SELECT DISTINCT occasion FROM {table}")["occasion"].to_pylist())
    rites = [occasion for occasion in asked.occasions if occasion in found]
    if asked.reference is None or "=" in asked.reference or len(asked.occasions) == 1:
        return rites
    known = study.loaded.occasions
    return [occasion for occasion in rites if asked.reference in _class_names(known[occasion].classes)]


def _class_names(rules: Mapping[str, ClassRule]) -> list[str]:
    return [ALL_YEARS, *rules, *(rule.otherwise or f"not-{name}" for name, rule in rules.items())]


def _due(study: OpenStudy, occasion: str) -> pa.Table:
    return study.snapshot.table("occasions", where="occasion = ?", parameters=[occasion])


def _actors(documents: pa.Table, actor: str | None, host: str | None) -> list[str | None]:
    """Whose words are judged: the actor asked for, else the host, else each actor on its own."""
    known = sorted({name for name in documents["actor"].to_pylist() if name})
    if actor is not None:
        return [actor] if actor in known else []
    if host in known:
        return [host]
    return [*known] or ([None] if documents.num_rows else [])


def _require(study: OpenStudy, asked: Asked) -> None:
    loaded = study.loaded
    require("occasion", asked.occasions, loaded.occasions)
    names = {key: target.name for key, target in loaded.codebook.targets.items()}
    guests = study.snapshot.query("SELECT DISTINCT state FROM participations")["state"].to_pylist()
    names |= {key: key for key in guests if key not in names}
    names |= {key: known.name for key, known in loaded.config.actors.items()}
    require_named("target", [*asked.targets, *asked.given], names)
    if asked.reference is not None and "=" not in asked.reference and len(asked.occasions) > 1:
        rules = [rule for rite in loaded.occasions.values() for rule in rite.classes.items()]
        require("reference class", [asked.reference], _class_names(dict(rules)))
    if asked.rank is not None:
        from cenotaph.study import RANKS

        require("rank", [asked.rank], RANKS)


def _notes(rows: pa.Table, asked: Asked) -> list[str]:
    if not rows.num_rows:
        return ["Nothing to judge: no rite asked for has documents or events with anything known of it."]
    unsaid = pc.sum(pc.equal(rows["verdict"], "cannot say")).as_py() or 0
    notes = [
        "Each year is judged from earlier years alone. An absence cannot weigh more than its ceiling for any story. "
        "The class of years that counts is the one whose forecasts did best before; --json has all that were tried."
    ]
    if unsaid:
        notes.append(
            f"{how_many(unsaid, 'outcome')} cannot be judged: fewer than {MINIMUM_OCCASIONS} known earlier years."
        )
    unsure = pc.sum(pc.equal(rows["confidence"], 1)).as_py() or 0
    if unsure:
        notes.append(f"{how_many(unsure, 'outcome')} judged here rest on unverified codings (confidence 1).")
    return notes
