"""The codebook as a checked object: targets, acts and referents with their terms and cues in each language."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from cenotaph.study.models import Day, HumanModel, Slug

__all__ = ["ACT_ORDER", "Act", "Codebook", "Company", "Cue", "Example", "Referent", "Target", "Term", "Where"]

#: Acts of the built-in codebook in the order in which a roll-call cell prefers them when counts are equal: a roll call
#: asks first who is credited. A cell with several treatments says so, whichever it shows.
ACT_ORDER = ("thank", "credit", "honour", "bond", "victim", "distort", "blame", "warn")


class _Entry(HumanModel, BaseModel):  # both named, so that the linter knows a model when it sees one
    """A block of the codebook."""


class Term(_Entry):
    """A word or phrase that names something.

    A bare string in the file is a term with all defaults: it is inflected (Russian cases, English plural and
    possessive; Chinese to both scripts) and matched whatever the case, unless it is written all in capitals (`US`,
    `КНР`), when case counts. A final `*` stands for any ending. `past` terms of a target (`allies`) count only in
    sentences that speak of the past.
    """

    term: str = Field(min_length=1)
    inflect: bool = True
    case: Literal["any", "exact", "auto"] = "auto"
    past: bool = False
    from_: Day | None = Field(None, alias="from")
    until: Day | None = None


def _term(value: object) -> object:
    if isinstance(value, bool | int | float):
        word = str(value).lower()
        raise PydanticCustomError(
            "bad-value", "is {word}, which YAML does not read as text.", {"word": word, "remedy": f'Write "{word}".'}
        )
    return {"term": value} if isinstance(value, str) else value


Terms = dict[Literal["en", "ru", "zh"], tuple[Annotated[Term, BeforeValidator(_term)], ...]]


class Target(_Entry):
    """Who or what a statement is about: a state with its people and army, a coalition, a site, an idea.

    `not_inside` lists phrases in which a term does not name the target (印度 inside 印度尼西亚). A target of kind
    `holder` is whoever speaks (`our soldiers`): its terms make no mention, but a statement about it is a statement
    about the holder's own side. That target has the id `self`; any
    other of this kind is a voice that is no state (`international experts`) and is only ever a holder.
    """

    name: str
    names: dict[str, str] = {}
    kind: Literal["state", "people", "army", "person", "coalition", "group", "site", "event", "idea", "holder"] = (
        "state"
    )
    terms: Terms = {}
    not_inside: Terms = {}
    note: str = ""


class Referent(_Entry):
    """A past that is invoked, such as the Second World War, with the terms that show it is meant.

    `hints` are words that speak of this past only in its company (`veterans`, `liberated`): they count where a term
    of any referent stands in the same sentence or a neighbouring one, and not in a sentence that holds one of the
    words of `not_with` (today's war).

    `side` is the target whose past it is: who won, or who is mourned, where a sentence names nobody (a wreath is laid
    at its memorial).
    """

    name: str
    names: dict[str, str] = {}
    side: Slug | None = None
    terms: Terms = {}
    hints: Terms = {}
    not_inside: Terms = {}
    not_with: Terms = {}
    note: str = ""


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _as_company(value: object) -> object:
    return {"words": value} if isinstance(value, str | list) else value


class Company(_Entry):
    """Words that a cue needs in its company; each entry may list alternatives between bars, and all entries count.

    `within` is the greatest distance, in `unit`; the unit is words, and characters in Chinese, unless said otherwise.
    A bare string or list stands for its words.
    """

    words: tuple[str, ...] = Field(min_length=1)
    within: int = Field(10, ge=0)
    unit: Literal["words", "characters"] | None = None

    _as_tuples = field_validator("words", mode="before")(_as_tuple)


class Where(_Entry):
    """What the document must be: one of the values listed for each attribute that is given, whatever the case.

    A final `*` stands for any ending. A document of which the attribute is not known does not fit.
    """

    genre: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    source: tuple[str, ...] = ()

    _as_tuples = field_validator("genre", "speaker", "actor", "source", mode="before")(_as_tuple)

    @model_validator(mode="after")
    def _asks_something(self) -> Where:
        if not (self.genre or self.speaker or self.actor or self.source):
            raise ValueError("`where` needs `genre`, `speaker`, `actor` or `source`")
        return self


class Cue(_Entry):
    """A phrase that carries an act, and how it must stand to the target.

    `cue` may list alternatives between bars (`liberate | set free`); a final `*` stands for any ending.

    Whom it is about. `target` says where the target stands: `before` or `after` the cue, or `either`; or as the
    `subject` (the doer, found by word order, by case in Russian, after `by` or 由 in the passive) or the `object` of
    the cue; `none` with `gives`, when the phrase itself says who is meant. Targets named in one list with the one
    found are taken too. `within` bounds the distance to the target, in words (characters in Chinese); `scope` says
    whether it must stand in the cue's clause or only in its sentence. `only` and `never` bound the targets.
    `otherwise` is the target where the scope names none that fits (`humanity` for a warning put to the world).

    What must stand with it. `needs`: one of these phrases in the same scope; `unless`: none of them. `near`: these
    words close to the cue, on either side (`{words: [victory, Nazism], within: 8}`). `seq`: these words after the
    cue, in this order, each close to the one before (`cue: lay`, `seq: [wreath, memorial]`). `at_least`: so many
    occurrences of the cue in the scope. `negation` says what a `not` before the cue does: `blocks` it, is `ignored`
    (the cue is itself a negative, such as `never forget`) or is `needed`.

    What else is said. `with_target`: one of these targets is named in the scope too. `with_referent`: the sentence
    (or, where it names no past, the one beside it) speaks of one of these pasts. `with_act` and `without_act`: the
    sentence does, or does not do, one of these acts by cues that do not themselves ask for acts.

    Where it holds. `where`: genre, speaker, actor or source of the document. `from` and `until`: days between which
    the phrase has this meaning; a document without a date fits.

    Whose act it is. `holder` stands in the place of its act's: `voice` where the cue's subject is no holder (a noun
    such as `heroism`).

    Where two cues claim the same holder and target, the higher `priority` wins, then the earlier act of the codebook.
    """

    cue: str = Field(min_length=1)
    inflect: bool = True
    target: Literal["before", "after", "either", "subject", "object", "none"] = "either"
    gives: Slug | None = None
    otherwise: Slug | None = None
    within: int | None = Field(None, ge=1, description="greatest distance to the target, in words (characters in zh)")
    scope: Literal["sentence", "clause"] = "sentence"
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    near: Company | None = None
    seq: Company | None = None
    at_least: int = Field(1, ge=1)
    with_target: tuple[Slug, ...] = ()
    with_referent: tuple[Slug, ...] = ()
    with_act: tuple[Slug, ...] = ()
    without_act: tuple[Slug, ...] = ()
    where: Where | None = None
    from_: Day | None = Field(None, alias="from")
    until: Day | None = None
    only: tuple[Slug, ...] = ()
    never: tuple[Slug, ...] = ()
    negation: Literal["blocks", "ignored", "needed"] = "blocks"
    priority: int = 0
    confidence: Literal[1, 2, 3] = 2
    holder: Literal["voice", "subject"] | None = None

    _as_tuples = field_validator(
        "needs",
        "unless",
        "only",
        "never",
        "with_target",
        "with_referent",
        "with_act",
        "without_act",
        mode="before",
    )(_as_tuple)
    _as_companies = field_validator("near", "seq", mode="before")(_as_company)

    @model_validator(mode="after")
    def _has_a_target(self) -> Cue:
        if (self.target == "none") != (self.gives is not None):
            raise ValueError("`target: none` and `gives` go together: the phrase itself says who is meant")
        return self

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Cue:
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError("`until` is before `from`")
        return self

    @property
    def asks_for_acts(self) -> bool:
        """Whether it depends on what else the sentence does."""
        return bool(self.with_act or self.without_act)


class Example(_Entry):
    """A sentence of our own making with the statements it must (or, with an empty list, must not) yield.

    `actor` is the state whose text it is; `before` a sentence that stands before it.
    """

    sentence: str
    language: Literal["en", "ru", "zh"]
    actor: str = ""
    before: str = ""
    statements: tuple[tuple[str, str, str], ...] = ()


class Act(_Entry):
    """What a statement does to its target: credit, thank, honour, blame ...

    `treatment` is the word a roll-call cell shows for a target so treated (`credited`); the act's id where empty.
    `holder` says whose act it is: `voice`, of whoever speaks or is reported, or `subject`, of the one who is said to
    do it (`Poland laid a wreath`), else of the voice. `mutual`: where two sides are said to do it together, each does
    it to the other. `never` lists targets that the act is never done to. `foes` says whether it can be done to someone
    who is fought against in the sentence (`the war against Japan`).
    """

    name: str
    names: dict[str, str] = {}
    treatment: str = ""
    definition: str = ""
    rules: tuple[str, ...] = ()
    holder: Literal["voice", "subject"] = "voice"
    mutual: bool = False
    never: tuple[Slug, ...] = ()
    foes: bool = True
    cues: dict[Literal["en", "ru", "zh"], tuple[Cue, ...]] = {}
    examples: tuple[Example, ...] = ()

    @field_validator("cues", mode="before")
    @classmethod
    def _as_cues(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {
            language: [{"cue": cue} if isinstance(cue, str) else cue for cue in cues]
            if isinstance(cues, list)
            else cues
            for language, cues in value.items()
        }


class Codebook(_Entry):
    """Targets, acts and referents of a study; `extends` names a packaged codebook whose entries are taken over.

    Own entries with the same id replace those taken over; `drop` names entries that are left out.
    `syntax` names languages whose sentences are parsed to find doers and objects (the extra `cenotaph[syntax]`).
    """

    codebook: Slug
    version: str
    extends: tuple[Slug, ...] = ()
    drop: tuple[Slug, ...] = ()
    syntax: tuple[Literal["en", "ru"], ...] = ()
    targets: dict[Slug, Target] = {}
    referents: dict[Slug, Referent] = {}
    acts: dict[Slug, Act] = {}

    @field_validator("extends", "drop", "syntax", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value
