"""A shopkeeper lets the demo's marketplace listen, compares a day, explains it, and looks at a take-over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.checks import assert_axe_clean, look_in_both_lights

ORDERS = (
    "Order number,Ordered at,Payment,Currency,Customer name,Street,Postcode,City,Country,SKU,Item,Quantity,Unit price\n"
    "5001,2026-11-20 10:00,paid,EUR,Ada Lovelace,Mill Lane 12,10115,Berlin,DE,MUG-1,Mug,2,10.00\n"
)


def look(page: Any, name: str) -> None:
    look_in_both_lights(page, name, phone=False)
    page.set_viewport_size({"width": 390, "height": 844})
    look_in_both_lights(page, name, phone=True)
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a_channel_listens_is_compared_and_may_be_taken_over(live: Any, page: Any, tmp_path: Path) -> None:
    page.goto(f"{live.url}/channels/new")
    page.get_by_label("Name").fill("Old shop")
    page.get_by_label("Code").fill("old-shop")
    page.get_by_label("Prefix").fill("OLD")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("link", name="Parallel run").click()
    page.get_by_role("button", name="Only listen", exact=True).wait_for()
    look(page, "parallel_before")
    page.get_by_role("button", name="Only listen", exact=True).click()
    page.get_by_text("It only listens from now on.").wait_for()
    file = tmp_path / "old.csv"
    file.write_text(ORDERS)
    page.locator("#f-file").set_input_files(str(file))
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", level=1, name="1 difference to explain").wait_for()
    look(page, "parallel_day")
    page.get_by_role("link", name="5001").click()
    look(page, "parallel_difference")
    page.get_by_label("Why it is none to worry about").select_option("known")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Both say the same").wait_for()
    page.get_by_role("link", name="Parallel run").click()
    page.get_by_role("heading", level=1, name="1 day in a row without a difference").wait_for()
    assert_axe_clean(page)
    look(page, "parallel")
    page.get_by_role("link", name="Take over").click()
    look(page, "parallel_take_over")
