"""What the label before a colon is: a role, a name, an office with its holder, or no speaker at all."""

from __future__ import annotations

import re

from cenotaph.text import fold

__all__ = ["Label", "read_label"]


class Label:
    """What stands before a colon, read as the label of a speaker.

    Attributes:
        start: where it starts in the window.
        speaker: name or role, without remarks in brackets; for an office, without the office where a name follows.
        kind: `role` (Question), `name` (Vladimir Putin), `office` (President Putin), `word` (a single capitalised
            word, a speaker only if it comes back), `caption` (a quotation's source in Chinese news).
        inline: found inside a line, not at its start.
    """

    __slots__ = ("inline", "kind", "speaker", "start")

    def __init__(self, start: int, speaker: str, kind: str, inline: bool) -> None:
        self.start, self.speaker, self.kind, self.inline = start, speaker, kind, inline


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word).text for word in words.split())


_ROLES = _folded(
    "Question Questions Answer Remark Remarks Reply Moderator Interpreter Translator Correspondent "
    "Journalist Reporter Voice Voices Host Presenter Anchor Q A Chair Chairman Chairperson Speaker President Audience "
    "Interviewer Вопрос Вопросы Ответ Реплика Реплики Ведущий Ведущая Голос Голоса Корреспондент Журналист Модератор "
    "Переводчик Председательствующий Председатель Президент Репортёр Интервьюер"
)
_OFFICES = _folded(
    "Vice-Premier Archpriest Archbishop Bishop Metropolitan Rabbi Mufti Imam Major Captain Lieutenant Sergeant "
    "Cosmonaut President Vice-President Prime Minister Premier Chancellor Chairman Chairwoman Chairperson Chair "
    "Director CEO Governor Head Chief Aide Adviser Advisor King Queen Prince Emir Sultan Pope Patriarch Secretary "
    "Secretary-General Ambassador Representative Envoy General Marshal Admiral Colonel Commissioner Commander Speaker "
    "Mayor Senator Deputy Rector Professor Academician Editor Editor-in-Chief Presidential Spokesperson Spokesman "
    "Spokeswoman Judge Prosecutor Mr Mrs Ms Miss Dr Sir Lord Dame Moderator Anchor Journalist Correspondent Writer "
    "Actor Veteran Президент Премьер-министр Вице-премьер Министр Председатель Глава Губернатор Директор Патриарх "
    "Митрополит Король Посол Секретарь Генерал Маршал Адмирал Полковник Канцлер Мэр Ректор Академик Спикер "
    "Заместитель Первый Генеральный Помощник Советник Уполномоченный Ветеран Журналист Корреспондент Ведущий Ведущая "
    "Господин Госпожа"
)
#: Words that no name holds; a label with one of them is a heading or part of a sentence.
_NO_NAMES = _folded(
    "Act Address Africa Agenda Agreement Also America And Annex Another Answers Army Article As Asia Assembly At "
    "Background Baltic Bank Britain But By Central Century Chamber Chapter Charter China City Colleagues Commission "
    "Committee Commonwealth Community Company Comrades Conclusion Conference Contents Cooperation Council Countries "
    "Country Crimea Date Deadline Deadlines Dear December Declaration Decree Development Dialogue District Duma East "
    "Economic Education Election Elections Energy Europe Events Excellencies Excellency Far February Federal "
    "Federation Figure Finally First Fleet Foreign Forum France Friday Friends From Gentlemen Germany Global "
    "Government Great Group Health Her Here His How Human I If In India Infrastructure Institute International "
    "Introduction Iran Iraq It Item Its January Japan July Kingdom Korea Kremlin Ladies Let Listen Main March Meeting "
    "Member Members Memorial Message Middle Military Millennium Ministry Monday Monsieur More Moscow Museum My Nation "
    "National Nations Near New News Next No North Not Note November Nuclear Ocean October On One Or Order "
    "Organisation Organization Other Our Paragraph Part Parties Party Peace People Peoples Photo Place Plan Point "
    "Policy Political Program Programme Project Protocol Public Questions Read Region Regional Report Republic "
    "Resolution Response Responsible Results Rights River Russia Saturday Sea Second Section Security See September "
    "Session Social Source South Soviet Speech Square Statement States Strategy Street Subject Summary Summit Sunday "
    "Syria Table Team Territory Thank That Their There These They Third This Those Three Thursday Time To Today Topic "
    "Trade Treaty Tuesday Two Ukraine Union United University Victory War We Wednesday What When Where Who Why World "
    "Yes Your Yugoslavia "
    "А Азия Англия Армия В Великая Видео Встреча Второе Вы Германия Глава Главные Город Господа Да Дамы День Для "
    "Дополнительно Дорогие Друзья Европа Если Закон Закона И Из Источник Итоги Китай Коллеги Кремль Лица "
    "Международное Международный Море Москва Мы На Напомню Например Народ Народы Не Нет Но О Об Область Он Она Они "
    "Организация Основные Ответственные Ответственный Отечественная Отмечу Первое По Победа Победы Повторю Под "
    "Подчеркну Поручения Права При Примечание Пункт Развитие Раздел Район Республика Республики Российская Российской "
    "Россия С Саммит Сегодня Скажу Смотрите События Совет Советский Соединённые Сотрудничество Союз Срок Ссылки "
    "Статья Так Также Текст Темы Теперь Товарищи Третье Уважаемые Уважаемый Указ Указа Украина Федерации Федерация "
    "Флот Форум Фото Фотографии Франция Часть Экономика Эта Эти Это Этот Япония"
)
_NAME_PARTICLES = _folded("de da di do dos van von der al bin ibn del la le el ter")
_PARTICLES = _NAME_PARTICLES | _folded("of the and for on in to at")

