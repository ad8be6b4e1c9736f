"""The report says which way the sentences of each language were coded."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pyarrow as pa
import pytest

from cenotaph.report.prose import ways


def data(version: str, languages: tuple[str, ...], kind: str = "rule") -> Any:
    coders = pa.Table.from_pylist([{"coder": "rules", "kind": kind, "version": version}])
    return cast(Any, SimpleNamespace(coders=coders, languages=languages))


@pytest.mark.parametrize(
    ("version", "languages", "told"),
    [
        ("3", ("en", "zh"), "English: rules and word order; Chinese: rules and word order"),
        (
            "3 (ru: slovnet 0.6.0)",
            ("en", "ru"),
            "English: rules and word order; Russian: rules with syntax (slovnet 0.6.0)",
        ),
        ("3 (en: spacy 3.8.18, ru: slovnet 0.6.0)", ("en",), "English: rules with syntax (spacy 3.8.18)"),
    ],
)
def test_each_language_has_its_way(version: str, languages: tuple[str, ...], told: str) -> None:
    assert ways(data(version, languages)) == [f"Who does what to whom is found so: {told}."]


def test_nothing_is_said_where_no_rules_coded_a_language_they_read() -> None:
    assert ways(data("3", ("sr",))) == []
    assert ways(data("3", ("en",), kind="source")) == []
