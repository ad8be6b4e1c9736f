"""The rank that a plain title carries, in English, Russian and Chinese."""

from __future__ import annotations

import re

__all__ = ["rank_of_office"]

#: Title -> the rank it carries where it stands alone.
_TITLES: dict[str, str] = {
    title: rank
    for rank, titles in {
        "head_of_state": "president, king, queen, emperor, президент, король, королева, император, 总统, 国家主席, "
        "国王, 女王, 天皇",
        "vice_president": "vice president, вице президент, 副总统, 国家副主席",
        "head_of_government": "prime minister, premier, chancellor, премьер министр, премьер, председатель "
        "правительства, канцлер, 总理, 国务院总理, 首相",
        "foreign_minister": "foreign minister, minister of foreign affairs, министр иностранных дел, глава мид, "
        "外交部长, 外交部部长, 外长, 外相",
        "defence_minister": "defence minister, defense minister, minister of defence, minister of defense, "
        "министр обороны, 国防部长, 国防部部长, 防长",
        "ambassador": "ambassador, посол, чрезвычайный и полномочный посол, 大使, 特命全权大使",
    }.items()
    for title in titles.split(", ")
}

_BEFORE = re.compile(r"^(the |acting |代理?)")
#: A minister of something: one more word in English and Russian, any in Chinese, that does not lower or end the office.
_MINISTER = re.compile(
    r"(?!deputy |former |first |assistant |vice |ex )[a-z]+ minister|министр [а-я]+|(?!.*[副前原])\w+部部?长"
)


def rank_of_office(office: str) -> str | None:
    """The rank of a title that stands alone (`President`, `министр обороны`, `外交部长`); null for any other.

    Titles with anything more (`former`, `deputy`, `of the Senate`, a second office) are left to people.
    """
    title = _BEFORE.sub("", " ".join(office.lower().replace("ё", "е").replace("-", " ").split()))
    return _TITLES.get(title) or ("minister" if _MINISTER.fullmatch(title) else None)
