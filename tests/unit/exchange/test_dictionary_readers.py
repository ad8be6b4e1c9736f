"""Dictionaries of other programs: what is read, what is listed as lost, and that the result is a codebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cenotaph.cli.check import found_problems
from cenotaph.errors import StudyError
from cenotaph.exchange import FORMATS, Imported, import_dictionary
from cenotaph.study import load

LIWC = """%
1\tfeeling
\t2\tanger (angry words)
\t3\tjoy
%
furious*\t2
sure\t(7 12)2/9\t3
sort\t<of>1
cheerful 3 9
fine\t1\t3
(:\t1
"""
LEXICODER = """odd
+Peace
truce
treat*
US
*phobia
:-)
truce
+Nothing
"""
WORDSTAT = "ECONOMY\n\tSTATE\n\t\tTAX* (1)\n\t\tLAND_REFORM (2)\n\t\tUSA (1)\n\t@NEAR tax\n   \tTRADE\n\t\tf?rm (1)\n"
YOSHIKODER = """<?xml version="1.0" encoding="UTF-8"?>
<dictionary style="050805" patternengine="substring">
  <cnode name="Own" desc="">
    <cnode name="Sea" desc=""><pnode name="ship*"/><pnode name="sea"/>
      <cnode name="Deep"><pnode name="abyss"/></cnode></cnode>
  </cnode>
</dictionary>
"""
QUANTEDA = """war:
  __: [battle, no]
  land: [tank, "trench foot", "?q"]
