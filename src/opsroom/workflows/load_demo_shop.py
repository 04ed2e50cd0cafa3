"""Loads the demo shop into an instance that has no company, by the same verbs a person uses; goes on after a crash.

Refuses a second load. Each step is one transaction with the job's progress, or an import, which goes on by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from opsroom.domains.access import rules as access
from opsroom.domains.access.queries import all_company_ids, companies_of
from opsroom.domains.access.rules import system_actor
from opsroom.domains.channels import queries as channels
from opsroom.domains.warehouse import queries as warehouse
from opsroom.kernel.records import jobs
from opsroom.kernel.records.job_reports import JobView, recent
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.errors import CodedError, Retry
from opsroom.workflows.demo_shop import house, morning
from opsroom.workflows.demo_shop.files import DemoFile, files_of
from opsroom.workflows.importing.uploads import drop_upload, keep_upload
from opsroom.workflows.open_import import Wish, open_import
from opsroom.workflows.run_import import run_import

FOLDER = Path(__file__).parent / "demo_shop"
EMAIL = "owner@opsroom.invalid"  # nobody's address; the person replaces it under Settings
Progress = Callable[[str, int, int], None]
ENDED = frozenset({"done", "cancelled"})


class ShopExists(CodedError):
    """The instance has a company, so the demo shop would stand among real orders."""

    code = "demo.shop_exists"
    sentence = (
        "There is a company already, so the demo shop was not loaded. "
        "Set OPSROOM_HOME to another folder and load it there."
    )
    retry = Retry.AFTER_FIX


@dataclass(frozen=True, slots=True)
class DemoShop:
    """The company that was made, and what its loading left for a person: rows to fix by file."""

    company_id: int
    rows_to_fix: dict[str, int]


def load_demo_shop(
    actor: Actor, *, email: str = EMAIL, on_progress: Progress = lambda what, done, total: None
) -> DemoShop:
    """Makes the company Northbay Goods, its sites and channels, imports its files and lives through its morning.

    A load that was killed goes on with the step it died in. `on_progress`: what comes now, steps done, steps in all.
    Raises ShopExists.
    """
    access.require(actor, "demo.load")
    steps = len(files_of(FOLDER, 0)) + len(morning.STEPS) + 1
    view = begun(actor)
    if view is None:
        if all_company_ids():
            raise ShopExists()
        on_progress("The company, its sites and channels", 0, steps)
        company_id, job_id = house.make_house(actor, email=email, steps=steps)
        run = jobs.Run(job_id, jobs.FIRST_FENCE, 0, steps)
    else:
        company_id = int(view.company_id or 0)
        if view.state == "paused":
            jobs.resume(view.id, actor)
        elif view.state == "failed":
            jobs.retry(view.id, actor)
        run = jobs.take_over(view.id, actor, stale_seconds=0)
    own = system_actor(actor.name, company_ids=frozenset({company_id}), way=actor.way)
    return _fill(own, company_id, run, steps, on_progress)


def begun(actor: Actor) -> JobView | None:
    """The job of a load that did not come to its end; None where none was begun or it is done."""
    everybody = system_actor(actor.name, company_ids=all_company_ids(), way=actor.way)
    found = recent(everybody, kind=house.JOB, limit=1)
    return found[0] if found and found[0].state not in ENDED else None


def _fill(actor: Actor, company_id: int, run: jobs.Run, steps: int, on_progress: Progress) -> DemoShop:
    began = next(one for one in recent(actor, kind=house.JOB) if one.id == run.job_id).created_at
    zone = ZoneInfo(companies_of(actor)[0].timezone)
    to_fix: dict[str, int] = {}
    done = 1
    for file in files_of(FOLDER, 0, now=began.astimezone(zone)):
        on_progress(file.name, done, steps)
        left = _import(actor, company_id, file)
        if left:
            to_fix[file.name] = left
        done += 1
        jobs.advance(run.job_id, max(done, run.done), file.name, fence=run.fence)
    for title, step in morning.STEPS:
        done += 1
        if done <= run.done:
            continue
        on_progress(title, done - 1, steps)
        with transaction.atomic():
            step(actor, company_id)
            jobs.advance(run.job_id, done, title, fence=run.fence)
    jobs.finish(run.job_id, {"rows_to_fix": to_fix}, actor=actor, fence=run.fence)
    on_progress("", steps, steps)
    return DemoShop(company_id, to_fix)


def _import(actor: Actor, company_id: int, file: DemoFile) -> int:
    """Imports the file as far as it can go; returns how many rows are left to fix."""
    data = file.text.encode()
    account = channels.channel_by_code(actor, company_id, file.channel) if file.channel else None
    channel_id = account.id if account else None
    same = channels.find_same_file(company_id, hashlib.sha256(data).hexdigest(), channel_id=channel_id)
    import_id = same.id if same else _open(actor, company_id, file, data, channel_id)
    counts = run_import(actor, import_id).counts
    return int(counts["fix"]) + int(counts["questions"])


def _open(actor: Actor, company_id: int, file: DemoFile, data: bytes, channel_id: int | None) -> int:
    sites = {site.code: int(site.pk) for site in warehouse.sites(actor)}
    upload = keep_upload([data], owner="demo")
    wish = Wish(None, "live", channel_id, sites.get(file.site or ""), tuple(file.answers.items()))
    try:
        return open_import(actor, company_id, upload, file.name, wish)
    except CodedError:
        drop_upload(upload.file_key)
        raise
