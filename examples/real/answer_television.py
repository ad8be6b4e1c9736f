"""Did the evening news of China's state television move from the war to crisis response and peace-making in 2022?

Usage: python examples/real/answer_television.py [STUDY] [DATA]   (see answers.py)
"""

from __future__ import annotations

import csv
import sys
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from answers import publish, table, topics_study

from cenotaph.charts import chart_of
from cenotaph.inference import wilson_interval
from cenotaph.measures import estimates
from cenotaph.opened import OpenStudy

DATE, JUBILEES = "2022", (1945, 5)
TOPICS = {
    "the war": ("second-world-war", "nazism", "great-patriotic-war", "war-against-japan"),
    "crisis response": ("crisis-response",),
    "peace-making": ("peace-making",),
}
#: Every defensible way to ask: trend or none, jubilees of five or ten years or none, the closed years as a rival.
ARMS = tuple(product((True, False), ((0, 5), (1945, 5), (1945, 10)), ((), ("2020..2022",))))


def main(arguments: list[str]) -> int:
    """Ask, print, write the page."""
    study = topics_study(arguments)
    if study is None:
        return 0
    found = {name: Topic(study, targets) for name, targets in TOPICS.items()}
    publish("television", "\n\n".join(_answer(study, found)), _chart(found))
    return 0


class Topic:
    """What the measures say of one topic."""

    def __init__(self, study: OpenStudy, targets: tuple[str, ...]) -> None:
        self.study, self.targets = study, targets
        since, every = JUBILEES
        rounds = {"round_since": since, "round_every": every}
        self.tested = self._ask("change_at", at=DATE, **rounds)[0]
        self.dates = self._ask("change_point", **rounds)
        self.likeliest = next(row for row in self.dates if row["likeliest"])
        self.years = self._ask("alert", period="year", recent=0)
        self.stretches = self._ask("stretches")
        self.arms = [
            self._ask("change_at", at=DATE, trend=trend, round_since=since, round_every=every, rivals=rivals)[0]
            for trend, (since, every), rivals in ARMS
        ]

    def _ask(self, name: str, **options: Any) -> list[dict[str, Any]]:
        answer = self.study.measure(name, "actor", targets=self.targets, source="xwlb", options=options)
        return answer.rows.to_pylist()

    def rate(self, year: int) -> float:
        """Items per thousand that name the topic in a year."""
        row = next(row for row in self.years if row["date"].year == year)
        return 1000 * row["numerator"] / row["denominator"]

    @property
    def step(self) -> str:
        """The ratio in words."""
        row = self.tested
        return f"× {row['value']:.2f} ({row['low']:.2f} to {row['high']:.2f})"

    @property
    def rank(self) -> int:
        """Place of the tested date among all dates, by the size of its t; 1 is the greatest."""
        return round(self.tested["p_placebo"] * (self.tested["n_placebos"] + 1))

    @property
    def verdict(self) -> str:
        """What may be said of a step at the date: three conditions, all of them, or none of them, or cannot say."""
        row = self.tested
        sure = row["low"] > 1 or row["high"] < 1
        agreed = np.mean([arm["low"] > 1 for arm in self.arms]), np.mean([arm["high"] < 1 for arm in self.arms])
        if sure and self.rank == 1 and max(agreed) > 0.8:
            return "rose" if row["value"] > 1 else "fell"
        return "cannot say" if sure or max(agreed) > 0.5 else "not shown"


def _answer(study: OpenStudy, found: dict[str, Topic]) -> list[str]:
    war, crisis, peace = found.values()
    n = war.tested["denominator"]
    low = min(war.years, key=lambda row: row["numerator"] / row["denominator"])["date"].year
    high = max(war.years, key=lambda row: row["numerator"] / row["denominator"])["date"].year
    plateau = next(row for row in war.stretches if row["date"].year <= 2022 <= row["until"].year)
    return [
        _headline(war, crisis, peace),
        f"**The war.** {war.rate(2021):.0f} items in a thousand named it in 2021, {war.rate(2022):.0f} in 2022, "
        f"{war.rate(2023):.0f} and {war.rate(2024):.0f} after, {war.rate(2025):.0f} in 2025. Most in {high} "
        f"({war.rate(high):.0f}), fewest in {low} ({war.rate(low):.0f}). With the jubilees of every five years in the "
        f"model, the step at {DATE} is {war.step}; {_placebo(war)}. A step smaller than × "
        f"{war.tested['detectable_ratio']:.1f} (or its inverse) could hardly have been seen. One change at an unknown "
        f"date is {_odds(war)}. By month, the low stretch around 2022 begins in {plateau['date']:%B %Y}, "
        f"{_before(plateau['date'])}, and lasts until {plateau['until']:%B %Y} ({plateau['value']:.0f} in a thousand, "
        f"stability {plateau['stability']:.1f}); {_lower(war, plateau)}.",
        f"**Crisis response.** {crisis.step} at {DATE}; {_placebo(crisis)}. One change is {_odds(crisis)}.",
        f"**Peace-making.** {peace.step} at {DATE}; {_placebo(peace)}. One change is {_odds(peace)}.",
        _multiverse(found),
        f"`cenotaph measure change_at --source xwlb {' '.join('--target ' + t for t in war.targets)} --set at={DATE} "
        f"--set round_since=1945`, {n:,} items with text, 2012-07 to 2025-12.",
        table(
            ["topic", f"step at {DATE}", "95% interval", "rank among dates", "likeliest date", "P", "Bayes factor",
             "items"],
            [[name, f"{t.tested['value']:.2f}", f"{t.tested['low']:.2f} to {t.tested['high']:.2f}",
              f"{t.rank} of {t.tested['n_placebos'] + 1}", str(t.likeliest["date"].year), f"{t.likeliest['value']:.2f}",
              _factor(t), f"{t.tested['numerator']:,}"] for name, t in found.items()],
        ),
        table(["items per 1,000", *(str(row["date"].year) for row in war.years)],
              [[name, *(round(1000 * row["numerator"] / row["denominator"]) for row in t.years)]
               for name, t in found.items()]),
        "Intervals cover variation between years about the model, not coder error: a topic is a list of words "
        "(`examples/real/topics/codebook.yaml`), and none of the lists has been checked against a hand-coded sample. "
        "2012 is half a year. What began in 2022 began together: the war in Ukraine, the last year of closed borders, "
        f"the 20th congress; the model cannot part them. {_check(war)}",
        "![Items per thousand by topic and year](charts/television.svg)",
    ]  # fmt: skip


