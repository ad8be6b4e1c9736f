"""exposures.csv: by what the coverage of targets is to be divided, as checked rows."""

from __future__ import annotations

from pydantic import Field

from cenotaph.study.fields import Day, HumanModel, Slug

__all__ = ["Exposure"]


class Exposure(HumanModel):
    """A row of exposures.csv: how much there was to speak of, such as persons who served.

    `value` is above 0, in whatever unit the `label` says; rows of one label are compared with each other. `contested`
    marks a figure or a yardstick that people argue about. `known_at` empty: always known.
    """

    label: str = Field(min_length=1)
    target: Slug
    value: float = Field(gt=0, allow_inf_nan=False)
    contested: bool | None = None
    known_at: Day | None = None
    source_url: str = ""
    note: str = ""
