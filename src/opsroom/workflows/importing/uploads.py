"""Keeps uploaded files under names of our own, within quotas; refuses what would fill the disk (U2, X4)."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from opsroom.kernel.records.full_disk import as_disk_full
from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.kernel.values.limits import (
    DISK_FREE_BYTES_MIN,
    UPLOAD_BYTES_MAX,
    UPLOADS_BYTES_MAX,
    UPLOADS_BYTES_PER_PERSON_MAX,
)

KEY = re.compile(r"[a-z0-9]{1,30}/[0-9a-f]{32}")


class UploadTooLarge(CodedError):
    """One file over the limit. Facts: megabytes."""

    code = "imports.upload_too_large"
    sentence = (
        "The file is larger than {megabytes} MB and was not kept. Split it, or export a shorter period."
    )
    retry = Retry.AFTER_FIX


class NoRoom(CodedError):
    """A quota or the disk is used up. Facts: why."""

    code = "imports.no_room"
    sentence = (
        "{why} Nothing was kept. Free some space or discard imports you no longer need, "
        "then import the file again."
    )
    retry = Retry.AFTER_FIX


@dataclass(frozen=True, slots=True)
class Upload:
    """A kept file: our own name of it, its size and the hash of its bytes."""

    file_key: str
    size_bytes: int
    sha256: str


def folder() -> Path:
    """Where uploads lie; made for its owner alone."""
    path = Path(settings.MEDIA_ROOT) / "uploads"
    # The mode of mkdir counts for the last folder only, and people's files lie in all of them.
    path.parent.mkdir(exist_ok=True, mode=0o700)
    path.mkdir(exist_ok=True, mode=0o700)
    return path


def path_of(file_key: str) -> Path:
    """The file of a key. A key that is not one of ours is refused, so that no path comes from outside."""
    if not KEY.fullmatch(file_key):
        raise ValueError("not a key of an upload")
    return folder() / file_key


def keep_upload(chunks: Iterable[bytes], *, owner: str) -> Upload:
    """Streams the bytes to disk. `owner`: "u7" for a person, "cli"; quotas count by it.

    Raises UploadTooLarge, NoRoom; what was written so far goes again.
    """
    try:
        return _kept(chunks, owner)
    except OSError as error:
        if as_disk_full(error) is None:
            raise
        raise NoRoom(why="The disk that holds the uploads is full.") from error


def _kept(chunks: Iterable[bytes], owner: str) -> Upload:
    own = folder() / owner
    own.mkdir(exist_ok=True, mode=0o700)
    room = _room(own)
    key = uuid.uuid4().hex
    path = own / key
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as file:
            os.chmod(path, 0o600)
            for chunk in chunks:
                size += len(chunk)
                if size > UPLOAD_BYTES_MAX:
                    raise UploadTooLarge(megabytes=UPLOAD_BYTES_MAX // 1024**2)
                if size > room:
                    raise NoRoom(why="The upload folder or the disk would be full.")
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Upload(f"{owner}/{key}", size, digest.hexdigest())


def drop_upload(file_key: str) -> bool:
    """Removes a kept file; whether there was one. One that is gone stays gone."""
    path = path_of(file_key)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def _room(own: Path) -> int:
    """Bytes that may still be written. Raises NoRoom when there is none left."""
    mine, everybody = _size(own), _size(folder())
    free = shutil.disk_usage(own).free
    if free < DISK_FREE_BYTES_MIN:
        raise NoRoom(why=f"Less than {DISK_FREE_BYTES_MIN // 1024**3} GB of disk space is free.")
    if mine >= UPLOADS_BYTES_PER_PERSON_MAX:
        raise NoRoom(
            why=f"Your uploads take {UPLOADS_BYTES_PER_PERSON_MAX // 1024**3} GB, the limit for one person."
        )
    if everybody >= UPLOADS_BYTES_MAX:
        raise NoRoom(why=f"All uploads take {UPLOADS_BYTES_MAX // 1024**3} GB, the limit for all.")
    return min(free - DISK_FREE_BYTES_MIN, UPLOADS_BYTES_PER_PERSON_MAX - mine, UPLOADS_BYTES_MAX - everybody)


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
