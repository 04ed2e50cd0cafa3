"""Builds the parts of one import's page from its facts; refuses to count anything itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from opsroom.domains.access.rules import may
from opsroom.domains.channels import queries as channels
from opsroom.domains.channels.import_rights import may_file
from opsroom.domains.channels.queries import ImportFacts, RowFacts
from opsroom.interfaces.web.imports.asked import FLAGS, flags_of, questions_of
from opsroom.interfaces.web.imports.columns_form import column_rows, sign_fields, word_rows
from opsroom.interfaces.web.imports.effects import effect_pairs, stock_words
from opsroom.interfaces.web.parts import Action, Alert, Crumb, Fact, Head, Job, Pairs, Status, Steps, Strip
from opsroom.interfaces.web.parts_list import Pager, View, Views
from opsroom.interfaces.web.wording import counted
from opsroom.kernel.records import job_reports
from opsroom.kernel.records.errors import JobMissing
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import IMPORT_UNDO_DAYS, JOB_HEARTBEAT_STALE_SECONDS, PAGE_ROWS_USUAL
from opsroom.ports import registry
from opsroom.workflows.commit_import import open_questions

Json = dict[str, Any]
TABS = (
    ("fix", "To fix"), ("questions", "To confirm"), ("new", "New"), ("changed", "Changed"), ("same", "Same"),
    ("skipped", "Left out"), ("kept", "Undo"), ("all", "All"),
)  # fmt: skip
ALWAYS = {"fix", "new", "changed", "same", "all"}
VERDICTS = {
    "error": Status(text="Error", tone="bad"),
    "question": Status(text="Confirm", tone="warn"),
    "ready": Status(text="Ready", tone="info"),
    "waiting": Status(text="Waits for a line", tone="warn"),
    "imported": Status(text="Imported", tone="ok"),
    "skipped": Status(text="Left out"),
    "undone": Status(text="Undone"),
    "kept": Status(text="Stays", tone="warn"),
}
JOB_STATES = {"queued": "waiting", "running": "running", "paused": "paused", "done": "done"}
BUSY = {"checking", "committing", "undoing"}
AT_WORK = {"queued", "running", "paused"}
SILENT = timedelta(seconds=JOB_HEARTBEAT_STALE_SECONDS)


def page_of(actor: Actor, facts: ImportFacts, tab: str, after: int) -> Json:
    """What the template shows. `tab` unknown or empty: the first that has something to do."""
    counts = channels.tab_counts(facts.id)
    ready = channels.count_rows(facts.id, ["ready"])
    names = [name for name, _ in TABS]
    if tab not in names:
        tab = next((name for name in ("fix", "questions", "kept") if counts[name]), "all")
    found = channels.row_page(actor, facts.id, tab, after=after, rows=PAGE_ROWS_USUAL + 1)
    rows = found[:PAGE_ROWS_USUAL]
    columns = facts.mapping.get("columns", {})
    return {
        "facts": facts,
        "head": _head(facts, counts),
        "steps": _steps(facts),
        "strip": _strip(facts, counts),
        "alerts": _alerts(actor, facts),
        "questions": questions_of(facts, ready + counts["fix"] + counts["questions"]),
        "flags": flags_of(channels.flag_counts(facts.id, FLAGS)) if tab == "questions" else [],
        "views": _views(facts, counts, tab),
        "tab": tab,
        "rows": [_row(row, columns, facts.mapping.get("header", [])) for row in rows],
        "pager": _pager(facts, tab, rows, len(found) > len(rows), counts[tab]),
        "mapping": _mapping(facts),
        "signs": sign_fields(facts.answers, off=facts.state != "staged"),
        "words": word_rows(facts.format, facts.mapping.get("words", {}))
        if facts.mapping.get("header")
        else [],
        "template": facts.mapping.get("template"),
        "offers": facts.mapping.get("offers", []) if facts.state == "staged" else [],
        "may_map": may_file(actor, "imports.upload", facts.format) and facts.state == "staged",
        "effect_title": "What it did" if facts.state in {"committed", "undone"} else "What it will do",
        "effects": Pairs(
            rows=effect_pairs(
                facts.effects,
                reverse("import-lines", args=[facts.id]),
                kind=registry.format_by_code(facts.format).kind,
            )
        ),
        "job": job_part(actor, facts),
        "actions": _actions(actor, facts, counts),
        "say": _say(facts, counts),
        "may_fix": may_file(actor, "imports.upload", facts.format) and facts.state in {"staged", "committed"},
        "to_fix": counts["fix"] + counts["questions"] + counts["kept"],
    }


def _head(facts: ImportFacts, counts: Json) -> Head:
    left, rows = counts["fix"] + counts["questions"], counts["all"]
    ready = channels.count_rows(facts.id, ["ready"])
    done = channels.count_rows(facts.id, ["imported"])
    kind = registry.format_by_code(facts.format).title
    title, lead = (
        f"{facts.file_name} waits to be read",
        "Large files are read by the worker; you may leave this page.",
    )
    if facts.state == "failed":
        title, lead = "This file could not be read", "Nothing was written, and the file is kept."
    elif facts.state == "checking":
        title, lead = "The file is being read", "You may leave this page; what is read so far is kept."
    elif facts.state == "staged":
        if not rows:
            return _nothing_read(facts)
        title = f"{ready:,} of {counted(rows, 'record')} {'is' if rows == 1 else 'are'} ready."
        title += f" {left:,} {'needs' if left == 1 else 'need'} a look first." if left else ""
        lead = "Nothing has been written yet. Ready records can go in now; the others stay here and lose nothing."
    elif facts.state == "committing":
        title, lead = (
            f"{done:,} of {ready + done:,} records are in",
            "It goes on where it stopped, also after a crash.",
        )
    elif facts.state == "committed":
        title = f"{counted(done, 'record')} {'is' if done == 1 else 'are'} in."
        title += f" {left:,} {'is' if left == 1 else 'are'} left to fix." if left else ""
        lead = "Fixed records can go in later; those that are in stay as they are."
    elif facts.state == "undone":
        title, lead = (
            "This import was undone",
            "Stock went back by counter entries; nothing else of it is left.",
        )
    elif facts.state == "discarded":
        title, lead = "This import was discarded", "Nothing of it was ever written."
    elif facts.state == "undoing":
        title, lead = "The import is being undone", "Touched records stay, each with its reason."
    crumbs = [Crumb(text="Import", href=reverse("imports")), Crumb(text=facts.name)]
    mode = "listening only" if facts.listens and facts.mode == "live" else facts.mode
    return Head(title=title, lead=lead, crumbs=crumbs, eyebrow=f"{facts.file_name}, {kind}, {mode}")


def _nothing_read(facts: ImportFacts) -> Head:
    crumbs = [Crumb(text="Import", href=reverse("imports")), Crumb(text=facts.name)]
    kind = registry.format_by_code(facts.format).title
    lead = (
        f"It was taken for {kind}. Say below which column means what, then read it again; if it is something else, "
        "discard it and choose its kind at the upload."
    )
    eyebrow = f"{facts.file_name}, {kind}, {facts.mode}"
    return Head(title="No record could be read yet", lead=lead, crumbs=crumbs, eyebrow=eyebrow)


def _steps(facts: ImportFacts) -> Steps:
    at = {"uploaded": 2, "checking": 2, "staged": 3, "failed": 2, "discarded": 3}.get(facts.state, 4)
    return Steps(names=("File", "Columns", "Check", "Import"), at=at + (facts.state == "committed"))


def _strip(facts: ImportFacts, counts: Json) -> Strip:
    left = counts["fix"] + counts["questions"]
    created = facts.effects.get("items_created", 0)
    stock, value = stock_words(facts.effects)
    return Strip(
        label="What the file would do",
        facts=[
            Fact(
                key="New", value=f"{counts['new']:,}", sub=counted(created, "item") if created else "records"
            ),
            Fact(key="Changed", value=f"{counts['changed']:,}", sub="differ from what is here"),
            Fact(key="Same", value=f"{counts['same']:,}", sub="already as in the file"),
            Fact(
                key="To fix",
                value=f"{left:,}",
                tone="bad" if left else "",
                sub=f"{counted(counts['fix'], 'error')}, {counts['questions']:,} to confirm",
            ),
            Fact(key="Stock effect", value=stock, sub=value, wide=True),
        ],
    )


def _alerts(actor: Actor, facts: ImportFacts) -> list[Alert]:
    found = [
        Alert(
            strong="Look at the file." if one["severity"] != "error" else "The file has a problem.",
            text=one["sentence"],
            tone="bad" if one["severity"] == "error" else "warn",
        )
        for one in facts.problems
        if one["severity"] != "question"
    ]
    same = facts.effects.get("same_file")
    if same and facts.state == "staged":
        link = Action(label=f"See I-{same}", href=reverse("import", args=[same]), small=True)
        is_in = channels.import_of(actor, same).state in {"committing", "committed"}
        strong = f"You {'imported' if is_in else 'uploaded'} this file before."
        text = f"I-{same} brought the same bytes"
        text += (
            ". Records that are in already change nothing."
            if is_in
            else " and waits for you. Discard one of them."
        )
        found.insert(0, Alert(strong=strong, text=text, tone="info", actions=(link,)))
    return found


def _views(facts: ImportFacts, counts: Json, tab: str) -> Views:
    address = reverse("import", args=[facts.id])
    shown = [(name, text) for name, text in TABS if counts[name] or name in ALWAYS]
    return Views(
        label="Record states",
        views=[
            View(name=text, href=f"{address}?tab={name}", count=counts[name], current=name == tab)
            for name, text in shown
        ],
    )


def _row(row: RowFacts, columns: Json, header: list[str]) -> Json:
    """A row with the one box that fixes its worst problem, where the problem names a column of the file."""
    standing = [one for one in row.problems if one["severity"] == "error"] or [
        one for one in row.problems if one["severity"] == "question" and not one.get("accepted")
    ]
    # What has no column of its own, such as a key that is missing, may be mended in what else is said of the row.
    places = [*standing, *row.problems] if standing else []
    column_of = {one["field"]: columns.get(one["field"]) or one["field"] for one in places}
    worst = next((one for one in places if column_of[one["field"]] in header), next(iter(standing), None))
    column = column_of[worst["field"]] if worst and column_of[worst["field"]] in header else None
    value = (worst or {}).get("fix") or (worst or {}).get("found") or ""
    return {
        "facts": row,
        "status": VERDICTS[row.verdict],
        "problems": row.problems,
        "worst": worst,
        "column": column,
        "value": value,
        "line": worst["row"] if worst else row.first_row,
        "title": _title(row),
        "href": reverse("order", args=[row.result_id]) if _is_order(row) else "",
    }


def _is_order(row: RowFacts) -> bool:
    return row.result_kind == "orders.order" and bool(row.result_id) and row.verdict in {"imported", "kept"}


def _title(row: RowFacts) -> str:
    value = row.value or {}
    return str(
        value.get("name")
        or value.get("title")
        or value.get("sku")
        or row.natural_key.removesuffix("@/")
        or "(empty)"
    )


def _pager(facts: ImportFacts, tab: str, rows: list[RowFacts], more: bool, total: int) -> Pager | None:
    if not more or not rows:
        return None
    address = reverse("import", args=[facts.id])
    following = f"{address}?tab={tab}&after={rows[-1].number}"
    return Pager(first=1, last=len(rows), total=total, after=following)


def _mapping(facts: ImportFacts) -> list[Json]:
    """The columns of the file, what they feed, and an example."""
    told = facts.mapping
    return column_rows(
        facts.format,
        told.get("header", []),
        told.get("columns", {}),
        told.get("sample", []),
        told.get("reasons", {}),
    )


def job_part(actor: Actor, facts: ImportFacts) -> Job | None:
    """The job that works on it or waits for the worker, with pause and resume."""
    if facts.job_id is None:
        return None
    try:
        view = job_reports.view(facts.job_id, actor)
    except JobMissing:
        return None
    if facts.state not in BUSY and not (facts.state in {"staged", "committed"} and view.state in AT_WORK):
        return None
    acts: tuple[Action, ...] = ()
    silent = view.state == "running" and timezone.now() - view.heartbeat_at > SILENT
    if view.state == "running" and not silent:
        if may(actor, "jobs.control"):
            address = reverse("import-pause", args=[facts.id])
            acts = (Action(label="Pause", post=address, small=True, icon="pause"),)
    elif may_file(actor, "imports.upload", facts.format) and (
        silent or view.state in {"paused", "failed", "cancelled"}
    ):
        address = reverse("import-resume", args=[facts.id])
        acts = (Action(label="Resume", post=address, small=True, icon="play"),)
    return Job(
        title=view.title,
        done=view.done,
        total=view.total,
        state=JOB_STATES.get(view.state, "failed"),  # type: ignore[arg-type]
        note=f"{view.note}. Nobody works on it now: resume it" if silent else view.note,
        started=view.created_at,
        actions=acts,
        src=reverse("import-job", args=[facts.id]),
    )


def _actions(actor: Actor, facts: ImportFacts, counts: Json) -> list[Action]:
    """One filled button: the answer to the headline."""
    ready = channels.count_rows(facts.id, ["ready"])
    still = open_questions(facts.effects, facts.answers)
    found: list[Action] = []
    running = job_part(actor, facts)
    if running is not None and facts.state in {"staged", "committed"}:
        return found  # it was told to go on already
    if facts.state in {"staged", "committed"} and ready and may_file(actor, "imports.commit", facts.format):
        off = "Answer the open question first." if still else ""
        label = f"Import {ready:,} record" + ("s" if ready != 1 else "")
        found.append(Action(label=label, post=reverse("import-commit", args=[facts.id]), look="pri", off=off))
    stopped = facts.state == "committing" and running is not None and running.state in {"paused", "failed"}
    if (facts.state == "committed" or stopped) and may_file(actor, "imports.undo", facts.format):
        address = reverse("import-undo", args=[facts.id])
        found.append(Action(label="Undo the import", post=address, icon="undo-2", look="danger"))
    if facts.state in {"uploaded", "staged"} and may_file(actor, "imports.upload", facts.format):
        found.append(Action(label="Discard", post=reverse("import-discard", args=[facts.id]), look="gh"))
    if facts.state == "uploaded" and may_file(actor, "imports.upload", facts.format):
        found.insert(
            0, Action(label="Read it now", post=reverse("import-resume", args=[facts.id]), look="pri")
        )
    return found


def _say(facts: ImportFacts, counts: Json) -> str:
    if facts.state == "staged":
        writes = counts["new"] + counts["changed"]
        return (
            f"{counted(writes, 'record')} to write, {counts['same']:,} already right. You can undo all of it for "
            f"{IMPORT_UNDO_DAYS} days, as counter entries; what was touched since stays."
        )
    if facts.state == "committed":
        return "Undo takes back what nobody touched since; the rest stays and says why."
    return ""
