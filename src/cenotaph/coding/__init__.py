"""Coding: a codebook compiled to a coder, and the coder from Arrow sentences to Arrow mentions and statements."""

from cenotaph.coding.batch import PASSAGE_BATCH, Coded, code_batch
from cenotaph.coding.coder import Coder, compile_codebook
from cenotaph.coding.examples import ExampleResult, example_results
from cenotaph.coding.problems import pattern_problems

__all__ = [
    "PASSAGE_BATCH",
    "Coded",
    "Coder",
    "ExampleResult",
    "code_batch",
    "compile_codebook",
    "example_results",
    "pattern_problems",
]
