"""A visitor who tries the running portal over HTTP, as a browser would but without scripts."""

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import CookieJar

from django.urls import resolve, reverse

from portal.models import Job

STOP_POLLING = 286  # htmx's own: the job is over
PATIENCE = 120  # seconds a job may take

Account = tuple[str, str, str, str]  # name, role, organization, password


class Failed(Exception):
    """What did not answer as it should, as a sentence."""


@dataclass(frozen=True)
class Page:
    path: str
    status: int
    body: bytes

    @property
    def size(self) -> str:
        return f"{len(self.body) / 1024:.0f} KB"


class Visitor:
    """Somebody with a browser of their own; anything but an ordinary answer raises Failed."""

    def __init__(self, address: str, name: str) -> None:
        self.address, self.name = address.rstrip("/"), name
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def log_in(self, password: str) -> Page:
        path = reverse("login")
        self.get(path)
        page = self.post(path, username=self.name, password=password)
        if page.path in {path, reverse("password-change")}:
            raise Failed(f"{self.name} could not log in: the answer was {page.path}.")
        return page

    def get(self, path: str, **headers: str) -> Page:
        return self._open(urllib.request.Request(self.address + path, headers=headers))  # noqa: S310

    def post(self, path: str, **fields: str) -> Page:
        """Send a form; the answer is the page it leads to."""
        token = next((one.value for one in self.cookies if one.name == "csrftoken"), "") or ""
        sent = urllib.parse.urlencode(fields).encode()
        headers = {"X-CSRFToken": token, "Referer": self.address + path}
        return self._open(urllib.request.Request(self.address + path, sent, headers))  # noqa: S310

    def job_of(self, page: Page) -> Job:
        """The job whose page a form has led to."""
        found = resolve(page.path)
        if found.url_name != "job":
            raise Failed(f"{self.name} was led to {page.path} and not to the page of a job.")
        return Job.objects.get(pk=found.kwargs["pk"])

    def finished(self, job: Job) -> Job:
        """Ask as the job's page does until the job is over; the row of one that went well."""
        path = reverse("job", args=[job.pk])
        deadline = time.monotonic() + PATIENCE
        while self.get(path, **{"HX-Request": "true"}).status != STOP_POLLING:
            if time.monotonic() > deadline:
                raise Failed(f"The job at {path} is not over after {PATIENCE} seconds.")
            time.sleep(0.2)
        job.refresh_from_db()
        if job.state != Job.State.DONE:
            raise Failed(f"The job at {path} failed: {job.message}")
        return job

    def file_of(self, job: Job) -> Page:
        return self.get(reverse("job-file", args=[job.pk]))

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self.opener.open(request, timeout=60) as answer:
                path = urllib.parse.urlsplit(answer.url).path
                return Page(path, answer.status, answer.read())
        except urllib.error.HTTPError as no:
            reason = f"{no.code} {HTTPStatus(no.code).phrase}"
            raise Failed(f"{self.name}: {request.selector} answered {reason}.") from None
        except OSError as no:
            raise Failed(f"{self.name}: {request.selector} did not answer ({no}).") from None


def log_in_all(
    address: str, accounts: Iterable[Account], say: Callable[[str], None]
) -> dict[str, Visitor]:
    """Log in as each account; the first visitor of every role."""
    visitors: dict[str, Visitor] = {}
    for name, role, _, password in accounts:
        visitor = Visitor(address, name)
        page = visitor.log_in(password)
        say(f"{name} ({role}): logged in, {page.path} is {page.size}")
        visitors.setdefault(role, visitor)
    return visitors
