"""docs/dependencies.md names every dependency, and the licence each one states."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

#: Wordings of licences found in package metadata -> the name on our page.
WORDINGS = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "MIT license": "MIT",
}


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return found.group().lower()


def rows(section: str) -> dict[str, list[str]]:
    """Package -> the cells of its row, for the tables under one heading."""
    text = PAGE.split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return {row[0]: row for row in cells if row[0] != "package" and not row[0].startswith("---")}


CORE = rows("Core")
DECLARED = {name_of(requirement) for requirement in PROJECT["project"]["dependencies"]}


def stated_licences(package: str) -> set[str]:
    """What the installed package says of its licence, in our names."""
    try:
        found = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        pytest.skip(f"{package} is not needed on this version of Python")
    stated = [found["License-Expression"] or "", found["License"] or ""]
    stated += [line.split(" :: ")[-1] for line in found.get_all("Classifier") or [] if line.startswith("License")]
    return {WORDINGS.get(text.strip(), text.strip()) for text in stated}


def test_every_declared_dependency_has_a_row() -> None:
    extras = {name_of(each) for group in PROJECT["project"]["optional-dependencies"].values() for each in group}
    tools = {name_of(each) for each in PROJECT["dependency-groups"]["test"]}
    assert set(CORE) >= DECLARED
    assert set(rows("Extras")) == extras
    assert set(rows("For working on Cenotaph")) >= tools - extras


def test_every_package_that_comes_along_has_a_row() -> None:
    wanted, always, sometimes = list(DECLARED), set(), set()
    while wanted:
        package = wanted.pop()
        if package in always:
            continue
        always.add(package)
        for requirement in metadata.requires(package) or []:
            name = name_of(requirement).replace("_", "-")
            if ";" not in requirement:
                wanted.append(name)
            elif "extra" not in requirement:
                sometimes.add(name)
    assert always <= set(CORE) <= always | sometimes


@pytest.mark.parametrize("package", sorted(CORE))
def test_the_licence_is_the_one_the_package_states(package: str) -> None:
    told = next(cell for cell in CORE[package] if re.fullmatch(r"(MIT|Apache|BSD|PSF|MPL)[A-Za-z0-9.-]*", cell))
    stated = stated_licences(package)
    if told.startswith("BSD"):
        assert any("BSD" in text for text in stated)
    else:
        assert told in stated


def test_no_licence_that_binds_the_user_is_in_the_core() -> None:
    for package in DECLARED:
        stated = " ".join(stated_licences(package))
        assert not re.search(r"\bA?GPL|General Public", stated)
