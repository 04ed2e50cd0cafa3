"""The data folder: where it is, who may read it, and its generated secrets; refuses folders that others can open."""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import secrets
import shutil
import stat
from pathlib import Path

import platformdirs

from opsroom.project.refused import Refused

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def home() -> Path:
    """The data folder of this instance: OPSROOM_HOME, else the platform's folder for user data."""
    named = os.environ.get("OPSROOM_HOME")
    path = Path(named) if named else Path(platformdirs.user_data_dir("opsroom", appauthor=False))
    return path.expanduser().absolute()


def private_folder(path: Path) -> Path:
    """Creates the folder for its owner alone; refuses one that cannot be written or is open to others."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    except OSError as error:
        raise Refused(_no_folder(path, error)) from error
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise Refused(
            f"The folder {path} cannot be written by this account. Give it the folder (chown), mount the disk for "
            "writing, or set OPSROOM_HOME to another folder."
        )
    refuse_open(path, FOLDER_MODE)
    return path


def refuse_open(path: Path, mode: int) -> None:
    """Raises Refused when others than the owner may read, write or enter the path."""
    found = stat.S_IMODE(path.stat().st_mode)
    if found & 0o077:
        raise Refused(
            f"Other users of this machine can open {path} (mode {found:04o}). Run: chmod {mode:04o} {path}"
        )


def room_in(path: Path) -> int:
    """Bytes that may still be written where the path is, or will be."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return shutil.disk_usage(path).free


def full_disk(path: Path, wanted: int) -> str | None:
    """A sentence when less than `wanted` bytes are free there, else None."""
    free = room_in(path)
    if free >= wanted:
        return None
    return (
        f"The disk that holds {path} has {free // 1024**2} MB free, and Opsroom needs {wanted // 1024**2} MB there. "
        "Free some space, or set OPSROOM_HOME to a folder on another disk; then run the same command again."
    )


def _no_folder(path: Path, error: OSError) -> str:
    """What stands in the way of the folder: a file of its name, a file above it, or a right."""
    if path.exists() or path.is_symlink():
        return (
            f"{path} is a file, and Opsroom needs a folder there. "
            "Set OPSROOM_HOME to a folder, or move the file away."
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"The disk is full: the folder {path} cannot be made. Free some space, or set OPSROOM_HOME to a folder on "
            "another disk."
        )
    why = (error.strerror or type(error).__name__).lower()
    return (
        f"The folder {path} cannot be made: {why}. Set OPSROOM_HOME to a folder where this account may write."
    )


def secret_file(name: str, folder: Path | None = None) -> Path:
    """Where the secret of that name is kept, in this instance's data folder or in the one given."""
    return (folder or home()) / "secrets" / name


def secret(name: str, folder: Path | None = None) -> str:
    """Reads the secret, making it on first use: 256 random bits in a file only its owner can read."""
    path = secret_file(name, folder)
    private_folder(path.parent.parent)
    private_folder(path.parent)
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(32))
    refuse_open(path, FILE_MODE)
    return path.read_text(encoding="ascii").strip()


def known_secret(name: str, folder: Path | None = None) -> str | None:
    """Reads the secret if it was made already; makes nothing, so that tools may import the settings."""
    try:
        return secret_file(name, folder).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def fingerprint() -> str:
    """What tells this data folder's web server from every other, also from that of a copy of it elsewhere.

    Derived from a secret, and no secret itself."""
    place = b"opsroom.instance:" + os.fsencode(home().resolve())
    return hmac.new(secret("secret_key").encode(), place, hashlib.sha256).hexdigest()[:32]


def _write_once(path: Path, text: str) -> None:
    """Two processes may start at once: the first to link its file wins, and both read the same secret."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, FILE_MODE)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process was first; its secret counts
    except OSError as error:
        error.filename = error.filename or str(path)  # a write does not name its file
        raise
    finally:
        draft.unlink()
