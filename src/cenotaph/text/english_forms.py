"""English: every form of a word or phrase, and the dictionary form of a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cenotaph.text.vocabulary import word_set

__all__ = ["dictionary_form", "phrase_forms"]

#: base past participle; several spellings are parted by a slash.
_IRREGULAR_VERBS = """
arise arose arisen|awake awoke awoken|be was/were been|bear bore borne/born|beat beat beaten|become became become
befall befell befallen|begin began begun|behold beheld beheld|bend bent bent|bet bet bet|bid bid/bade bid/bidden
bind bound bound|bite bit bitten|bleed bled bled|blow blew blown|break broke broken|breed bred bred
bring brought brought|broadcast broadcast/broadcasted broadcast/broadcasted|build built built
burn burnt/burned burnt/burned|burst burst burst|buy bought bought|cast cast cast|catch caught caught
choose chose chosen|cling clung clung|come came come|cost cost cost|creep crept crept|cut cut cut|deal dealt dealt
dig dug dug|do did done|draw drew drawn|dream dreamt/dreamed dreamt/dreamed|drink drank drunk|drive drove driven
dwell dwelt dwelt|eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|fight fought fought|find found found
flee fled fled|fling flung flung|fly flew flown|forbid forbade forbidden|forecast forecast forecast
foresee foresaw foreseen|forget forgot forgotten|forgive forgave forgiven|forgo forwent forgone
forsake forsook forsaken|freeze froze frozen|get got got/gotten|give gave given|go went gone|grind ground ground
grow grew grown|hang hung/hanged hung/hanged|have had had|hear heard heard|hide hid hidden|hit hit hit
hold held held|hurt hurt hurt|keep kept kept|kneel knelt/kneeled knelt/kneeled|know knew known|lay laid laid
lead led led|lean leant/leaned leant/leaned|leap leapt/leaped leapt/leaped|learn learnt/learned learnt/learned
leave left left|lend lent lent|let let let|lie lay lain|light lit/lighted lit/lighted|lose lost lost|make made made
mean meant meant|meet met met|mislead misled misled|mistake mistook mistaken
misunderstand misunderstood misunderstood|mow mowed mown|outdo outdid outdone|outgrow outgrew outgrown
overcome overcame overcome|overdo overdid overdone|overhear overheard overheard|override overrode overridden
oversee oversaw overseen|overtake overtook overtaken|overthrow overthrew overthrown|pay paid paid
prove proved proven/proved|put put put|quit quit quit|read read read|rebuild rebuilt rebuilt|repay repaid repaid
retell retold retold|rethink rethought rethought|rewrite rewrote rewritten|rid rid rid|ride rode ridden
ring rang rung|rise rose risen|run ran run|saw sawed sawn|say said said|see saw seen|seek sought sought
sell sold sold|send sent sent|set set set|sew sewed sewn|shake shook shaken|shed shed shed|shine shone shone
shoot shot shot|show showed shown|shrink shrank shrunk|shut shut shut|sing sang sung|sink sank sunk|sit sat sat
slay slew slain|sleep slept slept|slide slid slid|sling slung slung|slit slit slit|smell smelt/smelled smelt/smelled
sow sowed sown|speak spoke spoken|speed sped sped|spell spelt/spelled spelt/spelled|spend spent spent
spill spilt/spilled spilt/spilled|spin spun spun|spit spat spat|split split split
spoil spoilt/spoiled spoilt/spoiled|spread spread spread|spring sprang sprung|stand stood stood|steal stole stolen
stick stuck stuck|sting stung stung|stink stank stunk|stride strode stridden|strike struck struck/stricken
string strung strung|strive strove/strived striven/strived|swear swore sworn|sweep swept swept|swell swelled swollen
swim swam swum|swing swung swung|take took taken|teach taught taught|tear tore torn|tell told told
think thought thought|throw threw thrown|thrust thrust thrust|tread trod trodden|undergo underwent undergone
understand understood understood|undertake undertook undertaken|undo undid undone|unwind unwound unwound
uphold upheld upheld|upset upset upset|wake woke woken|wear wore worn|weave wove woven|weep wept wept|win won won
wind wound wound|withdraw withdrew withdrawn|withhold withheld withheld|withstand withstood withstood
wring wrung wrung|write wrote written
"""
_IRREGULAR_NOUNS = """
child children|foot feet|goose geese|louse lice|mouse mice|ox oxen|person people|tooth teeth|woman women|man men
calf calves|half halves|knife knives|leaf leaves|life lives|loaf loaves|self selves|shelf shelves|thief thieves
wife wives|wolf wolves|hero heroes|echo echoes|veto vetoes|potato potatoes|tomato tomatoes|cargo cargoes
torpedo torpedoes|embargo embargoes|crisis crises|thesis theses|basis bases|analysis analyses|criterion criteria
phenomenon phenomena|memorandum memoranda|sheep sheep|deer deer|aircraft aircraft|series series|species species
headquarters headquarters
"""
#: Words of more than one syllable that double their last letter.
_DOUBLING = word_set(
    "abet abhor acquit admit allot annul begin commit compel concur confer control defer deter dispel equip excel "
    "expel incur infer occur omit patrol permit prefer propel rebel rebut recur refer regret remit repel submit "
    "transfer transmit travel cancel label level model signal counsel quarrel marshal worship"
)
_NOT_MEN = ("human", "german", "roman", "ottoman", "norman", "shaman", "caiman", "talisman", "turkman", "turkoman")
#: Before a verb in a phrase that begins with one (`we will honour`).
_BEFORE_VERBS = word_set("i you he she it we they who not never always also to will shall must can may should would")
#: A phrase that begins with one of these is no verb phrase.
_BEFORE_NOUNS = word_set(
    "a an the this that these those my your his her its our their all both no of in on at by for from to with without "
    "against under over after before during since as and or but if than many most more some such other each every one"
)
_PREPOSITIONS = word_set("of in on at by for from to with against under over after before during between")
_ONE_SYLLABLE = re.compile(r"(?:[^aeiouy]|y(?=[aeiou]))*(?:qu)?[aeiouy][^aeiouwxy]")
_CONSONANT_Y = re.compile(r".*[^aeiou]y")
_SIBILANT = re.compile(r".*(?:s|x|z|ch|sh)")
#: Names of peoples and languages without a plural: the Chinese, the British, the French.
_NO_PLURAL = re.compile(r".*(?:ese|ish|nch|tch|ss|lsh)", re.IGNORECASE)


def phrase_forms(phrase: str) -> Iterator[str]:
    """The forms of a phrase given in its dictionary form.

    Noun: the last word, and the word before the first preposition (`hero of the war`), has plural and possessive.
    Verb: the first word (pronouns, auxiliaries and `not` may come before it) is conjugated, unless it has a capital
    or is an article or preposition. Nothing tells nouns from verbs here, so a lower-case word has both.
    """
    words = phrase.split()
    last = len(words) - 1
    for i in {last, _head(words)}:
        for form in _noun_forms(words[i], possessive=i == last):
            yield " ".join((*words[:i], form, *words[i + 1 :]))
    verb = next((i for i, word in enumerate(words) if word not in _BEFORE_VERBS), last)
    if words[verb].islower() and words[0] not in _BEFORE_NOUNS - _BEFORE_VERBS:
        for form in _verb_forms(words[verb]):
            yield " ".join((*words[:verb], form, *words[verb + 1 :]))


def dictionary_form(word: str) -> str:
    """The dictionary form of a word in lower case, without a possessive ending."""
    from simplemma import lemmatize

    bare = re.sub(r"(?:['’]s|(?<=s)['’])$", "", word.lower())
    return str(lemmatize(bare, lang="en")).lower()


def _head(words: list[str]) -> int:
    """The word before the first preposition, else the last."""
    return next((i - 1 for i, word in enumerate(words) if i and word in _PREPOSITIONS), len(words) - 1)


def _noun_forms(word: str, possessive: bool) -> Iterator[str]:
    if not word[-1].isalpha():
        return
    plurals = set(_plurals(word))
    yield from plurals
    if possessive:
        yield word + "'s"
        yield from (form + "'" for form in (word, *plurals) if form.lower().endswith("s"))
        yield from (form + "'s" for form in plurals if not form.lower().endswith("s"))


def _plurals(word: str) -> Iterator[str]:
    lower, proper = word.lower(), not word.islower()
    if lower in _irregular_nouns():
        yield word[0] + _irregular_nouns()[lower][1:]
    elif word.isupper() and len(word) > 1:
        if not lower.endswith("s"):
            yield word + "s"
    elif (proper and _NO_PLURAL.fullmatch(word)) or re.fullmatch(r".*[^aus]s", lower) or (proper and lower[-1] == "s"):
        return
    elif lower.endswith("man") and not lower.endswith(_NOT_MEN):
        yield word[:-2] + "en"
    else:
        if proper:
            yield word + ("es" if _SIBILANT.fullmatch(lower) else "s")
        if not proper or lower.endswith("y"):
            yield _with_s(word)


def _with_s(word: str) -> str:
    if _CONSONANT_Y.fullmatch(word):
        return word[:-1] + "ies"
    return word + ("es" if _SIBILANT.fullmatch(word) else "s")


def _verb_forms(verb: str) -> Iterator[str]:
    if not verb.isascii() or not verb.isalpha():
        return
    yield {"be": "is", "have": "has", "do": "does", "go": "goes"}.get(verb, _with_s(verb))
    stem = verb + verb[-1] if _doubles(verb) else verb
    if verb == "be":
        yield from ("am", "are")
    if verb.endswith("ie"):
        yield verb[:-2] + "ying"
    elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        yield verb[:-1] + "ing"
    else:
        yield stem + "ing"
    if verb in _irregular_verbs():
        yield from _irregular_verbs()[verb]
    elif verb.endswith("e"):
        yield verb + "d"
    else:
        yield verb[:-1] + "ied" if _CONSONANT_Y.fullmatch(verb) else stem + "ed"


def _doubles(verb: str) -> bool:
    return verb in _DOUBLING or (_ONE_SYLLABLE.fullmatch(verb) is not None and len(verb) > 2)


@cache
def _irregular_verbs() -> dict[str, tuple[str, ...]]:
    rows = (row.split() for row in _IRREGULAR_VERBS.replace("\n", "|").split("|") if row)
    return {base: (*past.split("/"), *participle.split("/")) for base, past, participle in rows}


@cache
def _irregular_nouns() -> dict[str, str]:
    rows = (row.split(" ", 1) for row in _IRREGULAR_NOUNS.replace("\n", "|").split("|") if row)
    return {row[0]: row[1] for row in rows}
