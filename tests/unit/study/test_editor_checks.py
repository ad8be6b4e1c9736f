"""Each check of a careful editor, on a study that is right but for one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cenotaph.errors import all_problem_kinds
from cenotaph.study import load

RIGHT = {
    "study.toml": """\
title = "Two neighbours"
languages = ["en", "zh"]
[actors.KOR]
name = "South Korea"
[[actors.KOR.people]]
name = "Park Example"
aliases = ["President Park"]
offices = [
  { office = "Premier", from = 2001-01-01, to = 2004-12-31 },
  { office = "President", from = 2005-01-01 },
]
[actors.JPN]
name = "Japan"
[[sources]]
id = "speeches"
kind = "table"
path = "speeches.csv"
constant = { actor = "KOR", language = "en", genre = "address", url = "https://example.org/a" }
""",
    "codebook.yaml": """\
codebook: neighbours
version: "1"
targets:
  JPN:
    name: Japan
    terms:
      en: [Japan, Japanese]
      zh: [日本]
    not_inside:
      en: [Japan Street]
  KOR:
    name: Korea
    terms:
      en: [Korea]
      zh: [韩国]
acts:
  blame:
    name: blame
    cues:
      en: [burned down]
    examples:
      - sentence: Japan burned down the town of Eun.
        language: en
        statements: [[KOR, blame, JPN]]
""",
    "occasions.yaml": """\
liberation-day:
  name: Liberation Day
  host: KOR
  anniversary_of: 1945-08-15
  calendar: {month: 8, day: 15, since: 1949, moved: [{to: 2020-08-16}]}
  documents: {actor: KOR, source: speeches, genre: address}
  classes:
    jubilee: {every: 5}
""",
    "events.csv": """\
event_id,date,end_date,occasion,host,anniversary_of,anniversary_n,jubilee,title,known_at,source_url
e1,2015-08-15,2015-08-16,liberation-day,KOR,,70,true,Ceremony,2015-08-15,https://example.org/1
e2,2016-08-15,,liberation-day,KOR,,71,false,Ceremony,,
""",
    "participations.csv": """\
event_id,state,person,office,rank,status
e1,JPN,A. Sato,Ambassador,ambassador,attended
e1,KOR,Park Example,President,head_of_state,attended
""",
    "gestures.csv": """\
