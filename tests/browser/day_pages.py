"""How a person walks through the business day's pages; waits for what a page says and never for a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from tests.browser.checks import assert_axe_clean, shot
from tests.stories.the_day import GOOD_ADDRESS

JOB_WAIT_MILLISECONDS = 60_000


@dataclass(slots=True)
class DayPages:
    """One person's page, signed in; every step ends on a page that axe has looked at."""

    page: Page

    def seen(self, name: str) -> None:
        """Looks at the page as it is: axe, and a picture."""
        assert_axe_clean(self.page, contrast=False)
        shot(self.page, f"day_{name}")

    def open(self, path: str, name: str = "") -> None:
        self.page.goto(path)
        self.page.get_by_role("heading", level=1).wait_for()
        if name:
            self.seen(name)

    def title(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def upload(self, file: Path, *, channel: str = "", site: str = "") -> None:
        """Uploads one file and waits until it was read."""
        self.open("/import")
        self.page.get_by_label("Drop files here").set_input_files(str(file))
        if channel:
            self.page.get_by_label("Channel", exact=True).select_option(label=channel)
        if site:
            self.page.get_by_label("Site of the quantities").select_option(label=site)
        self.page.get_by_role("button", name="Upload and check").click()
        self.page.get_by_text(re.compile(r"records? (is|are) ready")).first.wait_for(
            timeout=JOB_WAIT_MILLISECONDS
        )

    def commit(self) -> str:
        """Lets the ready records in; returns the headline afterwards."""
        self.page.get_by_role("button", name=re.compile(r"^Import [\d,]+ records?$")).click()
        self.page.get_by_text(re.compile(r"records? (is|are) in\.")).first.wait_for(
            timeout=JOB_WAIT_MILLISECONDS
        )
        return self.title()

    def groups(self) -> dict[str, int]:
        """Today's groups: the number by what it is of."""
        rows = self.page.locator("ul.groups > li").all()
        return {row.locator("a.gt b").inner_text(): number_in(row.locator(".gn")) for row in rows}

    def list_length(self) -> int:
        """How many rows the list has on all its pages; the tab of its view, where there is one, says the same."""
        pages = self.page.get_by_label("Pages")  # an empty list has none
        told = re.search(r"of ([\d,]+)", pages.inner_text()) if pages.count() else None
        length = int(told[1].replace(",", "")) if told else 0
        tab = self.page.locator('.vtabs a[aria-current="true"] span')
        assert [number_in(one) for one in tab.all()] in ([], [length])
        return length

    def tile(self, name: str) -> int:
        """The figure of a tile on Today."""
        tile = self.page.locator(".tile").filter(
            has=self.page.locator(".tn", has_text=re.compile(f"^{name}$"))
        )
        return number_in(tile.locator(".tv"))

    def release(self) -> None:
        """Presses Release in the bar of the ticked rows."""
        self.page.locator(".bulk").get_by_role("button", name="Release", exact=True).click()

    def store_first_address(self) -> None:
        """On the list of bad addresses: one that can be served, into the first of them."""
        card = self.page.get_by_role("region", name=re.compile("^Address of")).first
        for label, text in (
            ("Street and number", GOOD_ADDRESS["line1"]),
            ("Postcode", GOOD_ADDRESS["postcode"]),
            ("Town", GOOD_ADDRESS["city"]),
            ("State or province", ""),
            ("Country", GOOD_ADDRESS["country"]),
        ):
            card.get_by_label(label, exact=True).fill(text)
        card.get_by_role("button", name=re.compile("^Store the address")).click()

    def wedge(self, code: str) -> None:
        """A scanner types and ends with Enter."""
        self.page.locator("[data-scan-field]").focus()
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")

    def scan_lines(self) -> None:
        """Scans every piece of every line in the order of the page, as the codes on it say."""
        todo = [
            ((line.get_attribute("data-sku") or ""), int(line.get_attribute("data-need") or 0))
            for line in self.page.locator("[data-line]").all()
        ]
        for sku, pieces in todo:
            for _ in range(pieces):
                self.wedge(sku)
                expect(self.page.locator("[data-scan-say]")).to_contain_text("Right.")
        assert todo


def number_in(place: Locator) -> int:
    """The first whole number in a place's text."""
    found = re.search(r"\d[\d,]*", place.inner_text())
    assert found, place.inner_text()
    return int(found[0].replace(",", ""))
