"""A known date: by what factor a rate changed there, with every other date as placebo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cenotaph.errors import CenotaphError
from cenotaph.inference import (
    LEAST_AFTER,
    LEAST_BEFORE,
    CountFit,
    detectable_ratio,
    negative_binomial_regression,
    poisson_regression,
    too_short,
)
from cenotaph.inference.quantiles import Floats, t_tails
from cenotaph.measures.periods import (
    ALLOWS,
    IDS,
    NEEDS,
    PER_THOUSAND,
    DatedRows,
    Series,
    all_series,
    at_least,
    column_of,
    first_day,
    round_years,
    too_little,
)
from cenotaph.measures.registry import measure

__all__ = ["change_at"]

#: How the scatter of counts may be taken.
MODELS = ("quasi", "nb", "hac")
#: A date with fewer periods on a side is no placebo.
_PLACEBO_SIDE = 3


@measure(
    unit="rate ratio", needs=NEEDS, by=("actor",), allows=ALLOWS, keys=("date",), counts=(),
    minimum=f"{LEAST_BEFORE} periods before the date and {LEAST_AFTER} after; else it abstains and says what could "
    "have been seen", chart="intervals_log", in_sentences=False,
)  # fmt: skip
def change_at(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    at: str = "",
    period: str = "year",
    act: str = "",
    trend: bool = True,
    bend: bool = False,
    round_since: int = 0,
    round_every: int = 5,
    rivals: tuple[str, ...] = (),
    control: str = "",
    model: str = "quasi",
    lags: int = 2,
) -> pa.Table:
    """By what factor the rate of documents naming a target changed at a known date, beside every other date as placebo.

    A segmented regression with the documents of each period as exposure: level, trend, step at the date, and whatever
    else is put into every model: round anniversaries, rival dates, a control. The first row of a series is the date
    asked (`role` tested), then every other date that has three periods on both sides (placebo), with the same model.
    `p_placebo` is the rank of the tested step among them, by the size of its t; it is what to trust where the series is
    short, since it takes no model of the scatter for granted.

    Value: above 0; 1 is no change, 2 a doubling; null where a side has too few periods or the model cannot be fitted.
    Reads as: 0.5 means that from the date on the rate was half of what level and trend before led to expect.
    Not for: a cause. What else began on that date is in the ratio, unless it is put into the model.
    Source: Bernal, Cummins & Gasparrini 2017, Int. J. Epidemiology 46:348-355; for a control, Linden 2015, Stata J.
    15:480-500; placebo rank (1 + as great) / (1 + placebos), Abadie, Diamond & Hainmueller 2010, JASA 105:493-505.

    Args:
        at: the first day of the new time, such as 2022 or 2022-02-24; it must be given.
        period: year, quarter or month.
        act: only documents that do this to the target, such as credit; empty: that name it.
        trend: whether a steady trend is put into the model.
        bend: whether the trend may change at the date too; the ratio is then that of the step.
        round_since: the year whose round anniversaries may stand out, such as 1945; 0: none.
        round_every: how many years lie between round anniversaries.
        rivals: other dates put into every model, a step from then on (2020) or a time that passed (2020..2022).
        control: a target or actor whose step at the same date is divided out (comparative interrupted series).
        model: quasi (Poisson with dispersion), nb (negative binomial) or hac (Newey-West).
        lags: of hac.
    """
    at_least(1, round_every=round_every)
    at_least(0, lags=lags)
    if model not in MODELS:
        raise CenotaphError(f'model takes {", ".join(MODELS)}; found "{model}".')
    setting = _Setting(_asked(at), trend, bend, (round_since, round_every), rivals, model, lags)
    found = all_series(documents, mentions, statements, targets, by, act=act, period=period)
    if control and not any(_control(series, found, control) for series in found):
        raise CenotaphError(
            f'No series is that of the control "{control}": break down by target or actor, and ask for it too.'
        )
    rows = DatedRows(by)
    for series in found:
        other = _control(series, found, control) if control else None
        if control and (other is None or other is series):
            continue
        _add_steps(rows, series, other, setting, period)
    own = {
        "role": pa.string(), "p_value": pa.float64(), "p_placebo": pa.float64(), "n_placebos": pa.int32(),
        "n_before": pa.int32(), "n_after": pa.int32(), "rate_before": pa.float64(), "rate_after": pa.float64(),
        "dispersion": pa.float64(), "detectable_ratio": pa.float64(), "document_ids": IDS,
    }  # fmt: skip
    return rows.table("rate ratio", "variation between periods about the model; not coder error", own)


@dataclass(frozen=True)
class _Setting:
    """What is put into every model."""

    at: dt.date
    trend: bool
    bend: bool
    rounds: tuple[int, int]
    rivals: tuple[str, ...]
    model: str
    lags: int

    def columns(self, series: Series, split: int) -> Floats:
        """The constant, the step at period `split`, and the rest; shape (T, P). The step is column 1."""
        size = len(series.days)
        time = np.arange(size) / size
        post = (np.arange(size) >= split).astype(float)
        made = [np.ones(size), post]
        made += [time] if self.trend else []
        made += [post * (time - time[split])] if self.bend else []
        rounds = round_years(series, *self.rounds)
        made += [] if rounds is None else [rounds]
        for rival in self.rivals:
            since, _, until = rival.partition("..")
            made.append(column_of(series, first_day(since), first_day(until) if until else None))
        return np.column_stack([made[0], *(each for each in made[1:] if np.ptp(each))])

    def fit(self, series: Series, other: Series | None, split: int) -> tuple[CountFit, int]:
        """The model, and the column of the step: of the series alone, or its difference from the control's."""
        x = self.columns(series, split)
        y, e, place = series.counts, series.exposure, 1
        if other is not None:
            y, e = np.concatenate((y, other.counts)), np.concatenate((e, other.exposure))
            x, place = np.block([[x, x], [x, np.zeros_like(x)]]), x.shape[1] + 1
            x, y, e = x[e > 0], y[e > 0], e[e > 0]
        if self.model == "nb":
            return negative_binomial_regression(y, x, e), place
        return poisson_regression(y, x, e, lags=self.lags if self.model == "hac" else None), place


