"""Forms and dictionary forms of words, whatever the language."""

from __future__ import annotations

from functools import lru_cache

from cenotaph.text import chinese, english_forms, russian_forms
from cenotaph.text.fold import fold

__all__ = ["forms", "lemma"]

_INFLECTED = {"en": english_forms.phrase_forms, "ru": russian_forms.phrase_forms, "zh": chinese.scripts}


@lru_cache(maxsize=65536)
def forms(phrase: str, language: str, inflect: bool = True) -> frozenset[str]:
    """Every surface form of a word or phrase given in its dictionary form, itself included.

    Russian: all cases and numbers, adjectives agreeing with their noun, names in apposition too; all forms of a verb
    with its participles; attributes in the genitive stay. English: plural, possessive, verb forms. Chinese: both
    scripts. Capitals stay as given: `МИДа`, `Красной Армии`. Aspect partners and synonyms are other words. A language
    that is none of the three, a phrase with a final `*`, and `inflect=False` give the phrase alone.
    """
    phrase = " ".join(phrase.split())
    if not inflect or not phrase or phrase.endswith("*") or language not in _INFLECTED:
        return frozenset((phrase,))
    return frozenset((phrase, *_INFLECTED[language](phrase)))


@lru_cache(maxsize=262144)
def lemma(word: str, language: str) -> str:
    """The dictionary form of a word, folded, so that it can be compared with others.

    A Russian word with a capital is taken for a name where it can be one. A Chinese word is its own lemma, as is any
    word of a language that is none of the three.
    """
    if language == "ru":
        return fold(russian_forms.dictionary_form(word)).text
    if language == "en":
        return fold(english_forms.dictionary_form(word)).text
    return fold(word).text
