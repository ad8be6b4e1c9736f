"""The parts in which a study's sources are read, and by which it is known what changed."""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cenotaph.errors import Problem, did_you_mean
from cenotaph.sources.fields import pattern_of, template_names
from cenotaph.sources.listing import Listing, listing
from cenotaph.sources.problems import (
    BAD_SETTING,
    FOLDER_TWICE,
    MISSING_COLUMN,
    MISSING_FILE,
    NAME_NOT_UTF8,
    UNREADABLE_FILE,
    UNSET_VARIABLE,
)
from cenotaph.sources.records import Record, SourceFile, lookup
from cenotaph.study.models import Source

if TYPE_CHECKING:
    from cenotaph.study import LoadedStudy

__all__ = ["FORMATS", "READER_VERSION", "Shard", "fingerprint", "format_of", "shards"]

#: Raised whenever the same file would be read differently; everything read by an older version is then read anew.
READER_VERSION = "2"

#: File-name endings -> formats. Each may be followed by `.gz`.
FORMATS = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
    ".parquet": "parquet", ".pq": "parquet", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx", ".ods": "xlsx",
}  # fmt: skip
_PROSE = frozenset(("txt", "md", "html"))
_BUCKETS = 32
_VARIABLE = re.compile(r"\$\{(\w+)\}")

#: Path -> size in bytes, time of change in nanoseconds, SHA-256: spares reading what did not change.
KnownHashes = MutableMapping[str, tuple[int, int, str]]


@dataclass(frozen=True)
class Shard:
    """What is read in one go: one table file, or a bucket of the small files of a folder.

    Attributes:
        source: id of the source.
        key: unique in the study and stable, such as `speeches/2015.csv` or `texts/07`.
        files: its files, by name; none where the source's path matches nothing.
        settings: the source as study.toml describes it.
        digest: hash of all that decides how the files are read.
        problems: what is wrong with the source as such, told with the first of its shards.
    """

    source: str
    key: str
    files: tuple[SourceFile, ...]
    settings: Source
    digest: str
    problems: tuple[Problem, ...] = ()


def format_of(path: Path, source: Source) -> str | None:
    """The format of a file: the one that the source states, else by its ending; null where neither tells."""
    name = path.name.lower().removesuffix(".gz")
    return source.format or FORMATS.get(Path(name).suffix)


def shards(study: LoadedStudy) -> list[Shard]:
    """The shards of all sources, in the order of study.toml.

    Opens no file, but for a template of a folder with a name that is no part of the file names: then the heads of a
    few texts tell whether they have it.

    A folder's files go to buckets by a hash of their path, so that a new file touches one bucket only. A source whose
    path matches nothing, or whose settings cannot be used, is one shard without files that carries the problem.
    """
    found: list[Shard] = []
    for source in study.config.sources:
        found.extend(_shards_of(source, study))
    return found


def _shards_of(source: Source, study: LoadedStudy) -> Iterator[Shard]:
    digest = _digest(source, study)
    problems = list(_setting_problems(source))
    files: list[SourceFile] = []
    if not problems:
        files, problems = _files_of(source, study.folder)
        problems += _template_problems(source, files)
    first, *others = _grouped(source, files)
    yield Shard(source.id, *first, source, digest, tuple(problems))
    for key, group in others:
        yield Shard(source.id, key, group, source, digest)


def _grouped(source: Source, files: list[SourceFile]) -> list[tuple[str, tuple[SourceFile, ...]]]:
    """Key and files of each shard of a source; at least one."""
    if source.kind == "folder" and files:
        buckets: dict[int, list[SourceFile]] = {}
        for file in files:
            bucket = int.from_bytes(hashlib.sha256(file.stem.encode()).digest()[:4], "big") % _BUCKETS
            buckets.setdefault(bucket, []).append(file)
        return [(f"{source.id}/{bucket:02}", tuple(buckets[bucket])) for bucket in sorted(buckets)]
    if source.kind == "codings" or not files:
        return [(source.id, tuple(files))]
    return [(f"{source.id}/{_key(file)}", (file,)) for file in files]


