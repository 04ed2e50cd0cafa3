"""Reads of imports and their staged rows; refuses imports of other companies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, Count, F, Func, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from opsroom.domains.access.rules import require
from opsroom.domains.channels.errors import UnknownImport
from opsroom.domains.channels.models import HistoryDocument, HistoryLine, Import, ImportRow
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.limits import PAGE_ROWS_USUAL

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """One file on its way in. `answers`: what a person decided; `counts`, `effects`: the last dry run."""

    id: int
    company_id: int
    channel_id: int | None
    channel_code: str | None
    channel_name: str | None
    channel_listens_since: datetime | None
    channel_taken_over_at: datetime | None
    site_id: int | None
    template_id: int | None
    format: str
    mode: str
    state: str
    file_name: str
    file_sha256: str
    file_bytes: int
    file_key: str
    encoding: str
    mapping: Json
    answers: Json
    problems: list[Json]
    counts: Json
    effects: Json
    job_id: int | None
    created_at: datetime
    committed_at: datetime | None
    undone_at: datetime | None

    @property
    def listens(self) -> bool:
        """Whether its channel only listens now."""
        return self.channel_listens_since is not None and self.channel_taken_over_at is None

    @property
    def name(self) -> str:
        """As people call it: "I-12"."""
        return f"I-{self.id}"


@dataclass(frozen=True, slots=True)
class RowFacts:
    """One staged record; `value` as JSON of its port dataclass."""

    id: int
    number: int
    first_row: int
    row_numbers: list[int]
    kind: str
    natural_key: str
    raw: Any
    value: Json | None
    problems: list[Json]
    verdict: str
    effect: str
    result_kind: str
    result_id: int | None
    before: Json | None
    note: str


class BinTold(NamedTuple):
    """Which bin of which site one row of a stock file names, as written there."""

    sku: str
    barcode: str
    bin: str
    location: str


_IMPORT = (
    "id", "company_id", "channel_id", "site_id", "template_id", "format", "mode", "state", "file_name",
    "file_sha256", "file_bytes", "file_key", "encoding", "mapping", "answers", "problems", "counts", "effects",
    "job_id", "created_at",
    "committed_at", "undone_at",
)  # fmt: skip
_ROW = (
    "id", "number", "first_row", "row_numbers", "kind", "natural_key", "raw", "value", "problems", "verdict", "effect",
    "result_kind", "result_id", "before", "note",
)  # fmt: skip
OPEN = ("error", "question", "ready")
# What each tab of the page shows; the same filters count it.
TABS: dict[str, Q] = {
    "fix": Q(verdict="error"),
    "questions": Q(verdict="question"),
    "new": Q(effect="new", verdict__in=["ready", "imported"]),
    "changed": Q(effect="changed", verdict__in=["ready", "imported"]),
    "same": Q(effect="same", verdict__in=["ready", "imported"]),
    "skipped": Q(verdict="skipped"),
    "kept": Q(verdict__in=["kept", "undone"]),
    "all": Q(),
}


def visible_to(actor: Actor) -> QuerySet[Import]:
    """The imports this actor may see; the one filter behind every list of them."""
    require(actor, "imports.view")
    rows = Import.objects.all()
    return (
        rows.filter(company_id__in=actor.company_ids) if actor.company_ids or not actor.is_program else rows
    )


def import_of(actor: Actor, import_id: int) -> ImportFacts:
    """One import. Raises UnknownImport, also for one of another company."""
    row = _facts(visible_to(actor).filter(id=import_id)).first()
    if row is None:
        raise UnknownImport()
    return ImportFacts(**row)


def import_of_job(actor: Actor, job_id: int) -> int | None:
    """The import that a long job works on, None where it is no import's."""
    return visible_to(actor).filter(job_id=job_id).values_list("id", flat=True).first()


def imports_of(
    actor: Actor, *, before_id: int | None = None, rows: int = PAGE_ROWS_USUAL
) -> list[ImportFacts]:
    """One page of imports, the newest first."""
    page = visible_to(actor)
    if before_id is not None:
        page = page.filter(id__lt=before_id)
    return [ImportFacts(**row) for row in _facts(page.order_by("-id"))[:rows]]


def import_files(actor: Actor, company_id: int) -> dict[int, str]:
    """File name by id of the company's imports, the first one first; those taken back or thrown away are left out."""
    rows = (
        visible_to(actor).filter(company_id=company_id).exclude(state__in=["undone", "discarded", "failed"])
    )
    return dict(rows.order_by("id").values_list("id", "file_name"))


def lock_import(import_id: int) -> str:
    """Holds the import until the transaction ends, so that two workers do not commit the same rows; its state."""
    return Import.objects.select_for_update(no_key=True).values_list("state", flat=True).get(id=import_id)