def _add_steps(rows: DatedRows, every: Series, other: Series | None, setting: _Setting, period: str) -> None:
    """The tested date and its placebos."""
    series = every.known
    if other is not None:
        kept = [place for place, day in enumerate(every.days) if day in set(series.days)]
        other = Series(other.group, series.days, other.counts[kept], other.exposure[kept], ())
    split = sum(day < setting.at for day in series.days)
    size = len(series.days)
    shape = {"n": size, "n_before": split, "n_after": size - split, "numerator": series.counts.sum(),
             "denominator": series.exposure.sum(), "role": "tested"}  # fmt: skip
    reason = too_short(split, size - split, period) or too_little(series, period)
    if reason:
        rows.add(series, setting.at, abstains=reason, detectable_ratio=_seen(series, split, 1.0, size - 2), **shape)
        return
    tested = _step(series, other, setting, split)
    others = [place for place in range(_PLACEBO_SIDE, size - _PLACEBO_SIDE + 1) if place != split]
    placebos = [(place, step) for place in others if (step := _step(series, other, setting, place)) is not None]
    if tested is None:
        rows.add(series, setting.at, abstains="the model cannot be fitted: a side without any document that counts, or "
                 "terms that say the same", **shape)  # fmt: skip
        return
    steps = [tested, *(step for _, step in placebos)]
    tails = t_tails([step["t"] for step in steps], [step["degrees"] for step in steps])
    for step, p_value in zip(steps, tails.tolist(), strict=True):
        step["p_value"] = p_value
    as_great = sum(step["t"] >= tested["t"] - 1e-9 for _, step in placebos)
    rates = _rates(series, split)
    rows.add(
        series, setting.at, **shape, **_shown(tested), abstains=None, n_placebos=len(placebos),
        p_placebo=(1 + as_great) / (1 + len(placebos)), rate_before=rates[0], rate_after=rates[1],
        detectable_ratio=_seen(series, split, tested["dispersion"], tested["degrees"]),
        document_ids=[each for some in series.document_ids for each in some],
    )  # fmt: skip
    for place, step in placebos:
        rates = _rates(series, place)
        rows.add(
            series, series.days[place], **(shape | {"role": "placebo", "n_before": place, "n_after": size - place}),
            **_shown(step), rate_before=rates[0], rate_after=rates[1], document_ids=[],
        )  # fmt: skip


def _step(series: Series, other: Series | None, setting: _Setting, split: int) -> dict[str, float] | None:
    if not series.counts[:split].any() or not series.counts[split:].any():
        return None  # the step runs to nothing, or from it
    fit, place = setting.fit(series, other, split)
    if place >= len(fit.coefficients) or not np.isfinite(fit.coefficients[place]) or not fit.error(place) > 0:
        return None
    value, low, high = fit.ratio(place)
    return {
        "value": value, "low": low, "high": high, "dispersion": fit.dispersion,
        "t": abs(float(fit.coefficients[place])) / fit.error(place), "degrees": fit.degrees,
    }  # fmt: skip


def _shown(step: dict[str, float]) -> dict[str, float]:
    return {name: step[name] for name in ("value", "low", "high", "p_value", "dispersion")}


def _rates(series: Series, split: int) -> tuple[float, float]:
    counts, exposure = series.counts, series.exposure
    before, after = (float(counts[side].sum() / exposure[side].sum()) for side in (slice(split), slice(split, None)))
    return before * PER_THOUSAND, after * PER_THOUSAND


def _seen(series: Series, split: int, dispersion: float, degrees: float) -> float | None:
    """The smallest ratio that would have been found; null where nothing could."""
    exposed = series.exposure.sum()
    if not exposed:
        return None
    rate = series.counts.sum() / exposed
    before, after = rate * series.exposure[:split].sum(), rate * series.exposure[split:].sum()
    found = detectable_ratio(before, after, dispersion, degrees)
    return found if np.isfinite(found) else None


def _asked(at: str) -> dt.date:
    if not at:
        raise CenotaphError("change_at needs a date: --set at=2022, or 2022-02-24.")
    return first_day(at)


def _control(series: Series, found: Sequence[Series], control: str) -> Series | None:
    """The series that differs from this one in its target, or its actor, being the control."""
    fits: list[Callable[[Series], bool]] = [
        lambda other: other.group == series.group | {"target": control},
        lambda other: other.group == series.group | {"actor": control},
    ]
    return next((other for fit in fits for other in found if fit(other)), None)