def _key(file: SourceFile) -> str:
    key = Path(file.stem).with_name(_readable(file.path.name)).as_posix()
    unlike = "" if _is_utf8(file.path) else "~" + hashlib.sha256(os.fsencode(file.path.name)).hexdigest()[:8]
    return key + unlike


def _files_of(source: Source, folder: Path) -> tuple[list[SourceFile], list[Problem]]:
    unset = [name for name in _VARIABLE.findall(source.path) if not os.environ.get(name)]
    if unset:
        problem = UNSET_VARIABLE.at(
            "study.toml",
            None,
            f'The path of source "{source.id}" names ${{{unset[0]}}}, which is not set.',
            remedy=f"Set it before the build: export {unset[0]}=...",
            field="path",
        )
        return [], [problem]
    path = folder / _VARIABLE.sub(lambda name: os.environ[name.group(1)], source.path)
    found = listing(path)
    fitting = [file for file in found.files if file == path or _fits(file, source)]
    wanted = [_source_file(file, found.base, folder, source) for file in fitting]
    problems = [*_fault_problems(found, path, source, folder), *_name_problems(wanted)]
    if not wanted:
        problem = MISSING_FILE.at(
            "study.toml",
            None,
            f'The path of source "{source.id}", {source.path}, matches no file that can be read.',
            remedy="Paths are relative to the study folder. A folder is searched for "
            + (
                "texts and pages (.txt, .md, .html)."
                if source.kind == "folder"
                else "tables (.csv, .jsonl, .xlsx ...)."
            ),
            field="path",
        )
        return [], [problem, *problems]
    return wanted, problems


def _fault_problems(found: Listing, path: Path, source: Source, folder: Path) -> Iterator[Problem]:
    """What stands where the source looks and is not read; other formats than the source's are passed over."""
    for fault in found.faults:
        shown = _shown(fault.path, folder, source)
        if fault.twice:
            yield FOLDER_TWICE.at(shown, None, fault.reason, remedy="Remove the link, or name the folder it leads to.")
        elif fault.path == path or not fault.path.suffix or _fits(fault.path, source):
            yield UNREADABLE_FILE.at(shown, None, fault.reason, remedy="Mend it or remove it.")


def _name_problems(files: list[SourceFile]) -> Iterator[Problem]:
    for file in files:
        if not _is_utf8(file.path):
            message = "The name of the file is not UTF-8; what cannot be read of it stands as U+FFFD in its id."
            yield NAME_NOT_UTF8.at(file.shown, None, message, remedy="Rename the file.")


def _is_utf8(path: Path) -> bool:
    return _readable(str(path)) == str(path)


def _readable(name: str) -> str:
    """A name from the file system as text: bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _fits(path: Path, source: Source) -> bool:
    by_name = FORMATS.get(Path(path.name.lower().removesuffix(".gz")).suffix)
    if source.format is not None:
        return by_name in (source.format, None) if glob.has_magic(source.path) else by_name == source.format
    return by_name is not None and (by_name in _PROSE) == (source.kind == "folder")


def _source_file(path: Path, base: Path, folder: Path, source: Source) -> SourceFile:
    name = path.name[:-3] if path.name.lower().endswith(".gz") else path.name
    stem = name[: -len(Path(name).suffix)] if Path(name).suffix.lower() in FORMATS else name
    below = path.relative_to(base).with_name(stem).as_posix()
    return SourceFile(path, _shown(path, folder, source), _readable(below))


def _shown(path: Path, folder: Path, source: Source) -> str:
    """The path relative to the study folder, or to the variable with which the source's path begins."""
    variable = _VARIABLE.match(source.path)
    if variable is not None and path.is_relative_to(os.environ[variable.group(1)]):
        return _readable(f"{variable.group()}/{path.relative_to(os.environ[variable.group(1)]).as_posix()}")
    try:
        return _readable(Path(os.path.relpath(path, folder)).as_posix())
    except ValueError:  # another drive
        return _readable(path.as_posix())


