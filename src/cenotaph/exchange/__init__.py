"""Dictionaries and coding rules of other programs become codebooks; what cannot be carried over is listed.

Reads quanteda YAML, LIWC, Lexicoder, Yoshikoder and WordStat dictionaries, and KH Coder's coding rules.
"""

from __future__ import annotations

from cenotaph.exchange.carrying import Entry, Kind
from cenotaph.exchange.dictionary import Loss
from cenotaph.exchange.importing import Imported, import_dictionary
from cenotaph.exchange.reading import FORMATS, Format

__all__ = ["FORMATS", "Entry", "Format", "Imported", "Kind", "Loss", "import_dictionary"]
