"""What was read from a file is kept until another process replaces the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cxstage_core.storage.watched_file import WatchedFile


def _replace(path: Path, content: str) -> None:
    aside = path.with_suffix(".new")
    aside.write_text(content)
    os.replace(aside, path)


def test_a_file_is_read_again_only_when_it_was_replaced(tmp_path: Path) -> None:
    path, reads = tmp_path / "a.json", []

    def read() -> str:
        reads.append(path.read_text())
        return reads[-1]

    watched = WatchedFile(path, read)
    _replace(path, "one")
    assert [watched.current(), watched.current()] == ["one", "one"]
    assert reads == ["one"]
    _replace(path, "two")
    assert watched.current() == "two"
    watched.forget()
    assert watched.current() == "two"
    assert reads == ["one", "two", "two"]


def test_a_replaced_file_of_the_same_size_and_time_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    _replace(path, "one")
    watched = WatchedFile(path, path.read_text)
    assert watched.current() == "one"
    status, kept = path.stat(), tmp_path / "kept"
    os.link(path, kept)  # so that the new file cannot have the old one's inode
    _replace(path, "two")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert watched.current() == "two"


def test_a_file_that_cannot_be_read_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    watched = WatchedFile(path, path.read_text)
    with pytest.raises(FileNotFoundError):
        watched.current()
    _replace(path, "one")
    assert watched.current() == "one"
