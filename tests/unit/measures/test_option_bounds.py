"""Numbers that no measure can work with are refused in words, before any work."""

from __future__ import annotations

import pytest

from cenotaph.errors import CenotaphError
from cenotaph.measures import find_measure


@pytest.mark.parametrize(
    ("measure", "name", "value"),
    [
        ("divergence", "seed", "-1"),
        ("divergence", "splits", "-2"),
        ("divergence", "size", "1000000"),
        ("divergence", "draws", "99999999999"),
        ("code_contrast", "prior_mass", "nan"),
        ("code_contrast", "prior_mass", "inf"),
        ("code_contrast", "prior_mass", "1e300"),
        ("adaptivity", "permutations", -1),
    ],
)
def test_impossible_numbers_are_refused_with_the_default(measure: str, name: str, value: object) -> None:
    option = find_measure(measure).options[name]
    with pytest.raises(CenotaphError, match=rf"^{name} takes .*; found .*Default: {name}="):
        option.read(value)
    assert option.read(option.default) == option.default
