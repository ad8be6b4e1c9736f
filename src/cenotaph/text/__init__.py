"""Normalise, split and inflect text in English, Russian and Chinese. No files, no tables."""

from __future__ import annotations

from cenotaph.text.fold import Folded, Span, fold
from cenotaph.text.guess import guess_language
from cenotaph.text.inflect import forms, lemma
from cenotaph.text.split import Spans, paragraphs, sentences, split_texts, words
from cenotaph.text.tokens import DICTIONARY, tokens

__all__ = [
    "DICTIONARY",
    "Folded",
    "Span",
    "Spans",
    "fold",
    "forms",
    "guess_language",
    "lemma",
    "paragraphs",
    "sentences",
    "split_texts",
    "tokens",
    "words",
]
