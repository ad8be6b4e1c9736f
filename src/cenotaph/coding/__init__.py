"""Coding: a codebook compiled to a coder, and the coder from Arrow sentences to Arrow mentions and statements.

Also what makes a coder answerable: its examples, the explanation of a sentence, scores on a gold sample, and the
differences between two codings.
"""

from cenotaph.coding.batch import PASSAGE_BATCH, Coded, code_batch
from cenotaph.coding.changes import ActChange, StatementChange, act_changes, changes_line, statement_changes
from cenotaph.coding.coder import Coder, coder_version, compile_codebook
from cenotaph.coding.evaluate import UNITS, CodingError, Evaluation, Score, evaluate
from cenotaph.coding.examples import ExampleResult, example_results, sentence_batch
from cenotaph.coding.explain import ConsideredCue, Explanation, FoundWord, PassedOver, explain
from cenotaph.coding.gold import GoldSentence, read_gold
from cenotaph.coding.problems import pattern_problems

__all__ = [
    "PASSAGE_BATCH",
    "UNITS",
    "ActChange",
    "Coded",
    "Coder",
    "CodingError",
    "ConsideredCue",
    "Evaluation",
    "ExampleResult",
    "Explanation",
    "FoundWord",
    "GoldSentence",
    "PassedOver",
    "Score",
    "StatementChange",
    "act_changes",
    "changes_line",
    "code_batch",
    "coder_version",
    "compile_codebook",
    "evaluate",
    "example_results",
    "explain",
    "pattern_problems",
    "read_gold",
    "sentence_batch",
    "statement_changes",
]
