"""Colleagues write about a thing and call each other; who may not see the thing neither reads nor is called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests import factories
from tests.interfaces.web.orders.test_order_page import Shop, furnish

from opsroom.domains.access.actions.open_tasks import NewTask, open_tasks
from opsroom.domains.access.actions.set_roles import set_roles
from opsroom.domains.access.errors import NotFound, Refused
from opsroom.domains.access.kinds import KINDS
from opsroom.domains.access.matrix import ROLES
from opsroom.domains.access.models import Comment, Mention, Task, User
from opsroom.domains.catalog.models import Sku
from opsroom.domains.customers.models import Customer, Party
from opsroom.domains.orders.models import Order
from opsroom.insight.lists.subjects import CUSTOMER, IMPORT, ORDER, SKU, TASK, readers, subject_of
from opsroom.kernel.records.models import Event
from opsroom.kernel.values.actor import Actor
from opsroom.workflows.comment_on import comment_on, strike_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return furnish()


def called(shop: Shop, role: str, name: str, sites: set[int] | None = None) -> int:
    pk = factories.user(role, shop.company, sites=sites)
    User.objects.filter(pk=pk).update(name=name)
    return pk


def enter_as(shop: Shop, pk: int) -> Client:
    client, path = Client(), factories.sign_in_path(shop.company, pk)
    client.get(path)
    client.post(path)
    return client


def things(shop: Shop) -> Iterator[tuple[str, int]]:
    """One of everything that is written about, with a task of each kind."""
    order = shop.take_in(1001)
    yield ORDER, order.pk
    yield SKU, Sku.objects.filter(company_id=shop.company).values_list("id", flat=True)[0]
    yield CUSTOMER, int(order.customer_id or 0)
    yield IMPORT, factories.import_row(shop.company, shop.channel)
    yield from ((TASK, pk) for pk in tasks_of_each_kind(shop, order))


def tasks_of_each_kind(shop: Shop, order: Order) -> list[int]:
    rows = [
        NewTask(
            kind, "orders.order", order.pk, f"{kind}:test", site_id=shop.site if kind == "count" else None
        )
        for kind in sorted(KINDS)
    ]
    open_tasks(shop.demo, rows, shop.company)
    return list(Task.objects.filter(company_id=shop.company).order_by("id").values_list("id", flat=True))


def sees_it(actor: Actor, kind: str, pk: int) -> bool:
    try:
        subject_of(actor, kind, pk)
    except Refused:
        return False
    return True


def test_Z2_Z3_who_may_be_called_is_exactly_who_may_open_the_thing_for_every_role_and_site(
    shop: Shop,
) -> None:
    found = list(things(shop))
    other = factories.site(shop.company)
    people = {
        (role, where): factories.user(role, shop.company, sites=sites)
        for role, (where, sites) in product(ROLES, (("all", None), ("own", {shop.site}), ("other", {other})))
    }
    outside = factories.actor(set(ROLES), factories.company())
    boss = factories.actor(set(ROLES), shop.company)
    opens: dict[tuple[str, str], set[str]] = {}
    for kind, pk in found:
        may_read = set(readers(boss, subject_of(boss, kind, pk)))
        assert not sees_it(outside, kind, pk)
        for who, user in people.items():
            seen = sees_it(factories.actor_of(user), kind, pk)
            assert seen == (user in may_read), (who, kind, pk)
            if seen:
                opens.setdefault(who, set()).add(kind)
    assert opens["warehouse", "own"] == {ORDER, SKU, TASK}
    assert opens["warehouse", "other"] == {SKU}
    assert opens["desk", "all"] == {ORDER, SKU, CUSTOMER, IMPORT, TASK}
    assert opens["marketer", "all"] == {ORDER, SKU, TASK}
    assert opens["admin", "all"] == {SKU, IMPORT, TASK}
    with pytest.raises(NotFound):
        subject_of(boss, "records.event", 1)


def test_a_called_colleague_is_told_reads_it_and_is_told_no_more(shop: Shop) -> None:
    order, wally = shop.take_in(1001), called(shop, "warehouse", "Wally Ware", {shop.site})
    desk = enter_as(shop, called(shop, "desk", "Dana Desk"))
    sent = desk.post(f"/talk/order/{order.pk}", {"text": "@wally ware, wrap it twice 4111 1111 1111 1111"})
    assert (sent.status_code, sent["Location"]) == (302, f"/orders/{order.pk}#talk")
    assert Comment.objects.get().text == "@wally ware, wrap it twice •••• 1111"
    floor = enter_as(shop, wally)
    today, page = floor.get("/").content.decode(), floor.get("/mentions").content.decode()
    assert "1 mention." in today
    assert 'aria-label="1 mention"' in today
    assert "You were called in 1 comment." in page
    assert f'href="/orders/{order.pk}#talk"' in page
    assert "<b>@wally ware</b>, wrap it twice" in floor.get(f"/orders/{order.pk}").content.decode()
    mention = Mention.objects.get()
    assert "1 mention" not in desk.get("/mentions/told").content.decode()
    desk.post("/mentions/read", {"id": str(mention.pk)})
    mention.refresh_from_db()
    assert mention.read_at is None, "nobody reads for another"
    floor.post("/mentions/read", {"id": str(mention.pk)})
    assert "1 mention" not in floor.get("/").content.decode()
    assert "wrap it twice" in floor.get("/mentions?view=read").content.decode()
    floor.post("/mentions/read", {"again": str(mention.pk), "view": "read"})
    assert "You were called in 1 comment." in floor.get("/mentions").content.decode()
    floor.post("/mentions/read", {"all": "1"})
    assert "Nobody waits for your word." in floor.get("/mentions").content.decode()


def test_who_may_not_see_the_thing_is_not_called_and_nothing_typed_is_lost(shop: Shop) -> None:
    order = shop.take_in(1001)
    called(shop, "warehouse", "Wally Ware")
    called(shop, "warehouse", "Olga Other", {factories.site(shop.company)})
    desk = enter_as(shop, called(shop, "desk", "Dana Desk"))
    for path, text, name in (
        (f"/talk/customer/{order.customer_id}", "Ask @Wally Ware", "Wally Ware"),
        (f"/talk/order/{order.pk}", "Ask @Olga Other", "Olga Other"),
    ):
        back = desk.post(path, {"text": text}).content.decode()
        assert f"{name} may not open this, so nobody was told and nothing was sent." in back
        assert f"{text}</textarea>" in back
    assert (
        "Write what a colleague should know"
        in desk.post(f"/talk/order/{order.pk}", {"text": " \x00 "}).content.decode()
    )
    long = desk.post(f"/talk/order/{order.pk}", {"text": "x" * 4_001}).content.decode()
    assert "has 4,001 characters and 4,000 fit" in long
    assert Comment.objects.count() == Mention.objects.count() == 0
    desk.post(f"/talk/order/{order.pk}", {"text": "@Dana Desk and @nobody and d@Wally Ware"})
    assert (Comment.objects.count(), Mention.objects.count()) == (1, 0), "oneself and plain words call nobody"


def test_of_two_colleagues_with_one_name_the_one_on_the_list_is_called_and_told(shop: Shop) -> None:
    order = shop.take_in(1001)
    here = called(shop, "warehouse", "Anna Berg", {shop.site})
    there = called(shop, "warehouse", "Anna Berg", {factories.site(shop.company)})
    desk = enter_as(shop, called(shop, "desk", "Dana Desk"))
    page = desk.get(f"/talk/order/{order.pk}").content.decode()
    assert (f"Anna Berg {here}<" in page, "Anna Berg<" in page) == (True, False), "the list offers what calls"
    assert f"Anna Berg {there}" not in page, "who may not open it is not offered"
    desk.post(f"/talk/order/{order.pk}", {"text": f"@Anna Berg {here} please, not the other Anna Berg"})
    assert list(Mention.objects.values_list("person_id", flat=True)) == [here]
    page = desk.get(f"/talk/order/{order.pk}").content.decode()
    assert f"<b>@Anna Berg {here}</b> please, not the other Anna Berg" in page, "bold is who was told"
    assert enter_as(shop, here).get("/mentions").content.decode().count("please, not") == 1
    back = desk.post(f"/talk/order/{order.pk}", {"text": f"and @Anna Berg {there}"}).content.decode()
    assert f"Anna Berg {there} may not open this, so nobody was told" in back


def test_a_name_that_two_have_typed_by_hand_asks_whom_and_keeps_the_words(shop: Shop) -> None:
    order = shop.take_in(1001)
    packer, clerk = called(shop, "warehouse", "Anna Berg", {shop.site}), called(shop, "desk", "anna berg")
    called(shop, "desk", "Anna Berg-Lund")
    desk = enter_as(shop, called(shop, "desk", "Dana Desk"))
    path = f"/talk/order/{order.pk}"
    for text in (
        "Ask @Anna Berg, please",
        "@ANNA BERG",
        f"@Anna Berg {packer} and @anna berg",
        "@Anna Berg 99",
    ):
        back = desk.post(path, {"text": text}).content.decode()
        assert (
            f"Write whom you mean: @Anna Berg {packer} (warehouse) or @anna berg {clerk} (order desk)."
            in back
        )
        assert f"{text}</textarea>" in back
    assert (Comment.objects.count(), Mention.objects.count()) == (0, 0)
    desk.post(path, {"text": "@Anna Berg-Lund, a@Anna Berg and Anna Berg"})
    (said,) = Comment.objects.all()
    assert Mention.objects.count() == 1
    back = desk.post(f"/talk/comment/{said.pk}/edit", {"text": "@Anna Berg"}).content.decode()
    assert "Several colleagues are called" in back
    assert Comment.objects.get().text == said.text
    floor = desk.post(f"/talk/customer/{order.customer_id}", {"text": "@Anna Berg"}).content.decode()
    assert f"Write whom you mean: @anna berg {clerk} (order desk)." in floor, (
        "only who may open it is offered"
    )


def test_a_role_taken_away_takes_the_mention_out_of_sight(shop: Shop) -> None:
    order, wally = shop.take_in(1001), called(shop, "warehouse", "Wally Ware")
    desk = factories.actor("desk", shop.company)
    comment_on(desk, subject_of(desk, ORDER, order.pk), "@Wally Ware the blue one")
    assert "the blue one" in enter_as(shop, wally).get("/mentions").content.decode()
    set_roles(factories.actor("admin", shop.company), shop.company, wally, {"admin"})
    floor = enter_as(shop, wally)
    assert "the blue one" not in floor.get("/mentions").content.decode()
    assert "1 mention" not in floor.get("/").content.decode()
    assert floor.get(f"/talk/order/{order.pk}").status_code == 404


def test_Z4_a_buyers_name_in_a_comment_is_hidden_from_who_may_not_see_people(shop: Shop) -> None:
    order, wally = shop.take_in(1001), called(shop, "warehouse", "Wally Ware")
    desk = enter_as(shop, called(shop, "desk", "Dana Desk"))
    desk.post(f"/talk/order/{order.pk}", {"text": "@Wally Ware: Mara Klein wants it on the porch"})
    floor = enter_as(shop, wally)
    for page in (f"/orders/{order.pk}", f"/talk/order/{order.pk}", "/mentions"):
        text = floor.get(page).content.decode()
        assert "wants it on the porch" in text
        assert not {"Mara", "Klein"} & set(text.replace("<", " ").split()), page
    assert "Mara Klein wants it" in desk.get(f"/orders/{order.pk}").content.decode()


def test_Z4_a_buyers_company_and_telephone_are_hidden_too_however_they_are_spaced(shop: Shop) -> None:
    order, wally = shop.take_in(1001), called(shop, "warehouse", "Wally Ware")
    Customer.objects.filter(pk=order.customer_id).update(phone="+49 40 123 45 67")
    Party.objects.filter(customer_id=order.customer_id).update(organisation="Bistro Anker")
    desk = enter_as(shop, called(shop, "desk", "Dana Desk"))
    desk.post(f"/talk/order/{order.pk}", {"text": "Bistro Anker (Mara Klein, 040/1234567) wants it at 1234"})
    text = enter_as(shop, wally).get(f"/talk/order/{order.pk}").content.decode()
    assert "••• (•••, •••) wants it at 1234" in text
    assert not [word for word in ("Bistro", "Anker", "Mara", "1234567") if word in text]
    assert "Bistro Anker (Mara Klein" in desk.get(f"/talk/order/{order.pk}").content.decode()


def test_one_changes_ones_own_comment_for_some_minutes_then_strikes_it_out(shop: Shop) -> None:
    order, dana = shop.take_in(1001), called(shop, "desk", "Dana Desk")
    wally, boss = called(shop, "warehouse", "Wally Ware"), called(shop, "manager", "Mona Boss")
    desk, floor = enter_as(shop, dana), enter_as(shop, wally)
    desk.post(f"/talk/order/{order.pk}", {"text": "wrap it"})
    comment = Comment.objects.get()
    desk.post(f"/talk/comment/{comment.pk}/edit", {"text": "wrap it twice, @Wally Ware"})
    assert Mention.objects.get().person_id == wally
    assert floor.post(f"/talk/comment/{comment.pk}/edit", {"text": "no"}).status_code == 404
    floor.post(f"/talk/comment/{comment.pk}/strike")
    comment.refresh_from_db()
    assert (comment.text, comment.struck_at) == ("wrap it twice, @Wally Ware", None)
    said = floor.get(f"/orders/{order.pk}").content.decode()
    assert "Nothing changed: a comment is struck out by who wrote it" in said
    assert "is struck out; it stays readable" not in said
    old = Comment.objects.create(
        company_id=shop.company, subject_kind=ORDER, subject_id=order.pk, author_id=dana, text="old",
        written_at=timezone.now() - timedelta(minutes=16),
    )  # fmt: skip
    late = desk.post(f"/talk/comment/{old.pk}/edit", {"text": "older"}).content.decode()
    assert "can be changed by who wrote it for 15 minutes" in late
    assert "older</textarea>" in late
    enter_as(shop, boss).post(f"/talk/comment/{comment.pk}/strike")
    page = desk.get(f"/orders/{order.pk}").content.decode()
    assert all(said in page for said in ("<s", "struck out", "wrap it twice"))
    assert "1 mention" not in floor.get("/").content.decode(), "nobody has to read what was struck out"
    kinds = list(
        Event.objects.filter(subject_kind="access.comment").order_by("id").values_list("kind", flat=True)
    )
    assert kinds == ["access.comment.written", "access.comment.edited", "access.comment.struck_out"]
    assert "wrap" not in str(list(Event.objects.values_list("data", "reason")))


def test_what_was_struck_out_or_erased_before_is_not_struck_out_again_and_the_page_says_so(
    shop: Shop,
) -> None:
    order, dana = shop.take_in(1001), called(shop, "desk", "Dana Desk")
    desk, path = enter_as(shop, dana), f"/talk/order/{order.pk}"
    for text in ("once", "about them"):
        desk.post(path, {"text": text})
    once, gone = Comment.objects.order_by("id")
    Comment.objects.filter(pk=gone.pk).update(text="", erased_at=timezone.now())
    for pk, sentence in (
        (once.pk, "The comment is struck out; it stays readable."),
        (once.pk, "The comment was struck out before; nothing changed."),
        (gone.pk, "The comment was erased with the person it was about; nothing is left to strike out."),
    ):
        assert desk.post(f"/talk/comment/{pk}/strike")["Location"] == f"/orders/{order.pk}#talk"
        assert desk.get(f"/orders/{order.pk}").content.decode().count(sentence) == 1
    gone.refresh_from_db()
    assert gone.struck_at is None
    assert Event.objects.filter(kind="access.comment.struck_out").count() == 1


def test_the_database_itself_holds_comments_as_they_were_read(shop: Shop) -> None:
    dana, order = called(shop, "desk", "Dana Desk"), shop.take_in(1001)
    old = Comment.objects.create(
        company_id=shop.company, subject_kind=ORDER, subject_id=order.pk, author_id=dana, text="sent it",
        written_at=timezone.now() - timedelta(minutes=16),
    )  # fmt: skip
    strike_out(factories.actor_of(dana), old.pk)
    for change in (
        "UPDATE access_comment SET text = 'never said'",
        "UPDATE access_comment SET struck_at = NULL, struck_by_id = NULL",
        "UPDATE access_comment SET author_id = 1",
        "UPDATE access_comment SET written_at = now()",
        "DELETE FROM access_comment",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert Comment.objects.filter(pk=old.pk).update(text="", erased_at=timezone.now()) == 1


def test_a_task_has_its_page_with_comments_and_the_list_counts_them(shop: Shop) -> None:
    order = shop.take_in(1001)
    (task,) = Task.objects.filter(pk__in=tasks_of_each_kind(shop, order), kind="bad_address")
    desk = enter_as(shop, called(shop, "desk", "Dana Desk"))
    desk.post(f"/talk/task/{task.pk}", {"text": "the carrier knows the street"})
    page = desk.get(f"/tasks/{task.pk}").content.decode()
    for said in (
        f"Bad address, {order.number}",
        "It ends when the address passes",
        "the carrier knows the street",
    ):
        assert said in page
    assert "1 comment" in desk.get("/tasks").content.decode()
    assert enter_as(shop, called(shop, "admin", "Ada Admin")).get(f"/tasks/{task.pk}").status_code == 404
    stranger = factories.company()
    foreign = Client()
    path = factories.sign_in_path(stranger, factories.user("manager", stranger))
    foreign.post(path)
    for path in (
        f"/tasks/{task.pk}",
        f"/talk/task/{task.pk}",
        f"/talk/customer/{order.customer_id}",
        "/talk/cat/1",
    ):
        assert foreign.get(path).status_code == 404, path


def test_nothing_is_written_about_an_erased_person(shop: Shop) -> None:
    order = shop.take_in(1001)
    Customer.objects.filter(pk=order.customer_id).update(erased_at=timezone.now(), name="", email="")
    desk = enter_as(shop, called(shop, "desk", "Dana Desk"))
    back = desk.post(f"/talk/customer/{order.customer_id}", {"text": "it was Mara"}).content.decode()
    assert "This person was erased: nothing is written about them any more." in back
    assert Comment.objects.count() == 0
