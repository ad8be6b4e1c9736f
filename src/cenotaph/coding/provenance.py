"""From a pattern that was found back to the term of the codebook that it is a form of."""

from __future__ import annotations

from functools import lru_cache

from cenotaph.coding.patterns import Layer, phrase_forms
from cenotaph.study.codebook import Codebook

__all__ = ["Provenance"]

#: Where the codebook keeps the terms of each layer: the block, and the key of its entries.
_PLACES = {
    Layer.TARGET: ("targets", "terms"),
    Layer.NOT_TARGET: ("targets", "not_inside"),
    Layer.OWN_SIDE: ("targets", "terms"),
    Layer.REFERENT: ("referents", "terms"),
    Layer.HINT: ("referents", "hints"),
    Layer.NOT_REFERENT: ("referents", "not_inside"),
    Layer.PRESENT: ("referents", "not_with"),
}


class Provenance:
    """Where the patterns of one language come from. Paths are dotted, items of lists are counted from 1."""

    def __init__(self, codebook: Codebook, language: str) -> None:
        self.codebook, self.language = codebook, language

    def term(self, layer: int, owner: int, pattern: str) -> tuple[str, str, str]:
        """Id of the owner, its term that has the pattern among its forms, and that term's path."""
        block, key = _PLACES[layer]
        id_, entry = list(getattr(self.codebook, block).items())[owner]
        for number, term in enumerate(getattr(entry, key).get(self.language, ()), 1):
            if pattern in _forms(term.term, self.language, term.inflect):
                return id_, term.term, f"{block}.{id_}.{key}.{self.language}.{number}"
        raise ValueError(f"no term of {block}.{id_}.{key} has the form {pattern!r}")

    def cue(self, rule: str) -> str:
        """The path of a rule named `act/language/number`."""
        act, language, number = rule.rsplit("/", 2)
        return f"acts.{act}.cues.{language}.{number}"


@lru_cache(maxsize=20_000)
def _forms(term: str, language: str, inflect: bool) -> frozenset[str]:
    """All folded forms, inflected or not as the term says, and the bare term in any case."""
    return frozenset(form for form, _ in phrase_forms(term, language, inflect)) | frozenset(
        form for form, _ in phrase_forms(term, language, False)
    )
