"""Installs a hashed lock with one line of progress; refuses nothing pip accepts, shows pip's words when it fails."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import deque
from pathlib import Path

PINNED = re.compile(r"^[A-Za-z0-9._-]+==", re.MULTILINE)
BAR_CELLS = 24
WORDS_KEPT = 25


def bar(done: int, total: int) -> str:
    """`[#####     ] 12 of 92`."""
    filled = BAR_CELLS * min(done, total) // max(total, 1)
    return f"[{'#' * filled:{BAR_CELLS}}] {min(done, total)} of {total}"


def install(lock: Path) -> int:
    """Runs pip over the lock; returns its exit code."""
    total = len(PINNED.findall(lock.read_text(encoding="utf-8")))
    command = [
        sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off",
        "--require-hashes", "-r", str(lock),
    ]  # fmt: skip
    last: deque[str] = deque(maxlen=WORDS_KEPT)
    looked_at = 0
    terminal = sys.stdout.isatty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            last.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                looked_at += 1
                if terminal:
                    print(f"\r  {bar(looked_at, total)} packages fetched", end="", flush=True)
            elif line.startswith("Installing collected"):
                print(f"\r  {bar(total, total)} packages fetched; unpacking them", flush=True)
    if pip.returncode != 0:
        print("\nThe packages could not be installed. pip's last words:\n" + "".join(last), file=sys.stderr)
    return pip.returncode


if __name__ == "__main__":
    sys.exit(install(Path(sys.argv[1])))
