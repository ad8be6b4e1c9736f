"""What the coder must know of a language itself: clauses, negation, voice, lists, reported speech.

Nothing here is about any state or any past: that is the codebook's. All patterns run on folded text (lower case, е for
ё, plain quotes and hyphens, simplified characters), and only on the few sentences that hold a cue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["GRAMMARS", "Grammar"]


@dataclass(frozen=True)
class Grammar:
    """One language.

    Attributes:
        by_word: distances are counted in words, not in characters.
        clause_break: where a clause ends.
        negation: matched against the text of the clause up to the cue; a match means the cue is negated.
        passive_before: matched against the text of the clause up to the cue; a match means it is in the passive.
        never_passive: matched at the cue; a match means that it is in no passive, whatever stands before it.
        agent_after: matched right after the cue; the doer of a passive stands after the match.
        agent_before: a word before the cue after which the doer of a passive stands (被, 由); null if there is none.
        agent_follow: a word after a mention that makes it the doer (为 in X为…作出贡献); null if there is none.
        oblique: matched against the text before a mention; a match means the mention is not a subject.
        affected: matched against the text before a mention; a match means that it is who something is done to
            although it stands before the cue (对, 向); null where order alone tells.
        pivot_before: searched for from the clause's beginning to a mention; the object of the verb there is the doer of
            what follows it (谴责 X 参拜); null where the order of words needs none.
        joins: what may stand between two mentions of one list.
        said_after: a verb of saying that follows its speaker.
        said_before: a verb of saying that stands before its speaker; null if it never does.
        speaker: somebody who is reported, by a name (group `name`) that alone does not tell the state; null where the
            state of a reported speaker always stands beside the name.
        critics: matched right after a reported state; media, parties or people, who may speak against their own side;
            null where nothing tells them.
        own_pronouns: pronouns for the own side, which can only be subjects here.
        own_words: any word of the first person; after a sentence with one, a pronoun may mean the own side.
        joint: who does something together (both leaders, 双方).
        relative: matched where a clause begins; a match means that its doer is the word before it (which).
        alike: that two do the same, named after the cue (both in X and in Y).
        exchange: who does something to each other (exchanged greetings).
        we_before: matched against the text before a mention; the speaker counts himself to it (we, the people of).
        we_after: matched after a mention that says where; the speaker speaks for it (in Mongolia we).
        headed: matched at the end of the text before a mention; a person or body named by the mention (`the President
            of`), whose place in the sentence is the mention's place; null where the order of words needs none.
        pronoun_before: a pronoun in the subject's place, searched for from the clause's beginning to the cue.
        pronoun_after: matched right after a cue; a match means that a pronoun stands in the target's place.
        place_before: matched against the text before a mention; a match means it says where, not who.
        foe_after: matched against the text before a mention; a match means that it is fought against.
        title: what stands in it is a name, and no cue; null where quotation marks have other uses.
        inserted: a clause put into another, as after `which`; what it names is no subject of what follows it.
        attached: what may stand between a group and the state it belongs to (partisans in China).
        cases: nouns show by their case who does it.
    """

    by_word: bool
    clause_break: re.Pattern[str]
    negation: re.Pattern[str]
    passive_before: re.Pattern[str] | None
    agent_after: re.Pattern[str] | None
    agent_before: re.Pattern[str] | None
    oblique: re.Pattern[str]
    affected: re.Pattern[str] | None
    joins: re.Pattern[str]
    said_after: re.Pattern[str]
    said_before: re.Pattern[str] | None
    own_pronouns: frozenset[str]
    own_words: re.Pattern[str]
    joint: re.Pattern[str]
    pronoun_before: re.Pattern[str]
    pronoun_after: re.Pattern[str] | None
    place_before: re.Pattern[str]
    foe_after: re.Pattern[str]
    inserted: re.Pattern[str]
    attached: re.Pattern[str]
    headed: re.Pattern[str] | None = None
    relative: re.Pattern[str] | None = None
    alike: re.Pattern[str] | None = None
    exchange: re.Pattern[str] | None = None
    we_before: re.Pattern[str] | None = None
    we_after: re.Pattern[str] | None = None
    agent_follow: re.Pattern[str] | None = None
    pivot_before: re.Pattern[str] | None = None
    title: re.Pattern[str] | None = None
    never_passive: re.Pattern[str] = re.compile(r"not\b|\w+ing\b")
    speaker: re.Pattern[str] | None = None
    critics: re.Pattern[str] | None = None
    cases: bool = False


_EN = Grammar(
    by_word=True,
    clause_break=re.compile(
        r"[;:()]|\s[-–—]\s|—|[.!?]\s|,\s(?:and\s|but\s)?(?:which|who|whom|whose|that|where|when|but|while"
        r"|whereas|although|though"
        r"|because|since|so|if)\b|\s(?:but|while|whereas|although|because)\s"
    ),
    negation=re.compile(
        r"(?:\b(?:not(?!\s(?:only|just|merely|simply)\b)|never|no|cannot|without|neither|nor|hardly|nobody|none)\b|n't\b)"
        r"(?:\W+\w+){0,2}\W*$|\bneither\b.*$"
    ),
    passive_before=re.compile(
        r"\b(?:is|are|was|were|be|been|being)(?:\s+\w+ly|\s+also|\s+then|\s+first|\s+later|\s+not)?\s*$"
    ),
    agent_after=re.compile(r"(?:\s+\w+){0,7}?\s+(?:by|at the hands of|thanks to)\b"),
    agent_before=None,
    oblique=re.compile(
        r"\b(?:to|of|in|with|against|by|from|over|for|on|into|at|near|towards?|among|between|through"
        r"|throughout|across|outside)"
        r"\s+(?:(?:the|our|its|their|his|all|a|an|former|fascist|nazi|militarist|imperial|hitler's)\s+)*$"
        r"|\bbetween\s[^,;.]{2,40}\sand\s(?:the\s)?$"
    ),
    affected=None,
    joins=re.compile(r"^(?=[^.;:!?]*(?:,|\band\b|\bor\b|\bas well as\b|&|/|\s-\s|:))[^.;!?()]{0,70}$"),
    said_after=re.compile(
        r"\b(?:said|says|stated|stresse[ds]|noted|notes|emphasi[sz]ed|underlined|underscored|pointed out"
        r"|added|declared|remarked"
        r"|told|recalled|expressed|believes|believed|thanked|reiterated|reaffirmed|praised|called|urged"
        r"|demanded|condemned"
        r"|conveyed|paid tribute|laid|congratulated|honou?red|commemorated|wrote|announced|observed)\b"
    ),
    said_before=re.compile(
        r"[,\"']\s*(?:said|stressed|noted|added|according to)\s+(?:\w+\s+){0,3}$|\baccording to\s+(?:\w+\s+){0,3}$"
    ),
    own_pronouns=frozenset({"we"}),
    own_words=re.compile(r"\b(?:we|us|our|ours|i|my|fatherland|motherland)\b"),
    joint=re.compile(
        r"\b(?:both (?:sides|parties|leaders|presidents|countries|nations|delegations|heads of state|ministers)"
        r"|the (?:two )?(?:sides|parties|leaders|presidents|heads of state|ministers)\b"
        r"(?=.{0,60}\b(?:agree|stress|note|reaffirm|laid|lay|pledge|underline|confirm|express|honou?r|paid|observed))"
        r"|russian and \w+ leaders)"
    ),
    headed=re.compile(
        r"\b(?:(?:(?:prime|foreign|defen[cs]e) )?ministers?|presidents?|premier|chancellor|king|queen|emperor|leaders?"
        r"|head|heads|head of state|heads of state|ambassadors?|delegations?|governments?|authorities|parliament|people"
        r"|peoples|citizens|sons|sons and daughters|soldiers?|troops|army|armies|armed forces|forces|sailors|pilots"
        r"|airmen|fighters|warriors|veterans|representatives?|nations?|partisans|rulers|leadership|politicians|elites?)"
        r" (?:of|from|in) (?:the |all )?$"
        r"|\b(?:attempts?|efforts?|desire|decision|policy) (?:by|of) (?:some |certain |the )?$"
    ),
    pronoun_before=re.compile(r"\b(?:they|these (?:people|nations|soldiers|countries)|it(?= \w+$| $))\b"),
    pronoun_after=re.compile(r"\s+(?:them|him|her|it|you)\b"),
    place_before=re.compile(r"\b(?:in|at|near|outside|from|to|on)\s+(?:the\s+)?$"),
    inserted=re.compile(r",\s(?:which|who|whose|where|whom)\b[^,;]*,"),
    attached=re.compile(r"^\s+(?:in|of|from)\s+(?:the\s+)?$"),
    foe_after=re.compile(
        r"(?:\b(?:against|victory over|victories over|triumph over|defeat of|rout of|defeated|defeating"
        r"|crushed|crushing|resisting|fought)"
        r"\s+(?:(?:the|a|fascist|nazi|militarist|imperial|aggressive|hitler's)\s+)*|\banti-)$"
        r"|\b(?:liberat\w+|free|freed|freeing|sav(?:ed|ing)|deliver\w+|rescu\w+)\b[^.;,]{0,40}\bfrom\s+(?:the\s+)?$"
        r"|\b(?:who|that)\s(?:\w+\s){0,3}(?:liberat|sav|freed|freeing|rescu|deliver)\w*\s"
        r"(?:(?:the|all|whole|entire|our|many|other|people|peoples|cities|city|countries|of)\s)*$"
    ),
    exchange=re.compile(r"\bexchanged\b|\b(?:congratulated|greeted|thanked)\s(?:each other|one another)\b"),
)

_RU = Grammar(
    by_word=True,
    clause_break=re.compile(
        r"[;:()]|\s[-–—]\s|[.!?]\s|,\s(?:и\s|а\s|но\s)?(?:что|чтобы|котор\w+|как(?:ой|ая|ое|ие|ую|им|ими|их|ого|ому)|где|когда|хотя|если|поскольку"
        r"|потому|так как|но|а|однако|пока)\b"
    ),
    negation=re.compile(r"\b(?:не|ни|без|нельзя|никогда|нет)\b(?:\W+\w+){0,1}\W*$"),
    passive_before=None,
    agent_after=None,
    agent_before=None,
    oblique=re.compile(
        r"\b(?:в|во|на|с|со|к|ко|от|из|над|под|против|у|для|о|об|по|за|при|между|до|через)\s+(?:\w+(?:ой|ом"
        r"|ым|их|ых|ую|ей|ого|его|ему|ому)\s+)?$"
    ),
    affected=None,
    joins=re.compile(r"^(?=[^.;:!?]*(?:,|\bи\b|\bили\b|\bа также\b|/|\s-\s|:))[^.;!?()]{0,70}$"),
    said_after=re.compile(
        r"\b(?:сказал\w*|заявил\w*|отметил\w*|подчеркнул\w*|добавил\w*|напомнил\w*|выразил\w*|считает"
        r"|полагает|говорит|указал\w*"
        r"|поблагодарил\w*|поздравил\w*|возложил\w*|почтил\w*|призвал\w*|осудил\w*|обвинил\w*|объявил\w*"
        r"|сообщил\w*|благодарит)\b"
    ),
    said_before=re.compile(
        r"(?:,\s*[-–—]?\s*(?:сказал|заявил|отметил|подчеркнул|добавил|напомнил)\w*|\bпо словам"
        r"|\bпо мнению|\bот (?:имени|лица))\s+(?:\w+\s+){0,3}$"
    ),
    own_pronouns=frozenset({"мы"}),
    own_words=re.compile(r"\b(?:мы|нас|нам|нами|я|мой|мои|наш\w*|отечеств\w+|родин\w+)\b"),
    joint=re.compile(
        r"\b(?:стороны|обе стороны|обеих сторон|главы (?:двух )?государств|лидеры двух|президенты (?=\w+ли(?:сь)?\b)"
        r"|оба (?:лидера|президента|государства)|обе страны|обеих стран|двух (?:стран|государств|народов)"
        r"|президенты двух|мы с (?!вами|тобой)(?=\w+))\b"
    ),
    relative=re.compile(r"\s*(?:и |а |но )?котор(?:ый|ая|ое|ые)\b"),
    alike=re.compile(r"\bкак в \w+, так и в \w+"),
    exchange=re.compile(r"\b(?:обменя\w+|взаимн\w+|друг друга)\b"),
    we_before=re.compile(r"\b(?:мы|нас|нам|нами)\s*,\s*(?:\w+\s+)?$|\bу нас в\s+(?:\w+\s+)?$"),
    we_after=re.compile(r"\s+мы\b"),
    pronoun_before=re.compile(r"\b(?:они|он|она)\b"),
    pronoun_after=re.compile(r"\s+(?:их|его|ее|им)\b"),
    place_before=re.compile(
        r"\b(?:в|во|на|под|из|по|за (?:освобождение|взятие|оборону)"
        r"|при (?:освобождении|взятии|обороне))\s+$|\bот (?:имени|лица)\s+(?:\w+\s+){0,2}$"
    ),
    headed=re.compile(
        r"\b(?:граждан|солдат|воин|боец|бойц|добровол|ветеран|урожен|товарищ|представител|делегаци|партизан|жител"
        r"|патриот|летчик|люди|людей|выход|друзья|друзей|президент|премьер-министр|лидер|глав|министр|посл|посол"
        r"|руководител|народ|арми|войск|войсками)\w* (?:(?:из|с|со) )?$"
    ),
    inserted=re.compile(r",\s(?:\w{1,3}\s)?котор\w+[^,;]*,"),
    attached=re.compile(r"^\s+(?:в|во|из)?\s*$"),
    foe_after=re.compile(
        r"\b(?:против|над|разгром\w*|сокрушени\w+|с агрессией|капитуляци\w+|ярм\w+|иг[оау]|гнет\w*)\s+"
        r"(?:\w+(?:ой|ом|ым|их|ых|ми|ей|ого|его)\s+)?$"
    ),
    cases=True,
)

_ZH = Grammar(
    by_word=False,
    clause_break=re.compile(r"[，；：。！？,;:!?]"),
    negation=re.compile(r"(?:没有|不是|并非|从未|未曾|不会|不能|未能|不|未|没|勿|莫)[^，；：。]{0,2}$"),
    passive_before=re.compile(r"(?:被|由|遭到?|受到?)[^，；：。]{0,12}$"),
    agent_after=None,
    agent_before=re.compile(r"(?:被|由|遭到?|受到?)[^，；：。]{0,4}$"),
    oblique=re.compile(
        r"(?:对于|关于|通过|根据|针对|对|向|给|为|与|从|被|把|将|在|由|遭|受|以及对|抗击|反对|打败|战胜|击败|敦促|要求|呼吁|促使|谴责|令|使|让|致电|访问|前往|抵达|来自"
        r"|到)[^，；：。、]{0,3}$"
    ),
    affected=re.compile(
        r"(?:对于|对|向)[^，；：。,;:]{0,22}$|(?:把|将|为|给|敦促|要求|呼吁|谴责|令|使|让)[^，；：。,;:]{0,6}$"
    ),
    joins=re.compile(r"^(?:[^，；：。！？]{0,6}(?:、|和|与|及|以及|同|暨)[^，；：。！？]{0,6})$"),
    said_after=re.compile(
        r"表示|指出|强调|说[，：,:“]|称[，：,:“]|认为|宣布|重申|谈到|提到|回顾|致辞|讲话|发表|转达|祝贺|呼吁|谴责|敦促|要求|表达|高度评价|赞扬|缅怀|悼念|纪念|抗议|批评"
        r"|警告|致敬|敬献|通过了|举行"
    ),
    said_before=re.compile(r"(?:据|来自)$"),
    own_pronouns=frozenset({"我们"}),
    own_words=re.compile(r"我们|我国|我方|本国"),
    joint=re.compile(r"双方|两国(?:元首|领导人|总统|外长|国防部长|首脑|代表)|两位(?:元首|领导人)"),
    pronoun_before=re.compile(r"他们|她们|它们|他|她|其"),
    critics=re.compile(
        r"(?:主流|部分|多家|一些|国内|各界|民间|大批|众多|多名|前){0,2}(?:媒体|民众|在野党|专家|学者|团体|市民|舆论|报纸|律师|人士|国民|历史学家|社民党|共产党)"
    ),
    speaker=re.compile(
        r"[^，。；：]{0,4}?(?P<name>[\u4e00-\u9fff·-]{2,8}?)(?:还|也|同时|则|随后|当天|曾)?(?:表示|指出|强调|认为|说|称)[，：,:]"
    ),
    pronoun_after=None,
    place_before=re.compile(r"(?:在|到|从|抵达)$"),
    inserted=re.compile(r"（[^）]*）|\([^)]*\)"),
    attached=re.compile(r"^的$"),
    foe_after=re.compile(r"(?:抗击|反对|反抗|战胜|打败|击败|抵抗|粉碎|驱逐|抗)了?$"),
    title=re.compile(r"《[^》]*》|【[^】]*】"),
    pivot_before=re.compile(r"(?:谴责|批评|指责|抗议|抨击|敦促|要求|呼吁|迫使|促使)了?$"),
    agent_follow=re.compile(r"(?:人民|军民|两国)?(?:为|所)"),
)

GRAMMARS: dict[str, Grammar] = {"en": _EN, "ru": _RU, "zh": _ZH}
