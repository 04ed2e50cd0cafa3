"""Adds articles that an old history sold and nobody knows yet, many in one statement; refuses to track their stock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from opsroom.domains.access.rules import require
from opsroom.domains.catalog.events import PRODUCT, PRODUCT_CREATED
from opsroom.kernel.records import events
from opsroom.kernel.values.actor import Actor

# A product of its own for each: nothing in a list of sold lines says which belong to one page. What a handle of
# another product takes is left to the person who joins them.
_PRODUCTS = """
INSERT INTO catalog_product (company_id, handle, title)
SELECT %(company)s, 'sold-' || given.code, given.title
FROM unnest(%(codes)s::text[], %(titles)s::text[]) AS given(code, title)
WHERE NOT EXISTS (SELECT 1 FROM catalog_sku WHERE company_id = %(company)s AND code = given.code)
ON CONFLICT (company_id, handle) DO NOTHING
RETURNING id
"""
_SKUS = """
INSERT INTO catalog_sku (company_id, product_id, code, title, tracked, currency)
SELECT %(company)s, product.id, given.code, given.title, false, %(currency)s
FROM unnest(%(codes)s::text[], %(titles)s::text[]) AS given(code, title)
JOIN catalog_product AS product ON product.company_id = %(company)s AND product.handle = 'sold-' || given.code
ON CONFLICT (company_id, code) DO NOTHING
RETURNING id, code
"""


@transaction.atomic
def add_sold_skus(actor: Actor, company_id: int, titles: Mapping[str, str], currency: str) -> dict[str, int]:
    """code -> id of the SKUs that are new. Their stock is unknown until somebody counts it: they are not tracked."""
    require(actor, "catalog.edit", company_id=company_id)
    if not titles:
        return {}
    values: dict[str, Any] = {
        "company": company_id,
        "codes": list(titles),
        "titles": [title or code for code, title in titles.items()],
        "currency": currency,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PRODUCTS, values)
        products = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(_SKUS, values)
        made = {code: pk for pk, code in cursor.fetchall()}
    events.record(PRODUCT_CREATED, PRODUCT, products, actor, company_id=company_id)
    return made
