"""Bodies by hash: kept once, checked when read, never half written."""

import gzip
import os
from hashlib import sha256

import pytest
from faults import files_of_at_most
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.errors import EnvironmentFailure
from repo_watch.fetch.archive import Archive

BODY = b"<!doctype html><p>A fictional page.</p>"
DIGEST = sha256(BODY).hexdigest()


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "archive")


def _files(tmp_path):
    return sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_what_is_kept_comes_back(archive, tmp_path):
    assert archive.put(BODY) == DIGEST
    assert archive.get(DIGEST) == BODY
    assert _files(tmp_path) == [tmp_path / "archive" / DIGEST[:2] / f"{DIGEST}.gz"]


@given(st.binary(max_size=3000))
def test_any_bytes_come_back(tmp_path_factory, body):
    archive = Archive(tmp_path_factory.getbasetemp() / "any")
    assert archive.get(archive.put(body)) == body


def test_keeping_again_writes_nothing(archive, tmp_path):
    archive.put(BODY)
    before = [(path.stat().st_ino, path.stat().st_mtime_ns) for path in _files(tmp_path)]
    archive.put(BODY)
    assert [(path.stat().st_ino, path.stat().st_mtime_ns) for path in _files(tmp_path)] == before


def test_the_same_body_is_the_same_file_everywhere(tmp_path):
    for name in ("one", "two"):
        Archive(tmp_path / name).put(BODY)
    one, two = _files(tmp_path)
    assert one.read_bytes() == two.read_bytes()
    # The moment of packing, which gzip writes after its four first bytes, is left out.
    assert one.read_bytes()[4:8] == bytes(4)


def test_a_body_can_be_taken_out(archive, tmp_path):
    archive.put(BODY)
    archive.remove(DIGEST)
    archive.remove(DIGEST)
    assert _files(tmp_path) == []
    with pytest.raises(EnvironmentFailure, match="not in the archive"):
        archive.get(DIGEST)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda packed: packed[:-9],
        lambda packed: packed[:20] + b"\xff\xff" + packed[22:],
        lambda _: b"not packed at all",
        lambda _: gzip.compress(b"another page"),
    ],
)
def test_a_damaged_body_is_never_handed_out(archive, tmp_path, damage):
    archive.put(BODY)
    (path,) = _files(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(EnvironmentFailure, match="damaged; restore it") as caught:
        archive.get(DIGEST)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


# -------------------------------------------------------------- disks that do not do as they should


def test_a_full_disk_leaves_nothing_half_written(archive, tmp_path):
    body = os.urandom(50_000)
    with files_of_at_most(10_000), pytest.raises(EnvironmentFailure) as caught:
        archive.put(body)
    assert "File too large; check the disk" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert _files(tmp_path) == []
    assert archive.get(archive.put(body)) == body


def test_a_folder_that_cannot_be_made_or_read_is_named(tmp_path):
    (tmp_path / "archive").write_text("a file where the folder should be")
    archive = Archive(tmp_path / "archive")
    with pytest.raises(EnvironmentFailure, match="check the disk and who may write there"):
        archive.put(BODY)
    with pytest.raises(EnvironmentFailure, match="cannot be read: Not a directory"):
        archive.get(DIGEST)
    with pytest.raises(EnvironmentFailure, match="Not a directory; check the disk"):
        archive.remove(DIGEST)


def test_what_a_killed_run_left_behind_is_no_body_and_no_hindrance(archive, tmp_path):
    left = tmp_path / "archive" / DIGEST[:2] / f".{DIGEST}.gz.new"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    with pytest.raises(EnvironmentFailure, match="not in the archive"):
        archive.get(DIGEST)
    archive.put(BODY)
    assert archive.get(DIGEST) == BODY
    assert not left.exists()
