"""Opens places in the stock book; a place that is there already is found again, a kind nobody defined is refused."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from opsroom.ledgers.book.statements import rows
from opsroom.ledgers.core.places import KINDS, is_unbounded
from opsroom.ledgers.stock.errors import UnknownPlaceKind

_OPEN = """
INSERT INTO stock_place (company_id, kind, code, unbounded)
SELECT %s::bigint, kind, code, unbounded
FROM unnest(%s::text[], %s::text[], %s::boolean[]) AS t(kind, code, unbounded)
ORDER BY kind, code
ON CONFLICT (company_id, kind, code) DO NOTHING
"""
_FIND = """
SELECT p.kind, p.code, p.id
FROM stock_place p JOIN unnest(%s::text[], %s::text[]) AS t(kind, code) USING (kind, code)
WHERE p.company_id = %s::bigint
"""


def create_place(company_id: int, kind: str, code: str) -> int:
    """The id of the place of that kind and code, opened when it was missing."""
    return create_places(company_id, [(kind, code)])[(kind, code)]


@transaction.atomic
def create_places(company_id: int, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """{(kind, code): place id} for many places in two statements; raises UnknownPlaceKind."""
    pairs = sorted(set(wanted))
    for kind, _ in pairs:
        if kind not in KINDS:
            raise UnknownPlaceKind(kind=kind, known=", ".join(sorted(KINDS)))
    kinds = [kind for kind, _ in pairs]
    codes = [code for _, code in pairs]
    rows(_OPEN, [company_id, kinds, codes, [is_unbounded(kind) for kind in kinds]])
    return {(kind, code): place_id for kind, code, place_id in rows(_FIND, [kinds, codes, company_id])}
