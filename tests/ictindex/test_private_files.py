"""Private files are whole on disk before anybody speaks of them, and are read only while they are
what was stored.
"""

import hashlib
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ictindex.lib import files, private_files
from ictindex.lib.private_files import DamageSentences, PrivateStore, StoredFileDamaged
from tests.stored_files import lay

DAMAGE = DamageSentences(gone="Tệp không còn.", changed="Tệp đã bị sửa.")
CONTENT = b"noi dung"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "above" / "files"


@pytest.fixture
def store(folder) -> PrivateStore:
    return PrivateStore(folder)


def modes(path: Path) -> tuple[int, int]:
    return stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)


def arrive(tmp_path: Path) -> Path:
    path = tmp_path / "arrived"
    path.write_bytes(CONTENT)
    return path


def test_what_is_put_is_told_by_name_sum_and_size_and_read_again(store, folder):
    stored = store.put([CONTENT[:3], CONTENT[3:]])

    assert (stored.sha256, stored.size) == (SHA256, len(CONTENT))
    assert [path.name for path in folder.iterdir()] == [stored.name]
    assert store.read(stored.name, sha256=SHA256, damage=DAMAGE) == CONTENT
    with store.open(stored.name, sha256=SHA256, damage=DAMAGE) as file:
        assert file.read() == CONTENT
    assert (store.size_of(stored.name), store.is_whole(stored.name, sha256=SHA256)) == (8, True)


def test_equal_files_are_one_where_the_content_names_them(store, folder):
    first = store.put_by_content([CONTENT], ending="pdf")
    lay(folder / first.name, b"spoilt")

    assert store.put_by_content([CONTENT], ending="pdf") == first
    assert [path.name for path in folder.iterdir()] == [f"{SHA256}.pdf"]
    assert store.is_whole(first.name, sha256=SHA256)


def test_equal_files_are_two_where_nothing_names_them(store):
    assert store.put([CONTENT]).name != store.put([CONTENT]).name


def test_only_the_owner_reads_and_nobody_writes(store, folder, tmp_path):
    names = (
        store.put([CONTENT]).name,
        store.put_by_content([CONTENT], ending="pdf").name,
        store.take_over(arrive(tmp_path)),
    )

    assert {modes(folder / name) for name in names} == {(0o400, 0o700)}
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


def test_a_file_that_arrived_is_taken_over_as_it_is(store, folder, tmp_path):
    arrived = arrive(tmp_path)
    name = store.take_over(arrived)
    arrived.unlink()

    assert (folder / name).read_bytes() == CONTENT


def test_a_disk_without_links_gets_a_copy(store, tmp_path, monkeypatch):
    def fail(*_paths):
        raise OSError("no links")

    monkeypatch.setattr(os, "link", fail)
    name = store.take_over(arrive(tmp_path))

    assert store.read(name, sha256=SHA256, damage=DAMAGE) == CONTENT


def test_the_disk_has_file_folder_and_what_is_above_before_the_name_is_told(
    store, folder, monkeypatch, tmp_path
):
    reached = []

    def note(number: int) -> None:
        reached.append(Path(f"/proc/self/fd/{number}").resolve())

    monkeypatch.setattr(files.os, "fsync", note)
    store.put([CONTENT])
    made, beside, last = reached[:-2], reached[-2], reached[-1]
    assert (made, beside.parent, last) == ([tmp_path, folder.parent], folder, folder)

    reached.clear()
    name = store.take_over(arrive(tmp_path))
    assert reached == [folder / name, folder]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_nothing(store, folder, monkeypatch, step):
    def fail(*_given):
        raise OSError("disk full")

    folder.mkdir(parents=True)
    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    for put in (store.put, lambda blocks: store.put_by_content(blocks, ending="pdf")):
        with pytest.raises(OSError, match="disk full"):
            put([CONTENT])

    assert list(folder.iterdir()) == []


def test_a_full_disk_takes_nothing_over(store, folder, monkeypatch, tmp_path):
    def fail(*_given):
        raise OSError("disk full")

    monkeypatch.setattr(private_files, "reach_disk", lambda path: path.is_dir() or fail())
    with pytest.raises(OSError, match="disk full"):
        store.take_over(arrive(tmp_path))

    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("content", [CONTENT[:-1], b"x" + CONTENT[1:], CONTENT + b" ", b""])
def test_what_was_changed_is_not_read(store, folder, content):
    name = store.put([CONTENT]).name
    lay(folder / name, content)

    for read in (store.open, store.read):
        with pytest.raises(StoredFileDamaged, match="đã bị sửa"):
            read(name, sha256=SHA256, damage=DAMAGE)
    assert not store.is_whole(name, sha256=SHA256)


def test_what_is_gone_is_said_to_be_gone(store):
    name = store.put([CONTENT]).name
    store.discard(name)

    for read in (store.open, store.read):
        with pytest.raises(StoredFileDamaged, match="không còn"):
            read(name, sha256=SHA256, damage=DAMAGE)
    assert (store.size_of(name), store.is_whole(name, sha256=SHA256)) == (None, False)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "", ".", "x" * 48, "0" * 47, "..\n"])
def test_a_name_that_was_never_given_leads_nowhere(store, folder, name):
    """Not even to a file with the right content."""
    lay(folder.parent / "outside", CONTENT)
    store.put([CONTENT])

    for read in (store.open, store.read):
        with pytest.raises(StoredFileDamaged, match="không còn"):
            read(name, sha256=SHA256, damage=DAMAGE)
    assert (store.size_of(name), store.is_whole(name, sha256=SHA256)) == (None, False)


def test_discarding_reaches_no_other_folder(store, folder):
    store.put([CONTENT])
    lay(folder.parent / "outside", CONTENT)
    store.discard("../outside")

    assert (folder.parent / "outside").exists()


def test_files_that_nothing_was_done_to_are_told_by_name_half_written_ones_too(store, folder):
    now = datetime.now(UTC)
    assert list(store.untouched(before=now)) == []

    old, young = store.put([CONTENT]).name, store.put([CONTENT]).name
    lay(folder / ".half", b"n")
    before = now - timedelta(hours=1)
    for name in (old, ".half"):
        os.utime(folder / name, (before.timestamp() - 1,) * 2)

    assert list(store.untouched(before=before)) == sorted([".half", old])
    assert set(store.untouched(before=now + timedelta(hours=1))) == {".half", old, young}
