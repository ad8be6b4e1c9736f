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
from cenotaph.inference.quantiles import beta_cdf, beta_quantile, log_gamma, normal_quantile, t_quantile, t_tails

__all__ = [
    "MINIMUM_CLUSTERS",
    "UNSEEN_CORRELATION",
    "Interval",
    "beta_cdf",
    "beta_quantile",
    "clustered_share_interval",
    "jeffreys_interval",
    "log_gamma",
    "normal_quantile",
    "ratio_interval",
    "t_quantile",
    "t_tails",
    "wilson_interval",
]
