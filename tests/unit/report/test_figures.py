"""What a chart of one act says of the others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pyarrow as pa
import pytest
from invented_study import invented_study

from cenotaph.report.figures import _beside as beside

WORDS = {"credit": "credited", "thank": "thanked", "warn": "warned"}


def said(measure: str, act: str, holder: str = "ARD", value: float = 0.0) -> str:
    rows = ({"target": "BEL", "name": "Belloria", "year": 2015, "period": "2015–19", "value": value},)
    tables = {
        "documents": pa.table({"document_id": ["d"], "actor": ["ARD"], "date": [dt.date(2017, 5, 3)]}),
        "statements": pa.table({"document_id": ["d"], "target": ["BEL"], "holder": [holder], "act": [act]}),
    }
    return beside(measure, replace(invented_study().figures[0].chart, rows=rows), tables, WORDS, 5)


def test_who_was_thanked_and_not_credited_is_named_under_the_chart_of_credit():
    assert said("credit_share", "thank") == (
        "Credit alone: thanks and honours are acts of their own and are not in it; "
        "at 0% and yet thanked or honoured: Belloria (2015–19)."
    )


@pytest.mark.parametrize(
    ("act", "holder", "value"), [("warn", "ARD", 0.0), ("thank", "BEL", 0.0), ("thank", "ARD", 0.2)]
)
def test_nobody_is_named_for_another_act_another_voice_or_a_share_above_zero(act: str, holder: str, value: float):
    assert said("credit_share", act, holder, value).endswith("are not in it.")


def test_a_measure_of_no_one_act_leaves_nothing_out():
    assert said("mention_rate", "thank") == ""
