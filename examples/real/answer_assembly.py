"""Do Russia and China remember the same wars before the United Nations, more than other pairs of the twelve states do?

Usage: python examples/real/answer_assembly.py [STUDY] [DATA]   (see answers.py)
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from answers import publish, table, topics_study

from cenotaph.answer import Answer
from cenotaph.charts import chart_of
from cenotaph.opened import OpenStudy

PAIR = ("CHN", "RUS")
WARS = (
    *("second-world-war", "nazism", "great-patriotic-war", "war-against-japan", "holocaust", "first-world-war"),
    *("pacific-war", "korean-war", "communist-rule", "yugoslav-wars"),
)
FROM, MIDDLE, TO = "1992-01-01", "2008-12-31", "2025-12-31"


def main(arguments: list[str]) -> int:
    """Ask, print, write the page."""
    study = topics_study(arguments)
    if study is None:
        return 0
    level = _ask(study, "divergence")
    publish("assembly", "\n\n".join(_text(study, level)), _chart(level))
    return 0


def _ask(
    study: OpenStudy, name: str, wars: tuple[str, ...] = WARS, since: str = FROM, until: str = TO, **options: Any
) -> Answer:
    return study.measure(
        name, targets=wars, source="ungdc", from_date=since, to_date=until, language="en", options=options
    )


def _pair(answer: Answer) -> dict[str, Any]:
    return next(row for row in answer if (row["actor_a"], row["actor_b"]) == PAIR)


def _known(answer: Answer) -> list[dict[str, Any]]:
    """The rows that have a value, from the nearest pair to the farthest."""
    return sorted((row for row in answer if row["value"] is not None), key=lambda row: row["value"])


def _text(study: OpenStudy, level: Answer) -> list[str]:
    own, known = _pair(level), _known(level)
    others = np.array([row["value"] for row in known if row is not own and row["rank"] != own["rank"]])
    silent = sorted({who for row in level if row["abstains"] for who in _of_whom(row["abstains"])})
    return [
        _headline(own, known),
        f"Over {own['n']} speeches of both with a remembered war in them ({own['codings_a']} sentences of China's, "
        f"{own['codings_b']} of Russia's), the two stand {own['value']:.3f} bits apart beyond chance "
        f"({own['low']:.3f} to {own['high']:.3f}): {own['between']:.2f} from each other, {own['within_a']:.2f} and "
        f"{own['within_b']:.2f} between halves of their own speeches. The other {len(others)} pairs that can be "
        f"measured lie from {others.min():.2f} to {others.max():.2f}, half of them below {np.median(others):.2f}. The "
        f"chance that one such sentence tells China from Russia is {own['guess']:.2f}, where .50 is a coin. When whole "
        f"speeches change hands within a year, p = {own['p_value']:.3f} (q = {own['q_value']:.3f} over all pairs): "
        "a sharper test than the interval, which covers how far apart they are.",
        _time(study),
        _multiverse(study),
        f"Not measured, too few sentences: {', '.join(silent)}; that leaves {len(known)} of {len(level)} pairs.",
        f"`cenotaph measure divergence --source ungdc --language en --from {FROM} "
        f"{' '.join('--target ' + each for each in WARS)}`",
        table(["rank", "pair", "bits beyond chance", "95% interval", "q", "guess", "speeches"],
              [[row["rank"], f"{row['actor_a']}-{row['actor_b']}", f"{row['value']:.3f}",
                f"{row['low']:.3f} to {row['high']:.3f}", f"{row['q_value']:.3f}", f"{row['guess']:.2f}", row["n"]]
               for row in known if row["rank"] <= 5 or PAIR[0] in _names(row) or PAIR[1] in _names(row)]),
        "Sentences by war:",
        _sentences(study),
        "Intervals cover variation between speeches, not coder error: a war is a list of words "
        "(`examples/real/topics/codebook.yaml`), not checked against a hand-coded sample. China, Ukraine and Poland "
        "have no speech of 2025 in the corpus; Russia's of 2025 is in Russian and left out here. Many pairs that stand "
        "nearer do so because little is known of them: look at the intervals, not at the rank alone.",
        "![Distance of every pair, bits beyond chance](charts/assembly.svg)",
    ]  # fmt: skip


def _names(row: dict[str, Any]) -> tuple[str, str]:
    return row["actor_a"], row["actor_b"]


def _headline(own: dict[str, Any], known: list[dict[str, Any]]) -> str:
    rank, size = own["rank"], len(known)
    nearest = rank <= size // 4
    alike = "and they are not alike" if own["q_value"] < 0.05 else "and whether they differ at all cannot be told"
    return (
        f"**{'Nearer than most' if nearest else 'Near, but no more than many pairs'}.** Of {size} pairs of states that "
        f"can be measured, China and Russia are number {rank} from the nearest, {alike}."
    )


def _of_whom(reason: str) -> list[str]:
    return [part.split(" has ")[0] for part in reason.split(";")[0].split(" and ") if " has " in part]


def _time(study: OpenStudy) -> str:
    """Whether they came closer, and who moved; what cannot be said is said so."""
    slope = _pair(_ask(study, "convergence", years=5, size=5))
    halves = _pair(_ask(study, "convergence", years=17))
    early, late = (_pair(_ask(study, "divergence", since=a, until=b)) for a, b in ((FROM, MIDDLE), ("2009-01-01", TO)))
    if slope["abstains"]:
        said = f"In spans of five years no slope can be given: {slope['abstains']}."
    else:
        said = f"In spans of five years: {slope['verdict']}, {slope['value']:+.3f} bits a year."
    levels = "; ".join(
        f"{when}: {row['value']:.3f} ({row['low']:.3f} to {row['high']:.3f})" if row["value"] is not None
        else f"{when}: cannot say, {row['abstains']}" for when, row in (("1992-2008", early), ("2009-2025", late))
    )  # fmt: skip
    moved = ""
    if halves["moved"] is not None:
        moved = (
            f" From the first half of the time to the second the distance, cut to {halves['cut_to']} sentences a side, "
            f"changed by {halves['moved']:+.3f} bits: {halves['moved_a']:+.3f} had only China moved, "
            f"{halves['moved_b']:+.3f} had only Russia moved, {halves['moved_together']:+.3f} from both together."
        )
    return f"**Over time.** {said} Levels: {levels}.{moved} Two halves are two numbers, not a trend."


def _multiverse(study: OpenStudy) -> str:
    arms = {
        "with the Cold War among the wars": _ask(study, "divergence", (*WARS, "cold-war")),
        "without communist rule and the wars over Yugoslavia": _ask(study, "divergence", WARS[:-2]),
        "only the Second World War, in its five parts": _ask(study, "divergence", WARS[:5]),
        "since 1946": _ask(study, "divergence", since="1946-01-01"),
        "halves drawn anew (seed 2)": _ask(study, "divergence", seed=2),
        "halves drawn anew (seed 3)": _ask(study, "divergence", seed=3),
    }
    told = []
    for name, answer in arms.items():
        row, size = _pair(answer), len(_known(answer))
        if row["value"] is None:
            told.append(f"{name}: cannot say")
        else:
            told.append(f"{name}: rank {row['rank']} of {size}, {row['value']:.3f}")
    return f"**Other ways to ask.** {'; '.join(told)}."


def _sentences(study: OpenStudy) -> str:
    counted = study.snapshot.query(
        "SELECT d.actor, m.target, count(DISTINCT m.passage_id) AS n FROM mentions m JOIN documents d "
        "USING (document_id) WHERE d.source = 'ungdc' AND d.language = 'en' AND d.date >= ? GROUP BY 1, 2", [FROM]
    ).to_pylist()  # fmt: skip
    groups = {"China": ("CHN",), "Russia": ("RUS",)}
    groups["the other ten"] = tuple({row["actor"] for row in counted} - set(PAIR))

    def total(actors: tuple[str, ...], war: str) -> int:
        return sum(row["n"] for row in counted if row["actor"] in actors and row["target"] == war)

    wars = sorted(WARS, key=lambda war: -total(("CHN", "RUS"), war))
    return table(["war", *groups], [[war.replace("-", " "), *(total(actors, war) for actors in groups.values())]
                                    for war in wars])  # fmt: skip


def _chart(level: Answer) -> Any:
    rows = level.rows.sort_by("value")
    return chart_of(rows, title="Wars remembered in the UN General Debate, 1992-2025", leading=("actor_a", "actor_b"),
                    kind="intervals")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
