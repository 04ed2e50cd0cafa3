"""Tables of the stock book: places, entries, moves, balances; refuses negative stock in places that are real.

Entries and moves are the truth and never change; balances are derived from them in the same transaction.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from opsroom.ledgers.book.entry import EntryColumns
from opsroom.ledgers.core.places import KINDS, OUTSIDE_KINDS

QUANTITY_DIGITS = 18
QUANTITY_DECIMALS = 6


class Place(models.Model):
    """Somewhere goods can be: a bin, a tote, and the outside world's supplier, customer, loss."""

    company_id = models.BigIntegerField()
    kind = models.TextField()
    code = models.TextField()
    unbounded = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "kind", "code"], name="stock_place_once"),
            # The balance's foreign key names both, so a balance cannot disagree with its place.
            models.UniqueConstraint(fields=["id", "unbounded"], name="stock_place_id_unbounded"),
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="stock_place_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(OUTSIDE_KINDS), unbounded=True)
                | (~Q(kind__in=sorted(OUTSIDE_KINDS)) & Q(unbounded=False)),
                name="stock_place_only_outside_unbounded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Entry(EntryColumns):
    """One posting of moves."""

    class Meta(EntryColumns.Meta):
        pass


class Move(models.Model):
    """So much of one item from one place to another."""

    append_only: ClassVar[bool] = True

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.IntegerField()
    source = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    item_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    quantity = models.DecimalField(max_digits=QUANTITY_DIGITS, decimal_places=QUANTITY_DECIMALS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="stock_move_position_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="stock_move_quantity_above_zero"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="stock_move_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(lot_id__isnull=True) | Q(lot_id__gt=0), name="stock_move_lot_is_id"
            ),
        ]
        indexes = [models.Index(fields=["item_id", "id"], name="stock_move_of_item")]


class Balance(models.Model):
    """What a place holds of an item (and lot; 0 is no lot). Derived: rebuilt from moves when it differs."""

    # The key in the database is (place, unbounded), see migration 0002: one check a row instead of two.
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    item_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(db_default=0)
    on_hand = models.DecimalField(max_digits=QUANTITY_DIGITS, decimal_places=QUANTITY_DECIMALS, db_default=0)
    unbounded = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "item_id", "lot_id"], name="stock_balance_once"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=0) | Q(unbounded=True), name="stock_balance_not_negative"
            ),
            models.CheckConstraint(condition=Q(lot_id__gte=0), name="stock_balance_lot_is_id"),
        ]
        indexes = [models.Index(fields=["item_id"], name="stock_balance_of_item")]
