"""A dictionary of another program as it was read, whatever the program: categories, what each finds, what was lost."""

from __future__ import annotations

from dataclasses import dataclass, field

from cenotaph.exchange.khcoder_rules import Rule

__all__ = ["Category", "Dictionary", "Loss", "Pattern", "plain"]


@dataclass(frozen=True)
class Loss:
    """Something of the dictionary that the codebook does not say, or says otherwise.

    Attributes:
        file: name of the dictionary's file.
        line: its line, counted from 1.
        what: the words concerned, as they stand in the file.
        why: why they could not be carried over, or how they changed.
        changed: they were carried over, but mean something else now.
    """

    file: str
    line: int
    what: str
    why: str
    changed: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {'changed' if self.changed else 'lost'}: {self.what}\n  {self.why}"


@dataclass(frozen=True)
class Pattern:
    """One thing that a category finds.

    Attributes:
        words: any of these words or phrases; a `*` or `?` in them is a wildcard where the format has it.
        line: where it stands in the file.
        inflect: every form of the words is meant, not only the one written.
        needs: one of these must stand in the same sentence; empty where nothing is asked.
        unless: none of these may stand in the same sentence.
        company: `near` or `seq`, the other word, and how many words may stand between; null where none is asked.
    """

    words: tuple[str, ...]
    line: int
    inflect: bool = False
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    company: tuple[str, str, int] | None = None


@dataclass
class Category:
    """A category: its name with those of the categories that hold it, outermost first, and what it finds."""

    path: tuple[str, ...]
    line: int
    patterns: list[Pattern] = field(default_factory=list)


@dataclass
class Dictionary:
    """A dictionary in the reading.

    Attributes:
        file: the file's name.
        name: the dictionary's own name; that of the file where it has none.
        wildcards: characters that are wildcards in this format.
        categories: in the order of the file.
        losses: what was left out so far.
        notes: what the reader should know of the whole file.
        rules: the codes of a file of coding rules in order; empty for a dictionary.
    """

    file: str
    name: str
    wildcards: str = ""
    categories: list[Category] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def category(self, path: tuple[str, ...], line: int) -> Category:
        """A new category at the end."""
        made = Category(tuple(plain(name, 200) or f"line {line}" for name in path), line)
        self.categories.append(made)
        return made

    def lose(self, line: int, what: str, why: str, *, changed: bool = False) -> None:
        """Note that something could not be carried over, or not as it was."""
        self.losses.append(Loss(self.file, line, plain(what, 160), why, changed))


def plain(text: str, most: int) -> str:
    """The text on one line and not longer than `most`, with every character that cannot be printed made visible."""
    line = " ".join(text.split())
    line = line if len(line) <= most else line[: most - 3] + "..."
    if line.isprintable():
        return line
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape", "surrogatepass").decode("ascii")
        for letter in line
    )
