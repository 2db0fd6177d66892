"""A record's tabs in a real browser: opened by hand, looked at by axe, at both widths."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Person
from organizations.models import Organization
from registers.models import Attachment

both_sizes = pytest.mark.parametrize("size", ["desktop", "phone"])


@both_sizes
def test_the_tabs_of_a_record(visitor, boss, client, size):
    person = Person.objects.first()
    Person.objects.filter(pk=person.pk).update(phone="2")
    reader = visitor(size=size, language="en").log_in(boss, client)
    reader.go(person.get_absolute_url())
    assert reader.faults() == []
    for tab in ("timeline", "attachments", "history"):
        reader.go(reverse(f"person-{tab}", args=[person.pk]))
        assert reader.faults() == [], tab
    reader.page.click("text=Restore the former value")
    assert reader.faults() == []
    for route in ("tokens", "docs-api"):
        reader.go(reverse(route))
        assert reader.faults() == [], route
    reader.go(reverse("docs-api-register", args=["person"]))
    assert reader.faults() == []


def test_a_register_opens_under_the_hand_and_once(visitor, boss, client):
    top = Organization.objects.get(parent=None)
    reader = visitor(language="en").log_in(boss, client)
    asked = []
    reader.page.on("request", lambda one: "/related/" in one.url and asked.append(one.url))
    reader.go(top.get_absolute_url())
    closed = reader.page.locator("details.related[hx-get*='person/organization']")
    expect(closed.locator("table")).to_have_count(0)
    closed.locator("summary").click()
    expect(closed.locator("tbody tr")).to_have_count(10)
    closed.locator("summary").click()
    closed.locator("summary").click()
    assert len(asked) == 1
    assert reader.faults() == []


def test_a_file_is_added_seen_and_withdrawn(visitor, boss, client, tmp_path):
    person = Person.objects.first()
    file = tmp_path / "志愿书.pdf"
    file.write_bytes(b"%PDF-1.7")
    reader = visitor(language="en").log_in(boss, client)
    reader.go(reverse("person-attachments", args=[person.pk]))
    reader.page.set_input_files("#id_files", file)
    reader.page.click(".actionbar .btn-primary")
    expect(reader.page.locator(".files li")).to_contain_text("志愿书.pdf")
    reader.page.click(".files >> text=Withdraw")
    assert reader.faults() == []
    reader.page.fill("#id_why", "传错了")
    reader.page.click(".actionbar .btn-danger")
    expect(reader.page.locator(".empty")).to_contain_text("No files yet")
    assert Attachment.objects.get().withdrawn_by == boss
