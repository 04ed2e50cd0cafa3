"""Who may do what to an import: the verb of imports, or the right to open the books for their files; knows no role."""

from __future__ import annotations

from typing import Final

from opsroom.domains.access.rules import may, require
from opsroom.domains.channels.models import Import
from opsroom.kernel.values.actor import Actor

UPLOAD: Final = "imports.upload"
# Whoever opens the books brings their files in, fixes them, lets them in and takes them back, and no other file.
# Who only uploads may prepare one, and writes nothing of it.
OPENS_BOOKS: Final = "billing.open"
BOOKS: Final = frozenset({"open-invoices", "opening-balances"})


def require_file(actor: Actor, verb: str, company_id: int, format_code: str) -> None:
    """`verb`: imports.upload, imports.commit or imports.undo. Raises Refused, NotFound."""
    if format_code in BOOKS and (verb != UPLOAD or may(actor, OPENS_BOOKS, company_id=company_id)):
        verb = OPENS_BOOKS
    require(actor, verb, company_id=company_id)


def require_on(actor: Actor, verb: str, import_id: int) -> int:
    """The company of the import, where the actor may. Raises Refused, NotFound."""
    company_id, format_code = Import.objects.values_list("company_id", "format").get(id=import_id)
    require_file(actor, verb, company_id, format_code)
    return int(company_id)


def may_file(actor: Actor, verb: str, format_code: str) -> bool:
    """Whether a page should offer it."""
    if format_code in BOOKS and may(actor, OPENS_BOOKS):
        return True
    return may(actor, verb) and (format_code not in BOOKS or verb == UPLOAD)


def may_bring(actor: Actor) -> bool:
    """Whether a page should offer an upload at all."""
    return may(actor, UPLOAD) or may(actor, OPENS_BOOKS)