def find_same_file(
    company_id: int,
    sha256: str,
    *,
    format_code: str | None = None,
    channel_id: int | None = None,
    not_id: int | None = None,
) -> ImportFacts | None:
    """The latest import of these very bytes that was neither undone, failed nor discarded."""
    rows = Import.objects.filter(company_id=company_id, file_sha256=sha256)
    rows = rows.exclude(state__in=["undone", "failed", "discarded"])
    if format_code is not None:
        rows = rows.filter(format=format_code)
    if channel_id is not None:
        rows = rows.filter(channel_id=channel_id)
    if not_id is not None:
        rows = rows.exclude(id=not_id)
    row = _facts(rows.order_by("-id")).first()
    return ImportFacts(**row) if row else None


def last_number(import_id: int) -> int:
    """The number of the last staged record, -1 when there is none: reading goes on after it."""
    tables = (ImportRow.objects, HistoryLine.objects)
    found = [rows.filter(imported_in_id=import_id).aggregate(last=Max("number"))["last"] for rows in tables]
    return max(-1 if number is None else int(number) for number in found)


def bins_told(import_id: int, bins: Collection[str]) -> set[BinTold]:
    """The rows of a stock file that name one of these bins, also those left out."""
    rows = ImportRow.objects.filter(imported_in_id=import_id, kind="stock", value__bin__in=sorted(bins))
    told = rows.values_list("value__sku", "value__barcode", "value__bin", "value__location")
    return {BinTold(sku or "", barcode or "", code, location or "") for sku, barcode, code, location in told}


_TELLS_PARTS = Coalesce(
    Func(
        F("value"),
        template="jsonb_path_exists(%(expressions)s, '$.variants[*].components[*]')",
        output_field=BooleanField(),
    ),
    False,
)


def _of_kits(page: QuerySet[ImportRow], kits: bool | None) -> QuerySet[ImportRow]:
    if kits is None:
        return page
    return page.annotate(tells_parts=_TELLS_PARTS).filter(tells_parts=kits)


def chunk_of_rows(
    import_id: int,
    *,
    after: int,
    rows: int,
    verdicts: Collection[str],
    kinds: Collection[str] = (),
    kits: bool | None = None,
) -> list[RowFacts]:
    """The next rows of these verdicts in order of number; `kits`: those that tell parts of a kit, or the others."""
    page = ImportRow.objects.filter(imported_in_id=import_id, number__gt=after, verdict__in=list(verdicts))
    page = _of_kits(page, kits)
    if kinds:
        page = page.filter(kind__in=list(kinds))
    return [RowFacts(**row) for row in page.order_by("number").values(*_ROW)[:rows]]


def rows_after(import_id: int, *, after: int, rows: int) -> list[RowFacts]:
    """The next rows whatever became of them."""
    page = ImportRow.objects.filter(imported_in_id=import_id, number__gt=after).order_by("number")
    return [RowFacts(**row) for row in page.values(*_ROW)[:rows]]


def rows_before(
    import_id: int, *, before: int | None, rows: int, verdicts: Collection[str], kits: bool | None = None
) -> list[RowFacts]:
    """The rows of these verdicts below a number, the last first; `kits` as of chunk_of_rows."""
    page = ImportRow.objects.filter(imported_in_id=import_id, verdict__in=list(verdicts))
    page = _of_kits(page, kits)
    if before is not None:
        page = page.filter(number__lt=before)
    return [RowFacts(**row) for row in page.order_by("-number").values(*_ROW)[:rows]]


def rows_that_go_along(import_id: int, numbers: Collection[int]) -> list[RowFacts]:
    """The other written rows of the SKUs of these rows of which one emptied other bins, wherever in the file they
    stand: such a SKU's bins go back together or stay."""
    mine = ImportRow.objects.filter(imported_in_id=import_id, kind="stock", verdict__in=["imported", "kept"])
    own = mine.filter(number__in=list(numbers)).values("result_id")
    emptied = mine.filter(result_id__in=own, before__stock__1__isnull=False).values("result_id")
    found = mine.filter(result_id__in=emptied).exclude(number__in=list(numbers)).order_by("-number")
    return [RowFacts(**row) for row in found.values(*_ROW)]


def kept_rows(import_id: int) -> list[tuple[int, str]]:
    """(line in the file, why) of the rows that an undo left."""
    rows = ImportRow.objects.filter(imported_in_id=import_id, verdict="kept").order_by("number")
    return [
        *rows.values_list("first_row", "note"),
        *((row, note) for row, _, note in kept_documents(import_id)),
    ]


def kept_documents(import_id: int) -> list[tuple[int, str, str]]:
    """(line in the file, document, why) of the documents of a history that are not in, or that an undo left."""
    kept = HistoryDocument.objects.filter(imported_in_id=import_id, verdict="kept").order_by("first_number")
    found = list(kept.values_list("first_number", "document", "note"))
    lines = HistoryLine.objects.filter(imported_in_id=import_id, number__in=[one[0] for one in found])
    row_of = dict(lines.values_list("number", "row"))
    return [(row_of.get(number, 0), document, note) for number, document, note in found]