peace: truce
rank: [1.10, {a: b}]
"""


def imported(folder: Path, name: str, content: str | bytes, **options: object) -> Imported:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_dictionary(path, **options)  # type: ignore[arg-type]


def words(made: Imported) -> dict[str, list[str]]:
    """Term texts by category, whatever their language."""
    return {
        id_: [term.term for terms in target.terms.values() for term in terms]
        for id_, target in made.codebook.targets.items()
    }


def losses(made: Imported) -> list[tuple[int, str, bool]]:
    return [(loss.line, loss.what, loss.changed) for loss in made.losses]


def test_liwc(tmp_path: Path) -> None:
    made = imported(tmp_path, "small.dic", LIWC)
    assert words(made) == {
        "feeling": ["fine"],
        "feeling.anger-angry-words": ["furious*"],
        "feeling.joy": ["sure", "cheerful", "fine"],
    }
    assert losses(made) == [
        (7, "sure (7 12)2/9 3", False),
        (8, "sort <of>1", False),
        (9, "cheerful 3 9", False),
        (11, "(:", False),
    ]


def test_a_liwc_word_may_end_in_a_number_and_a_blank_may_stand_for_a_tab(tmp_path: Path) -> None:
    made = imported(tmp_path, "small.dic", "%\n01\tyear\n2 place\n%\nline 9\t01\nspot 2 1\n  \n")
    assert words(made) == {"year": ["line 9", "spot"], "place": ["spot"]}
    assert made.losses == ()


def test_lexicoder(tmp_path: Path) -> None:
    made = imported(tmp_path, "small.lc3", LEXICODER)
    assert words(made) == {"peace": ["truce", "treat*", "US"]}
    assert losses(made) == [(1, "odd", False), (6, "*phobia", False), (7, ":-)", False), (9, "Nothing", False)]
    assert "Peace: 1 repeated words are kept once." in made.notes
    peace = made.codebook.targets["peace"]
    assert [(term.inflect, term.case) for term in peace.terms["en"]] == [
        (False, "auto"),
        (True, "auto"),
        (False, "any"),
    ]


def test_wordstat(tmp_path: Path) -> None:
    made = imported(tmp_path, "small.cat", WORDSTAT)
    assert words(made) == {"economy.state": ["TAX*", "LAND REFORM", "USA"]}
    assert losses(made) == [(4, "LAND_REFORM", True), (6, "@NEAR tax", False), (7, "TRADE", False), (8, "f?rm", False)]


def test_yoshikoder(tmp_path: Path) -> None:
    made = imported(tmp_path, "small.ykd", YOSHIKODER)
    assert made.codebook.codebook == "Own"
    assert words(made) == {"sea": ["ship*", "sea"], "sea.deep": ["abyss"]}
    assert [entry.line for entry in made.entries] == [4, 5]


def test_lexicoder_2_has_its_name_outside_the_categories(tmp_path: Path) -> None:
    text = (
        '<dictionary style="Lexicoder" name="Old one"><cnode name="Sea"><cnode name="Deep"><pnode name=" abyss"/>'
        "</cnode></cnode></dictionary>"
    )
    made = imported(tmp_path, "small.lcd", text)
    assert (made.codebook.codebook, words(made)) == ("Old-one", {"sea.deep": ["abyss"]})


def test_yoshikoder_regular_expressions(tmp_path: Path) -> None:
    text = YOSHIKODER.replace("substring", "regexp").replace("ship*", "ship.*").replace('"sea"', r'"\bsea\b"')
    made = imported(tmp_path, "small.ykd", text.replace("abyss", "a(b|c)"))
    assert words(made) == {"sea": ["ship*", "sea"]}
    assert losses(made)[0] == (5, "a(b|c)", False)


def test_entities_of_xml_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    head = f'<!DOCTYPE dictionary [<!ENTITY e SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    made = imported(
        tmp_path, "small.ykd", f'{head}<dictionary><cnode name="A"><pnode name="word"/>&e;</cnode></dictionary>'
    )
    assert words(made) == {"a": ["word"]}
    assert "secret" not in made.text


def test_quanteda(tmp_path: Path) -> None:
    made = imported(tmp_path, "small.yml", QUANTEDA)
    assert words(made) == {
        "war": ["battle", "no"],
        "war.land": ["tank", "trench foot"],
        "peace": ["truce"],
        "rank": ["1.10"],
    }
    assert losses(made) == [(3, "?q", False), (5, "rank", False)]


def test_every_format_is_known_by_its_ending_and_by_its_content(tmp_path: Path) -> None:
    samples = {
        "liwc": LIWC,
        "lexicoder": LEXICODER.removeprefix("odd\n"),
        "wordstat": WORDSTAT,
        "yoshikoder": YOSHIKODER,
        "khcoder": "# rules\n*war\nbattle\n",
    }
    for format, text in samples.items():
        by_ending = imported(tmp_path, "one" + FORMATS[format].endings[0], text)
        by_content = imported(tmp_path, "one.txt", text)
        assert by_ending.format == by_content.format == FORMATS[format].name
        assert by_ending.codebook.targets == by_content.codebook.targets


def test_ids_are_told_apart_and_spelled_in_latin_letters(tmp_path: Path) -> None:
    made = imported(tmp_path, "small.lc3", "+Новая Власть\nдума\n+Новая власть!\nвече\n+战争\n战\n+战 争\n争\n")
    assert list(made.codebook.targets) == ["novaya-vlast", "novaya-vlast-2", "code-1", "code-2"]
    assert made.codebook.targets["code-1"].name == "战争"


@pytest.mark.parametrize(
    ("encoding", "format", "word", "note"),
    [
        ("utf-8", "lexicoder", "café", ""),
        ("utf-8-sig", "lexicoder", "café", ""),
        ("utf-16", "lexicoder", "café", ""),
        ("cp1252", "lexicoder", "café", "cp1252"),
        ("cp932", "khcoder", "戦争", "cp932"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, format: str, word: str, note: str) -> None:
    text = f"*one\n{word}\n" if format == "khcoder" else f"+one\n{word}\n"
    made = imported(tmp_path, "small.txt", text.encode(encoding), format=format)
    assert words(made) == {"one": [word]}
    assert any(note in line for line in made.notes if "not UTF-8" in line) == bool(note)


def test_a_named_encoding_is_believed(tmp_path: Path) -> None:
    content = "+война\nбитва\n".encode("cp1251")
    assert words(imported(tmp_path, "small.lc3", content, encoding="cp1251")) == {"voyna": ["битва"]}
    with pytest.raises(StudyError, match="X001"):
        imported(tmp_path, "small.lc3", content, encoding="utf-8")
    with pytest.raises(StudyError, match="X001"):
        imported(tmp_path, "small.lc3", content, encoding="no-such")
    with pytest.raises(StudyError, match="X001"):
        imported(tmp_path, "small.lc3", content, encoding="rot13")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.dic", "no legend", "X003"),
        ("a.dic", "%\n1\twar\n", "X003"),
        ("a.ykd", "<dictionary>", "X003"),
        ("a.ykd", "<other/>", "X003"),
        ("a.ykd", "", "X003"),
        ("a.yml", "a: [b", "X003"),
        ("a.yml", "- a\n- b", "X003"),
        ("a.yml", "a: &x {b: *x}", "X003"),
        ("a.txt", "some words", "X002"),
        ("a.lc3", "", "X004"),
        ("a.lc3", "+one\n:-)", "X004"),
        ("a.lc3", "+one\nさくら", "X005"),
        ("a.lc3", "+one\nειρήνη", "X005"),
    ],
)
def test_what_stops_an_import(tmp_path: Path, name: str, content: str, code: str) -> None:
    with pytest.raises(StudyError) as caught:
        imported(tmp_path, name, content)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.problems[0].file == name


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="X001"):
        import_dictionary(tmp_path / "none.lc3")
    with pytest.raises(StudyError, match="X001"):
        import_dictionary(tmp_path, format="liwc")


def test_aliases_that_repeat_aliases_are_stopped(tmp_path: Path) -> None:
    levels = ["a0: &a0 [x, y, z, x, y, z, x, y, z, x]"]
    levels += [f"a{n}: &a{n} {{p: *a{n - 1}, q: *a{n - 1}, r: *a{n - 1}, s: *a{n - 1}}}" for n in range(1, 14)]
    with pytest.raises(StudyError, match="Aliases repeat"):
        imported(tmp_path, "a.yml", "\n".join(levels))


def study_of(folder: Path, made: Imported) -> Path:
    (folder / "study.toml").write_text(
        f'title = "Try"\nlanguages = ["{made.language}"]\ncodebook = "codebook.yaml"\n', encoding="utf-8"
    )
    made.write(folder / "codebook.yaml")
    return folder


SAMPLES = {"a.dic": LIWC, "a.lc3": LEXICODER, "a.cat": WORDSTAT, "a.ykd": YOSHIKODER, "a.yml": QUANTEDA}


@pytest.mark.parametrize("kind", ["topics", "targets", "acts"])
@pytest.mark.parametrize("name", list(SAMPLES))
def test_what_is_written_passes_the_check_and_says_the_same(tmp_path: Path, name: str, kind: str) -> None:
    made = imported(tmp_path, name, SAMPLES[name], kind=kind)
    study = load(study_of(tmp_path, made))
    assert [problem for problem in found_problems(study) if problem.severity == "error"] == []
    assert study.codebook == made.codebook
    for loss in made.losses:
        assert f"line {loss.line}, " in made.text
        assert loss.what in made.text


def test_kinds(tmp_path: Path) -> None:
    assert {t.kind for t in imported(tmp_path, "a.lc3", LEXICODER).codebook.targets.values()} == {"idea"}
    assert {t.kind for t in imported(tmp_path, "a.lc3", LEXICODER, kind="targets").codebook.targets.values()} == {
        "group"
    }
    acts = imported(tmp_path, "a.lc3", LEXICODER, kind="acts", inflect=True).codebook.acts
    assert [(cue.cue, cue.inflect) for cue in acts["peace"].cues["en"]] == [
        ("truce", True),
        ("treat*", True),
        ("US", True),
    ]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    made = imported(tmp_path, "a.lc3", LEXICODER)
    made.write(tmp_path / "codebook.yaml")
    (tmp_path / "codebook.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(StudyError, match="X006"):
        made.write(tmp_path / "codebook.yaml")
    assert (tmp_path / "codebook.yaml").read_text(encoding="utf-8") == "mine"
    with pytest.raises(StudyError, match="X007"):
        made.write(tmp_path / "nowhere" / "codebook.yaml")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(st.characters(exclude_characters="\r\n"), max_size=12), min_size=1, max_size=6),
    st.sampled_from(["topics", "acts"]),
)
def test_whatever_the_words_the_codebook_reads_as_it_was_made(tmp_path: Path, lines: list[str], kind: str) -> None:
    content = ("+one\nword\n" + "\n".join(lines)).encode("utf-8", "replace")
    made = imported(tmp_path, "any.lc3", content, kind=kind, language="en")
    (tmp_path / "codebook.yaml").unlink(missing_ok=True)
    assert load(study_of(tmp_path, made)).codebook == made.codebook
