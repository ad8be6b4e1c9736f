"""Change at dates that are not known beforehand: one change, the stretches of a long series, alerts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa

from cenotaph.inference import cost_of_rates, poisson_regression, run_length_of_counts, single_change, stable_cuts
from cenotaph.inference.quantiles import Floats
from cenotaph.measures.periods import (
    ALLOWS,
    IDS,
    LEAST,
    NEEDS,
    PER_THOUSAND,
    DatedRows,
    Series,
    all_series,
    at_least,
    round_years,
    too_little,
)
from cenotaph.measures.registry import measure

__all__ = ["alert", "change_point", "stretches"]

#: Periods below which a series is not cut in stretches.
_LEAST_LONG = 24
_PENALTIES = (0.5, 0.75, 1.0, 1.5, 2.0)


@measure(
    unit="probability", needs=NEEDS, by=("actor",), allows=ALLOWS, keys=("date",), high=1, counts=(),
    minimum=f"{LEAST} periods with documents, and one document that counts; else it abstains", chart="lines",
    in_sentences=False,
)  # fmt: skip
def change_point(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    period: str = "year",
    act: str = "",
    round_since: int = 0,
    round_every: int = 5,
) -> pa.Table:
    """How probable it is, for each date, that the rate of documents naming a target changed there, if it did once.

    Exact sums over all dates (gamma-Poisson), with the documents of each period as exposure, so that a fuller record is
    no change. Counts that scatter more than a Poisson's are discounted by their dispersion. `bayes_factor` says how
    much more probable one change is than none: below 3 there is none worth the name, whatever the date.

    Value: 0 to 1, over all dates of a series 1. `likeliest` marks the date with most of it; `from_date` and `to_date`
    bound 90%; the rates are documents per thousand on both sides of the likeliest date, in ordinary periods.
    Reads as: 0.7 at 2022 means that, given one change, the chance is 0.7 that 2022 was the first of the new rate.
    Not for: two changes, or a trend; see stretches. Not for a date chosen beforehand; see change_at.
    Source: Carlin, Gelfand & Smith 1992, Applied Statistics 41:389-405, in closed form; dispersion, Wedderburn 1974.

    Args:
        period: year, quarter or month.
        act: only documents that do this to the target, such as credit; empty: that name it.
        round_since: the year whose round anniversaries may stand out, such as 1945; 0: none.
        round_every: how many years lie between round anniversaries.
    """
    at_least(1, round_every=round_every)
    rows = DatedRows(by)
    for every in all_series(documents, mentions, statements, targets, by, act=act, period=period):
        series = every.known
        reason = too_little(series, period)
        if reason:
            rows.add(series, None, n=len(series.days), numerator=series.counts.sum(), abstains=reason,
                     denominator=series.exposure.sum())  # fmt: skip
            continue
        _add_dates(rows, series, round_years(series.days, round_since, round_every))
    own = {
        "likeliest": pa.bool_(), "bayes_factor": pa.float64(), "from_date": pa.date32(), "to_date": pa.date32(),
        "rate_before": pa.float64(), "rate_after": pa.float64(), "dispersion": pa.float64(), "document_ids": IDS,
    }  # fmt: skip
    return rows.table("probability", "nothing: it is a probability", own)


def _add_dates(rows: DatedRows, series: Series, term: Floats | None) -> None:
    rate = max(float(series.counts.sum()), 1.0) / float(series.exposure.sum())
    found = single_change(series.counts, series.exposure, rate=1 / rate, term=term)
    dispersion = _scatter(series, found.last_before, term)
    if dispersion > 1:
        found = single_change(series.counts, series.exposure, rate=1 / (rate * dispersion), term=term,
                              dispersion=dispersion)  # fmt: skip
    for k, probability in enumerate(found.probability, start=1):
        rows.add(
            series, series.days[k], value=probability, n=len(series.days), numerator=series.counts[k],
            denominator=series.exposure[k], likeliest=k == found.last_before, bayes_factor=found.bayes_factor,
            from_date=series.days[found.low], to_date=series.days[found.high], abstains=None,
            rate_before=found.rate_before * PER_THOUSAND, rate_after=found.rate_after * PER_THOUSAND,
            dispersion=dispersion, document_ids=list(series.document_ids[k]),
        )  # fmt: skip


def _scatter(series: Series, split: int, term: Floats | None) -> float:
    """Pearson's dispersion about one change at `split` (and the disturbing term); 1 where it cannot be had."""
    if term is None:  # the fitted model is then the rate of each side
        sides = [slice(split), slice(split, None)]
        pairs = [(series.counts[side], series.exposure[side]) for side in sides]
        if not all(y.any() for y, _ in pairs):
            return 1.0
        off = sum(((y - x * y.sum() / x.sum()) ** 2 / (x * y.sum() / x.sum())).sum() for y, x in pairs)
        return max(float(off) / (len(series.days) - 2), 1.0)
    post = (np.arange(len(series.days)) >= split).astype(float)
    fit = poisson_regression(series.counts, np.column_stack([np.ones(len(post)), post, term]), series.exposure)
    return max(fit.dispersion, 1.0) if np.isfinite(fit.dispersion) else 1.0


