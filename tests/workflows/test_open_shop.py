"""An empty shop can enter stock and take orders at once: it has a site from the first minute."""

from __future__ import annotations

import pytest

from opsroom.domains.access.errors import CompanyExists
from opsroom.domains.access.rules import system_actor
from opsroom.domains.warehouse import queries as warehouse
from opsroom.workflows.open_shop import open_shop

pytestmark = pytest.mark.django_db


def test_an_empty_shop_has_one_site_on_paper_and_is_opened_once() -> None:
    setup = system_actor("system.setup", way="cli")
    first = open_shop(setup, email="owner@example.com")
    (site,) = warehouse.active_site_ids(first.company_id)
    facts = warehouse.site_facts(first.company_id, site)
    assert (facts.code, facts.profile, facts.timezone) == ("MAIN", "paper", "Europe/Berlin")
    with pytest.raises(CompanyExists):
        open_shop(setup, email="second@example.com")
    assert warehouse.active_site_ids(first.company_id) == (site,)
