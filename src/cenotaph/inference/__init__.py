"""Estimators and intervals: arrays in, a small frozen dataclass out; no tables, no files."""

from cenotaph.inference.intervals import (
    MINIMUM_CLUSTERS,
    UNSEEN_CORRELATION,
    Interval,
    clustered_share_interval,
    jeffreys_interval,
    ratio_interval,
    wilson_interval,
)
from cenotaph.inference.quantiles import beta_cdf, beta_quantile, normal_quantile, t_quantile

__all__ = [
    "MINIMUM_CLUSTERS",
    "UNSEEN_CORRELATION",
    "Interval",
    "beta_cdf",
    "beta_quantile",
    "clustered_share_interval",
    "jeffreys_interval",
    "normal_quantile",
    "ratio_interval",
    "t_quantile",
    "wilson_interval",
]
