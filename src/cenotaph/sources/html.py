"""HTML pages: the title, the date, the address and the main text as paragraphs. The text is what is read here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from cenotaph.sources.decode import decode, open_bytes
from cenotaph.sources.delimited import guessed
from cenotaph.sources.problems import UNREADABLE_FILE
from cenotaph.sources.records import Record, SourceFile, Stream
from cenotaph.study.models import Source

__all__ = ["page_fields", "read_html"]

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_PROLOGUE = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DROPPED = frozenset((
    "script", "style", "noscript", "template", "head", "nav", "aside", "form", "button", "select", "textarea", "svg",
    "math", "iframe", "object", "video", "audio", "canvas", "figcaption",
))  # fmt: skip
_FURNITURE = frozenset(("header", "footer"))
_BLOCKS = frozenset((
    "html", "body", "main", "article", "section", "div", "header", "footer", "p", "h1", "h2", "h3", "h4", "h5", "h6",
    "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "table", "caption", "tr", "td", "th", "figure", "address",
    "hr", "fieldset", "details", "summary",
))  # fmt: skip
_MAIN = "//main | //*[@role='main'] | //*[@itemprop='articleBody'] | //article"
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[translate(@name,'DATECRISUPBL','datecrisupbl')='date']/@content",
    "//meta[translate(@name,'DATECRISUPBL','datecrisupbl')='pubdate']/@content",
    "//meta[starts-with(translate(@name,'DATECRISUPBL','datecrisupbl'),'dc.date')]/@content",
    "//time/@datetime",
    "//time/text()",
)
_TITLES = ("//meta[@property='og:title']/@content", "//h1", "//title")
_ADDRESSES = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")


def read_html(file: SourceFile, source: Source) -> Stream:
    """The one record of an HTML file, with the columns text, title, date, url and language."""
    with open_bytes(file.path) as stream:
        raw = stream.read()
    declared = source.encoding or _declared(raw)
    text, encoding = decode(raw, declared)
    if encoding.guessed:
        yield guessed(file, encoding.name)
    try:
        fields = page_fields(text)
    except (etree.LxmlError, ValueError) as error:
        yield UNREADABLE_FILE.at(file.shown, None, f"The file is not a readable page: {error}.")
        return
    yield Record(None, fields)


def _declared(raw: bytes) -> str | None:
    """The encoding that the page declares, where it is one that exists."""
    found = _DECLARED.search(raw[:4096])
    if found is None:
        return None
    name = found.group(1).decode("ascii").lower()
    name = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}.get(name, name)
    try:
        "".encode(name)
    except LookupError:
        return None
    return name


def page_fields(page: str) -> dict[str, object]:
    """Text, title, date, url and language of a page; those it does not state are left out.

    The main text is that of `main`, of the only `article` or of the longest one, else of the whole body; scripts,
    navigation, forms and page furniture are dropped. Paragraphs are parted by a blank line, `br` is a line end, runs of
    white space are one space.

    Raises:
        lxml.etree.LxmlError, ValueError: the text holds no page at all, or one nested too deeply to be read whole.
    """
    page = _PROLOGUE.sub("", page.replace("\0", ""))
    if not page.strip():
        return {"text": ""}
    parser = lxml_html.HTMLParser(huge_tree=True)
    root = lxml_html.document_fromstring(page, parser=parser)
    if any("depth" in entry.message for entry in parser.error_log):
        raise ValueError("its elements nest too deeply")
    fields: dict[str, object] = {"text": "\n\n".join(_paragraphs(_main_part(root)))}
    for name, paths in (("title", _TITLES), ("date", _DATES), ("url", _ADDRESSES)):
        if value := _first(root, paths):
            fields[name] = value
    if language := root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"):
        fields["language"] = language
    return fields


def _first(root: Any, paths: tuple[str, ...]) -> str:
    for path in paths:
        for found in root.xpath(path):
            value = " ".join((found if isinstance(found, str) else found.text_content()).split())
            if value:
                return value
    return ""


def _main_part(root: Any) -> Any:
    parts = [part for part in root.xpath(_MAIN) if part.tag not in _DROPPED]
    if not parts:
        return root if root.find("body") is None else root.find("body")
    mains = [part for part in parts if part.tag == "main" or part.get("role") == "main"]
    return max(mains or parts, key=lambda part: len(part.text_content()))


def _paragraphs(part: Any) -> Iterator[str]:
    """Paragraphs of a part of the page, white space set right."""
    inside_article = part.tag in ("main", "article") or part.get("role") == "main"
    dropped = _DROPPED if inside_article else _DROPPED | _FURNITURE
    pieces: list[str] = []
    skipping = 0
    for event, element in etree.iterwalk(part, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if not skipping and element.tail:
                pieces.append(element.tail)
            continue
        hidden = element.tag in dropped and element is not part
        if event == "start":
            skipping += hidden
            if not skipping:
                pieces.append(("\0" if element.tag in _BLOCKS else "") + (element.text or ""))
            continue
        skipping -= hidden
        if not skipping and element is not part:
            pieces.append(_gap(element.tag) + (element.tail or ""))
    for block in "".join(pieces).split("\0"):
        lines = [" ".join(line.split()) for line in block.split("\v")]
        if paragraph := "\n".join(lines).strip():
            yield paragraph


def _gap(tag: str) -> str:
    """What stands after an element: NUL ends a paragraph, a vertical tab a line."""
    return "\0" if tag in _BLOCKS or tag in _DROPPED or tag in _FURNITURE else "\v" if tag == "br" else ""
