"""Dictionaries and coding rules of other programs become codebooks; what cannot be carried over is listed.

Tables of events of others become events, participations and gestures in the same way.

Reads quanteda YAML, LIWC, Lexicoder, Yoshikoder and WordStat dictionaries, and KH Coder's coding rules; GDELT, ICEWS
and POLECAT tables, and tables of one's own.
"""

from __future__ import annotations

from cenotaph.exchange.carrying import Entry, Kind
from cenotaph.exchange.dictionary import Loss
from cenotaph.exchange.event_formats import EVENT_FIELDS, EVENT_FORMATS
from cenotaph.exchange.events import ImportedEvents, Wanted, import_events
from cenotaph.exchange.importing import Imported, import_dictionary
from cenotaph.exchange.reading import FORMATS, Format

__all__ = [
    "EVENT_FIELDS",
    "EVENT_FORMATS",
    "FORMATS",
    "Entry",
    "Format",
    "Imported",
    "ImportedEvents",
    "Kind",
    "Loss",
    "Wanted",
    "import_dictionary",
    "import_events",
]
