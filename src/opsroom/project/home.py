"""The data folder: where it is, who may read it, and its generated secrets; refuses folders that others can open."""

from __future__ import annotations

import os
import secrets
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
    """Creates the folder for its owner alone; refuses one that exists and is open to others."""
    path.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    refuse_open(path, FOLDER_MODE)
    return path


def refuse_open(path: Path, mode: int) -> None:
    """Raises Refused when others than the owner may read, write or enter the path."""
    found = stat.S_IMODE(path.stat().st_mode)
    if found & 0o077:
        raise Refused(
            f"Other users of this machine can open {path} (mode {found:04o}). Run: chmod {mode:04o} {path}"
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


def _write_once(path: Path, text: str) -> None:
    """Two processes may start at once: the first to link its file wins, and both read the same secret."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, FILE_MODE)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process was first; its secret counts
    finally:
        draft.unlink()
