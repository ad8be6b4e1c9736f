"""Russian: every form of a word or phrase, and the dictionary form of a word, by the OpenCorpora dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

from cenotaph.text.fold import fold
from cenotaph.text.russian_names import declined_name

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

__all__ = ["dictionary_form", "phrase_forms"]

#: A parse of pymorphy3 (it has no types): `.word`, `.normal_form`, `.tag`, `.lexeme`.
Parse = Any

_CYRILLIC = re.compile(r"[\u0400-\u04ff]+(?:[-'’][\u0400-\u04ff]+)*")
_VERBS = frozenset(("INFN", "VERB", "GRND"))
_ADJECTIVES = frozenset(("ADJF", "PRTF"))
_SHORT = frozenset(("ADJS", "PRTS"))
_LEADERS = frozenset(("PRCL", "ADVB", "NPRO", "CONJ", "INTJ"))
_NOUNS = frozenset(("NOUN",))
_PROPER = ("Geox", "Orgn", "Name", "Surn", "Patr")
#: Second cases take adjectives of the first.
_SECOND_CASES = {"gen2": "gent", "gen1": "gent", "loc1": "loct", "loc2": "loct", "acc2": "accs", "voct": "nomn"}


@cache
def _analyzer() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


def dictionary_form(word: str) -> str:
    """The dictionary form of a word; a proper name's if it is written with a capital."""
    plain = fold(word).text
    parses = _parses(plain)
    if word[:1].isupper():
        parses = [parse for parse in parses if _is_proper(parse)] or parses
    return str(parses[0].normal_form) if parses else plain


def phrase_forms(phrase: str) -> Iterator[str]:
    """The forms of a phrase given in its dictionary form.

    A phrase that begins with a verb (particles, adverbs and pronouns may come before it) inflects the verb and keeps
    the rest. A noun phrase inflects its head noun with the adjectives before it, in both numbers, or in the plural
    only where a name is given in the plural; what follows the head stays, but for names in apposition. Capitalised
    words that the dictionary does not hold are declined as names. After a number the nominative is
    inflected too (1945 год), other cases stay (9 мая).
    """
    words = phrase.split()
    parses = [_parses(word) for word in words]
    first = next((i for i, found in enumerate(parses) if found and not _is_leader(found[0])), len(words))
    if first == len(words) or (first and not parses[first - 1] and parses[first][0].tag.case not in ("nomn", "accs")):
        return
    for forms in _inflected(words[first:], parses[first:]):
        yield " ".join((*words[:first], *forms))


def _inflected(words: Sequence[str], parses: Sequence[Sequence[Parse]]) -> Iterator[Sequence[str]]:
    """Forms of a phrase that begins with a word that can be inflected."""
    best, rest = parses[0][0], tuple(words[1:])
    if _is_unlisted_name(words[0], parses[0], alone=len(words) == 1):
        after = [_apposed(word, found) for word, found in zip(rest, parses[1:], strict=True)]
        for case, forms in declined_name(words[0]).items():
            yield from product(forms, *(cases.get(case, {word}) for word, cases in zip(rest, after, strict=True)))
    elif _pos(best) in _VERBS and not (words[0][:1].isupper() and _nominative(words[0], parses[0], _NOUNS)):
        yield from ((form.word, *rest) for form in best.lexeme if not _is_preposition(form))
    elif _pos(best) in _SHORT:
        yield from ((form.word, *rest) for form in best.lexeme if _pos(form) == _pos(best))
    elif len(words) == 1:
        yield from ((form,) for form in _word_forms(words[0], parses[0]))
    elif (group := _noun_group(words, parses)) is not None:
        yield from group.forms()


def _word_forms(word: str, parses: Sequence[Parse]) -> Iterator[str]:
    """Forms of a noun or adjective. An acronym stays (КНР) unless it is declined in speech (МИД: МИДа, МИДу)."""
    if _is_acronym(word):
        parses = [parse for parse in parses if "Abbr" in parse.tag and "Fixd" not in parse.tag]
    nominative = _nominative(word, parses, _NOUNS | _ADJECTIVES)
    if not nominative:
        return
    for form in nominative[0].lexeme:
        if _is_form_of(nominative[0], form, gender=_pos(form) == "NOUN") and _number_fits(word, nominative[0], form):
            yield _cased(form.word, word)


@dataclass(frozen=True)
class _NounGroup:
    """Adjectives, the head they agree with, and what follows: words that stay or agree in case."""

    words: Sequence[str]
    adjectives: Sequence[Parse]
    head: Parse
    tail: Sequence[dict[str, set[str]]]

    def forms(self) -> Iterator[Sequence[str]]:
        words = self.words
        for form in self.head.lexeme:
            if not (_is_form_of(self.head, form) and _number_fits(words[len(self.adjectives)], self.head, form)):
                continue
            before = [_agreeing(adjective, form, self.head) for adjective in self.adjectives]
            case = _case(form)
            after = [cases.get(case, {word}) for word, cases in zip(words[len(before) + 1 :], self.tail, strict=True)]
            for forms in product(*before, (form.word,), *after):
                yield [_cased(new, old) for new, old in zip(forms, words, strict=True)]


def _noun_group(words: Sequence[str], parses: Sequence[Sequence[Parse]]) -> _NounGroup | None:
    """The group the phrase begins with; null where it begins with no noun or adjective in the nominative."""
    adjectives: list[Parse] = []
    for i, (word, found) in enumerate(zip(words, parses, strict=True)):
        following = _nominative(words[i + 1], parses[i + 1], _NOUNS | _ADJECTIVES) if i + 1 < len(words) else []
        own = _nominative(word, found, _ADJECTIVES)
        agreeing = next((adj for adj in own if any(_agree(adj, noun) for noun in following)), None)
        if agreeing is not None:
            adjectives.append(agreeing)
            continue
        heads = _nominative(word, found, _NOUNS) or own
        heads = [head for head in heads if all(_agree(adj, head) for adj in adjectives)]
        if not heads:
            return None
        rest = zip(words[i + 1 :], parses[i + 1 :], strict=True)
        return _NounGroup(words, adjectives, heads[0], [_apposed(word, found, heads[0]) for word, found in rest])
    return None