gesture_id,date,performer_state,addressee_state,kind,made,expectation_basis
g1,2015-08-15,JPN,KOR,wreath,true,
g2,2016-08-15,JPN,KOR,wreath,false,laid the year before
""",
}

#: file, what is replaced, by what, expected code, expected line.
FAULTS = [
    ("study.toml", '"KOR", language', '"KRO", language', "S011", 18),
    ("study.toml", 'language = "en"', 'language = "ru"', "S012", 18),
    ("study.toml", "https://example.org/a", "example.org", "S013", 18),
    ("study.toml", "to = 2004-12-31", "to = 2000-12-31", "S014", 9),
    ("study.toml", "to = 2004-12-31", "to = 2005-12-31", "S015", 10),
    ("study.toml", 'name = "Japan"', 'name = "Japan"\npeople = [{ name = "President Park" }]', "S016", 14),
    ("study.toml", "[[sources]]", '[[sources]]\nid = "speeches"\nkind = "folder"\npath = "t"\n[[sources]]', "S010", 19),
    ("study.toml", 'title = "Two', 'titel = "x"\ntitle = "Two', "S005", 1),
    ("study.toml", 'name = "Japan"\n', "", "S006", 12),
    ("study.toml", '"en", "zh"', '"en", "zh", "fr"', "S007", 2),
    ("study.toml", "[actors.JPN]", "[actors.JPN", "S003", 12),
    ("codebook.yaml", "en: [Korea]", "en: [Korea, Japanese]", "C019", 14),
    ("codebook.yaml", "en: [Korea]", "en: [Korea, Korea]", "C020", 14),
    ("codebook.yaml", "en: [Korea]", 'en: [Korea, "--"]', "C018", 14),
    ("codebook.yaml", "en: [Korea]", 'en: [Korea, ""]', "C007", 14),
    ("codebook.yaml", "      zh: [韩国]\n", "", "C017", 13),
    ("codebook.yaml", "      en: [Korea]\n      zh: [韩国]\n", "      en: []\n", "C013", 11),
    ("codebook.yaml", "Japan Street", "Jalan Street", "C022", 10),
    ("codebook.yaml", "Japan Street", "Japan", "C021", 10),
    ("codebook.yaml", "zh: [韩国]", "zh: [韩国]\n      ru: [Корея]", "C016", 16),
    ("codebook.yaml", "[[KOR, blame, JPN]]", "[[KOR, blame, JPM]]", "C014", 24),
    ("codebook.yaml", "[[KOR, blame, JPN]]", "[[KOR, blames, JPN]]", "C015", 24),
    ("codebook.yaml", "[Korea]", "[{term: Korea, from: 2000-01-01, until: 1999-01-01}]", "C023", 14),
    ("codebook.yaml", 'version: "1"', 'version: "1"\nextends: memory-act', "C010", 3),
    ("codebook.yaml", 'version: "1"', 'version: "1"\ndrop: [GBR]', "C012", 3),
    ("codebook.yaml", "  KOR:", "  JPN:", "C004", 11),
    ("codebook.yaml", "    name: Korea\n", "    nmae: Korea\n    name: Korea\n", "C005", 12),
    ("codebook.yaml", "    name: Korea\n", "", "C006", 11),
    ("codebook.yaml", "acts:", "\tacts:", "C003", 16),
    ("occasions.yaml", "host: KOR", "host: KRO", "O011", 3),
    ("occasions.yaml", "actor: KOR", "actor: KRO", "O012", 6),
    ("occasions.yaml", "source: speeches", "source: speech", "O013", 6),
    ("occasions.yaml", "2020-08-16", "2020-08-15", "O014", 5),
    ("occasions.yaml", "2020-08-16", "1940-08-16", "O014", 5),
    ("occasions.yaml", "genre: address", "genre: adress", "O015", 6),
    ("occasions.yaml", "since: 1949", "since: 1944", "O016", 5),
    ("occasions.yaml", "since: 1949", "since: 2021, until: 2010", "O017", 5),
    ("occasions.yaml", "{every: 5}", "{}", "O018", 8),
    ("occasions.yaml", "{every: 5}", "{guest: JNP}", "O019", 8),
    ("occasions.yaml", "{every: 5}", "{every: 5, otherwise: jubilee}", "O020", 8),
    ("occasions.yaml", "month: 8, day: 15", "month: 8, weekday: monday, nth: 1, day: 15", "O007", 5),
    ("occasions.yaml", "month: 8, day: 15", "month: 2, day: 30", "O010", 5),
    ("occasions.yaml", "month: 8,", "month: 13,", "O007", 5),
    ("events.csv", "e2,", "e1,", "E010", 3),
    ("events.csv", "e2,2016-08-15,,liberation-day", "e2,2016-08-15,,liberation-dya", "E013", 3),
    ("events.csv", "liberation-day,KOR,,71,false", "liberation-day,KRO,,71,false", "E014", 3),
    ("events.csv", "KOR,,71,", "KOR,war-end-2017,,", "E015", 3),
    ("events.csv", ",71,", ",72,", "E016", 3),
    ("events.csv", "71,false", "71,true", "E017", 3),
    ("events.csv", "70,true", "70,false", "E017", 2),
    ("events.csv", "2015-08-16", "2015-08-14", "E018", 2),
    ("events.csv", "https://example.org/1", "a book", "E022", 2),
    ("events.csv", "Ceremony,2015-08-15", "Ceremony,2005-08-15", "E023", 2),
    ("events.csv", "e2,2016-08-15", 'e2,"2016-08-15', "E003", 3),
    ("events.csv", "e2,2016-08-15", "e2,15.08.2016", "E007", 3),
    ("events.csv", "known_at", "known_date", "E005", 1),
    ("events.csv", "end_date", "date", "E004", 1),
    ("participations.csv", "e1,JPN", "e9,JPN", "E012", 2),
    ("participations.csv", "e1,JPN", "e1,KOR,Park Example,President,head_of_state,attended\ne1,JPN", "E011", 4),
    ("participations.csv", "A. Sato,Ambassador,ambassador", "A. Sato,Ambassador,none", "E020", 2),
    ("participations.csv", "e1,JPN", "e1,KOR,B. Lee,,head_of_state,attended\ne1,JPN", "E019", 4),
    ("participations.csv", ",attended\n", ",came\n", "E007", 2),
    ("participations.csv", "JPN", "JNP", "E014", 2),
    ("participations.csv", "event_id,", "event_di,", "E005", 1),
    ("participations.csv", "e1,KOR", "e2,KOR,Park Example,Premier,head_of_government,attended\ne1,KOR", "E027", 3),
    ("gestures.csv", "laid the year before", "", "E021", 3),
    ("gestures.csv", "wreath,true", ",true", "E006", 2),
]


def _write(folder: Path, **changed: str) -> Path:
    for name, text in RIGHT.items():
        (folder / name).write_text(changed.get(name, text), encoding="utf-8")
    return folder


def test_the_right_study_has_no_problem(tmp_path: Path) -> None:
    assert load(_write(tmp_path)).problems == ()


@pytest.mark.parametrize(("file", "old", "new", "code", "line"), FAULTS)
def test_one_fault_is_found_at_its_line(tmp_path: Path, file: str, old: str, new: str, code: str, line: int) -> None:
    assert old in RIGHT[file]
    problems = load(_write(tmp_path, **{file: RIGHT[file].replace(old, new, 1)})).problems
    assert (file, line, code) in [(problem.file, problem.line, problem.code) for problem in problems]
    if file != "study.toml" and code not in ("E003", "E004", "E005"):
        assert {problem.code for problem in problems} == {code}


def test_every_kind_of_the_room_is_met_by_a_test() -> None:
    met = {code for *_, code, _ in FAULTS} | {"E024", "E025", "E026"}
    elsewhere = {"S001", "C001", "S002", "C002", "O002", "E002", "S004", "C011", "O003", "O004", "O005", "O006"}
    elsewhere |= {"E030", "E031", "E032"}  # of exposures.csv
    assert {
        kind.code for kind in all_problem_kinds() if kind.code[0] in "SOE" or "C" < kind.code < "C1"
    } - met <= elsewhere


GUESTS = """\
event_id,date,occasion,host,place,guests_invited,title
e1,2015-08-15,liberation-day,KOR,Seoul,false,Ceremony
e2,2015-08-15,,JPN,Tokyo,true,Ceremony
"""
PARTS = "event_id,state,person,office,rank,status,invited,known_at\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("e2,KOR,,,none,declined,false,\n", [("E025", 2)]),
        ("e2,KOR,,,none,not_invited,true,\n", [("E025", 2)]),
        ("e1,JPN,A. Sato,,ambassador,attended,,\n", [("E025", 2)]),
        ("e1,JPN,A. Sato,,ambassador,attended,true,\n", []),
        ("e2,KOR,,,none,absent,true,\n", []),
        ("e1,KOR,B. Lee,,minister,attended,,\ne2,KOR,B. Lee,,minister,attended,,\n", [("E026", 3)]),
        ("e1,KOR,B. Lee,,minister,attended,,\ne2,KOR,B. Lee,,none,absent,,\n", []),
        ("e1,KOR,B. Lee,,head_of_state,attended,,\ne2,KOR,C. Im,,head_of_state,attended,,\n", [("E019", 3)]),
        ("e2,KOR,B. Lee,,minister,attended,,2015-08-14\n", [("E024", 2)]),
        ("e2,KOR,,,none,declined,,2015-08-01\n", []),
    ],
)
def test_guests_and_invitations_that_contradict_are_told(
    tmp_path: Path, rows: str, expected: list[tuple[str, int]]
) -> None:
    problems = load(_write(tmp_path, **{"events.csv": GUESTS, "participations.csv": PARTS + rows})).problems
    assert [(problem.code, problem.line) for problem in problems] == expected
    assert all(problem.remedy for problem in problems)


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("g3,2015-08-15,JPN,letter,true,,2015-08-14,", ["E024"]),
        ("g3,2015-08-15,JPN,letter,false,one came each year,2015-08-14,", []),
        ("g3,2015-08-15,JPN,letter,true,,,libration-day", ["E013"]),
        ("g3,2015-08-15,JPN,letter,true,,,liberation-day", []),
    ],
)
def test_a_gesture_is_known_when_it_is_made_and_belongs_to_a_rite_that_is_there(
    tmp_path: Path, row: str, codes: list[str]
) -> None:
    head = "gesture_id,date,performer_state,kind,made,expectation_basis,known_at,occasion\n"
    problems = load(_write(tmp_path, **{"gestures.csv": head + row + "\n"})).problems
    assert [problem.code for problem in problems] == codes


def test_terms_of_different_years_may_be_the_same(tmp_path: Path) -> None:
    text = RIGHT["codebook.yaml"]
    text = text.replace("[Japan, Japanese]", "[Japan, {term: the Empire, until: 1945-09-02}]")
    text = text.replace("en: [Korea]", "en: [Korea, {term: the Empire, from: 1945-09-03}]")
    assert load(_write(tmp_path, **{"codebook.yaml": text})).problems == ()


def test_case_parts_two_terms_where_it_counts(tmp_path: Path) -> None:
    text = RIGHT["codebook.yaml"].replace("[Japan, Japanese]", "[Japan, US]").replace("en: [Korea]", "en: [Korea, us]")
    assert [p.code for p in load(_write(tmp_path, **{"codebook.yaml": text})).problems] == []


def test_two_offices_that_meet_on_the_day_of_handing_over_are_no_fault(tmp_path: Path) -> None:
    text = RIGHT["study.toml"].replace("2004-12-31", "2005-01-01")
    assert load(_write(tmp_path, **{"study.toml": text})).problems == ()


@pytest.mark.parametrize("url", ["ftp://a.b/c", "www.a.b", "https://a b"])
def test_only_web_addresses_are_addresses(tmp_path: Path, url: str) -> None:
    text = RIGHT["events.csv"].replace("https://example.org/1", url)
    assert [p.code for p in load(_write(tmp_path, **{"events.csv": text})).problems] == ["E022"]


@pytest.mark.parametrize(
    ("office", "rank"),
    [
        ("President", "head_of_state"),
        ("the King", "head_of_state"),
        ("Prime Minister", "head_of_government"),
        ("Acting President", "head_of_state"),
        ("Minister of Foreign Affairs", "foreign_minister"),
        ("Interior Minister", "minister"),
        ("Deputy Minister", None),
        ("former President", None),
        ("President of the Senate", None),
        ("Vice-President", "vice_president"),
        ("总理", "head_of_government"),
        ("副总理", None),
        ("国家主席", "head_of_state"),
        ("主席", None),  # of what, nobody can say
        ("外交部部长", "foreign_minister"),
        ("文化部长", "minister"),
        ("外交部副部长", None),
        ("前外长", None),
        ("Президент", "head_of_state"),
        ("бывший президент", None),
        ("Вице-президент", "vice_president"),
        ("Министр иностранных дел", "foreign_minister"),
        ("министр культуры", "minister"),
        ("заместитель министра обороны", None),
        ("Чрезвычайный и Полномочный Посол", "ambassador"),
        ("посол по особым поручениям", None),
        ("", None),
    ],
)
def test_plain_titles_carry_a_rank(office: str, rank: str | None) -> None:
    from cenotaph.study.titles import rank_of_office

    assert rank_of_office(office) == rank


def test_an_unknown_state_is_told_once_a_table(tmp_path: Path) -> None:
    rows = "".join(f"e1,XYZ,P{n},,none,absent\n" for n in range(5))
    problems = load(_write(tmp_path, **{"participations.csv": RIGHT["participations.csv"] + rows})).problems
    assert [(p.code, p.line) for p in problems] == [("E014", 4)]
    assert "(5 rows)" in problems[0].message
