"""Each part drawn with hostile words: everything stays text, labels and fields stay tied together."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from opsroom.interfaces.web import parts, parts_list
from opsroom.interfaces.web.parts import (
    Action,
    Alert,
    Blank,
    Event,
    Fact,
    Field,
    Job,
    Status,
    Strip,
    Tile,
    Toast,
)
from opsroom.interfaces.web.parts_list import (
    Bulk,
    Cell,
    Column,
    Filters,
    Find,
    FindGroup,
    Finds,
    Pager,
    Row,
    Table,
)
from opsroom.interfaces.web.styleguide import example_lists, examples

EVIL = "<img src=x onerror=alert(1)>\"'&"
AT = datetime(2026, 11, 24, 12, 19, tzinfo=UTC)


def draw(thing: object) -> str:
    context = Context({"thing": thing, "request": RequestFactory().get("/"), "csrf_token": "t"})
    return Template("{% load opsroom %}{% part thing %}").render(context)


@pytest.mark.parametrize(
    "thing",
    [
        parts.Head(
            title=EVIL, eyebrow=EVIL, lead=EVIL, strong=EVIL, actions=(Action(label=EVIL, href=EVIL),)
        ),
        Tile(name=EVIL, value=EVIL, sub=EVIL, delta=EVIL, href=EVIL),
        Strip(facts=(Fact(key=EVIL, value=EVIL, sub=EVIL, status=Status(text=EVIL)),), label=EVIL),
        Alert(strong=EVIL, text=EVIL, actions=(Action(label=EVIL, post=EVIL, name=EVIL, value=EVIL),)),
        Blank(title=EVIL, text=EVIL),
        Field(name="n", label=EVIL, value=EVIL, error=EVIL),
        Field(name="n", label=EVIL, value=EVIL, kind="textarea", help=EVIL),
        parts.Timeline(events=(Event(at=AT, title=EVIL, note=EVIL, who=EVIL),)),
        parts.Postings(
            title=EVIL, rows=(parts.Posting(source=EVIL, target=EVIL, amount=EVIL, source_note=EVIL),)
        ),
        parts.Items(rows=(parts.Item(title=EVIL, note=EVIL, href=EVIL, end=EVIL),)),
        Job(title=EVIL, done=1, total=2, state="running", note=EVIL, src=EVIL),
        Toast(text=EVIL, undo=EVIL),
        Table(
            label=EVIL,
            columns=(Column(name=EVIL),),
            rows=(Row(cells=(Cell(text=EVIL, note=EVIL, href=EVIL),)),),
        ),
        Filters(
            action=EVIL, chips=(parts_list.Filter(field=EVIL, value=EVIL, without=EVIL),), noun=EVIL, shown=1
        ),
        Finds(groups=(FindGroup(name=EVIL, items=(Find(text=EVIL, href=EVIL, note=EVIL),)),), q=EVIL),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_H5_hostile_words_stay_words(thing: object) -> None:
    drawn = draw(thing)
    assert "<img" not in drawn
    assert "&lt;img src=x" in drawn


def test_every_part_of_the_style_guide_is_drawn() -> None:
    for module in (examples, example_lists):
        for name, thing in vars(module).items():
            if isinstance(thing, parts.Part):
                assert draw(thing).strip(), name


def test_nothing_and_lists_are_drawn_as_nothing_and_in_order() -> None:
    assert draw(None) == ""
    assert draw(()) == ""
    drawn = draw((Status(text="First"), Status(text="Second")))
    assert drawn.index("First") < drawn.index("Second")


def test_a_figure_not_known_is_said_in_words() -> None:
    assert "not known" in draw(Tile(name="Margin", value=None))
    assert "not known" not in draw(Tile(name="Margin", value="0"))


def test_a_wrong_field_is_tied_to_its_sentence() -> None:
    drawn = draw(
        Field(name="qty", label="Quantity", value="1,5", kind="number", error="Whole units only. Use 1 or 2.")
    )
    assert '<label for="f-qty">' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="f-qty-h"' in drawn
    assert '<small id="f-qty-h">Whole units only. Use 1 or 2.</small>' in drawn


def test_a_password_is_never_sent_back() -> None:
    assert "hunter2" not in draw(Field(name="p", label="Password", kind="password", value="hunter2"))


def test_what_cannot_be_done_says_why() -> None:
    drawn = draw(Action(label="Ship", off="Two lines are not packed"))
    assert " disabled" in drawn
    assert "Two lines are not packed" in drawn
    assert "href" not in drawn


def test_an_empty_table_shows_its_empty_place_and_no_head() -> None:
    drawn = draw(
        Table(label="Orders", columns=(Column(name="Order"),), rows=(), empty=Blank(title="No order yet"))
    )
    assert "No order yet" in drawn
    assert "<table" not in drawn


def test_rows_to_tick_are_named_for_those_who_cannot_see_them() -> None:
    drawn = draw(example_lists.TABLE)
    assert 'aria-label="Select order SH-50590"' in drawn
    assert 'name="id" value="50590"' in drawn
    assert 'aria-sort="descending"' in drawn


def test_the_bulk_bar_waits_hidden_and_names_the_scope() -> None:
    drawn = draw(Bulk(actions=(), total=1255))
    assert " hidden>" in drawn
    assert '<input type="hidden" name="scope" value="ids">' in drawn
    assert "Select all 1,255" in drawn


def test_pages_end_at_the_last() -> None:
    drawn = draw(Pager(first=51, last=55, total=55, before="/orders?page=2"))
    assert "51 to 55 of 55" in drawn
    assert 'rel="prev" href="/orders?page=2"' in drawn
    assert 'rel="next"' not in drawn


@pytest.mark.parametrize(
    ("shown", "of", "said"),
    [
        (1, 1, "<b>1</b> draft"),
        (2, None, "<b>2</b> drafts"),
        (1, 3, "<b>1</b> of 3 drafts"),
        (0, 1, "<b>0</b> of 1 draft"),
    ],
)
def test_what_is_counted_beside_the_filters_follows_its_number(shown: int, of: int | None, said: str) -> None:
    assert f"{said}</span>" in draw(Filters(action="/x", shown=shown, of=of, noun="draft"))


def test_a_job_of_unknown_length_claims_no_share() -> None:
    job = Job(title="Export", done=3, total=None, state="running")
    assert job.share is None
    assert "max=" not in draw(job)
    assert 'max="8" value="2"' in draw(Job(title="Export", done=2, total=8, state="running"))


def test_a_toast_carries_its_undo_to_the_script() -> None:
    assert Toast(text="3 moved.", undo="/undo/7").trigger() == {
        "toast": {"text": "3 moved.", "undo": "/undo/7", "tone": ""}
    }
