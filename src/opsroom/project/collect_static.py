"""Builds the bundles and collects them, compressed, under names that carry their hash; run as a module."""

from __future__ import annotations

import os

import django
from django.core.management import call_command

from opsroom.interfaces.web import assets


def main() -> None:
    """`python -m opsroom.project.collect_static`; the folder is <data folder>/static."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opsroom.project.settings")
    os.environ["OPSROOM_STATIC"] = "collected"
    assets.build()
    django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


if __name__ == "__main__":
    main()
