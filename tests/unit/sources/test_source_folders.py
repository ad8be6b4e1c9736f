from __future__ import annotations

import pytest
from small_sources import Reader

from cenotaph.sources.html import page_fields

FRONT = "---\ntitle: A day\ndate: 2015-05-09\nactor: Russia\nspeaker: 'A. N. Other'\nknown_at: 2015-05-10\n---\n"


def test_a_folder_of_texts_with_front_matter_and_without(read: Reader) -> None:
    found = read(
        {"texts/a.md": FRONT + "We thank **them**.\n\nAll.\n", "texts/deep/b.txt": "Мы помним их.", "texts/c.csv": "x"},
        {"kind": "folder", "path": "texts"},
    )
    rows = {row["document_id"]: row for row in found.documents}
    assert found.texts == {"a": "We thank **them**.\n\nAll.\n", "deep/b": "Мы помним их."}
    assert (rows["a"]["title"], rows["a"]["actor"], rows["a"]["speaker"]) == ("A day", "RUS", "A. N. Other")
    assert (str(rows["a"]["date"]), str(rows["a"]["known_at"])) == ("2015-05-09", "2015-05-10")
    assert (rows["deep/b"]["language"], rows["deep/b"]["file"], rows["deep/b"]["row"]) == (
        "ru",
        "texts/deep/b.txt",
        None,
    )
    assert rows["deep/b"]["known_at"] is None
    assert found.problems == [("D014", None)]


def test_front_matter_comes_before_every_setting_and_pages_after(read: Reader) -> None:
    page = "<html><head><title>From the page</title></head><body><p>Words.</p></body></html>"
    found = read({"t/2016_CHN.md": FRONT + "Words.", "t/2017_CHN.html": page},
                 {"kind": "folder", "path": "t", "filename": "{year}_{actor}",
                  "template": {"date": "{year}-01-01"}, "constant": {"title": "constant"}})  # fmt: skip
    first, second = sorted(found.documents, key=lambda row: row["document_id"])
    assert (first["title"], first["actor"], str(first["date"])) == ("A day", "RUS", "2015-05-09")
    assert (second["title"], second["actor"], str(second["date"])) == ("constant", "CHN", "2017-01-01")


@pytest.mark.parametrize(
    ("head", "code", "line"),
    [
        ("title: A: b\n", "D020", 2),
        ("x: 1\n- y\n", "D020", 3),
        ("- a\n", "D020", 2),
        ("!!int\n", "D020", 2),
        ("title: One\ntitle: Two\n", "D020", 3),
        ("speeker: A\n", "D022", None),
    ],
)
def test_faulty_front_matter_is_reported_and_the_text_stays(
    read: Reader, head: str, code: str, line: int | None
) -> None:
    found = read({"t/a.md": f"---\n{head}---\nWords of ours.\n"},
                 {"kind": "folder", "path": "t", "constant": {"date": "2015"}})  # fmt: skip
    assert found.texts == {"a": "Words of ours.\n"}
    assert found.problems == [(code, line)]


FOLDER = {"kind": "folder", "path": "t"}


@pytest.mark.parametrize("bad", ["title: A: b", "title: [A", "title: 'A", "title: *nowhere", "title: !mine x"])
def test_one_bad_field_takes_no_other_with_it(read: Reader, bad: str) -> None:
    found = read({"t/a.md": f"---\nactor: RUS\n{bad}\ndate: 2015-05-09\n---\nWords of ours.\n"}, FOLDER)
    (row,) = found.documents
    assert (row["actor"], str(row["date"]), row["title"]) == ("RUS", "2015-05-09", None)
    assert found.texts == {"a": "Words of ours.\n"}
    assert [code for code, _ in found.problems] == ["D020"]


def test_a_day_that_is_not_in_the_calendar_is_told_as_such(read: Reader) -> None:
    found = read({"t/a.md": "---\ndate: 2017-02-30\ntitle: T\n---\nWords.\n"}, FOLDER)
    assert (found.documents[0]["date"], found.documents[0]["title"]) == (None, "T")
    assert found.problems == [("D013", None), ("D014", None)]