@measure(
    unit="documents per 1,000", needs=NEEDS, by=("actor",), allows=ALLOWS, keys=("date",), counts=(),
    minimum=f"{_LEAST_LONG} periods with documents; else it abstains: for a short series ask change_point",
    chart="lines", in_sentences=False,
)  # fmt: skip
def stretches(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    period: str = "month",
    act: str = "",
    least: int = 3,
    strictness: float = 3.0,
) -> pa.Table:
    """A long series cut into the stretches of steady rate that fit it best, each beginning at `date`.

    The cuts that make the Poisson likelihood with a penalty for each cut best, exactly (every period may be a cut). The
    penalty is `strictness` times the log of the number of periods, times the dispersion from one period to the next.
    There is no interval for a date; `stability` is the share of penalties, from half to double, that keep the cut.

    Value: documents per thousand in the stretch; null, never 0, where the series is too short to cut.
    Reads as: a stretch that begins in 2015-08 with 60 and stability 1 is a time of 60 in a thousand whose beginning
    does not hang on how strict one is; with .2 it does.
    Not for: dates of short series, where change_point gives probabilities.
    Source: Killick, Fearnhead & Eckley 2012, JASA 107:1590-1598; Jackson et al. 2005, IEEE Signal Proc. Letters 12:105.

    Args:
        period: month, quarter or year.
        act: only documents that do this to the target, such as credit; empty: that name it.
        least: how many periods a stretch has at least.
        strictness: penalty of a cut, in units of the log of the number of periods.
    """
    at_least(1, least=least)
    at_least(0, strictness=strictness)
    rows = DatedRows(by)
    for every in all_series(documents, mentions, statements, targets, by, act=act, period=period):
        series = every.known
        reason = too_little(series, period, _LEAST_LONG)
        if reason:
            rows.add(series, None, n=len(series.days), numerator=series.counts.sum(), abstains=reason,
                     denominator=series.exposure.sum())  # fmt: skip
            continue
        _add_stretches(rows, series, least, strictness)
    own = {"until": pa.date32(), "stability": pa.float64(), "dispersion": pa.float64(), "document_ids": IDS}
    return rows.table("documents per 1,000", "no interval: a best cut has none; see stability", own)


def _add_stretches(rows: DatedRows, series: Series, least: int, strictness: float) -> None:
    size = len(series.days)
    noise = _noise(series)
    middle = strictness * np.log(size) * noise
    cuts = stable_cuts(cost_of_rates(series.counts, series.exposure), [middle * each for each in _PENALTIES], least)
    edges = [0, *(cut.before for cut in cuts), size]
    for place, (start, stop) in enumerate(pairwise(edges)):
        counts, exposure = series.counts[start:stop].sum(), series.exposure[start:stop].sum()
        rows.add(
            series, series.days[start], value=counts / exposure * PER_THOUSAND, n=stop - start, numerator=counts,
            denominator=exposure, until=series.days[stop - 1], stability=cuts[place - 1].stability if place else None,
            dispersion=noise, abstains=None,
            document_ids=[each for some in series.document_ids[start:stop] for each in some],
        )  # fmt: skip


def _noise(series: Series) -> float:
    """Dispersion of counts from one period to the next, which a few cuts do not touch; at least 1."""
    rate = series.counts / series.exposure
    mean = series.counts.sum() / series.exposure.sum()
    expected = mean * (1 / series.exposure[1:] + 1 / series.exposure[:-1])
    return max(float(np.median(np.diff(rate) ** 2 / expected)) / 0.4549, 1.0)  # median of chi-square, 1 degree


@measure(
    unit="probability", needs=NEEDS, by=("actor",), allows=ALLOWS, keys=("date",), high=1, counts=(),
    minimum=f"{LEAST} periods with documents; else it abstains", chart="lines", in_sentences=False,
)  # fmt: skip
def alert(
    documents: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    targets: pa.Table,
    by: Sequence[str],
    *,
    period: str = "month",
    act: str = "",
    recent: int = 3,
    every: int = 100,
) -> pa.Table:
    """After each period, how probable it is that the present rate began within the last few periods.

    An online posterior of the run length: what stands at a date uses nothing later, so that the series shows what an
    alert would have said then, with its delay. `began` is the likeliest beginning of the present run.

    Value: 0 to 1.
    Reads as: 0.9 at 2015-09 means that in September 2015 one would have said: nine to one, a new rate since the summer.
    Not for: dates looked back on; change_point knows what came after.
    Source: Adams & MacKay 2007, arXiv:0710.3742, with the gamma-Poisson.

    Args:
        period: month, quarter or year.
        act: only documents that do this to the target, such as credit; empty: that name it.
        recent: how many periods back still count as recent.
        every: a change is expected once in so many periods.
    """
    at_least(2, every=every)
    at_least(0, recent=recent)
    rows = DatedRows(by)
    for whole in all_series(documents, mentions, statements, targets, by, act=act, period=period):
        series = whole.known
        reason = too_little(series, period)
        if reason:
            rows.add(series, None, n=len(series.days), numerator=series.counts.sum(), abstains=reason,
                     denominator=series.exposure.sum())  # fmt: skip
            continue
        found = run_length_of_counts(series.counts, series.exposure, hazard=1 / every)
        lately, length = found.recent(recent), found.likeliest
        for t, day in enumerate(series.days):
            began = series.days[max(t + 1 - int(length[t + 1]), 0)] if t + 1 > length[t + 1] else series.days[0]
            rows.add(
                series, day, value=lately[t + 1] if t >= recent else None, n=t + 1, numerator=series.counts[t],
                denominator=series.exposure[t], began=began, document_ids=list(series.document_ids[t]),
                abstains=None if t >= recent else f"the first {recent} periods are all recent",
            )  # fmt: skip
    return rows.table("probability", "nothing: it is a probability", {"began": pa.date32(), "document_ids": IDS})
