"""Damaged codebooks and dictionaries: whatever people's files hold, only errors meant for people may come out.

    python tests/fuzz/fuzz_codebooks.py --seconds 600 --seed 7 --keep findings

Well-formed samples are damaged at random, then read: codebooks by `load` of a study folder, dictionaries by
`import_dictionary`. A codebook that is read without an error must compile; one that was made of a dictionary must be
written, read again the same, and have no error. The same seed makes the same damage.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cenotaph.coding import compile_codebook, pattern_problems
from cenotaph.errors import CenotaphError
from cenotaph.exchange import FORMATS, import_dictionary
from cenotaph.study import load, write_skeleton

#: Processor seconds after which a file of this size counts as one that hangs the reader.
SLOWEST = 20.0

SAMPLES: dict[str, str] = {
    "quanteda": "war:\n  __: [battle, 'no', 1.10]\n  land: &land [tank, \"trench foot\", a?b]\npeace: *land\nnone: ~\n",
    "liwc": "%\n1\tfeeling\n\t2\tanger\n\t3\tjoy (glad)\n%\nfurious*\t2\nsure\t(7 12)2/9\t3\nsort\t<of>1\nfine 1 3\n",
    "lexicoder": "+Peace\ntruce\ntreat*\nUS\n*phobia\n+Война\nбитва\n+战争\n胜利\n:-)\n",
    "yoshikoder": '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE dictionary [<!ENTITY e "x">]>\n'
    '<dictionary style="050805" patternengine="regexp">\n<cnode name="Own"><cnode name="Sea"><pnode name="ship.*"/>'
    '<pnode name="&e;"/><cnode name="Deep"><pnode name="abyss"/></cnode></cnode></cnode></dictionary>\n',
    "wordstat": "ECONOMY\n\tSTATE\n\t\tTAX* (1)\n\t\tLAND_REFORM (2)\n\t@NEAR tax\n"
    "   \tTRADE\n\t\tf?rm (1)\n\t\tдело (1)\n",
    "khcoder": "# rules\n*war\nwar or 'great war' or seq(war-end)[b9]\n＊和平\n签署+条约 and not near(战-争)[d]\n"
    "*sum\n( war + battle ) * 2 >= 3 or lw / 2 < 4 |! No. == 1\n*known\n<>heading1-->Part or <>year<> &! <*war>\n"
    '*forms\nrun-->Verb->past or run=>ran or "<>title-->two words"\n',
}

#: Signs that mean something in one of the formats.
SIGNS = [
    "\t", "\n", "\r", " ", "*", "?", "+", "%", "(", ")", "[", "]", "{", "}", "<", ">", "&", "|", "!", "'",
    '"', "#", ":", ": ", "- ", "-", ",", "~", "null", "<of>", "-->", "->", "=>", "<>", "near(", "seq(",
    "a-b)", " and ", " or ", " not ", " >= ", "0", "1", "99999999999999999999", "&a ", "*a",
    "!!python/object:x ", "<<: ", "%YAML 9.9\n", "---\n", "\x00", "\x0b", "\x1c", "\x85", "\u2028", "\u3000",
    "\ufeff", "\ufffe", "\ud800", "\U0001f600", "＊", "ё", "о\u0301", "\u200b", "<dictionary>", "</cnode>",
    "<pnode name='x'/>", "]]>", "terms:", "cue:", "case: exact", "from: 2020-02-30",
]  # fmt: skip


@dataclass
class Findings:
    """What a run found."""

    cases: int = 0
    refused: int = 0
    slowest: float = 0.0
    bad: list[tuple[str, bytes, str]] = field(default_factory=list)


def damaged(sample: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    """The sample after one to six random changes."""
    content = sample
    for _ in range(rng.randint(1, 6)):
        start, end = sorted(rng.randint(0, len(content)) for _ in range(2))
        piece = content[start:end]
        sign = rng.choice(SIGNS).encode("utf-8", "surrogatepass")
        change = rng.randrange(9)
        if change == 0:
            content = content[:start] + content[end:]
        elif change == 1:
            content = content[:start] + sign + content[start:]
        elif change == 2:
            content = content[:start] + sign * rng.choice((2, 40, 400)) + content[start:]
        elif change == 3:
            content = content[:end] + piece[:200] * rng.choice((1, 3, 30)) + content[end:]
        elif change == 4:
            content = content[:start] + rng.randbytes(rng.randint(1, 8)) + content[start:]
        elif change == 5:
            other = rng.choice(others)
            cut = rng.randint(0, len(other))
            content = content[:start] + other[cut : cut + 300] + content[start:]
        elif change == 6:
            lines = content.split(b"\n")
            rng.shuffle(lines)
            content = b"\n".join(lines)
        elif change == 7:
            content = content.replace(sign, rng.choice(SIGNS).encode("utf-8", "surrogatepass"))
        else:
            content = content[:end]
    return content[:60_000]


class Bench:
    """Folders in which files are tried."""

    def __init__(self, folder: Path) -> None:
        self.study = folder / "study"
        write_skeleton(self.study)
        self.import_study = folder / "imported"
        self.import_study.mkdir()
        self.codebook = (self.study / "codebook.yaml").read_bytes()
        samples = {name: text.encode() for name, text in SAMPLES.items()}
        self.trials: list[tuple[str, bytes, Callable[[bytes, random.Random], None]]] = [
            (name, sample, lambda content, rng, name=name: self.try_dictionary(name, content, rng))  # type: ignore[misc]
            for name, sample in samples.items()
        ]
        self.trials.append(("codebook", self.codebook, self.try_codebook))
        self.others = [sample for _, sample, _ in self.trials]

    def try_codebook(self, content: bytes, rng: random.Random) -> None:
        """Read a damaged codebook as part of a study."""
        (self.study / "codebook.yaml").write_bytes(content)
        study = load(self.study)
        problems = [*study.problems, *pattern_problems(study.codebook)]
        for problem in problems:
            str(problem)
        if all(problem.severity != "error" for problem in problems):
            compile_codebook(study.codebook, study.config.languages)

    def try_dictionary(self, name: str, content: bytes, rng: random.Random) -> None:
        """Import a damaged dictionary, now and then as if it were of another format."""
        path = self.import_study / ("dictionary" + rng.choice([*FORMATS[name].endings, ".txt"]))
        path.write_bytes(content)
        made = import_dictionary(
            path,
            kind=rng.choice(("topics", "targets", "acts")),
            format=rng.choice((None, name, rng.choice(list(FORMATS)))),
            language=rng.choice((None, "en", "ru", "zh")),
            encoding=rng.choice((None, None, None, "utf-16", "cp932", "latin-1")),
            inflect=rng.random() < 0.5,
        )
        (self.import_study / "codebook.yaml").unlink(missing_ok=True)
        made.write(self.import_study / "codebook.yaml")
        config = f'title = "Try"\nlanguages = ["{made.language}"]\ncodebook = "codebook.yaml"\n'
        (self.import_study / "study.toml").write_text(config, encoding="utf-8")
        study = load(self.import_study)
        faults = [*study.errors, *(each for each in pattern_problems(study.codebook) if each.severity == "error")]
        assert not faults, "\n".join(map(str, faults))
        assert study.codebook == made.codebook, "the codebook reads otherwise than it was written"


def fuzz(seconds: float, seed: int, folder: Path, most: int | None = None) -> Findings:
    """Damage and read samples until the time is up, or `most` cases were tried."""
    bench = Bench(folder)
    found = Findings()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and (most is None or found.cases < most):
        rng = random.Random(f"{seed}-{found.cases}")
        name, sample, trial = bench.trials[found.cases % len(bench.trials)]
        content = damaged(sample, bench.others, rng)
        begun = time.process_time()
        try:
            trial(content, rng)
        except CenotaphError as error:
            found.refused += 1
            str(error)
        except Exception:  # what the harness is for
            found.bad.append((name, content, traceback.format_exc()))
        spent = time.process_time() - begun
        if spent > SLOWEST:
            found.bad.append((name, content, f"{spent:.0f} s of processor time"))
        found.slowest = max(found.slowest, spent)
        found.cases += 1
    return found


def main() -> int:
    """Run from the command line; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the files that broke something")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-codebooks-"))
    try:
        found = fuzz(options.seconds, options.seed, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for number, (name, content, what) in enumerate(found.bad):
        print(f"--- {name} {number}\n{what}")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{name}-{number}").write_bytes(content)
    print(
        f"{found.cases} files, {found.refused} refused, {len(found.bad)} findings, slowest {found.slowest:.1f} s, "
        f"seed {options.seed}"
    )
    return 1 if found.bad else 0


if __name__ == "__main__":
    sys.exit(main())
