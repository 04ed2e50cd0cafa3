"""Django's own commands for those who build Opsroom, such as makemigrations; people use the `opsroom` command."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Runs one Django command; makemigrations works without a running database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opsroom.project.settings")
    os.environ.setdefault("OPSROOM_DB_ROLE", "owner")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
