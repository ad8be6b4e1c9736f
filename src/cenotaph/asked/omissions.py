"""Questions about absence: who was expected and not there, which gestures were withheld, how good the forecasts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.absence import MINIMUM_OCCASIONS, backtest, surprises
from cenotaph.answer import Answer
from cenotaph.asked.fetch import require, require_named
from cenotaph.asked.since import study_asked
from cenotaph.asked.wording import how_many
from cenotaph.expectations import Asked, Expectations, class_names

if TYPE_CHECKING:
    from cenotaph.opened import OpenStudy

__all__ = ["Asked", "backtested", "expected", "omissions", "surprising"]


def omissions(study: OpenStudy, asked: Asked, *, words: bool = True, deeds: bool = True) -> Answer:
    """See `OpenStudy.omissions`."""
    _require(study, asked)
    found = expected(study, asked)
    rows = found.left_out(words=words, deeds=deeds)
    withheld = found.withheld().to_pylist() if deeds and not asked.given else []
    return study.answer("omissions", rows, _notes(rows, asked), portfolio=withheld)


def backtested(study: OpenStudy, asked: Asked, *, words: bool = True, deeds: bool = True) -> Answer:
    """How good the forecasts of all outcomes on record were; see `cenotaph.absence.backtest`."""
    _require(study, asked)
    found = expected(study, asked)
    rows = backtest([*(found.words if words else ()), *(found.deeds if deeds else ())])
    scored = rows.to_pylist()
    notes = [row["sentence"] for row in scored if row["part"] == "all"]
    worse = [row for row in scored if row["part"] == "rite" and row["calibration_known"]]
    worse = [row for row in worse if row["log_score"] >= row["climatology_log_score"]]
    notes += [f"{row['occasion']} ({row['actor']}): {row['sentence']}" for row in worse]
    return study.answer("omissions", rows, notes or ["No outcome on record could be forecast."], backtest=True)


def surprising(study: OpenStudy, asked: Asked, *, words: bool = True, deeds: bool = True) -> pa.Table:
    """How surprising every cell of the roll calls was when it came about; see `cenotaph.absence.surprises`."""
    found = expected(study, asked)
    return surprises([*(found.words if words else ()), *(found.deeds if deeds else ())])


def expected(study: OpenStudy, asked: Asked) -> Expectations:
    """The forecasts of an opened study."""
    return Expectations(study_asked(study), study.snapshot, asked)


def _require(study: OpenStudy, asked: Asked) -> None:
    loaded = study.loaded
    require("occasion", asked.occasions, loaded.occasions)
    if asked.coder:
        require("coder", [asked.coder], study.snapshot.table("coders")["coder"].to_pylist())
    names = {key: target.name for key, target in loaded.codebook.targets.items()}
    guests = study.snapshot.query("SELECT DISTINCT state FROM participations")["state"].to_pylist()
    names |= {key: key for key in guests if key not in names}
    names |= {key: known.name for key, known in loaded.config.actors.items()}
    require_named("target", [*asked.targets, *asked.given], names)
    if asked.reference is not None and "=" not in asked.reference and len(asked.occasions) > 1:
        rules = [rule for rite in loaded.occasions.values() for rule in rite.classes.items()]
        require("reference class", [asked.reference], class_names(dict(rules)))
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
