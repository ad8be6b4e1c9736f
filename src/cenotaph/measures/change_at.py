"""A known date: by what factor a rate changed there, with every other date as placebo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cenotaph.errors import CenotaphError
from cenotaph.inference import (
    LEAST_AFTER,
    LEAST_BEFORE,
    CountFits,
    Designs,
    detectable_ratio,
    negative_binomial_regressions,
    poisson_regressions,
    too_short,
)
from cenotaph.inference.count_regression import scalar_t_quantile
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

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

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
    models = _Models(_Setting(_asked(at), trend, bend, (round_since, round_every), rivals, model, lags))
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
        _add_steps(rows, series, other, models, period)
    _test(rows)
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

    def columns(self, days: tuple[dt.date, ...], splits: Ints) -> Floats:
        """The constant, the step at each of `splits`, and the rest; shape (S, T, P). The step is column 1."""
        size = len(days)
        time = np.arange(size) / size
        post = (np.arange(size) >= splits[:, None]).astype(float)
        made = [np.ones(size), post]
        made += [time] if self.trend else []
        made += [post * (time - time[splits][:, None])] if self.bend else []
        rounds = round_years(days, *self.rounds)
        made += [] if rounds is None else [rounds]
        for rival in self.rivals:
            since, _, until = rival.partition("..")
            made.append(column_of(days, first_day(since), first_day(until) if until else None))
        return np.stack([np.broadcast_to(each, post.shape) for each in made], axis=2)

    def fit(self, counts: Floats, designs: Designs, exposure: Floats) -> CountFits:
        """The models of one series."""
        if self.model == "nb":
            return negative_binomial_regressions(counts, designs, exposure)
        return poisson_regressions(counts, designs, exposure, lags=self.lags if self.model == "hac" else None)


@dataclass(frozen=True)
class _Batch:
    """Models with as many columns each: the places of their splits, the column of the step, and the columns."""

    places: Ints
    step: int
    designs: Designs


class _Models:
    """The models of every series; series over the same periods share their columns.

    Attributes: setting, what is put into them.
    """

    def __init__(self, setting: _Setting) -> None:
        self.setting = setting
        self._made: dict[tuple[Any, ...], list[_Batch]] = {}

    def steps(self, series: Series, other: Series | None, splits: Ints) -> _Steps:
        """The step at each split; with a control, its difference from the control's. NaN where there is none."""
        y, e, kept = series.counts, series.exposure, None
        if other is not None:
            y, e = np.concatenate((y, other.counts)), np.concatenate((e, other.exposure))
            kept = e > 0
            y, e = y[kept], e[kept]
        key = (series.days, splits.tobytes(), None if kept is None else kept.tobytes())
        if key not in self._made:
            self._made[key] = self._batches(series.days, splits, kept)
        before = np.concatenate(([0.0], np.cumsum(series.counts)))[splits]
        counted = (before > 0) & (before < series.counts.sum())  # else the step runs to nothing, or from it
        found = _Steps.unknown(len(splits))
        for batch in self._made[key]:
            fits = self.setting.fit(y, batch.designs.only(counted[batch.places]), e)
            found.put(batch.places, fits, batch.step)
        return found

    def _batches(self, days: tuple[dt.date, ...], splits: Ints, kept: Flags | None) -> list[_Batch]:
        """The models with the columns that vary, those with the same columns together."""
        x = self.setting.columns(days, splits)
        varies = np.ptp(x, axis=1) > 0
        varies[:, 0] = True
        made = []
        for pattern in np.unique(varies, axis=0):
            places = np.flatnonzero((varies == pattern).all(1))
            own, step = x[places][:, :, pattern], 1
            if kept is not None:
                both = np.concatenate((own, own), axis=1)
                differs = np.concatenate((own, np.zeros_like(own)), axis=1)
                own, step = np.concatenate((both, differs), axis=2)[:, kept], own.shape[2] + 1
            made.append(_Batch(places, step, Designs.of(own)))
        return made


