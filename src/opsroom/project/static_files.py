"""Builds and collects the static files when their sources changed; serves nothing itself."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from opsroom.project.home import home, private_folder
from opsroom.project.refused import Refused

_WEB = Path(__file__).resolve().parent.parent / "interfaces" / "web"
_LIBRARIES = ("django", "django-htmx", "django-allauth", "whitenoise")
_SUFFIXES = {".css", ".js", ".svg", ".png", ".woff2", ".webmanifest", ".ico"}
_BUILDERS = ("assets.py", "icons.py")


def fingerprint() -> str:
    """Changes whenever a style, script, picture, builder or library with static files changes."""
    digest = hashlib.sha256()
    for path in sorted(_WEB.rglob("*")):
        built = _WEB / "static" in path.parents
        if not built and (path.suffix in _SUFFIXES or path.name in _BUILDERS):
            digest.update(str(path.relative_to(_WEB)).encode() + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}".encode())
    return digest.hexdigest()


def are_current() -> bool:
    """True when what was collected last is what the program has now."""
    stamp = _stamp()
    return stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint()


def _stamp() -> Path:
    return private_folder(home()) / "static.fingerprint"


def collect_if_needed() -> bool:
    """Collects in a child process unless the stored fingerprint is ours. Returns whether it did.

    One at a time: two that collect into one folder take each other's files away while they are compressed.
    """
    if are_current():
        return False
    with (private_folder(home()) / "static.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # the kernel frees it when its holder dies
        if are_current():
            return False
        _collect()
        _stamp().write_text(fingerprint(), encoding="ascii")
    return True


def _collect() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "opsroom.project.collect_static"],
        env=os.environ,
        check=False,
        capture_output=True,
        text=True,
    )
    if answer.returncode != 0:
        last = answer.stderr.strip().rpartition("\n")[2]
        raise Refused(
            f"The pages' styles and scripts could not be collected into {home() / 'static'}: {last}"
        )
