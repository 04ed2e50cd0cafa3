"""A shopkeeper imports a product file in the browser: uploads, fixes a row, commits, undoes; nothing hidden breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.checks import assert_axe_clean, assert_phone_width, shot

HEADER = "Handle,Title,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Status\n"
FILE = HEADER + "mug,Stone mug,MUG-1,shopify,12,12.50,active\ncup,Cup,CUP-1,shopify,3,−4.00,active\n"


def test_a_file_comes_in_and_goes_again(live: Any, page: Any, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text(FILE)
    page.goto(f"{live.url}/import")
    assert_axe_clean(page)
    shot(page, "import_list")
    page.get_by_label("Drop files here").set_input_files(str(file))
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_role("heading", level=1).wait_for()
    shot(page, "import_check")
    assert "1 of 2 records are ready" in page.get_by_role("heading", level=1).inner_text()
    assert_axe_clean(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert_phone_width(page)
    shot(page, "import_check_390")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_label("Variant Price, row 3").fill("4.00")
    page.get_by_role("button", name="Apply to row 3").click()
    page.get_by_text("2 of 2 records are ready.").wait_for()
    page.get_by_role("button", name="What lies on the shelf").or_(
        page.get_by_role("button", name="Import 2 records")
    ).first.wait_for()
    if page.get_by_role("button", name="What lies on the shelf").count():
        page.get_by_role("button", name="What lies on the shelf").click()
        page.get_by_text("2 of 2 records are ready.").wait_for()
    shot(page, "import_ready")
    page.get_by_role("button", name="Import 2 records").click()
    page.get_by_text("2 records are in.").wait_for()
    assert_axe_clean(page)
    shot(page, "import_done")
    page.get_by_role("button", name="Undo the import").click()
    page.get_by_text("This import was undone").wait_for()
    shot(page, "import_undone")
