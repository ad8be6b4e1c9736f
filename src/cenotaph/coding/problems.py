"""What can be wrong with a codebook's patterns, found before anything is coded."""

from __future__ import annotations

from collections.abc import Iterator

from cenotaph.errors import Problem, did_you_mean, problem_kind
from cenotaph.study.codebook import Act, Codebook, Cue, Term

__all__ = ["BAD_GOLD", "NO_GOLD", "pattern_problems"]

UNKNOWN_TARGET = problem_kind(
    "C101",
    "cue-names-unknown-target",
    what="A cue's `only`, `never`, `gives`, `otherwise` or `with_target`, or an act's `never`, names no target.",
    bad="- {cue: liberated, target: subject, never: [GERMANY]}",
    good="- {cue: liberated, target: subject, never: [DEU]}",
)
TOO_SHORT = problem_kind(
    "C102",
    "term-too-short",
    severity="warning",
    what="A term of one letter, or of one Chinese character, is found nearly everywhere.",
    bad="zh: [中]",
    good="zh: [中国, 中方]",
)
TWICE = problem_kind(
    "C103",
    "term-of-two-targets",
    severity="warning",
    what="The same term stands under two targets, so that every place where it is found counts for both.",
    bad="GBR: {name: Britain, terms: {en: [British]}}\nIND: {name: India, terms: {en: [Indian, British]}}",
    good="GBR: {name: Britain, terms: {en: [British]}}\nIND: {name: India, terms: {en: [Indian]}}",
)
EMPTY_WILDCARD = problem_kind(
    "C104",
    "wildcard-without-stem",
    what="A `*` stands for any ending and needs a stem of two letters or more; within a term it is not understood.",
    bad='en: ["*ism"]',
    good='en: ["fascis*"]',
)
UNKNOWN_ENTRY = problem_kind(
    "C106",
    "cue-names-unknown-act-or-referent",
    what="A cue's `with_act` or `without_act` names no act, or its `with_referent` no referent, of the codebook.",
    bad="- {cue: courage, with_act: prise}",
    good="- {cue: courage, with_act: praise}",
)
DEAD_ACT = problem_kind(
    "C105",
    "act-without-cues",
    severity="warning",
    what="An act has no cue in a language in which the codebook has targets, so it is never found there.",
    bad="thank: {name: thanks, cues: {en: [grateful to]}}",
    good="thank: {name: thanks, cues: {en: [grateful to], ru: [благодарить]}}",
)

NO_GOLD = problem_kind(
    "C110",
    "unreadable-gold",
    what="A gold sample cannot be read: the file is not there, is not UTF-8 text, or holds no sentence.",
    bad="cenotaph code evaluate --gold gold.xlsx",
    good="cenotaph code evaluate --gold gold.jsonl",
)
BAD_GOLD = problem_kind(
    "C111",
    "bad-gold-row",
    what="A row of a gold sample is an object on one line with id, lang, sentence, memory and statements (lists of "
    "holder, act, target); actor, doc, source, pi, date, prev, next and mentions may stand beside them.",
    bad='{"id": "1", "lang": "en", "sentence": "We thank our allies.", "statements": [["thank", "allies"]]}',
    good='{"id": "1", "lang": "en", "actor": "FRA", "sentence": "We thank our allies of 1944.", "memory": 1, '
    '"statements": [["FRA", "thank", "allies"]]}',
)


def pattern_problems(codebook: Codebook, file: str = "codebook.yaml") -> list[Problem]:
    """All problems of a codebook's terms and cues, `extends` already merged. Lines are not known here."""
    return [*_term_problems(codebook, file), *_act_problems(codebook, file)]


def _entries(codebook: Codebook) -> Iterator[tuple[str, str, Term]]:
    for kind, entries in (("targets", codebook.targets), ("referents", codebook.referents)):
        for id_, entry in entries.items():
            for part in ("terms", "not_inside", "hints", "not_with"):
                for language, terms in getattr(entry, part, {}).items():
                    for term in terms:
                        yield f"{kind}.{id_}.{part}.{language}", language, term


def _term_problems(codebook: Codebook, file: str) -> Iterator[Problem]:
    owners: dict[tuple[str, str], str] = {}
    for field, language, term in _entries(codebook):
        word = term.term
        if "*" in word.rstrip("*") or (word.endswith("*") and len(word.rstrip("*").strip()) < 2):
            yield EMPTY_WILDCARD.at(
                file, None, f'The term "{word}" cannot be found.', field=field, remedy="Give its stem."
            )
        elif len(word.strip("*")) < 2:
            yield TOO_SHORT.at(
                file, None, f'The term "{word}" has one letter.', field=field, remedy="Give a longer term."
            )
        kind, id_, part, _ = field.split(".", 3) if field.count(".") == 3 else ("", "", "", "")
        if kind == "targets" and part == "terms" and len(word) > 4:
            first = owners.setdefault((language, word.lower()), id_)
            if first != id_:
                message = f'The term "{word}" stands under {first} and under {id_}.'
                yield TWICE.at(file, None, message, field=field, remedy="Keep it under one, unless both are meant.")


def _act_problems(codebook: Codebook, file: str) -> Iterator[Problem]:
    languages = {language for target in codebook.targets.values() for language in target.terms}
    known = list(codebook.targets)
    for id_, act in codebook.acts.items():
        for field, name in _names(id_, act):
            if name not in codebook.targets:
                message = f"It names the target `{name}`, which the codebook does not define."
                yield UNKNOWN_TARGET.at(file, None, message, field=field, remedy=did_you_mean(name, known))
        yield from _entry_problems(id_, act, codebook, file)
        for language in sorted(languages - set(act.cues)):
            message = f"The act `{id_}` has no cue in `{language}`."
            yield DEAD_ACT.at(
                file, None, message, field=f"acts.{id_}.cues.{language}", remedy="Add a cue, or leave it so."
            )


def _entry_problems(id_: str, act: Act, codebook: Codebook, file: str) -> Iterator[Problem]:
    acts, referents = list(codebook.acts), list(codebook.referents)
    for language, cues in act.cues.items():
        for number, cue in enumerate(cues, 1):
            for part, kind, known in (
                ("with_act", "act", acts),
                ("without_act", "act", acts),
                ("with_referent", "referent", referents),
            ):
                for name in set(getattr(cue, part)) - set(known):
                    field = f"acts.{id_}.cues.{language}.{number}.{part}"
                    message = f"It names the {kind} `{name}`, which the codebook does not define."
                    yield UNKNOWN_ENTRY.at(file, None, message, field=field, remedy=did_you_mean(name, known))


def _names(id_: str, act: Act) -> Iterator[tuple[str, str]]:
    for name in act.never:
        yield f"acts.{id_}.never", name
    for language, cues in act.cues.items():
        for number, cue in enumerate(cues, 1):
            for part, name in _cue_names(cue):
                yield f"acts.{id_}.cues.{language}.{number}.{part}", name


def _cue_names(cue: Cue) -> Iterator[tuple[str, str]]:
    for part in ("only", "never", "with_target"):
        for name in getattr(cue, part):
            yield part, name
    for part in ("gives", "otherwise"):
        name = getattr(cue, part)
        if name is not None:
            yield part, name
