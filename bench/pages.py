"""Measures what pages cost with many orders: two real servers, one shop with a twentieth of the orders, asked in turn.

`python bench/pages.py [orders] [samples] [--only WORD]...`: every page, or those whose name or address holds one of the
words. Server time as a browser's connection sees it, signed in and warm, over HTTP on this machine; `cpu` is what the
web process and the database spent on one answer, which other work does not change.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from warm_start import free_port

ORDERS, SAMPLES, WARM_UPS = 200_000, 60, 5
DEEP = 1_000  # in the large shop; the small one is asked for the page as far down its list
PAGE_ROWS = 50
SMALL_SHARE = 20  # the shop it is compared with has so many times fewer orders
P95_ALLOWED_SECONDS, RATIO_ALLOWED = 0.150, 1.5
RATIO_FROM_SECONDS = 0.010  # a difference below it is no growth
WAIT_SECONDS, SETTLE_SECONDS = 3_600, 100
OPSROOM = [sys.executable, "-m", "opsroom.project.entry"]
TICKS = os.sysconf("SC_CLK_TCK")
PAGES = {
    "Today": "/",
    "Orders, open": "/orders",
    "Orders, ready": "/orders?view=ready",
    "Orders, all": "/orders?view=all",
    "Orders, all, page 1,000": "/orders?view=all&page={deep}",
    "Orders, all, by total": "/orders?view=all&sort=total",
    "Orders, all, by total, page 1,000": "/orders?view=all&sort=total&page={deep}",
    "Orders, all, oldest first, page 1,000": "/orders?view=all&sort=old&page={deep}",
    "Orders, all, by ship-by, page 1,000": "/orders?view=all&sort=due&page={deep}",
    "Orders, all, by rank, page 1,000": "/orders?view=all&sort=rank&page={deep}",
    "Orders, history": "/orders?view=history",
    "Orders, history, page 1,000": "/orders?view=history&page={deep}",
    "Orders, cancelled": "/orders?view=cancelled",
    "Orders, shipped": "/orders?view=shipped",
    "Orders, shipped elsewhere": "/orders?view=elsewhere",
    "Orders, one channel": "/orders?view=all&channel={channel}",
    "Orders, one channel, page 1,000": "/orders?view=all&channel={channel}&page={deep}",
    "Orders, two channels, page 1,000": "/orders?view=all&channel={channel}&channel={other}&page={deep}",
    "Orders, one day": "/orders?view=all&placed_from={day}&placed_to={day}",
    "Orders, half a year, page 1,000": "/orders?view=all&placed_from={half}&page={deep}",
    "Orders, paid, page 1,000": "/orders?view=all&payment=captured&page={deep}",
    "Orders, refunded": "/orders?view=all&payment=refunded",
    "Orders, pending": "/orders?view=all&payment=pending",
    "Orders, word history, page 1,000": "/orders?view=all&word=history&page={deep}",
    "Orders, by us, page 1,000": "/orders?view=all&fulfilled_by=us&page={deep}",
    "Orders, by the till": "/orders?view=all&fulfilled_by=till",
    "Orders, one service, page 1,000": "/orders?view=all&service=DHL+Paket&page={deep}",
    "Orders, one tag": "/orders?view=all&tag=returned",
    "Orders, a promotion's, page 1,000": "/orders?view=all&tag=BLACK20&page={deep}",
    "Orders, held for the address": "/orders?view=all&reason=address",
    "Orders, one item": "/orders?view=all&sku={sku}",
    "Orders, one item, page 1,000": "/orders?view=all&sku={sku}&page={deep}",
    "Orders, lacking an item": "/orders?view=all&lacks={sku}",
    "Orders, one buyer": "/orders?view=all&customer={customer}",
    "Orders, one import": "/orders?view=all&import=5",
    "Orders, nobody's": "/orders?view=all&assigned=1",
    "Orders, found by number": "/orders?view=all&q={number}",
    "Orders, found by many numbers": "/orders?view=all&q=SH-",
    "Orders, found by SKU": "/orders?view=all&q=MUG-",
    "Orders, found by name": "/orders?view=all&q=Clara+Hansen",
    "Orders, found by a common name": "/orders?view=all&q=an",
    "Orders, found by town": "/orders?view=all&q=Utrecht",
    "Orders, nothing found": "/orders?view=all&q=zzzzzz",
    "An order": "{order}",
    "An order of today": "{fresh}",
}


@dataclass(slots=True)
class Cost:
    """One page: seconds of each answer, its bytes, and CPU seconds of an answer."""

    times: list[float] = field(default_factory=list)
    size: int = 0
    cpu: float = 0.0

    def at(self, share: float) -> float:
        return sorted(self.times)[min(int(len(self.times) * share), len(self.times) - 1)]


class Browser:
    """One kept connection with its cookies."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
        self._cookies: dict[str, str] = {}
        self._host = f"http://127.0.0.1:{port}"

    def ask(self, path: str, form: str | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self._host}
        try:
            answer = self._answer(path, form, headers)
        except ConnectionError:  # a kept connection ends when nothing was asked for a while
            answer = self._answer(path, form, headers)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.read()

    def _answer(self, path: str, form: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        try:
            self._connection.request("GET" if form is None else "POST", path, form, headers)
            return self._connection.getresponse()
        except OSError:
            self._connection.close()
            raise

    def sign_in(self, path: str) -> None:
        _, page = self.ask(path)
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        status, _ = self.ask(path, f"csrfmiddlewaretoken={token[1].decode() if token else ''}")
        if status != 302:
            raise RuntimeError(f"signing in answered {status}")


@dataclass(slots=True)
class Shop:
    """A served shop of so many orders, and its pages."""

    orders: int
    browser: Browser
    folder: Path
    run: subprocess.Popen[bytes]
    pages: dict[str, str] = field(default_factory=dict)
    costs: dict[str, Cost] = field(default_factory=dict)

    def sample(self, name: str, *, counted: bool) -> None:
        began = time.perf_counter()
        status, body = self.browser.ask(self.pages[name])
        took = time.perf_counter() - began
        if status != 200:
            raise RuntimeError(f"{self.pages[name]} answered {status}")
        if counted:
            cost = self.costs.setdefault(name, Cost())
            cost.times.append(took)
            cost.size = len(body)

    def processes(self) -> list[int]:
        """Everything of this home: the run with its children, and its database."""
        database = int((self.folder / "pg" / "postmaster.pid").read_text().split()[0])
        return [pid for root in (self.run.pid, database) for pid in (root, *_below(root))]

    def cpu(self) -> float:
        return sum(_stat(pid)[0] for pid in self.processes())

    def memory(self) -> int:
        """Most bytes that any one process of this home ever had in memory."""
        return max(_peak(pid) for pid in self.processes())


def _below(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            parents.setdefault(_stat(int(entry.name))[1], []).append(int(entry.name))
    found, todo = [], [root]
    while todo:
        children = parents.get(todo.pop(), [])
        found += children
        todo += children
    return found


def _stat(pid: int) -> tuple[float, int]:
    """CPU seconds so far, of ended children too, and the parent; zeros for a process that ended meanwhile."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0, 0
    return sum(int(word) for word in words[11:15]) / TICKS, int(words[1])


def _peak(pid: int) -> int:
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


@contextmanager
def served(orders: int, deep: int, only: list[str]) -> Iterator[Shop]:
    """A shop of so many orders in a home of its own, made, served and thrown away."""
    with tempfile.TemporaryDirectory(prefix="ops-") as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o700)
        own = {**os.environ, "OPSROOM_HOME": name, "OPSROOM_PORT": str(port)}
        subprocess.run([*OPSROOM, "demo", "--orders", "0"], env=own, check=True, stdout=subprocess.DEVNULL)
        began = time.perf_counter()
        demo = subprocess.Popen(
            [*OPSROOM, "demo", "--orders", str(orders)], env=own, stdout=subprocess.DEVNULL
        )
        _, failed, used = os.wait4(demo.pid, 0)
        if failed:
            raise RuntimeError(f"making {orders:,} orders ended with {failed}")
        took, cpu = time.perf_counter() - began, used.ru_utime + used.ru_stime
        print(
            f"{orders:,} past orders made in {took:.0f} s ({cpu:.0f} s CPU of the loader and its database),"
            f" {orders / took:,.0f} a second, {used.ru_maxrss / 1024:,.0f} MB at most",
            flush=True,
        )
        run = subprocess.Popen([*OPSROOM, "run"], env=own, stdout=subprocess.DEVNULL)
        try:
            shop = Shop(orders, Browser(port), folder, run)
            wait_for(shop.browser)
            link = subprocess.run(
                [*OPSROOM, "sign-in-link"], env=own, check=True, capture_output=True, text=True
            )
            found = re.search(r"/sign-in/link/\S+", link.stdout)
            shop.browser.sign_in(found[0] if found else "/")
            shop.pages = addresses(shop.browser, deep, only)
            yield shop
        finally:
            run.send_signal(signal.SIGTERM)
            run.wait()


def wait_for(browser: Browser) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        try:
            if browser.ask("/sign-in")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("no page")


def addresses(browser: Browser, deep: int, only: list[str]) -> dict[str, str]:
    """The pages with a channel, a day, an item, a buyer and orders that this shop has; `only`: words, none for all."""

    def first(path: str, pattern: bytes) -> str:
        found = re.search(pattern, browser.ask(path)[1], re.DOTALL)
        if found is None:
            raise RuntimeError(f"{path} shows nothing like {pattern!r}")
        return found[1].decode()

    def day(ago: int) -> str:
        return time.strftime("%Y-%m-%d", time.localtime(time.time() - ago * 86_400))

    order = first("/orders?view=history&q=SH-", rb'href="(/orders/\d+)"')
    channels = re.findall(
        rb'<option value="(\d+)"',
        browser.ask("/orders?view=all")[1].partition(b'name="channel"')[2].partition(b"</select>")[0],
    )
    known = {
        "order": order,
        "fresh": first("/orders?view=packed", rb'href="(/orders/\d+)"'),
        "number": first("/orders?view=history&q=SH-", rb">(SH-\d+)<"),
        "customer": first("/customers", rb'href="/customers/(\d+)"'),
        "sku": first("/stock?q=MUG-WHT", rb'href="/stock/(\d+)"'),
        "channel": channels[-1].decode(),
        "other": channels[0].decode(),
        "day": day(90),
        "half": day(182),
        "deep": str(deep),
    }
    chosen = {
        name: path.format(**known)
        for name, path in PAGES.items()
        if not only or any(word in name or word in path for word in only)
    }
    if deep == DEEP:
        return chosen
    return {name: as_long(browser, path, deep) for name, path in chosen.items()}


def as_long(browser: Browser, path: str, deep: int) -> str:
    """In the small shop the last page that is full, where its list ends sooner: fewer rows are drawn sooner."""
    if f"page={deep}" not in path:
        return path
    pages = browser.ask(path)[1].partition(b'aria-label="Pages"')[2]
    total = re.search(rb"of ([\d,]+)", pages)
    full = int(total[1].replace(b",", b"")) // PAGE_ROWS if total else deep
    return path.replace(f"page={deep}", f"page={max(1, min(deep, full))}")


def measure(shops: list[Shop], samples: int) -> None:
    """Asks each shop in turn, so that what else this machine does falls on both alike."""
    for name in shops[0].pages:
        for shop in shops:
            for _ in range(WARM_UPS):
                shop.sample(name, counted=False)
        for _ in range(samples):
            for shop in shops:
                shop.sample(name, counted=True)
        for shop in shops:
            spent = shop.cpu()
            for _ in range(samples // 4 + 1):
                shop.sample(name, counted=False)
            shop.costs[name].cpu = (shop.cpu() - spent) / (samples // 4 + 1)


def report(small: Shop, large: Shop) -> bool:
    """Prints each page of the large shop beside the small one; True when every target is met."""
    good = True
    print(
        f"{'page':<40}{'p50':>8}{'p95':>8}{'cpu':>8}{'bytes':>9}{'small p50':>11}{'p95':>8}{'cpu':>8}{'times':>7}"
    )
    for name, cost in large.costs.items():
        other = small.costs[name]
        p95, was = cost.at(0.95), other.at(0.95)
        ratio = p95 / was
        grown = ratio > RATIO_ALLOWED and p95 - was > RATIO_FROM_SECONDS
        missed = p95 > P95_ALLOWED_SECONDS or grown
        good = good and not missed
        print(
            f"{name:<40}{cost.at(0.5) * 1e3:>6.0f}ms{p95 * 1e3:>6.0f}ms{cost.cpu * 1e3:>6.0f}ms{cost.size:>9,}"
            f"{other.at(0.5) * 1e3:>9.0f}ms{was * 1e3:>6.0f}ms{other.cpu * 1e3:>6.0f}ms{ratio:>7.2f}"
            + ("  MISSED" if missed else "")
        )
    for shop in (small, large):
        print(f"{shop.orders:,} orders: {shop.memory() / 1e6:,.0f} MB in the largest process")
    return good


def main() -> int:
    """0 when every page is quick enough and does not grow with the number of orders."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("orders", type=int, nargs="?", default=ORDERS)
    asked.add_argument("samples", type=int, nargs="?", default=SAMPLES)
    asked.add_argument("--only", action="append", default=[], metavar="WORD")
    told = asked.parse_args()
    with ExitStack() as stack:
        small = stack.enter_context(served(told.orders // SMALL_SHARE, DEEP // SMALL_SHARE, told.only))
        large = stack.enter_context(served(told.orders, DEEP, told.only))
        time.sleep(SETTLE_SECONDS)  # the database tidies up after the load by itself, once a minute
        measure([small, large], told.samples)
        return 0 if report(small, large) else 1


if __name__ == "__main__":
    sys.exit(main())
