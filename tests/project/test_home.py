"""A data folder that cannot be is refused with a sentence that names it and says what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from opsroom.project import home
from opsroom.project.refused import Refused


@pytest.mark.parametrize(
    ("named", "said"), [("shop", "is a file, and Opsroom needs a folder"), ("shop/in", "not a dir")]
)
def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path, named: str, said: str) -> None:
    (tmp_path / "shop").write_text("mine")
    with pytest.raises(Refused, match=said) as refused:
        home.private_folder(tmp_path / named)
    assert str(tmp_path / named) in str(refused.value)
    assert "OPSROOM_HOME" in str(refused.value)
    assert (tmp_path / "shop").read_text() == "mine"


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(Refused, match="cannot be written by this account"):
        home.private_folder(tmp_path / "shop")


def test_a_full_disk_is_told_with_what_is_free_and_leaves_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home.full_disk(tmp_path / "not" / "there", 0) is None
    monkeypatch.setattr(home, "room_in", lambda path: 3 * 1024**2)
    assert str(home.full_disk(tmp_path, 256 * 1024**2)).startswith(
        f"The disk that holds {tmp_path} has 3 MB free, and Opsroom needs 256 MB there. Free some space"
    )

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as refused:
        home.secret("secret_key", tmp_path / "shop")
    assert refused.value.filename == str(tmp_path / "shop" / "secrets" / "secret_key")
    assert list((tmp_path / "shop" / "secrets").iterdir()) == []