def _apposed(word: str, parses: Sequence[Parse], head: Parse | None = None) -> dict[str, set[str]]:
    """Case -> forms of a name that takes the case of the head (маршал Жуков); empty for what stays (герой войны).

    A place name may also stay (в городе Ленинград).
    """
    if not word[:1].isupper() or _is_acronym(word):
        return {}
    if _is_unlisted_name(word, parses, alone=False):
        return declined_name(word)
    names = [parse for parse in _nominative(word, parses, _NOUNS) if _is_proper(parse)]
    if head is not None:
        names = [name for name in names if name.tag.gender in (None, head.tag.gender)] or names
    forms: dict[str, set[str]] = {}
    for name in names[:1]:
        for form in name.lexeme:
            if form.tag.number == name.tag.number and _is_form_of(name, form):
                forms.setdefault(_case(form), {word} if "Geox" in name.tag else set()).add(form.word)
    return forms


def _is_unlisted_name(word: str, parses: Sequence[Parse], alone: bool) -> bool:
    """Whether a capitalised word is a name that the dictionary has not, or has as a form of another word only.

    In a phrase a word that is known as a genitive is one (Штаты Америки), unless it ends as surnames do (Касым Токаев).
    """
    if not word[:1].isupper() or _is_acronym(word) or _nominative(word, parses, _NOUNS | _ADJECTIVES, sure=True):
        return False
    known = [parse for parse in parses if parse.is_known]
    if alone:
        return not any(_pos(parse) in _VERBS | _SHORT for parse in known)
    return not known or word.endswith(("ов", "ев", "ёв", "ин", "ын"))


def _agreeing(adjective: Parse, noun: Parse, head: Parse) -> list[str]:
    """The adjective's forms that go with this form of the noun."""
    case = _case(noun)
    grammemes = {case, noun.tag.number}
    if noun.tag.number == "sing" and head.tag.gender is not None:
        grammemes.add(head.tag.gender)
    animacy = head.tag.animacy or "inan"
    return [
        form.word
        for form in adjective.lexeme
        if grammemes <= form.tag.grammemes
        and (case != "accs" or form.tag.animacy in (None, animacy))
        and _is_form_of(adjective, form, gender=False)
    ]


def _case(form: Parse) -> str:
    """The case of a form; second cases count as the first."""
    return _SECOND_CASES.get(form.tag.case, str(form.tag.case))


def _is_form_of(given: Parse, form: Parse, gender: bool = True) -> bool:
    """Whether a member of the lexeme differs from the given one by case and number only (and gender, if let)."""
    if _pos(form) != _pos(given) or given.tag.tense != form.tag.tense or given.tag.voice != form.tag.voice:
        return False
    if "Supr" in form.tag and "Supr" not in given.tag:
        return False
    return not gender or form.tag.gender in (None, given.tag.gender) or given.tag.gender is None


def _is_preposition(form: Parse) -> bool:
    """Whether a gerund is better known as a preposition (благодаря, несмотря)."""
    return _pos(form) == "GRND" and _pos(_parses(form.word)[0]) == "PREP"


def _agree(adjective: Parse, noun: Parse) -> bool:
    if adjective.tag.number != noun.tag.number:
        return False
    return bool(adjective.tag.number == "plur" or adjective.tag.gender == noun.tag.gender)


@lru_cache(maxsize=65536)
def _parses(word: str) -> list[Parse]:
    """What the dictionary takes the word for, likeliest first; empty for what is not written in Cyrillic letters."""
    return list(_analyzer().parse(word)) if _CYRILLIC.fullmatch(word) else []


def _nominative(word: str, parses: Sequence[Parse], parts_of_speech: frozenset[str], sure: bool = False) -> list[Parse]:
    """Parses in the nominative, names first where the word has a capital and last where not; the declined first.

    With `sure` those only that the dictionary has, or declines as a proper name.
    """
    found = [parse for parse in parses if _is_nominative(parse) and _pos(parse) in parts_of_speech]
    if sure:
        found = [parse for parse in found if parse.is_known or (_is_proper(parse) and "Fixd" not in parse.tag)]
    capital = word[:1].isupper()
    return sorted(found, key=lambda parse: (_is_proper(parse) != capital, "Fixd" in parse.tag))


def _is_nominative(parse: Parse) -> bool:
    return bool(parse.tag.case == "nomn")


def _number_fits(word: str, given: Parse, form: Parse) -> bool:
    """A name given in the plural (Штаты) is not put into the singular."""
    return form.tag.number == "plur" or not (word[:1].isupper() and given.tag.number == "plur")


def _is_proper(parse: Parse) -> bool:
    return any(grammeme in parse.tag for grammeme in _PROPER)


def _is_leader(parse: Parse) -> bool:
    return bool(parse.is_known and _pos(parse) in _LEADERS)


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _pos(parse: Parse) -> str:
    return str(parse.tag.POS)


def _cased(form: str, given: str) -> str:
    """The form with the capitals of the word as given."""
    if _is_acronym(given):
        return given + form[len(given) :] if form.startswith(given.lower()) else form.upper()
    return "-".join(
        part[:1].upper() + part[1:] if old[:1].isupper() else part
        for part, old in zip(form.split("-"), (given.split("-") * 2), strict=False)
    )
