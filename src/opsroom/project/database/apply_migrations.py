"""Migrates as the owner, makes the cache's table and sets rights; run as a module, by migrate.py or by hand.

`python -m opsroom.project.database.apply_migrations` works on the database that OPSROOM_HOME, OPSROOM_DB_NAME or
DATABASE_URL name.
"""

from __future__ import annotations

import json
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command

from opsroom.project.children import is_child, live_with_parent
from opsroom.project.database import grants
from opsroom.project.database.address import EMBEDDED_NAME, address, is_external
from opsroom.project.database.first_tables import lay_first_tables
from opsroom.project.database.migrate import in_turn
from opsroom.project.database.migration_fault import told


def main() -> None:
    """All of it; a failure is told as one JSON line on the output, for the process that waits."""
    if is_child():
        live_with_parent()
    try:
        apply()
    except Exception as error:
        sys.stdout.write(f"{json.dumps(told(error))}\n")
        sys.exit(1)


def apply() -> None:
    """Every pending migration, in an empty database after the script of the first tables; then every right anew."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opsroom.project.settings")
    os.environ["OPSROOM_DB_ROLE"] = "owner"
    django.setup()
    with in_turn(address("owner").dsn()):
        lay_first_tables(address("owner").dsn())
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        grants.apply(str(settings.DATABASES["default"]["NAME"]) if is_external() else EMBEDDED_NAME)


if __name__ == "__main__":
    main()
