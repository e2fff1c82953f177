"""Files replaced in one step, and system errors as one sentence."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from musflow_studio.disk import disk_error, replace_file
from musflow_studio.domain.errors import ErrorCode, StudioError


def test_a_file_is_replaced_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    file = tmp_path / ("ü" * 100 + ".json")
    for data in (b"one", b"two"):
        replace_file(file, data)
        assert file.read_bytes() == data
    assert list(tmp_path.iterdir()) == [file]


def test_a_failed_replacement_leaves_nothing_beside(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "full").touch()
    with pytest.raises(StudioError) as failure:
        replace_file(tmp_path / "folder", b"x")
    assert failure.value.code is ErrorCode.NOT_ALLOWED
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, ErrorCode.DISK_FULL),
        (errno.EDQUOT, ErrorCode.DISK_FULL),
        (errno.ENOENT, ErrorCode.FILE_NOT_FOUND),
        (errno.EACCES, ErrorCode.NOT_ALLOWED),
        (errno.EROFS, ErrorCode.NOT_ALLOWED),
    ],
)
def test_each_refusal_has_its_code_and_names_the_place(number: int, code: ErrorCode) -> None:
    said = disk_error(OSError(number, "as the system says"), Path("/some/place"))
    assert said.code is code
    assert "/some/place" in said.sentence()