@pytest.mark.parametrize("rest", ["Words of ours.\n", "\nWords of ours.\n", "Words.\n\n---\n\nMore words.\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_that_is_never_closed_is_told_and_is_no_text(read: Reader, rest: str, end: str) -> None:
    text = f"---\ndate: 2016-05-09\ntitle: never closed\n{rest}"
    found = read({"t/a.md": text.replace("\n", end)}, FOLDER)
    (row,) = found.documents
    assert (str(row["date"]), row["title"]) == ("2016-05-09", "never closed")
    assert found.texts == {"a": rest}
    assert found.problems == [("D020", 4)]


def test_a_text_that_begins_with_a_rule_stays_a_text(read: Reader) -> None:
    text = "---\nQuestion: who came?\nAnswer: all.\n"
    assert read({"t/a.md": text}, FOLDER).texts == {"a": text}


def test_aliases_in_front_matter_cannot_blow_up(read: Reader) -> None:
    rows = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    rows += [f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    head = "\n".join([*rows, "title: *i", "date: 2015-05-09"])
    found = read({"t/a.md": f"---\n{head}\n---\nWords.\n"}, FOLDER)
    assert (found.documents[0]["title"], str(found.documents[0]["date"])) == (None, "2015-05-09")
    assert {code for code, _ in found.problems} == {"D020"}


def test_a_rule_in_the_text_is_no_front_matter(read: Reader) -> None:
    text = "Words.\n---\nMore words.\n---\n"
    assert read({"t/a.md": text}, {"kind": "folder", "path": "t"}).texts == {"a": text}


def test_windows_line_ends_in_front_matter_and_text(read: Reader) -> None:
    found = read({"t/a.md": (FRONT + "One.\n\nTwo.\n").replace("\n", "\r\n")}, {"kind": "folder", "path": "t"})
    assert found.texts == {"a": "One.\n\nTwo.\n"}
    assert found.problems == []


def test_names_off_the_pattern_are_reported(read: Reader) -> None:
    found = read({"t/RUS_79_2024.txt": "Words of ours.", "t/RUS-79.txt": "Words of theirs."},
                 {"kind": "folder", "path": "t", "filename": "{actor}_{session}_{year}",
                  "template": {"date": "{year}-09-20"}})  # fmt: skip
    rows = {row["document_id"]: row for row in found.documents}
    assert str(rows["RUS_79_2024"]["date"]) == "2024-09-20"
    assert rows["RUS-79"]["actor"] is None
    assert sorted(code for code, _ in found.problems) == ["D014", "D019"]


PAGE = """<?xml version="1.0" encoding="utf-8"?><!doctype html><html lang="en-GB"><head><title>Site | Address</title>
<meta property="article:published_time" content="2015-05-09T10:00:00+03:00"><link rel="canonical" href="https://example.org/1">
<style>p {}</style></head><body><header>Site</header><nav><ul><li>Menu</li></ul></nav>
<main><h1>Address</h1><p>We  remember<br>them <em>all</em>,
every one.<!-- no --> Yes.</p><script>var x</script><ul><li>One</li><li>Two</li></ul><aside>Read also</aside>Tail</main>
<footer>Imprint</footer></body></html>"""


def test_a_page_gives_its_main_text_as_paragraphs() -> None:
    fields = page_fields(PAGE)
    assert fields["text"] == "Address\n\nWe remember\nthem all, every one. Yes.\n\nOne\n\nTwo\n\nTail"
    assert fields["title"] == "Address"
    assert fields["date"] == "2015-05-09T10:00:00+03:00"
    assert fields["url"] == "https://example.org/1"
    assert fields["language"] == "en-GB"


def test_a_page_without_main_part_loses_only_its_furniture() -> None:
    fields = page_fields("<body><header>Site</header><div>One</div><nav>Menu</nav>two<footer>End</footer></body>")
    assert fields == {"text": "One\n\ntwo"}


def test_a_page_in_a_declared_encoding(read: Reader) -> None:
    page = "<html><head><meta charset=windows-1251></head><body><p>Мы помним</p></body></html>".encode("cp1251")
    found = read({"t/a.html": page}, {"kind": "folder", "path": "t", "constant": {"date": "2015"}})
    assert found.texts == {"a": "Мы помним"}
    assert found.problems == []


def test_a_page_too_deep_to_be_read_whole_is_a_problem_not_half_a_text(read: Reader) -> None:
    deep, too_deep = ("<div>" * depth + "Words." + "</div>" * depth + "<p>More.</p>" for depth in (1_000, 10_000))
    source = {"kind": "folder", "path": "t", "constant": {"date": "2015", "language": "en"}}
    found = read({"t/a.html": deep, "t/b.html": too_deep}, source)
    assert found.texts == {"a": "Words.\n\nMore."}
    assert found.problems == [("D003", None)]
