"""The charts of a report: how often the busiest speakers name a target, and where their credit and blame go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from cenotaph.charts import Chart, over_time
from cenotaph.inference import MINIMUM_CLUSTERS
from cenotaph.measures import Measure, find_measure, preferred_codings, target_table, treatment_words
from cenotaph.report.data import Figure
from cenotaph.report.words import listed
from cenotaph.store import Snapshot
from cenotaph.study import LoadedStudy

__all__ = ["figures"]

#: Measure -> title; the speaker's name goes in the braces.
_TITLES = {
    "mention_rate": "How often {} names others",
    "credit_share": "Where the credit given by {} goes",
    "blame_share": "Where the blame laid by {} falls",
}
#: Where no text gives a rate of naming, the share of documents that name a target stands in its place.
_NAMED = ("document_share", "In how many documents {} names others")

#: Share of one act -> what it is a share of, and the treatments that are easily taken for it and are not in it.
_BESIDE = {
    "credit_share": ("Credit alone: thanks and honours are acts of their own", ("thanked", "honoured")),
    "blame_share": (
        "Blame alone: charges of distortion and warnings are acts of their own",
        ("charged with distortion", "warned"),
    ),
}
_SPEAKERS = 3
_BESIDE_SHOWN = 6

#: Where a year holds too few documents for an interval, this many years are taken together.
_YEARS_TOGETHER = 5


def figures(study: LoadedStudy, snapshot: Snapshot) -> tuple[Figure, ...]:
    """Rates and shares by target and year of the speakers with most statements; none where there is too little."""
    tables, in_sentences = _tables(study, snapshot)
    names = {key: target.name for key, target in study.codebook.targets.items()}
    names |= {key: actor.name for key, actor in study.config.actors.items()}
    words = treatment_words(study.codebook)
    found: list[Figure | None] = []
    for actor in _busiest(snapshot):
        own, speaker = _of_actor(tables, actor), names.get(actor, actor)
        others = _without(own, actor)
        sentences = _without(_of_actor(in_sentences, actor), actor)
        named = _figure("mention_rate", _TITLES["mention_rate"].format(speaker), sentences, names, words)
        found.append(named or _figure(_NAMED[0], _NAMED[1].format(speaker), others, names, words))
        found += [_figure(name, _TITLES[name].format(speaker), own, names, words) for name in _BESIDE]
    return tuple(each for each in found if each is not None)


def _figure(
    name: str, title: str, tables: Mapping[str, pa.Table], names: Mapping[str, str], words: Mapping[str, str]
) -> Figure | None:
    measure = find_measure(name)
    documents = tables["documents"]
    rows = measure.compute(tables, ("target", "year"))
    years_together = 1
    if _documents_a_year(rows) < MINIMUM_CLUSTERS:
        years_together = _YEARS_TOGETHER
        rows = measure.compute({**tables, "documents": _by_span(documents, years_together)}, ("target", "year"))
    last_year = pc.max(pc.year(documents["date"])).as_py()
    chart = over_time(rows, title=title, names=names, years_together=years_together, last_year=last_year)
    if chart is None:
        return None
    rule = " ".join(measure.doc.split("Value:")[0].split())
    return Figure(
        chart,
        measure.name,
        _said(measure, "Reads as"),
        _said(measure, "Not for"),
        rule,
        f"cenotaph measure {measure.name} --by actor,target,year",
        years_together,
        _beside(name, chart, tables, words, years_together),
    )


def _beside(
    name: str, chart: Chart, tables: Mapping[str, pa.Table], words: Mapping[str, str], years_together: int
) -> str:
    """What a share of one act leaves out, with the targets that stand at zero and had such an act all the same."""
    if name not in _BESIDE:
        return ""
    said, treatments = _BESIDE[name]
    acts = [act for act, word in words.items() if word in treatments]
    statements = tables["statements"].filter(
        pc.is_in(tables["statements"]["act"], value_set=pa.array(acts, pa.string()))
    )
    dated = statements.join(
        tables["documents"].select(["document_id", "actor", "date"]), "document_id", join_type="inner"
    )
    dated = dated.filter(pc.equal(dated["holder"], dated["actor"]))
    years = [year - year % years_together for year in pc.drop_null(pc.year(dated["date"])).to_pylist()]
    done = set(zip(dated.filter(pc.is_valid(dated["date"]))["target"].to_pylist(), years, strict=True))
    zero = [row for row in chart.rows if row["value"] == 0 and (row["target"], row["year"]) in done]
    listing = [f"{row['name']} ({row['period']})" for row in zero[:_BESIDE_SHOWN]]
    listing += [f"{len(zero) - _BESIDE_SHOWN} more"] if len(zero) > _BESIDE_SHOWN else []
    return f"{said} and are not in it{f'; at 0% and yet {_either(treatments)}: {listed(listing)}' if zero else ''}."


def _either(treatments: Sequence[str]) -> str:
    return " or ".join(treatments)


def _said(measure: Measure, head: str) -> str:
    """What a measure's docstring says under a head such as `Reads as`."""
    found = re.search(rf"^{head}: (.+?)(?=^\w[\w ]*:|\Z)", measure.doc, re.DOTALL | re.MULTILINE)
    return " ".join(found[1].split()).replace("`", "") if found else ""


