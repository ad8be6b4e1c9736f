"""The page of the study folder names every key, and the studies it shows are right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from cenotaph.study import codebook, load, models
from cenotaph.study.toml_lines import read_toml

PAGE = (Path(__file__).parents[2] / "docs" / "study-folder.md").read_text(encoding="utf-8")
FILES = re.findall(r"`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
MODELS = sorted(
    {
        kind
        for room in (models, codebook)
        for kind in vars(room).values()
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind.model_fields
    },
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_on_the_page(model: type[BaseModel]) -> None:
    keys = [field.alias or name for name, field in model.model_fields.items()]
    assert [key for key in keys if f"`{key}`" not in PAGE] == []


@pytest.mark.parametrize("rank", models.RANKS)
def test_every_rank_is_on_the_page(rank: str) -> None:
    assert f"`{rank}`" in PAGE


@pytest.mark.parametrize("folder", sorted({Path(name).parent.as_posix() for name, _ in FILES}))
def test_the_studies_of_the_page_have_no_problem(folder: str, tmp_path: Path) -> None:
    for name, text in FILES:
        if Path(name).parent.as_posix() == folder:
            (tmp_path / Path(name).name).write_text(text, encoding="utf-8")
    study = load(tmp_path)
    assert [str(problem) for problem in study.problems] == []
    assert study.occasions
    assert study.codebook.targets


def test_every_other_source_on_the_page_is_right() -> None:
    shown = re.findall(r"```toml\n(\[\[sources\]\].*?)```", PAGE, re.DOTALL)
    assert len(shown) == 2
    for text in shown:
        models.Source.model_validate(read_toml(text)["sources"][0])


def test_the_codebook_of_own_acts_is_right(tmp_path: Path) -> None:
    (text,) = re.findall(r"```yaml\n(codebook: own-acts.*?)```", PAGE, re.DOTALL)
    (tmp_path / "study.toml").write_text('title = "t"\nlanguages = ["en"]\n', encoding="utf-8")
    (tmp_path / "codebook.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path).problems == ()
