"""A real Chromium against a live server. Each page a test opens is watched: script errors, refused
styles and failed requests fail the test."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, user_over

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the test's thread

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
]
MISSING = (
    "The browser tests need Chromium. On Debian: apt-get install chromium fonts-noto-cjk. "
    "Or name one: PORTAL_CHROMIUM=/path/to/chrome make test."
)
# Either width in one language; in `make soak` in both.
WAYS = [("desktop", "zh-hans"), ("phone", "en")]
if os.environ.get("SOAK"):
    WAYS += [("desktop", "en"), ("phone", "zh-hans")]
WIDTHS = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


def chromium_path():
    named = os.environ.get("PORTAL_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("google-chrome") or ""
    if not Path(found).is_file():
        pytest.fail(MISSING, pytrace=False)
    return found


@pytest.fixture(scope="session")
def chromium():
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe_source():
    path = Path(settings.VENDOR_ROOT) / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.fail("axe-core is missing: run `make setup`.", pytrace=False)
    return path.read_text()


FURTHER = """() => {
  const more = document.querySelector("[hx-trigger=revealed]")
  if (more) more.scrollIntoView()
  return !!more
}"""


# What a page still waits for. Chromium's own "network idle" is half a second without a request.
COUNTING = """
window.asked = 0
document.addEventListener('htmx:beforeRequest', () => window.asked++)
document.addEventListener('htmx:afterRequest', () => window.asked--)
"""
SETTLED = """() => new Promise(settled => {
  const look = () => setTimeout(() => window.asked ? look() : setTimeout(again, 60), 20)
  const again = () => window.asked ? look() : settled()
  look()
})"""


class Visitor:
    """Somebody in front of a browser."""

    def __init__(self, browser, address, axe, size="desktop", language="zh-hans"):
        self.context = browser.new_context(viewport=WIDTHS[size], locale="zh-CN")
        self.address, self.axe_source, self.troubles = address, axe, []
        self.context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        self.context.add_init_script(COUNTING)
        self.page = self.context.new_page()
        self.page.on("console", self.note)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def note(self, message):
        expected = "Failed to load resource: the server responded with a status of 4"
        if message.type in {"error", "warning"} and not message.text.startswith(expected):
            self.troubles.append(message.text)

    def log_in(self, user, client):
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        self.context.add_cookies([{"name": name, "value": value, "url": self.address}])
        return self

    def go(self, path):
        return self.page.goto(self.address + path)

    def read_on(self):
        """Down to the end of what comes as one reads."""
        while self.page.evaluate(FURTHER):
            self.page.wait_for_timeout(50)
        self.settle()

    def settle(self):
        """Wait until nothing is fetched any more."""
        self.page.evaluate(SETTLED)

    def faults(self):
        """What axe finds, whether the page scrolls sideways, and what the console said."""
        self.page.evaluate(self.axe_source)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        said = [(one["id"], [n["html"][:200] for n in one["nodes"]]) for one in found["violations"]]
        if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            said.append(("sideways", []))
        return said + self.troubles


@pytest.fixture
def visitor(chromium, live_server, axe_source):
    """Makes visitors: `visitor(size="phone", language="en")`; they leave when the test ends."""
    made = []

    def make(**options):
        made.append(Visitor(chromium, live_server.url, axe_source, **options))
        return made[-1]

    yield make
    for one in made:
        one.context.close()


@pytest.fixture
def county(transactional_db):
    """A small county: a township, its branch, sixty persons; and a user who may do everything."""
    top = OrganizationFactory(code="341721", name="中共清源县委员会")
    town = TownshipFactory(parent=top, name="河口镇党委")
    branch = OrganizationFactory(parent=town, name="新河村党支部", code="341721001")
    for n in range(60):
        PersonFactory(name=f"王建{'甲乙丙丁戊'[n % 5]}", organization=branch, sex="12"[n % 2])
    return top


@pytest.fixture
def boss(county):
    return user_over(county)
