"""Files are written whole or not at all."""

import pytest

from ictindex.lib import files
from ictindex.lib.files import write_whole


def test_a_file_is_made_or_replaced(tmp_path):
    target = tmp_path / "a"

    for content in (b"one", b""):
        write_whole(target, content)
        assert target.read_bytes() == content
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_and_its_target_is_replaced(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)

    write_whole(link, b"new")

    assert (link.is_symlink(), target.read_bytes()) == (True, b"new")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def fail(number: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_whole(target, b"new")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old"}


def test_what_is_no_plain_file_is_refused(tmp_path):
    with pytest.raises(FileExistsError):
        write_whole(tmp_path, b"new")
