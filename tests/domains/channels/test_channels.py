"""Stories of channels: one code, one prefix; told once a key; every delivery stored once; refuses a new prefix."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from opsroom.domains.channels import queries
from opsroom.domains.channels.actions.create_channel import create_channel
from opsroom.domains.channels.actions.edit_channel import edit_channel
from opsroom.domains.channels.actions.queue_outgoing import queue_outgoing
from opsroom.domains.channels.actions.store_raw_message import store_raw_message
from opsroom.domains.channels.errors import BadChannel, ChannelTaken, UnknownChannel
from opsroom.domains.channels.models import Outgoing, RawMessage
from opsroom.domains.channels.rules import PREFIX, ChannelDraft, keep_answers, prefix_for, verdict_of
from opsroom.kernel.records import events

SHOP = ChannelDraft(code="my-shop", prefix="MS", name="My shop", connector="shopify", currency="EUR")


@given(st.text(max_size=20), st.lists(st.from_regex(PREFIX, fullmatch=True), max_size=5))
def test_a_prefix_can_be_made_of_any_name_and_is_free(name: str, taken: list[str]) -> None:
    found = prefix_for(name, taken)
    assert found not in taken
    assert PREFIX.fullmatch(found)


def test_the_worst_problem_decides_and_a_confirmed_question_stands_no_more() -> None:
    question = {"severity": "question", "code": "x", "row": 2, "field": "a", "found": "1"}
    assert verdict_of([], has_value=True) == "ready"
    assert verdict_of([], has_value=False) == "error"
    assert verdict_of([question], has_value=True) == "question"
    assert verdict_of([question, {"severity": "error"}], has_value=True) == "error"
    confirmed = keep_answers([question | {"accepted": True}], [question])
    assert verdict_of(confirmed, has_value=True) == "ready"
    other = keep_answers([question | {"accepted": True}], [question | {"found": "2"}])
    assert verdict_of(other, has_value=True) == "question"


@pytest.fixture
def company(db: None) -> int:
    return factories.company()


def test_a_code_and_a_prefix_belong_to_one_channel(company: int) -> None:
    actor = factories.actor("manager", company)
    create_channel(actor, company, SHOP)
    for rival in (replace(SHOP, prefix="XX"), replace(SHOP, code="other")):
        with pytest.raises(ChannelTaken):
            create_channel(actor, company, rival)
    with pytest.raises(BadChannel) as refused:
        create_channel(actor, company, replace(SHOP, code="My Shop", prefix="XX"))
    assert refused.value.message == (
        "The code cannot be “My Shop”. Use small letters, digits and dashes, such as my-shop."
    )


def test_settings_change_but_the_prefix_stays(company: int) -> None:
    actor = factories.actor("manager", company)
    channel = create_channel(actor, company, SHOP)
    assert edit_channel(actor, company, channel, replace(SHOP, name="Our shop")) == ["name"]
    assert edit_channel(actor, company, channel, replace(SHOP, name="Our shop")) == []
    with pytest.raises(BadChannel):
        edit_channel(actor, company, channel, replace(SHOP, prefix="NEW"))
    assert queries.channel(actor, channel).name == "Our shop"


def test_a_channel_is_told_once_a_key(company: int) -> None:
    actor = factories.actor("manager", company)
    channel = create_channel(actor, company, SHOP)
    first = queue_outgoing(actor, channel, "ship:1", "shipment", {"order_id": 1})
    assert queue_outgoing(actor, channel, "ship:1", "shipment", {"order_id": 2}) == first
    assert Outgoing.objects.get().payload == {"order_id": 1}
    assert len(events.timeline("channels.outgoing", first)) == 1


def test_the_same_delivery_is_stored_once(company: int) -> None:
    actor = factories.actor("manager", company)
    channel = create_channel(actor, company, SHOP)
    assert store_raw_message(actor, channel, "d-1", "orders/create", "{}")[1] is True
    assert store_raw_message(actor, channel, "d-1", "orders/create", "{}")[1] is False
    assert RawMessage.objects.count() == 1


def test_Z3_a_channel_of_another_company_is_as_good_as_missing(company: int) -> None:
    channel = create_channel(factories.actor("manager", company), company, SHOP)
    stranger = factories.actor("manager", factories.company())
    with pytest.raises(UnknownChannel):
        queries.channel(stranger, channel)
    assert queries.channels_of(stranger) == []