def count_rows(import_id: int, verdicts: Collection[str]) -> int:
    """How many records stand at these verdicts: rows, or documents of a history."""
    tables = (ImportRow.objects, HistoryDocument.objects)
    return sum(rows.filter(imported_in_id=import_id, verdict__in=list(verdicts)).count() for rows in tables)


def tab_counts(import_id: int) -> dict[str, int]:
    """tab -> records, by the same filters that list them; a history's records are its documents."""
    found = dict.fromkeys(TABS, 0)
    for table in (ImportRow.objects, HistoryDocument.objects):
        rows = table.filter(imported_in_id=import_id)
        tests = {tab: Count("id", filter=test) for tab, test in TABS.items() if tab != "all"}
        for tab, many in (rows.aggregate(**tests) | {"all": rows.count()}).items():
            found[tab] += many
    return found


def remarked_rows(import_id: int, *, rows: int) -> tuple[int, list[RowFacts]]:
    """How many rows carry a remark that stops nothing, and the first of them in file order."""
    found = ImportRow.objects.filter(imported_in_id=import_id, problems__contains=[{"severity": "flag"}])
    return found.count(), [RowFacts(**row) for row in found.order_by("number").values(*_ROW)[:rows]]


def rows_that_ask(import_id: int, code: str) -> QuerySet[ImportRow]:
    """The rows in which a question of this code waits for a person."""
    rows = ImportRow.objects.filter(imported_in_id=import_id, verdict="question")
    return rows.filter(_asks(code)).order_by("number")


def flag_counts(import_id: int, codes: Collection[str]) -> dict[str, int]:
    """Code of a question -> rows that wait for it; only of these codes, and only where there are any."""
    rows = ImportRow.objects.filter(imported_in_id=import_id, verdict="question")
    found = rows.aggregate(
        **{f"n{place}": Count("id", filter=_asks(code)) for place, code in enumerate(codes)}
    )
    return {code: found[f"n{place}"] for place, code in enumerate(codes) if found[f"n{place}"]}


def _asks(code: str) -> Q:
    asked = [{"code": code, "severity": "question"}]
    return Q(problems__contains=asked) & ~Q(problems__contains=[asked[0] | {"accepted": True}])


def row_page(
    actor: Actor, import_id: int, tab: str, *, after: int = -1, rows: int = PAGE_ROWS_USUAL
) -> list[RowFacts]:
    """One page of a tab, in file order, the documents of a history among them. Raises UnknownImport."""
    import_of(actor, import_id)
    wanted = TABS.get(tab, Q())
    page = ImportRow.objects.filter(wanted, imported_in_id=import_id, number__gt=after)
    found = [RowFacts(**row) for row in page.order_by("number").values(*_ROW)[:rows]]
    found += _documents(import_id, wanted, after, rows)
    return sorted(found, key=lambda row: row.number)[:rows]


def _documents(import_id: int, wanted: Q, after: int, rows: int) -> list[RowFacts]:
    page = HistoryDocument.objects.filter(wanted, imported_in_id=import_id, first_number__gt=after)
    found = list(page.order_by("first_number")[:rows])
    numbers = [one.first_number for one in found]
    lines = HistoryLine.objects.filter(imported_in_id=import_id, number__in=numbers)
    row_of = dict(lines.values_list("number", "row"))
    return [
        RowFacts(
            id=one.pk,
            number=one.first_number,
            first_row=row_of.get(one.first_number, 0),
            row_numbers=[],
            kind="document",
            natural_key=one.document,
            raw={},
            value=None,
            problems=[],
            verdict=one.verdict,
            effect=one.effect,
            result_kind="orders.order" if one.order_id else "",
            result_id=one.order_id,
            before=None,
            note=one.note or f"{one.line_count:,} {'line' if one.line_count == 1 else 'lines'}",
        )
        for one in found
    ]


def told_values(order_ids: Collection[int]) -> dict[int, Json]:
    """Order id -> the version of it that stands; orders of which no text is kept are left out.

    A file that came later may tell an older version: it changed nothing, and its row says why. What an undo had to
    leave stands as well.
    """
    rows = ImportRow.objects.filter(
        Q(effect__in=["new", "changed"]) | Q(note=""),
        result_kind="orders.order", result_id__in=list(order_ids), value__isnull=False,
        verdict__in=["imported", "kept"],
    )  # fmt: skip
    found = rows.order_by("id").values_list("result_id", "value")
    return {order_id: value for order_id, value in found if order_id is not None and value is not None}


def row_of(import_id: int, number: int) -> RowFacts | None:
    """One row by its number."""
    row = ImportRow.objects.filter(imported_in_id=import_id, number=number).values(*_ROW).first()
    return RowFacts(**row) if row else None


def _facts(rows: QuerySet[Import]) -> Any:
    return rows.values(
        *_IMPORT,
        channel_code=F("channel__code"),
        channel_name=F("channel__name"),
        channel_listens_since=F("channel__listens_since"),
        channel_taken_over_at=F("channel__taken_over_at"),
    )
