"""A small warehouse for the tests of the books; refuses to lean on any domain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from opsroom.kernel.values.actor import Actor
from opsroom.ledgers.stock.places import create_places
from opsroom.ledgers.stock.post import StockMove, post_moves

COMPANY = 41
STRANGER = 42


@dataclass(frozen=True, slots=True)
class Warehouse:
    """Place ids of one small warehouse, and a short way to move goods in it."""

    supplier: int
    shelf: int
    tote: int
    bench: int
    door: int
    customer: int
    loss: int
    post: Callable[..., int]

    def bring(self, item: int, quantity: int | Decimal, *, lot: int | None = None) -> int:
        """Goods arrive from the supplier on the shelf."""
        return self.post([StockMove(item, self.supplier, self.shelf, quantity, lot)], kind="stock.received")


def open_warehouse(actor: Actor, company_id: int = COMPANY) -> Warehouse:
    """A warehouse whose postings get keys of their own unless one is given."""
    kinds = ("supplier", "bin", "tote", "packing", "dispatch", "customer", "loss")
    ids = create_places(company_id, [(kind, f"{kind}-1") for kind in kinds])
    numbers = count(1)

    def post(moves: list[StockMove], **given: object) -> int:
        filled: dict[str, object] = {"key": f"test-{next(numbers)}", "kind": "stock.moved", **given}
        return post_moves(moves=moves, actor=actor, company_id=company_id, **filled)  # type: ignore[arg-type]

    return Warehouse(*(ids[(kind, f"{kind}-1")] for kind in kinds), post)