@dataclass(frozen=True)
class _Steps:
    """Rate ratios at several dates, shape (S,) each; NaN where the model cannot be fitted."""

    value: Floats
    low: Floats
    high: Floats
    t: Floats
    dispersion: Floats
    degrees: Floats

    @classmethod
    def unknown(cls, size: int) -> _Steps:
        """Nothing fitted yet."""
        return cls(*(np.full(size, np.nan) for _ in range(6)))

    def put(self, places: Ints, fits: CountFits, step: int) -> None:
        """The column `step` of fitted models."""
        with np.errstate(invalid="ignore", over="ignore"):
            error = np.sqrt(fits.covariance[:, step, step])
            fit = np.isfinite(fits.coefficients[:, step]) & (error > 0)
            at, log_ratio, error = places[fit], fits.coefficients[fit, step], error[fit]
            if not len(at):
                return
            half = scalar_t_quantile(0.975, fits.degrees) * error
            self.value[at], self.low[at], self.high[at] = (
                np.exp(each) for each in (log_ratio, log_ratio - half, log_ratio + half)
            )
        self.t[at], self.dispersion[at] = np.abs(log_ratio) / error, fits.dispersion[fit]
        self.degrees[at] = fits.degrees

    def shown(self, place: int) -> dict[str, float]:
        """The columns of one row, and what its p value is made of."""
        names = ("value", "low", "high", "dispersion", "t", "degrees")
        return {name: float(getattr(self, name)[place]) for name in names}


def _test(rows: DatedRows) -> None:
    """The p values of all rows that have a step, at once."""
    tested = [row for row in rows.rows if "t" in row]
    if tested:
        tails = t_tails([row["t"] for row in tested], [row["degrees"] for row in tested])
        for row, p_value in zip(tested, tails.tolist(), strict=True):
            row["p_value"] = p_value


def _add_steps(rows: DatedRows, every: Series, other: Series | None, models: _Models, period: str) -> None:
    """The tested date and its placebos."""
    series, at = every.known, models.setting.at
    if other is not None:
        held = set(series.days)
        kept = [place for place, day in enumerate(every.days) if day in held]
        other = Series(other.group, series.days, other.counts[kept], other.exposure[kept], ())
    split = sum(day < at for day in series.days)
    size = len(series.days)
    shape = {"n": size, "n_before": split, "n_after": size - split, "numerator": series.counts.sum(),
             "denominator": series.exposure.sum(), "role": "tested"}  # fmt: skip
    reason = too_short(split, size - split, period) or too_little(series, period)
    if reason:
        rows.add(series, at, abstains=reason, detectable_ratio=_seen(series, split, 1.0, size - 2), **shape)
        return
    others = [place for place in range(_PLACEBO_SIDE, size - _PLACEBO_SIDE + 1) if place != split]
    splits = np.array([split, *others])
    steps = models.steps(series, other, splits)
    if np.isnan(steps.t[0]):
        rows.add(series, at, abstains="the model cannot be fitted: a side without any document that counts, or "
                 "terms that say the same", **shape)  # fmt: skip
        return
    placebos = [place for place in np.flatnonzero(np.isfinite(steps.t)).tolist() if place]
    as_great = int((steps.t[placebos] >= steps.t[0] - 1e-9).sum())
    before, after = _rates(series, splits)
    rows.add(
        series, at, **shape, **steps.shown(0), abstains=None, n_placebos=len(placebos),
        p_placebo=(1 + as_great) / (1 + len(placebos)), rate_before=before[0], rate_after=after[0],
        detectable_ratio=_seen(series, split, float(steps.dispersion[0]), float(steps.degrees[0])),
        document_ids=[each for some in series.document_ids for each in some],
    )  # fmt: skip
    for place in placebos:
        cut = int(splits[place])
        rows.add(
            series, series.days[cut], **(shape | {"role": "placebo", "n_before": cut, "n_after": size - cut}),
            **steps.shown(place), rate_before=before[place], rate_after=after[place], document_ids=[],
        )  # fmt: skip


def _rates(series: Series, splits: Ints) -> tuple[list[float], list[float]]:
    """Documents per thousand before and after each split."""
    counts, exposure = (np.concatenate(([0.0], np.cumsum(each))) for each in (series.counts, series.exposure))
    before = counts[splits] / exposure[splits] * PER_THOUSAND
    after = (counts[-1] - counts[splits]) / (exposure[-1] - exposure[splits]) * PER_THOUSAND
    return before.tolist(), after.tolist()


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