def _of_actor(tables: Mapping[str, pa.Table], actor: str) -> dict[str, pa.Table]:
    documents = tables["documents"].filter(pc.equal(tables["documents"]["actor"], actor))
    ids = documents["document_id"]
    said = {
        name: tables[name].filter(pc.is_in(tables[name]["document_id"], value_set=ids))
        for name in ("mentions", "statements", "absences")
    }
    return {"documents": documents, "targets": tables["targets"], **said}


def _without(tables: Mapping[str, pa.Table], own_side: str) -> dict[str, pa.Table]:
    """The tables with the speaker's own side taken out of the targets: beside it all others are too small to see."""
    return {**tables, "targets": tables["targets"].filter(pc.not_equal(tables["targets"]["target"], own_side))}


def _documents_a_year(rows: pa.Table) -> float:
    """Median number of documents behind the years that have a value; 0 where none has."""
    return float(pc.quantile(rows.filter(pc.is_valid(rows["value"]))["n"], 0.5)[0].as_py() or 0)


def _by_span(documents: pa.Table, years: int) -> pa.Table:
    """The documents with the first day of their span of years (2020 for 2020 to 2024) in place of their date."""
    first = pc.multiply(pc.floor(pc.divide(pc.cast(pc.year(documents["date"]), pa.float64()), years)), years)
    days = pc.binary_join_element_wise(pc.cast(pc.cast(first, pa.int32()), pa.string()), "01-01", "-")
    day = pc.strptime(days, format="%Y-%m-%d", unit="s").cast(pa.date32())
    return documents.set_column(documents.column_names.index("date"), "date", day)


def _busiest(snapshot: Snapshot) -> list[str]:
    rows = snapshot.query(
        "SELECT d.actor FROM statements s JOIN documents d USING (document_id) "
        f"WHERE d.actor IS NOT NULL GROUP BY d.actor ORDER BY count(*) DESC, d.actor LIMIT {_SPEAKERS}"
    )
    return [str(actor) for actor in rows["actor"].to_pylist()]


def _tables(study: LoadedStudy, snapshot: Snapshot) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """What measures need, with the codings that count for shares, and for rates per sentence."""
    documents = snapshot.query(
        "SELECT d.*, coalesce(s.n, 0) AS n_sentences FROM documents d LEFT JOIN (SELECT document_id, count(*) AS n "
        "FROM passages WHERE kind = 'sentence' GROUP BY document_id) s USING (document_id)"
    )
    columns = ["document_id", "passage_id", "target", "coder", "confidence"]
    every = (
        snapshot.table("mentions", columns),
        snapshot.table("statements", [*columns, "statement_id", "holder", "act"]),
        snapshot.table("absences"),
        snapshot.table("coders"),
    )
    shares, rates = (
        {
            "documents": documents,
            "mentions": codings.mentions,
            "statements": codings.statements,
            "absences": codings.absences,
            "targets": target_table(study.codebook),
        }
        for codings in (preferred_codings(*every, in_sentences=each) for each in (False, True))
    )
    return shares, rates