def _setting_problems(source: Source) -> Iterator[Problem]:
    """Settings that cannot be used whatever the files hold."""
    patterns = [("filename", source.filename)] if source.filename else []
    patterns += [(f"parts.{column}", pattern) for column, pattern in source.parts.items()]
    for field, pattern in patterns:
        try:
            pattern_of(pattern)
        except ValueError as error:
            yield _bad_setting(source, field, f'the pattern "{pattern}" cannot be read: {error}')
    for name, template in source.template.items():
        try:
            template_names(template)
        except ValueError as error:
            yield _bad_setting(source, f"template.{name}", f'the template "{template}" cannot be read: {error}')
    if source.encoding is not None:
        try:
            "".encode(source.encoding)
        except LookupError:
            yield _bad_setting(source, "encoding", f'there is no encoding "{source.encoding}"')
    if source.delimiter is not None and len(source.delimiter) != 1:
        yield _bad_setting(source, "delimiter", 'a delimiter is one character; for tabs say format = "tsv"')


#: So many texts of a folder are looked at for a name that only a template gives.
_LOOKED_AT = 50


def _template_problems(source: Source, files: list[SourceFile]) -> Iterator[Problem]:
    """Names in the templates of a folder that neither the file names nor the heads of the first texts have."""
    parts = {"stem", *(pattern_of(source.filename).groupindex if source.filename else ())}
    wanted = [
        (field, name)
        for field, template in source.template.items()
        for name in template_names(template)
        if name not in parts
    ]
    if source.kind != "folder" or not wanted or not files:
        return
    from cenotaph.sources.formats import read_records

    heads = [item for file in files[:_LOOKED_AT] for item in read_records(file, source) if isinstance(item, Record)]
    for field, name in wanted:
        if all(lookup(head.values, name) is None for head in heads):
            message = f'In source "{source.id}" the template of {field} names "{name}", which no file name or text has.'
            known = sorted(parts)
            remedy = did_you_mean(name, known) or f"Names here: {', '.join(known)}."
            yield MISSING_COLUMN.at("study.toml", None, message, remedy=remedy, field=f"template.{field}")


def _bad_setting(source: Source, field: str, what: str) -> Problem:
    return BAD_SETTING.at("study.toml", None, f'In source "{source.id}", {what}.', field=field)


def _digest(source: Source, study: LoadedStudy) -> str:
    """Hash of the source's settings and of what the study tells its readers."""
    config = study.config
    told: dict[str, object] = {
        "reader": READER_VERSION,
        "source": source.model_dump(mode="json"),
        "actors": {
            name: actor.model_dump(mode="json", include={"name", "names"}) for name, actor in config.actors.items()
        },
        "languages": config.languages,
        "occasions": sorted(study.occasions),
    }
    if source.kind == "codings":
        told["codebook"] = study.codebook_hash
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def fingerprint(shard: Shard, known: KnownHashes | None = None) -> str:
    """Hash of the shard's files, the source's settings and the reader's version.

    Args:
        known: hashes from an earlier call; a file whose size and time of change are the same is not read again.
            New hashes are put in.
    """
    whole = hashlib.sha256(shard.digest.encode())
    for file in shard.files:
        whole.update(f"\n{file.shown}\n{_content_hash(file.path, known)}".encode())
    for problem in shard.problems:
        whole.update(str(problem).encode())
    return whole.hexdigest()


def _content_hash(path: Path, known: KnownHashes | None) -> str:
    try:
        facts = path.stat()
        before = known.get(str(path)) if known is not None else None
        if before is not None and tuple(before[:2]) == (facts.st_size, facts.st_mtime_ns):
            return before[2]
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable: {error.strerror}"
    if known is not None:
        known[str(path)] = (facts.st_size, facts.st_mtime_ns, content)
    return content