def _headline(war: Topic, crisis: Topic, peace: Topic) -> str:
    gone = {"fell": "fell", "rose": "rose", "not shown": "did not measurably fall", "cannot say": "may have changed"}
    came = {
        "rose": "rose",
        "fell": "fell",
        "not shown": "is not shown to have changed",
        "cannot say": "may have changed",
    }
    moved = war.verdict == "fell" and "rose" in (crisis.verdict, peace.verdict)
    return (
        f"**{'Yes, as far as it can be seen' if moved else 'Not as the claim has it'}.** In 2022 the share of items on "
        f"the war {gone[war.verdict]}; that on crises {came[crisis.verdict]}; that on peace-making "
        f"{came[peace.verdict]} in that year."
    )


def _placebo(topic: Topic) -> str:
    of = topic.tested["n_placebos"] + 1
    if topic.rank == 1:
        return (
            f"no other date shows as great a step (rank 1 of {of}, p = {1 / of:.2f}, the least that {of} dates allow)"
        )
    return f"{topic.rank - 1} of {of - 1} other dates show as great a step (p = {topic.tested['p_placebo']:.2f})"


def _odds(topic: Topic) -> str:
    row = topic.likeliest
    factor = row["bayes_factor"]
    if factor < 1:
        return f"less probable than none (Bayes factor {factor:.2f})"
    when = f"first year {row['date'].year} with probability {row['value']:.2f}"
    much = "hardly" if factor < 3 else "somewhat" if factor < 10 else "far"
    return f"{much} more probable than none (Bayes factor {_factor(topic)}), {when}"


def _factor(topic: Topic) -> str:
    factor = topic.likeliest["bayes_factor"]
    return f"{factor:.2g}" if factor < 1000 else "over 1,000"


def _before(day: Any) -> str:
    return "before the war in Ukraine" if str(day) < "2022-02" else "after the war in Ukraine began"


def _lower(war: Topic, plateau: dict[str, Any]) -> str:
    """Whether an earlier stretch of at least a year was about as low."""
    earlier = [row for row in war.stretches if row["date"] < plateau["date"] and row["n"] >= 12]
    near = [row for row in earlier if row["value"] <= 1.5 * plateau["value"]]
    if not near:
        return "no earlier stretch of a year or more was nearly as low"
    row = near[-1]
    return f"{row['date']:%B %Y} to {row['until']:%B %Y} was as good as the same ({row['value']:.0f})"


def _multiverse(found: dict[str, Topic]) -> str:
    parts = []
    for name, topic in found.items():
        arms = topic.arms
        up = sum(arm["value"] > 1 for arm in arms)
        sure = sum(arm["low"] > 1 or arm["high"] < 1 for arm in arms)
        parts.append(f"{name} above 1 in {up}, interval without 1 in {sure}")
    return (
        f"**Other ways to ask.** Over {len(ARMS)} models (trend or none; jubilees of five or ten years or none; the "
        f"years of closed borders 2020-22 as a rival or not): {'; '.join(parts)}."
    )


def _check(war: Topic) -> str:
    """Rank correlation with counts made by other patterns, where they are at hand."""
    file = Path(__file__).resolve().parents[3] / "shared" / "data" / "xwlb" / "monthly_counts.csv"
    if not file.exists():
        return ""
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    wide: dict[int, int] = {}
    for row in rows:
        year = int(row["month"][:4])
        wide[year] = wide.get(year, 0) + int(row["ww2"])
    pairs = [(row["numerator"], wide[row["date"].year]) for row in war.years]
    ours, theirs = (np.argsort(np.argsort(each)) for each in zip(*pairs, strict=True))
    return (
        f"Counts of the same items by wider patterns, made elsewhere, rank the years alike (Spearman "
        f"{np.corrcoef(ours, theirs)[0, 1]:.2f})."
    )


def _chart(found: dict[str, Topic]) -> Any:
    rows = [(name, row) for name, topic in found.items() for row in topic.years]
    counts, all_items = ([row[key] for _, row in rows] for key in ("numerator", "denominator"))
    interval = wilson_interval(counts, all_items)
    made = estimates(
        {"topic": [name for name, _ in rows], "year": [row["date"].year for _, row in rows]},
        value=1000 * interval.estimate, low=1000 * interval.low, high=1000 * interval.high, n=all_items,
        numerator=counts, denominator=all_items, unit="items per 1,000", covers="chance within a year",
    )  # fmt: skip
    return chart_of(made, title="Evening news of China's state television", leading=("topic", "year"), kind="lines")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
