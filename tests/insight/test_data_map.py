"""The data map names every stored column, lets people stand in few tables, and its page shows no value."""

from __future__ import annotations

import pytest
from django.apps import apps
from tests import factories

from opsroom.domains.access.errors import Refused
from opsroom.insight.data_map import AREAS, data_map, tables
from opsroom.kernel.values.field_kinds import FieldKind, table

# Sign-in knows who comes in; buyers and suppliers are erasable; files and orders carry what buyers wrote.
PEOPLE_MAY_STAND = {
    "access_user", "access_savedview", "access_comment", "access_shiftnote",
    "account_emailaddress", "usersessions_usersession", "axes_accesslog",
    "axes_accessattempt", "axes_accessfailurelog", "customers_customer", "customers_party", "partners_supplier",
    "channels_comparison", "channels_parallelday", "channels_import", "channels_importrow", "channels_rawmessage",
    "channels_historyline",
    "channels_historydocument", "orders_order", "orders_orderline", "orders_ordernote", "orders_hold",
    "orders_draft", "orders_draftline", "orders_quotepaper",
    "billing_invoicedocument", "billing_creditnotedocument", "records_job_error",
}  # fmt: skip


def test_P1_every_column_of_every_table_says_what_it_holds() -> None:
    stored = {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
    }
    assert {name: set(found.fields) for name, found in tables().items()} == stored
    assert sum(len(area) for area in AREAS.values()) == len(stored), "a table stands in one area only"


def test_P1_a_column_is_named_once_and_a_personal_one_says_when_it_goes() -> None:
    with pytest.raises(ValueError, match="email is said to be internal and personal"):
        table(internal="id email", personal="email", ends="never")
    with pytest.raises(ValueError, match="say when name is erased"):
        table(personal="name")


def test_P2_people_stand_in_these_tables_and_in_no_other() -> None:
    found = {name for name, one in tables().items() if FieldKind.PERSONAL in one.fields.values()}
    assert found == PEOPLE_MAY_STAND


@pytest.mark.django_db
def test_Z2_the_map_is_for_managers_and_administrators_and_counts_its_fields() -> None:
    company = factories.company()
    with pytest.raises(Refused):
        list(data_map(factories.actor("warehouse", company)))
    rows = list(data_map(factories.actor("admin", company), FieldKind.SECRET))
    assert "mfa_authenticator" in {row.table for row in rows}
    assert all(row.fields[FieldKind.SECRET] for row in rows)
