"""Migrates as the owner, makes the cache's table and sets rights; run as a module, by migrate.py or by hand.

`python -m opsroom.project.database.apply_migrations` works on the database that OPSROOM_HOME, OPSROOM_DB_NAME or
DATABASE_URL name.
"""

from __future__ import annotations

import os

import django
from django.conf import settings
from django.core.management import call_command

from opsroom.project.database import grants
from opsroom.project.database.address import EMBEDDED_NAME, is_external


def main() -> None:
    """Every pending migration, then every right anew."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opsroom.project.settings")
    os.environ["OPSROOM_DB_ROLE"] = "owner"
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    grants.apply(str(settings.DATABASES["default"]["NAME"]) if is_external() else EMBEDDED_NAME)


if __name__ == "__main__":
    main()
