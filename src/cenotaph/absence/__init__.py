"""Absence as a finding: who was expected on an occasion, by a stated reference class, and was not there."""

from cenotaph.absence.backtest import BACKTEST, backtest
from cenotaph.absence.classes import ALL_YEARS, ReferenceClass, declared_classes, find_class, listed_class
from cenotaph.absence.forecasts import MINIMUM_OCCASIONS, Forecasts, Panel, forecasts, panels
from cenotaph.absence.omissions import omissions
from cenotaph.absence.pairing import PAIRING, beside, beside_class, broken_pairings
from cenotaph.absence.portfolio import PORTFOLIO, portfolio
from cenotaph.absence.presence import CAME, NAMED, PRESENCE, attended_series, named_series
from cenotaph.absence.schema import OMISSIONS
from cenotaph.absence.surprises import ONE_IN, SURPRISES, is_surprising, surprises, with_surprise
from cenotaph.absence.telling import findings, group_sentence, row_numbers
from cenotaph.absence.wording import how_expected, in_hundred

__all__ = [
    "ALL_YEARS",
    "BACKTEST",
    "CAME",
    "MINIMUM_OCCASIONS",
    "NAMED",
    "OMISSIONS",
    "ONE_IN",
    "PAIRING",
    "PORTFOLIO",
    "PRESENCE",
    "SURPRISES",
    "Forecasts",
    "Panel",
    "ReferenceClass",
    "attended_series",
    "backtest",
    "beside",
    "beside_class",
    "broken_pairings",
    "declared_classes",
    "find_class",
    "findings",
    "forecasts",
    "group_sentence",
    "how_expected",
    "in_hundred",
    "is_surprising",
    "listed_class",
    "named_series",
    "omissions",
    "panels",
    "portfolio",
    "row_numbers",
    "surprises",
    "with_surprise",
]
