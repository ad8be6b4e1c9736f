"""Russian: cases of surnames and place names that no dictionary holds (Токаев, Вучич, Майданек)."""

from __future__ import annotations

__all__ = ["declined_name"]

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_CONSONANTS = tuple("бвгджзклмнпрстфхцчшщ")
_HUSHING = tuple("жчшщц")
_VELAR_OR_HUSHING = tuple("гкхжчшщ")
#: Russian surnames with these endings have the instrumental of adjectives (Токаевым), foreign ones not (Цзиньпином).
_OLD_ADJECTIVES = ("ов", "ев", "ёв", "ин", "ын")


def declined_name(name: str) -> dict[str, set[str]]:
    """Case -> singular forms of a name given in the nominative; empty for one that is not declined (Моди, Осло).

    Names in a consonant are taken for masculine; the accusative has the forms of persons and of places.
    """
    lower, stem = name.lower(), name[:-1]
    if lower.endswith("а"):
        genitive = "и" if lower[:-1].endswith(_VELAR_OR_HUSHING) else "ы"
        instrumental = "ей" if lower[:-1].endswith(_HUSHING) else "ой"
        endings = ("а", genitive, "е", "у", instrumental, "е")
    elif lower.endswith("я"):
        locative = "и" if lower.endswith("ия") else "е"
        endings = ("я", "и", locative, "ю", "ей", locative)
    elif lower.endswith(("й", "ь")):
        endings = (lower[-1], "я", "ю", "я", "ем", "е")
    elif lower.endswith(_CONSONANTS):
        instrumental = "ем" if lower.endswith(_HUSHING) else "ом"
        stem, endings = name, ("", "а", "у", "а", instrumental, "е")
    else:
        return {}
    forms = {case: {stem + ending} for case, ending in zip(_CASES, endings, strict=True)}
    if not lower.endswith(("а", "я")):
        forms["accs"].add(name)
    if lower.endswith(_OLD_ADJECTIVES):
        forms["ablt"].add(name + "ым")
    return forms
