"""A shopkeeper imports a product file in the browser: uploads, fixes a row, commits, undoes; nothing hidden breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.checks import assert_axe_clean, assert_phone_width, assert_tables_fit, shot

from opsroom.kernel.records import wake

HEADER = "Handle,Title,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Status\n"
FILE = HEADER + "mug,Stone mug,MUG-1,shopify,12,12.50,active\ncup,Cup,CUP-1,shopify,3,−4.00,active\n"
TWINS = "t1,Twin,MUG-1,shopify,0,2.00,active\nt2,Twin,MUG-1,shopify,0,2.00,active\n"


def test_a_file_comes_in_and_goes_again(live: Any, page: Any, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text(FILE + TWINS)
    page.goto(f"{live.url}/import")
    assert_axe_clean(page)
    shot(page, "import_list")
    page.get_by_label("Drop files here").set_input_files(str(file))
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_role("heading", level=1).wait_for()
    shot(page, "import_check")
    assert "1 of 4 records are ready" in page.get_by_role("heading", level=1).inner_text()
    page.wait_for_function("() => !document.body.classList.contains('stale')")
    price = page.get_by_label("Variant Price, row 3")
    price.fill("4.50")
    page.get_by_role("heading", level=1).click()
    wake.notify("imports")
    page.locator("[data-live~=imports].newer").wait_for()
    assert price.input_value() == "4.50", "news take nothing out of a person's hands"
    assert_axe_clean(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert_phone_width(page)
    shot(page, "import_check_390")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Apply to row 3").click()
    page.get_by_text("2 of 4 records are ready.").wait_for()
    # Styles that an extension put on fields are not carried over by news: the policy would call it a fault.
    page.evaluate(
        "() => document.querySelectorAll('.in[id]').forEach((one) => (one.style.caretColor = 'red'))"
    )
    page.wait_for_function("() => !document.body.classList.contains('stale')")
    with page.expect_response(lambda answer: "/import/" in answer.url and answer.request.method == "GET"):
        wake.notify("imports")
    page.wait_for_function("() => !document.querySelector('#f-name').getAttribute('style')")
    page.get_by_role("link", name="To confirm").click()
    page.get_by_text("2 records: one SKU stands for two variants.").wait_for()
    assert_tables_fit(page)
    shot(page, "import_confirm")
    page.get_by_role("button", name="Confirm all 2").focus()
    page.keyboard.press("Enter")
    page.get_by_text("4 of 4 records are ready.").wait_for()
    shot(page, "import_ready")
    page.get_by_role("button", name="Import 4 records").click()
    page.get_by_text("4 records are in.").wait_for()
    assert_axe_clean(page)
    shot(page, "import_done")
    page.get_by_role("button", name="Undo the import").click()
    page.get_by_text("This import was undone").wait_for()
    shot(page, "import_undone")
