"""A shopkeeper keeps how a strange file is read, sees it used by itself, and changes it; nothing hidden breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.checks import assert_axe_clean, assert_tables_fit, look_in_both_lights, shot

FILE = "code;counted;place\nMUG-1;3;Halle 1\nMUG-2;4;Halle 1\n"


def bring(live: Any, page: Any, file: Path) -> None:
    page.goto(f"{live.url}/import")
    page.get_by_label("Drop files here").set_input_files(str(file))
    page.get_by_label("Kind of file").select_option("stock")
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_role("heading", level=1).wait_for()


def test_a_template_is_kept_used_and_changed(live: Any, page: Any, tmp_path: Path) -> None:
    file = tmp_path / "monday.csv"
    file.write_text(FILE)
    bring(live, page, file)
    page.get_by_label("Field for column code").select_option("sku")
    page.get_by_label("Field for column counted").select_option("quantity")
    page.get_by_label("Field for column place").select_option("location")
    page.get_by_text("How the file is written, and words in it").click()
    assert_axe_clean(page)
    page.get_by_label("Words of").first.select_option("location")
    page.get_by_label("In the file", exact=True).first.fill("Halle 1")
    page.get_by_label("Is read as").first.fill("Main")
    shot(page, "template_made")
    page.get_by_label("Save as template").fill("Old tool, stock")
    page.get_by_role("button", name="Read again with these columns").click()
    page.get_by_text("Saved as “Old tool, stock”").wait_for()
    file = tmp_path / "tuesday.csv"
    file.write_text(FILE.replace("3", "5"))
    bring(live, page, file)
    page.get_by_text("Read by the template “Old tool, stock”, since it has the same columns.").wait_for()
    assert_axe_clean(page)
    look_in_both_lights(page, "template_used", phone=False)
    page.goto(f"{live.url}/import/templates")
    assert_tables_fit(page)
    look_in_both_lights(page, "templates", phone=False)
    page.get_by_role("link", name="Old tool, stock").click()
    page.get_by_label("Name").fill("Shelves")
    look_in_both_lights(page, "template", phone=False)
    page.set_viewport_size({"width": 390, "height": 844})
    look_in_both_lights(page, "template", phone=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", level=1, name="Shelves").wait_for()
    assert_axe_clean(page)