#: A name that ends so is spoken of or to, and does not speak.
_OBLIQUE_PATRONYMIC = re.compile(r"(?:ович|евич)[ауе]м?$|(?:овн|евн)(?:у|е|ой|ы)$")

_CAPITAL = r"(?:(?:Mr|Mrs|Ms|Dr|St)\.|[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w’'-]*)"
_REMARK = r"(?:\s*\([^()]{1,60}\)){0,2}\s?$"
_ENGLISH = re.compile(
    rf"(?:^|(?<=[.!?…»”\")\]])\s+)(?P<label>(?:\d{{1,3}}\.\s+)?(?P<name>{_CAPITAL}"
    rf"(?:,?\s(?:{_CAPITAL}|{'|'.join(sorted(_PARTICLES))})){{0,13}})){_REMARK}"
)
_RUSSIAN_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
#: What pages put after a name when a person is first heard: the whole name again, and the office.
_CARD = r"(?:\s[А-ЯЁа-яё-]+){2,12}"
_RUSSIAN = re.compile(
    rf"(?:^|(?<=\s))(?P<label>(?P<initials>(?:[А-ЯЁ]\.\s?){{1,2}}(?P<last>{_RUSSIAN_NAME}))"
    rf"(?:\s(?P=last){_CARD})?){_REMARK}"
    rf"|(?:^|(?<=[.!?…»”\")\]])\s+)(?P<label2>(?P<name>[А-ЯЁ][А-ЯЁа-яё-]*(?:,?\s[А-ЯЁа-яё-]+){{0,12}})){_REMARK}"
)
_HAN = "\u4e00-\u9fff"
_CHINESE = re.compile(
    rf"^(?:(?P<office>[{_HAN}《》“”、]{{2,25}})[ \u3000])?(?P<name>[{_HAN}][{_HAN}·]{{0,13}})"
    r"(?:[（(][^（）()]{1,20}[）)])?\s?$"
)
_CHINESE_ROLE = re.compile(
    r"(?:[\u4e00-\u9fffA-Z]{0,12}(?:记者|发言人)|问|答|提问|回答|主持人|观众|嘉宾|翻译|旁白|网友)"
)


def read_label(window: str, language: str | None) -> Label | None:
    """The label at the end of the window, which ends before a colon; null where no speaker is named.

    Args:
        window: the text before the colon from the start of the line; at most the last 140 characters of it, and then
            with a space before it, so that its start is not taken for the line's.
        language: of the text; null is read as English.
    """
    if language == "zh":
        return _read_chinese(window)
    if language == "ru":
        return _read_russian(window)
    match = _ENGLISH.search(window)
    return None if match is None else _alphabetic(match, match["name"], match.start("label"))


def _read_chinese(window: str) -> Label | None:
    match = _CHINESE.match(window)
    if match is None:
        return None
    if match["office"]:
        is_name = len(match["name"]) <= 4 or "·" in match["name"]
        return Label(0, match["name"], "caption", inline=False) if is_name else None
    if _CHINESE_ROLE.fullmatch(match["name"]):
        return Label(0, match["name"], "role", inline=False)
    return (
        Label(0, match["name"], "word", inline=False) if 2 <= len(match["name"]) <= 4 or "·" in match["name"] else None
    )


def _read_russian(window: str) -> Label | None:
    match = _RUSSIAN.search(window)
    if match is None:
        return None
    if match["initials"]:
        start = match.start("label")
        return Label(start, re.sub(r"\.\s", ".", match["initials"]), "name", inline=start > 0)
    return _alphabetic(match, match["name"], match.start("label2"))


def _alphabetic(match: re.Match[str], name: str, start: int) -> Label | None:
    """English and Russian labels of capitalised words."""
    words = name.replace(",", "").split()
    plain = [fold(word).text.rstrip(".") for word in words]
    inline = start > 0
    if len(words) == 1 or (len(words) == 2 and plain[0] == "the"):
        if plain[-1] in _ROLES:
            return Label(start, name, "role", inline)
        return None if inline or plain[-1] in _NO_NAMES or not words[-1][1:] else Label(start, name, "word", inline)
    if any(word in _OFFICES for word in plain):
        return _office(words, plain, start, inline)
    if (
        len(words) > 4
        or "," in name
        or any(word in _NO_NAMES for word in plain if word[1:] or word == plain[0])
        or _OBLIQUE_PATRONYMIC.search(plain[-1])
    ):
        return None
    if any(not word[0].isupper() and word not in _NAME_PARTICLES for word in words) or plain[-1] in _PARTICLES:
        return None
    return Label(start, name, "name", inline)


def _office(words: list[str], plain: list[str], start: int, inline: bool) -> Label | None:
    """An office with its holder: the last two words are the name, more with `van` or `da`; one after `Mr`."""
    size = 1 if plain[-2] in ("mr", "mrs", "ms", "miss", "dr", "sir") else 2
    while size < len(words) and plain[-size] in _NAME_PARTICLES:
        size += 1
    name = words[-size:]
    is_name = all(
        (word[0].isupper() or word in _NAME_PARTICLES) and folded not in _OFFICES and folded not in _NO_NAMES
        for word, folded in zip(name, plain[-size:], strict=True)
    )
    if _OBLIQUE_PATRONYMIC.search(plain[-1]):
        return None
    if is_name and name[0] not in _PARTICLES - _NAME_PARTICLES:
        return Label(start, " ".join(name), "office", inline)
    starts_with_office = plain[0] in _OFFICES and not inline
    return Label(start, " ".join(words), "office", inline) if starts_with_office and len(words) <= 4 else None
