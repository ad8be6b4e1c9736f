"""How often omissions cry wolf, and how often they see one: panels of invented targets, with seeds.

    python bench/validity/absence.py            # 200 panels, some seconds; writes its part of docs/validity.md
    python bench/validity/absence.py --panels 30

Sixty targets, twenty-five occurrences, rates from Beta(.5, .8). Nothing changes, or three targets stop two occurrences
before the end.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cenotaph.inference import (
    BetaPrior,
    benjamini_hochberg,
    benjamini_yekutieli,
    beta_mixture_e_process,
    calibration,
    sequential_predictive,
    stop_e_process,
    stop_posterior,
)

TARGETS, OCCURRENCES, STOPS = 60, 25, 3
RATES = BetaPrior(0.5, 0.8)

Outcomes = NDArray[np.float64]


def panel(rng: np.random.Generator, stops: int = 0) -> tuple[Outcomes, NDArray[np.int64]]:
    """Outcomes of a panel, shape (targets, occurrences), and which targets stopped before the last two."""
    rates = rng.beta(RATES.a, RATES.b, TARGETS)
    stopped = rng.choice(TARGETS, stops, replace=False)
    rates[stopped] = np.maximum(rates[stopped], 0.7)
    outcomes = (rng.random((TARGETS, OCCURRENCES)) < rates[:, None]).astype(float)
    outcomes[stopped, -2:] = 0
    return outcomes, stopped


@dataclass(frozen=True)
class FalseAlarms:
    """Alarms an occasion where nothing changes.

    Attributes:
        dropped: targets named last time and not this time, the headline without a reference class.
        below_05: absences with a probability below .05.
        listed, listed_dependent: absences listed at a false discovery rate of .1 (Benjamini-Hochberg; -Yekutieli).
        watch: targets whose stop watch ever passed e = 20, as a share.
        predicted, observed, counts: the reliability table.
    """

    dropped: float
    below_05: float
    listed: float
    listed_dependent: float
    watch: float
    predicted: Outcomes
    observed: Outcomes
    counts: NDArray[np.int64]


def false_alarms(panels: int = 200, seed: int = 4) -> FalseAlarms:
    """What is cried where nothing changes."""
    rng = np.random.default_rng(seed)
    counts = np.zeros(4)
    watch, forecasts, happened = [], [], []
    for _ in range(panels):
        y, _stopped = panel(rng)
        p = sequential_predictive(y).probability
        now, absent = p[:, -1], y[:, -1] == 0
        tail = np.where(absent, 1 - now, 1.0)
        counts += [
            ((y[:, -2] == 1) & absent).sum(),
            (tail < 0.05).sum(),
            (benjamini_hochberg(tail) <= 0.1).sum(),
            (benjamini_yekutieli(tail) <= 0.1).sum(),
        ]
        p[:, :3] = np.nan  # no forecast below three occurrences
        watch.append((stop_e_process(y, p) >= 20).any(axis=1).mean())
        forecasts.append(now)
        happened.append(y[:, -1])
    found = calibration(np.concatenate(forecasts), np.concatenate(happened))
    alarms = (counts / panels).tolist()
    return FalseAlarms(*alarms, float(np.mean(watch)), found.predicted, found.observed, found.counts)


def power(panels: int = 200, seed: int = 5, threshold: float = 10.0) -> float:
    """Share of planted stops with a Bayes factor of ten or more after two absences."""
    rng = np.random.default_rng(seed)
    found = tried = 0
    for _ in range(panels):
        y, stopped = panel(rng, STOPS)
        for k in stopped:
            if y[k].any():
                tried += 1
                found += stop_posterior(y[k], prior=RATES).bayes_factor >= threshold
    return found / tried


def looked_at_always(series: int = 2000, seed: int = 6) -> float:
    """Share of fair coins whose beta-mixture e-process ever passes 20 in sixty tosses."""
    tosses = (np.random.default_rng(seed).random((series, 60)) < 0.5).astype(float)
    return float((beta_mixture_e_process(tosses, 0.5) >= 20).any(axis=1).mean())


def main() -> None:
    from written import table, write

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--panels", type=int, default=200)
    panels = parser.parse_args().panels
    alarms = false_alarms(panels)
    rows = [
        ["named last time and not this time", f"{alarms.dropped:.2f} (8.0)"],
        ["absence with probability below .05", f"{alarms.below_05:.3f} (.09)"],
        ["listed at a false discovery rate of .1", f"{alarms.listed:.3f} (0)"],
        ["the same, under any dependence", f"{alarms.listed_dependent:.3f}"],
        ["share of targets whose stop watch ever passes e = 20", f"{alarms.watch:.4f}"],
    ]
    parts = [
        f"## Omissions\n\n{TARGETS} targets, {OCCURRENCES} occurrences, rates from Beta(.5, .8), {panels} panels, "
        "seeds 4 to 6. In brackets: what the specification's own script gives.",
        "**Nothing changes: alarms an occasion.**\n\n" + table(["", "alarms"], rows),
        "**What was called so likely came true so often.**\n\n"
        + table(
            ["", *(f"{n:,}" for n in alarms.counts)],
            [
                ["called", *(f"{p:.2f}" for p in alarms.predicted)],
                ["came true", *(f"{p:.2f}" for p in alarms.observed)],
            ],
        ),
        f"Stops planted two occasions ago and found with a Bayes factor of 10: {power(panels):.2f} (.42). Fair coins "
        f"whose beta-mixture e-process ever passes 20 in 60 looks: {looked_at_always():.3f} (.035).",
    ]
    write("absence", parts)


if __name__ == "__main__":
    main()
