"""A careful editor's look at the codebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cenotaph.errors import did_you_mean
from cenotaph.study.codebook import Act, Target, Term
from cenotaph.study.lines import line_of
from cenotaph.study.parts import Parts
from cenotaph.study.problems import (
    CODED_LANGUAGE,
    IDLE_EXCLUSION,
    MISSING_LANGUAGE,
    NO_LETTER,
    NO_TERMS,
    REPEATED_TERM,
    SELF_EXCLUSION,
    TERM_REVERSED,
    TERM_TWICE_NAMED,
    UNKNOWN_ACT,
    UNKNOWN_TARGET,
)

__all__ = ["check_codebook"]


def check_codebook(parts: Parts) -> None:
    """Terms that find nothing, find too much or name two targets; references to what is not defined.

    Entries taken over from a packaged codebook are not judged, except where an own term clashes with one of theirs.
    """
    own = parts.own_codebook.value
    if not parts.own_codebook.tree:
        return
    for part in ("targets", "referents"):
        for entry_id, entry in getattr(own, part).items():
            _check_terms(parts, (part, entry_id, "terms"), entry.terms)
            _check_terms(parts, (part, entry_id, "not_inside"), entry.not_inside)
            _check_exclusions(parts, (part, entry_id), entry.terms, entry.not_inside)
    for entry_id, target in own.targets.items():
        _check_coverage(parts, entry_id, target)
    _check_clashes(parts)
    for act_id, act in own.acts.items():
        _check_act(parts, act_id, act)


def _check_terms(parts: Parts, at: tuple[str, ...], terms: Mapping[str, tuple[Term, ...]]) -> None:
    tree, notes = parts.own_codebook.tree, parts.own_codebook.notes
    for language, listed in terms.items():
        _check_language(parts, (*at, language), language)
        seen: dict[str, int] = {}
        for place, term in enumerate(listed):
            path = (*at, language, place)
            line = line_of(tree, *path)
            if not any(letter.isalnum() for letter in term.term):
                message = f'The term "{term.term}" holds no letter and no digit; it would match punctuation everywhere.'
                notes.add(NO_LETTER, line, message, remedy="Write a word, or take it out.", path=path)
            if term.from_ and term.until and term.until < term.from_:
                message = f'The term "{term.term}" ends ({term.until}) before it begins ({term.from_}).'
                notes.add(TERM_REVERSED, line, message, remedy="Swap from and until, or mend one.", path=path)
            elif term.term in seen:
                message = f'The term "{term.term}" stands already on line {seen[term.term]}.'
                notes.add(REPEATED_TERM, line, message, remedy="Take one of the two out.", path=path)
            if term.from_ is None and term.until is None:
                seen.setdefault(term.term, line)


def _check_language(parts: Parts, path: tuple[str, ...], language: str) -> None:
    languages = parts.config.value.languages
    if language not in languages:
        message = f'{".".join(path)}: "{language}" is not a language of this study ({", ".join(languages)}).'
        remedy = "Add it to languages in study.toml, or take these words out."
        line = line_of(parts.own_codebook.tree, *path)
        parts.own_codebook.notes.add(CODED_LANGUAGE, line, message, remedy=remedy, path=path)


def _check_exclusions(
    parts: Parts, at: tuple[str, str], terms: Mapping[str, tuple[Term, ...]], out: Mapping[str, tuple[Term, ...]]
) -> None:
    """An exclusion must hold a term of the same entry, and something more."""
    tree, notes = parts.own_codebook.tree, parts.own_codebook.notes
    for language, phrases in out.items():
        named = [term.term.casefold() for term in terms.get(language, ())]
        for place, phrase in enumerate(phrases):
            path = (*at, "not_inside", language, place)
            text = phrase.term.casefold()
            if text in named:
                message = f'"{phrase.term}" is a term and an exclusion of {at[1]} at once, so it never counts.'
                notes.add(SELF_EXCLUSION, line_of(tree, *path), message, remedy="Take one of the two out.", path=path)
            elif not any(_may_stand_in(term, text, language) for term in named):
                message = f'"{phrase.term}" holds none of the {language} terms of {at[1]}, so it excludes nothing.'
                remedy = "An exclusion is a longer phrase around a term: New Verland for Verland."
                notes.add(IDLE_EXCLUSION, line_of(tree, *path), message, remedy=remedy, path=path)


def _may_stand_in(term: str, phrase: str, language: str) -> bool:
    """Whether some form of the term can stand in the phrase: same beginnings of words; for Chinese, shared characters.

    Endings and the other Chinese script are allowed for, so this says no only where no form can.
    """
    if language == "zh":
        return any(letter in phrase for letter in term)
    stem = max(3, min(len(word) for word in term.split()) - 3) if term.split() else 3
    return all(word[:stem] in phrase for word in term.rstrip("*").split())


def _check_coverage(parts: Parts, target_id: str, target: Target) -> None:
    """Without a term in a language, a target looks absent from every text of that language."""
    tree, notes = parts.own_codebook.tree, parts.own_codebook.notes
    config = parts.config.value
    at_fault = f"targets.{target_id}.terms"
    if any(problem.severity == "error" and problem.field.startswith(at_fault) for problem in notes.problems):
        return
    if target.kind == "holder" or all(source.kind == "codings" for source in config.sources):
        return
    with_terms = [language for language, terms in target.terms.items() if terms]
    without = [language for language in config.languages if language not in with_terms]
    path = ("targets", target_id)
    if not with_terms:
        message = f"Target {target_id} has no terms; no text can name it."
        notes.add(NO_TERMS, line_of(tree, *path), message, remedy=f"Add terms: {{{without[0]}: [...]}}.", path=path)
    elif without and not parts.config.has_fault_in("languages"):
        message = f"Target {target_id} has no terms in {', '.join(without)}; in such texts it would always look absent."
        remedy = f"Add terms in {', '.join(without)}."
        notes.add(MISSING_LANGUAGE, line_of(tree, *path, "terms"), message, remedy=remedy, path=(*path, "terms"))


def _check_clashes(parts: Parts) -> None:
    """A term that names two targets at one time: each place would count for both."""
    tree, notes = parts.own_codebook.tree, parts.own_codebook.notes
    own, whole = parts.own_codebook.value.targets, parts.codebook.targets
    taken: dict[tuple[str, str], list[tuple[str, Term]]] = {}
    inherited = {target_id: target for target_id, target in whole.items() if target_id not in own}
    for target_id, language, _, term in _all_terms(inherited):
        taken.setdefault((language, _key(term)), []).append((target_id, term))
    for target_id, language, place, term in _all_terms(own):
        holders = taken.setdefault((language, _key(term)), [])
        for other_id, other in holders:
            if other_id != target_id and _overlap(term, other):
                path = ("targets", target_id, "terms", language, place)
                where = f"line {line_of(tree, 'targets', other_id)}" if other_id in own else "of the extended codebook"
                message = f'"{term.term}" names {target_id} and also {other_id} ({where}).'
                leave = "Keep it in one of the two" if other_id in own else f"Do without theirs (drop: [{other_id}])"
                remedy = f"{leave}, unless both are meant; or give each its years (from, until)."
                notes.add(TERM_TWICE_NAMED, line_of(tree, *path), message, remedy=remedy, path=path)
                break
        holders.append((target_id, term))


def _all_terms(targets: Mapping[str, Target]) -> Iterator[tuple[str, str, int, Term]]:
    for target_id, target in targets.items():
        for language, terms in target.terms.items():
            for place, term in enumerate(terms):
                yield target_id, language, place, term


def _key(term: Term) -> str:
    """Terms that match the same words share it; case counts where it counts in matching."""
    exact = term.case == "exact" or (term.case == "auto" and term.term.isupper())
    return term.term if exact else term.term.casefold()


def _overlap(one: Term, other: Term) -> bool:
    return not (
        (one.until and other.from_ and one.until < other.from_)
        or (other.until and one.from_ and other.until < one.from_)
    )


def _check_act(parts: Parts, act_id: str, act: Act) -> None:
    """References of an act: targets its cues and examples name, acts of its examples."""
    tree, notes, whole = parts.own_codebook.tree, parts.own_codebook.notes, parts.codebook
    for path, name in _targets_named(act_id, act):
        if name not in whole.targets and name not in parts.own_codebook.declared and not name.startswith("other:"):
            message = f'Act `{act_id}` names the target "{name}", which the codebook does not define.'
            remedy = did_you_mean(name, list(whole.targets)) or "Define it under targets."
            notes.add(UNKNOWN_TARGET, line_of(tree, *path), message, remedy=remedy, path=path)
    for number, example in enumerate(act.examples):
        for place, (_, example_act, _target) in enumerate(example.statements):
            if example_act not in whole.acts:
                path = ("acts", act_id, "examples", number, "statements", place)
                message = f'An example of `{act_id}` names the act "{example_act}", which the codebook does not define.'
                remedy = did_you_mean(example_act, list(whole.acts))
                notes.add(UNKNOWN_ACT, line_of(tree, *path), message, remedy=remedy, path=path)
    for language, cues in act.cues.items():
        _check_language(parts, ("acts", act_id, "cues", language), language)
        for place, cue in enumerate(cues):
            if not any(letter.isalnum() for letter in cue.cue):
                path = ("acts", act_id, "cues", language, place)
                message = f'The cue "{cue.cue}" holds no letter and no digit.'
                notes.add(NO_LETTER, line_of(tree, *path), message, remedy="Write a phrase, or take it out.", path=path)


def _targets_named(act_id: str, act: Act) -> Iterator[tuple[tuple[object, ...], str]]:
    """Every place of an act that names a target, and the name."""
    for name in act.never:
        yield ("acts", act_id, "never"), name
    for language, cues in act.cues.items():
        for place, cue in enumerate(cues):
            for name in (*cue.only, *cue.never, *filter(None, (cue.gives, cue.otherwise))):
                yield ("acts", act_id, "cues", language, place), name
    for number, example in enumerate(act.examples):
        for place, (_, _act, name) in enumerate(example.statements):
            yield ("acts", act_id, "examples", number, "statements", place), name
