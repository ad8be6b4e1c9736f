"""Reference classes: which years of a rite are like the year that is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cenotaph.errors import NotFound

__all__ = ["ALL_YEARS", "LONG_RECORD", "ReferenceClass", "declared_classes", "find_class", "listed_class"]

ALL_YEARS = "all"

#: From so many documented occurrences on, classes in which older years count less are tried too.
LONG_RECORD = 20

_HALF_LIVES = (20, 10, 5)

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class ReferenceClass:
    """A way of sorting the years of a rite into those that are alike.

    Attributes:
        name: that of the class in occasions.yaml; `all` for all years.
        inside, outside: what a year is called that belongs to it, and one that does not.
        strata: 1 inside, 0 outside, -1 unknown, shape (years,), or (series, years) where it differs between series.
        declared: whether it was declared beforehand; one that was not is exploratory.
        half_life: after so many occurrences a year counts half; infinite: all years count alike.
    """

    name: str
    inside: str
    outside: str
    strata: Labels
    declared: bool = True
    half_life: float = np.inf

    def label(self, stratum: int) -> str | None:
        """What a year of that stratum is called; null where it is unknown."""
        return None if stratum < 0 else self.inside if stratum else self.outside


def declared_classes(
    years: Sequence[int], occasion_years: pa.Table, complements: Mapping[str, str]
) -> list[ReferenceClass]:
    """All years alike, all years with the older counting less, then every declared class.

    Args:
        years: the years of the series.
        occasion_years: rows of table `occasions` for the rite: `year`, `classes`, and `complements` where there is one;
            a year of which neither the class nor its complement is known belongs to no stratum.
        complements: class -> the name of its complement, in the order of occasions.yaml.
    """
    inside = dict(zip(occasion_years["year"].to_pylist(), occasion_years["classes"].to_pylist(), strict=True))
    told = "complements" in occasion_years.column_names
    outside = (
        dict(zip(occasion_years["year"].to_pylist(), occasion_years["complements"].to_pylist(), strict=True))
        if told
        else {}
    )
    ones = np.ones(len(years), np.int64)
    found = [ReferenceClass(ALL_YEARS, "all", "all", ones)]
    if len(years) > LONG_RECORD:
        found += [ReferenceClass(f"recent-{half}", "recent", "recent", ones, half_life=half) for half in _HALF_LIVES]
    for name, complement in complements.items():
        strata = np.array(
            [
                1
                if name in (inside.get(year) or ())
                else 0
                if year in inside and (not told or complement in (outside.get(year) or ()))
                else -1
                for year in years
            ],
            np.int64,
        )
        found.append(ReferenceClass(name, name, complement, strata))
    return found


def find_class(classes: Sequence[ReferenceClass], name: str) -> ReferenceClass:
    """The class of that name, or with a complement of that name. Raises NotFound."""
    for each in classes:
        if name in (each.name, each.inside, each.outside):
            return each
    known = [each.name for each in classes]
    raise NotFound("reference class of this rite", name, known)


def listed_class(name: str, listed: Sequence[int], years: Sequence[int]) -> ReferenceClass:
    """A class of listed years, declared with the question: exploratory."""
    strata = np.array([int(year in listed) for year in years], np.int64)
    return ReferenceClass(name, name, f"not-{name}", strata, declared=False)
