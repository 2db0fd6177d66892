"""The public ballot on a phone: a code from a slip, a choice for each line, thanks; in both
languages, by whoever holds the slip."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from assessments.actions.scoring.polls import close_poll, issue_passes, open_poll
from tests.factories.assessments import PollFactory, PollSubjectFactory


@pytest.fixture
def poll(transactional_db):
    cache.clear()
    poll = PollFactory(
        way="links", title="基层满意度测评", opens_on="2020-01-01", closes_on="2099-12-31"
    )
    for name in ("县民政局", "县水利局"):
        PollSubjectFactory(poll=poll, name=name)
    open_poll(type(poll).objects.get(pk=poll.pk), by=None)
    return type(poll).objects.get(pk=poll.pk)


def test_a_vote_is_cast_on_a_phone_without_logging_in(visitor, poll):
    codes = issue_passes(poll, many=2, by=None)
    reader = visitor(size="phone", language="en")
    reader.go("/vote/")
    assert reader.faults() == []
    reader.page.get_by_label("Code on your slip").fill(codes[0].lower())
    reader.page.get_by_role("button", name="To the ballot").click()
    expect(reader.page.locator("h1")).to_have_text(poll.title)
    assert reader.faults() == []
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    reader.page.get_by_label("Satisfied", exact=True).first.check()
    reader.page.get_by_role("button", name="中文").click()  # the code is not lost with the language
    expect(reader.page.locator("html")).to_have_attribute("lang", "zh-hans")
    for at in (0, 1):
        reader.page.get_by_label("满意", exact=True).nth(at).check()
    reader.page.get_by_role("button", name="提交投票").click()
    expect(reader.page.get_by_role("status")).to_be_visible()
    assert "sessionid" not in {one["name"] for one in reader.page.context.cookies()}
    close_poll(poll, by=None)
    assert poll.returned == 1
