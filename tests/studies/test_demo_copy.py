"""The demo goes to a new, empty or former-demo folder, and overwrites nobody's work."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cenotaph.cli.demo import MARK, DemoRefused, copy_demo

PACKAGED = Path(__file__).parents[2] / "src" / "cenotaph" / "studies" / "frail-foundations"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MARK
    }


def test_the_copy_is_the_packaged_study(tmp_path: Path) -> None:
    made = copy_demo(tmp_path / "new" / "demo")
    assert contents(tmp_path / "new" / "demo") == contents(PACKAGED)
    assert {path.name for path in made} >= {"study.toml", "codebook.yaml", "addresses.csv"}


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    copy_demo(tmp_path)
    assert (tmp_path / "study.toml").is_file()


def test_a_former_demo_is_refreshed_and_what_was_made_of_it_stays(tmp_path: Path) -> None:
    copy_demo(tmp_path)
    (tmp_path / "events.csv").unlink()
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "index.html").write_text("made by the build", encoding="utf-8")
    copy_demo(tmp_path)
    assert (tmp_path / "events.csv").read_bytes() == (PACKAGED / "events.csv").read_bytes()
    assert (tmp_path / "report" / "index.html").is_file()


def test_a_demo_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    copy_demo(tmp_path)
    old = b"codebook: older\n"
    (tmp_path / "codebook.yaml").write_bytes(old)
    mark = json.loads((tmp_path / MARK).read_text(encoding="utf-8"))
    mark["files"]["codebook.yaml"] = hashlib.sha256(old).hexdigest()
    (tmp_path / MARK).write_text(json.dumps(mark), encoding="utf-8")
    copy_demo(tmp_path)
    assert (tmp_path / "codebook.yaml").read_bytes() == (PACKAGED / "codebook.yaml").read_bytes()


def test_a_copy_killed_half_way_is_completed(tmp_path: Path) -> None:
    copy_demo(tmp_path)
    for name in ("events.csv", "gestures.csv", "codings/addresses.csv"):
        (tmp_path / name).unlink()
    copy_demo(tmp_path)
    assert contents(tmp_path) == contents(PACKAGED)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text("title = 'mine'\n", encoding="utf-8")
    with pytest.raises(DemoRefused, match="holds other things"):
        copy_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["study.toml"]


def test_an_edited_file_of_a_former_demo_is_left_alone(tmp_path: Path) -> None:
    copy_demo(tmp_path)
    mine = tmp_path / "codings" / "addresses.csv"
    mine.write_text("my own codings\n", encoding="utf-8")
    with pytest.raises(DemoRefused, match=r"You have changed codings/addresses\.csv"):
        copy_demo(tmp_path)
    assert mine.read_text(encoding="utf-8") == "my own codings\n"


@pytest.mark.parametrize("mark", ["", "[]", "{}", '{"files": 3}', "\x00"])
def test_a_broken_mark_is_no_mark(tmp_path: Path, mark: str) -> None:
    (tmp_path / MARK).write_text(mark, encoding="utf-8")
    with pytest.raises(DemoRefused):
        copy_demo(tmp_path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("", encoding="utf-8")
    with pytest.raises(DemoRefused, match="is a file"):
        copy_demo(tmp_path / "demo")


def test_no_packaged_file_is_ignored_and_so_left_out_of_the_wheel() -> None:
    root = PACKAGED.parents[3]
    files = [str(path) for path in (root / "src" / "cenotaph").rglob("*") if path.suffix not in ("", ".py", ".pyc")]
    assert len(files) > 20
    if shutil.which("git") is None or not (root / ".git").exists():
        pytest.skip("no git here to ask")
    ignored = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin"],
        cwd=root, input="\n".join(files), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ignored.stdout == ""
