"""The coder: a codebook compiled for the languages of a study."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cenotaph.coding.acts import Rule
from cenotaph.coding.conditions import conditions
from cenotaph.coding.grammar import GRAMMARS
from cenotaph.coding.matching import Matcher
from cenotaph.coding.patterns import Layer, PatternRow, cue_rows, lexicon, target_rows
from cenotaph.coding.syntax import parser_name
from cenotaph.study.codebook import Codebook
from cenotaph.text import fold

__all__ = ["Coder", "LanguageCoder", "coder_version", "compile_codebook"]

#: Changes whenever the same codebook could give other statements on the same text.
CODER_VERSION = "3"


@dataclass(frozen=True)
class LanguageCoder:
    """The part of a coder that reads one language.

    Attributes:
        names: finds targets and referents; run over every sentence.
        cues: finds cues and words for the own side; run only over sentences that speak of the past.
        syntax: the language itself where its sentences are parsed; null where word order and case alone decide.
        rules: the cues' rules; the owner of a cue pattern is its place here.
    """

    names: Matcher
    cues: Matcher
    rules: tuple[Rule, ...]
    syntax: str | None = None


@dataclass(frozen=True)
class Coder:
    """A codebook, compiled. Cheap to send to another process: automata are built where they are used.

    Attributes:
        name: the coder's name in the tables.
        version: version of the engine.
        codebook_hash: hash of the codebook's content, comments and layout left aside.
        targets, states: ids of all targets in the codebook's order; which of them can hold a statement.
        referents: ids of all referents.
        sides: referent -> the target whose past it is, where the codebook says so.
        languages: one part for each language.
        people: folded names of persons -> the actor they speak for.
    """

    name: str
    version: str
    codebook_hash: str
    targets: tuple[str, ...]
    states: frozenset[str]
    referents: tuple[str, ...]
    sides: Mapping[str, str]
    languages: Mapping[str, LanguageCoder]
    people: Mapping[str, str] = field(default_factory=dict)


def compile_codebook(
    codebook: Codebook, languages: Sequence[str], people: Mapping[str, str] | None = None, codebook_hash: str = ""
) -> Coder:
    """Compile a codebook, `extends` already merged, for some languages.

    Args:
        codebook: what to look for.
        languages: of `en`, `ru`, `zh`; others are passed over.
        people: names of persons and the actors they speak for, by which turns of a transcript get their holder.
        codebook_hash: the hash to write into statements; of the codebook's own content where empty.
    """
    parts = {language: _language(codebook, language) for language in languages if language in GRAMMARS}
    return Coder(
        name="rules",
        version=coder_version(codebook, languages),
        codebook_hash=codebook_hash or content_hash(codebook),
        targets=tuple(codebook.targets),
        states=frozenset(id_ for id_, target in codebook.targets.items() if target.kind == "state"),
        referents=tuple(codebook.referents),
        sides={id_: referent.side for id_, referent in codebook.referents.items() if referent.side is not None},
        languages=parts,
        people={fold(name).text: actor for name, actor in (people or {}).items()},
    )


def coder_version(codebook: Codebook, languages: Sequence[str]) -> str:
    """The engine's version, and the parsers' where the codebook asks for syntax: `3 (ru: slovnet 0.6.0)`.

    Raises:
        CenotaphError: a parser that the codebook asks for is not installed.
    """
    parsed = [f"{language}: {parser_name(language)}" for language in codebook.syntax if language in languages]
    return f"{CODER_VERSION} ({', '.join(parsed)})" if parsed else CODER_VERSION


def content_hash(codebook: Codebook) -> str:
    """Sixteen hexadecimal digits that change with anything the codebook says."""
    content = json.dumps(codebook.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _language(codebook: Codebook, language: str) -> LanguageCoder:
    rules = _rules(codebook, language)
    names: list[PatternRow] = []
    own: list[PatternRow] = []
    for row in target_rows(codebook, language):
        (own if row.layer == Layer.OWN_SIDE else names).append(row)
    cues = cue_rows([(rule.cue.cue, rule.cue.inflect) for rule in rules], language)
    syntax = language if language in codebook.syntax else None
    return LanguageCoder(Matcher(lexicon(names)), Matcher(lexicon([*own, *cues])), rules, syntax)


def _rules(codebook: Codebook, language: str) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            name=f"{id_}/{language}/{number}",
            act=id_,
            order=order,
            by_subject=(cue.holder or act.holder) == "subject",
            mutual=act.mutual,
            foes=act.foes,
            cue=cue,
            conditions=conditions(cue, language),
            never=frozenset(act.never) | frozenset(cue.never),
        )
        for order, (id_, act) in enumerate(codebook.acts.items())
        for number, cue in enumerate(act.cues.get(language, ()), 1)  # type: ignore[call-overload]
    )
