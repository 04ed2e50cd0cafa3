"""Every kind of task: its cause opens exactly one, the cause's end closes it, and a new cause opens a new one."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests import factories
from tests.workflows.test_from_order_to_invoice import BERLIN, line, order, put

import opsroom
from opsroom.domains.access.actions.ask_approval import ask_approval
from opsroom.domains.access.actions.decide_approval import decide_approval
from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.access.kinds import KINDS
from opsroom.domains.access.models import Approval, Task
from opsroom.domains.channels.models import ImportRow
from opsroom.domains.orders.actions.release_hold import release_hold
from opsroom.domains.orders.models import Order
from opsroom.domains.warehouse.actions.set_stock import StockRow
from opsroom.domains.warehouse.models import Location
from opsroom.kernel.records.events import timeline
from opsroom.kernel.values.actor import Actor
from opsroom.ports.incoming import IncomingCustomer, PaymentCondition
from opsroom.workflows.accept_orders import accept_orders
from opsroom.workflows.cancel_orders import cancel_orders
from opsroom.workflows.check_import import _ask_for_rows
from opsroom.workflows.count_stock import count_stock
from opsroom.workflows.fix_address import PartyDraft, fix_address
from opsroom.workflows.grant_terms import grant_terms
from opsroom.workflows.importing.context import setting_of
from opsroom.workflows.match_skus import match_skus
from opsroom.workflows.sweep_tasks import STANDS, STANDS_TOO, sweep_tasks

pytestmark = pytest.mark.django_db
GOOD = PartyDraft(name="Mara Klein", line1="Torstraße 12", postcode="10119", city="Berlin", country="DE")


@dataclass(slots=True)
class House:
    """A company with one site, one channel, a mug on the shelf, and the program that may do everything."""

    company: int
    channel: int
    site: int
    demo: Actor
    sku_id: int
    again: int = 0

    def take_in(self, *lines: object, number: int = 1001, **more: object) -> Order:
        taken = order(number, *(lines or (line("MUG", 1, "23.80", 380),)), **({"total": 2870} | more))  # type: ignore[arg-type]
        (accepted,) = accept_orders(self.demo, self.channel, [taken], mode="live")
        return Order.objects.get(pk=accepted.order_id)

    def count(self, pieces: int) -> None:
        self.again += 1
        rows = [StockRow(self.sku_id, "A-01-1", pieces)]
        count_stock(
            self.demo,
            self.site,
            rows,
            f"c{self.again}",
            company_id=self.company,
            ref=("warehouse.site", self.site),
        )


@pytest.fixture
def house() -> House:
    company = factories.company()
    channel = factories.channel(company)
    site = factories.site(company, channels=(channel,))
    demo = factories.system("system.demo", company)
    return House(company, channel, site, demo, put(demo, company, site, MUG=5)["MUG"])


Step = Callable[[], object]


def _bad_address(house: House) -> tuple[Step, Step, Step]:
    row = house.take_in(ship_to=replace(BERLIN, postcode="1"))
    spoil = lambda: fix_address(house.demo, house.company, row.pk, replace(GOOD, postcode="2"))  # noqa: E731
    return lambda: None, lambda: fix_address(house.demo, house.company, row.pk, GOOD), spoil


def _unknown_sku(house: House) -> tuple[Step, Step, Step]:
    row = house.take_in(line("MUGG", 1, "23.80", 380))
    lines = list(row.lines.values_list("id", flat=True))
    return (
        lambda: None,
        lambda: match_skus(house.demo, house.company, lines, "MUG"),
        lambda: house.take_in(line("MUGGG", 1, "23.80", 380), number=1002),
    )


def _credit(house: House) -> tuple[Step, Step, Step]:
    buyer = IncomingCustomer(external_id="b1", name="Bistro Anker")
    told: dict[str, object] = {"customer": buyer, "payment": PaymentCondition.TERMS, "payments": ()}
    customer = house.take_in(**told).customer_id or 0

    def limit(minor: int | None) -> None:
        grant_terms(
            house.demo,
            house.company,
            customer,
            terms_days=30,
            credit_limit_minor=minor,
            credit_currency="EUR",
        )

    limit(2870)

    def again() -> None:
        limit(2870)
        house.take_in(number=1003, **told)

    return lambda: house.take_in(number=1002, **told), lambda: limit(None), again


def _short(house: House) -> tuple[Step, Step, Step]:
    house.take_in(line("MUG", 8, "23.80", 3040), total=19530)
    return lambda: None, lambda: house.count(8), lambda: house.count(3)


def _changed(house: House) -> tuple[Step, Step, Step]:
    def change(quantity: int, tax: int, total: int) -> Step:
        return lambda: house.take_in(line("MUG", quantity, "23.80", tax), total=total)

    first = house.take_in()
    back = lambda: release_hold(house.demo, house.company, [first.pk])  # noqa: E731
    return change(2, 760, 5250), back, change(3, 1140, 7630)


def _refund(house: House) -> tuple[Step, Step, Step]:
    row = house.take_in()

    def cancel(one: Order) -> None:
        cancel_orders(house.demo, house.company, [one.pk], reason="customer")

    def told() -> None:
        house.take_in(payment=PaymentCondition.REFUNDED)

    return lambda: cancel(row), told, lambda: cancel(house.take_in(number=1002))


def _count(house: House) -> tuple[Step, Step, Step]:
    bin_id = Location.objects.get(site_id=house.site, code="A-01-1").pk

    def missed() -> None:
        facts = {"sku": "MUG", "pieces": 1, "bin": "A-01-1"}
        key = f"count:{bin_id}:{house.sku_id}"
        task = NewTask("count", "catalog.sku", house.sku_id, key, "warehouse", facts, house.site)
        open_tasks(house.demo, [task], house.company)

    return missed, lambda: house.count(4), missed


def _asking(verb: str) -> Callable[[House], tuple[Step, Step, Step]]:
    def steps(house: House) -> tuple[Step, Step, Step]:
        asker, decider = factories.actor("manager", house.company), factories.actor("manager", house.company)

        def ask(plan: str) -> Step:
            return lambda: ask_approval(asker, house.company, verb, plan * 64, subject_kind="x.y")

        def decide() -> None:
            row = Approval.objects.get(state="asked")
            decide_approval(decider, house.company, row.pk, approve=False)

        return ask("a"), decide, ask("b")

    return steps


def _import_rows(house: House) -> tuple[Step, Step, Step]:
    pk = factories.import_row(house.company, house.channel)
    ImportRow.objects.create(
        imported_in_id=pk, number=1, first_row=2, kind="order", verdict="error", row_numbers=[2], raw={}
    )
    setting = setting_of(house.demo, pk)

    def mark(verdict: str) -> Step:
        def step() -> None:
            ImportRow.objects.filter(imported_in_id=pk).update(verdict=verdict)
            _ask_for_rows(house.demo, setting)

        return step

    return mark("error"), mark("skipped"), mark("question")


PROVOKE: dict[str, Callable[[House], tuple[Step, Step, Step]]] = {
    "bad_address": _bad_address,
    "unknown_sku": _unknown_sku,
    "credit": _credit,
    "short": _short,
    "changed_at_channel": _changed,
    "refund": _refund,
    "count": _count,
    "approval": _asking("warehouse.adjust"),
    "approve_erasure": _asking("customers.erase"),
    "import_rows": _import_rows,
}


@pytest.mark.parametrize("kind", sorted(PROVOKE))
def test_the_cause_opens_one_task_its_end_closes_it_and_a_new_cause_opens_a_new_one(
    house: House, kind: str
) -> None:
    provoke, remove, provoke_again = PROVOKE[kind](house)
    provoke()
    first = Task.objects.get(kind=kind)
    assert (first.state, first.role, first.close_reason) == ("open", KINDS[kind].role, "")
    assert sweep_tasks(house.demo, house.company) == (0, 0)  # the cause stands: nothing is swept away
    remove()
    first.refresh_from_db()
    assert first.state == "closed"
    assert [e.kind for e in timeline("access.task", first.pk)] == [
        "access.task.created",
        "access.task.closed",
    ]
    assert Task.objects.filter(kind=kind).count() == 1
    provoke_again()
    second = Task.objects.get(kind=kind, state="open")
    assert second.pk != first.pk
    assert sweep_tasks(house.demo, house.company) == (0, 0)


@pytest.mark.parametrize("kind", sorted(PROVOKE))
def test_a_task_left_open_by_a_crash_is_swept_and_a_lost_one_is_opened(house: House, kind: str) -> None:
    provoke, remove, _ = PROVOKE[kind](house)
    provoke()
    remove()
    closed = Task.objects.get(kind=kind)
    before = Task.objects.filter(state="open").count()
    Task.objects.filter(pk=closed.pk).update(
        state="open", closed_at=None, close_reason="", opened_at=timezone.now() - timedelta(hours=1)
    )
    ended, _ = sweep_tasks(factories.system("system.worker", house.company), house.company)
    assert ended == 1
    assert Task.objects.filter(state="open").count() == before
    assert sweep_tasks(house.demo, house.company) == (0, 0)


def test_the_sweep_opens_what_a_lost_write_left_unsaid_and_ends_it_with_the_order(house: House) -> None:
    row = house.take_in(ship_to=replace(BERLIN, postcode="1"))
    Task.objects.all().delete()
    assert sweep_tasks(house.demo, house.company) == (0, 1)
    assert Task.objects.get().cause_key == f"bad_address:order:{row.pk}"
    Order.objects.filter(pk=row.pk).update(state="closed")  # ended another way
    assert sweep_tasks(house.demo, house.company) == (1, 0)
    other = factories.company()
    assert sweep_tasks(factories.system("system.demo", other), other) == (0, 0)


def test_every_kind_the_code_opens_stands_in_the_one_table_and_can_be_judged() -> None:
    """A kind that no page knows, or that nothing can end, would be a queue nobody can clear."""
    opened = set()
    for path in Path(opsroom.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NewTask":
                first = node.args[0] if node.args else next(k.value for k in node.keywords if k.arg == "kind")
                if isinstance(first, ast.Constant):
                    opened.add(str(first.value))
    assert opened <= set(KINDS), opened - set(KINDS)
    assert set(KINDS) == set(STANDS) | set(STANDS_TOO)
    assert set(KINDS) == set(PROVOKE)
