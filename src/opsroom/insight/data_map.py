"""Every stored field with its kind, gathered from the domains, for the page of the data map; knows no value (P1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from opsroom.domains.access import data_map as access
from opsroom.domains.access import rules
from opsroom.domains.billing import data_map as billing
from opsroom.domains.catalog import data_map as catalog
from opsroom.domains.channels import data_map as channels
from opsroom.domains.customers import data_map as customers
from opsroom.domains.fulfilment import data_map as fulfilment
from opsroom.domains.orders import data_map as orders
from opsroom.domains.partners import data_map as partners
from opsroom.domains.payments import data_map as payments
from opsroom.domains.purchasing import data_map as purchasing
from opsroom.domains.rules import data_map as rulings
from opsroom.domains.warehouse import data_map as warehouse
from opsroom.kernel.records import data_map as records
from opsroom.kernel.values.actor import Actor
from opsroom.kernel.values.field_kinds import FieldKind, TableFields
from opsroom.ledgers.money import data_map as money
from opsroom.ledgers.stock import data_map as stock

AREAS: Mapping[str, Mapping[str, TableFields]] = {
    "Sign-in, companies, roles, tasks": access.TABLES,
    "Customers": customers.TABLES,
    "Suppliers": partners.TABLES,
    "Channels and imports": channels.TABLES,
    "Orders": orders.TABLES,
    "Invoices": billing.TABLES,
    "Payments": payments.TABLES,
    "Purchase orders": purchasing.TABLES,
    "Catalog": catalog.TABLES,
    "Warehouse": warehouse.TABLES,
    "Fulfilment": fulfilment.TABLES,
    "Rules": rulings.TABLES,
    "Stock book": stock.TABLES,
    "Money book": money.TABLES,
    "Events, jobs, settings": records.TABLES,
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One table on the page: its columns by kind, and when its personal fields go."""

    area: str
    table: str
    fields: Mapping[FieldKind, tuple[str, ...]]
    ends: str


def tables() -> dict[str, TableFields]:
    """Table name -> its fields, of every area."""
    return {name: fields for area in AREAS.values() for name, fields in area.items()}


def data_map(actor: Actor, kind: FieldKind | None = None) -> Iterator[TableRow]:
    """The tables that hold a field of this kind; None: every table."""
    rules.require(actor, "access.settings")
    for area, found in AREAS.items():
        for name, table in found.items():
            by_kind = {
                one: tuple(column for column, said in table.fields.items() if said is one)
                for one in FieldKind
            }
            if kind is None or by_kind[kind]:
                yield TableRow(area, name, {one: cols for one, cols in by_kind.items() if cols}, table.ends)
