"""Ballots of departments (001-02) and the three-way appraisals (003-48): counted, never traced."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from assessments.actions.scoring.polls import (
    cast_vote,
    close_poll,
    issue_passes,
    open_poll,
    record_counts,
    reopen_poll,
    usual_grades,
    void_passes,
    votes_cast,
)
from assessments.models import Poll, PollPass, PollSubject, PollTally
from portal import pages
from portal.errors import Refused
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, user_over
from tests.web.test_two_at_once import at_once

VOTE = "/vote/"


def make_poll(county, *about, way="links", kind="satisfaction", expected=8, **more):
    today = timezone.localdate()
    poll = Poll.objects.create(
        organization=county,
        year=today.year,
        title=f"基层满意度测评{kind}",
        kind=kind,
        way=way,
        grades=usual_grades()[kind],
        expected=expected,
        opens_on=today,
        closes_on=today + timedelta(days=7),
        **more,
    )
    for one in about:
        field = {str: "name"}.get(type(one)) or (
            "person" if one._meta.model_name == "person" else "subject"
        )
        PollSubject.objects.create(poll=poll, **{field: one})
    return poll


@pytest.fixture
def county(db):
    cache.clear()
    with translation.override("en"):
        yield OrganizationFactory(name="清源县委")


def opened(county, *about, **more):
    poll = make_poll(county, *about, **more)
    open_poll(poll, by=None)
    return poll


def choice(poll, *grades):
    return dict(zip(poll.subjects.values_list("pk", flat=True), grades, strict=True))


def test_a_code_votes_once_and_nothing_says_who_voted_what(client, county):
    """001-02: N links printed once; voting needs no login; only sums are kept."""
    staff = user_over(county)
    poll = opened(county, "县民政局", "县水利局")
    client.force_login(staff)
    sheet = client.post(reverse("poll-links", args=[poll.pk]), {"many": 8}).content.decode()
    codes = re.findall(r'class="code">([A-Z2-9-]{14})<', sheet)
    assert len(set(codes)) == 8
    assert codes[0] not in client.get(reverse("poll-links", args=[poll.pk])).content.decode()
    client.logout()
    first, second = poll.subjects.all()
    voted = {"code": codes[0].lower().replace("-", " "), f"s{first.pk}": "0", "vote": "1"}
    assert "县民政局" in client.post(VOTE, {"code": codes[0]}).content.decode()
    for junk in ("9" * 5000, "²", "-1"):
        assert client.post(VOTE, {**voted, f"s{second.pk}": junk}).status_code == 422
    left_out = client.post(VOTE, voted)
    assert left_out.status_code == 422
    assert re.search(rf'name="s{first.pk}" value="0" checked', left_out.content.decode())
    assert client.post(VOTE, {**voted, f"s{second.pk}": "3"}).status_code == 200
    again = client.post(VOTE, {**voted, f"s{second.pk}": "3"})
    assert again.status_code == 422
    assert "sessionid" not in again.cookies


def test_sums_are_shown_once_the_ballot_is_closed_and_few_votes_never(county):
    """001-02: a department that more than 65% are satisfied with."""
    poll = opened(county, "县民政局", "县水利局")
    first, second = poll.subjects.all()
    for number, code in enumerate(issue_passes(poll, many=6, by=None)):
        cast_vote(code, choice(poll, min(number, 1), 4 if number else 3))
    assert votes_cast(poll) == 6
    first.refresh_from_db()
    assert first.score is None  # nobody reads sums before it is closed
    close_poll(poll, by=None)
    first.refresh_from_db()
    assert (poll.returned, first.counts, first.votes) == (6, [1, 5, 0, 0, 0], 6)
    assert first.score == Decimal("83.33")
    # one vote with an opinion on the second: too few to be shown, or kept
    second.refresh_from_db()
    assert (second.counts, second.score) == ([], None)
    assert not PollTally.objects.exists()
    today = timezone.localdate()
    query = f"satisfied_over=65&kind=satisfaction&during={today.year}-01-01&on={today}"
    asked = pages.get("pollsubject").filter(query, PollSubject.objects.all())
    assert set(asked.qs) == {first}
    PollSubject.objects.update(closed_on=today.replace(year=today.year - 1, day=1))
    asked = pages.get("pollsubject").filter(query, PollSubject.objects.all())
    assert set(asked.qs) == set()  # the indicator counts the year's ballots


def test_what_is_kept_of_a_vote_has_no_name_no_time_and_no_order():
    kept = {one.name for one in PollPass._meta.get_fields()}
    assert kept == {"digest", "poll", "used"}
    assert {one.name for one in PollTally._meta.get_fields()} == {"id", "subject", "grade", "n"}
    for model in (PollPass, PollTally):
        assert not hasattr(model, "events")  # no history either


def test_every_vote_rewrites_every_sum_so_that_the_last_shows_no_choice(county):
    poll = opened(county, "县民政局")
    (code,) = issue_passes(poll, many=1, by=None)
    before = dict(PollTally.objects.extra(select={"x": "xmin::text"}).values_list("grade", "x"))
    cast_vote(code, choice(poll, 2))
    after = dict(PollTally.objects.extra(select={"x": "xmin::text"}).values_list("grade", "x"))
    assert all(before[grade] != after[grade] for grade in before)
    assert len(set(after.values())) == 1


@pytest.mark.django_db(transaction=True)
def test_two_votes_with_one_code_at_once_count_once():
    poll = opened(OrganizationFactory(), "县民政局")
    code, other = issue_passes(poll, many=2, by=None)
    vote = lambda: cast_vote(code, choice(poll, 0))  # noqa: E731
    third = lambda: cast_vote(other, choice(poll, 3))  # noqa: E731
    assert at_once(vote, vote, third) == ["done", "done", "refused"]
    assert list(PollTally.objects.order_by("grade").values_list("n", flat=True)) == [1, 0, 0, 1, 0]


def test_links_never_outnumber_the_voters_and_unused_ones_can_be_void(county):
    poll = opened(county, "县民政局", expected=3)
    codes = issue_passes(poll, many=3, by=None)
    with pytest.raises(Refused, match="0 links can still be made for 3"):
        issue_passes(poll, many=1, by=None)
    cast_vote(codes[0], choice(poll, 0))
    assert void_passes(poll, by=None) == "2 unused links are void."
    with pytest.raises(Refused, match="not known"):
        cast_vote(codes[1], choice(poll, 0))
    assert len(issue_passes(poll, many=2, by=None)) == 2


def test_guessing_codes_is_stopped(client, county):
    opened(county, "县民政局")
    answers = [client.post(VOTE, {"code": f"AAAA-AAAA-{n:04d}"}).status_code for n in range(22)]
    assert answers == [422] * 20 + [429] * 2


def test_paper_ballots_add_up_to_what_came_back(client, county):
    """003-48: the masses on members, members on their branch, villages on the township."""
    town = TownshipFactory(parent=county)
    branch = OrganizationFactory(parent=town)
    members = [PersonFactory(organization=branch) for _ in range(2)]
    poll = opened(town, *members, way="paper", kind="members", expected=12)
    first, second = poll.subjects.all()
    client.force_login(user_over(county))
    url = reverse("poll-counts", args=[poll.pk])
    papers = {"issued": 12, "returned": 11, "spoilt": 1}
    typed = {f"c{first.pk}-{at}": n for at, n in enumerate((6, 3, 1, 0, 0))}
    wrong = client.post(url, {**papers, **typed, f"c{second.pk}-0": 9})
    text = wrong.content.decode()
    assert wrong.status_code == 422
    said = text.partition("errsum")[2].partition("</ul>")[0]
    assert all(word in said for word in (second.called, "9", "10"))
    assert f'name="c{first.pk}-0" value="6"' in text  # what was typed is not lost
    with pytest.raises(Refused, match="4"):
        record_counts(poll, issued=3, returned=4, spoilt=0, counts={}, by=None)
    good = {f"c{second.pk}-{at}": n for at, n in enumerate((0, 0, 2, 8, 0))}
    assert client.post(url, {**papers, **typed, **good}).status_code == 302
    poll.refresh_from_db()
    close_poll(poll, by=None)
    scores = poll.subjects.order_by("pk")
    assert [one.score for one in scores] == [Decimal("90.00"), Decimal("12.00")]
    assert (poll.valid, round(poll.turnout)) == (10, 92)
    page = client.get(poll.get_absolute_url()).content.decode()
    assert "90" in page
    reopen_poll(poll, by=None)
    assert not scores.all().exclude(score=None).exists()


def test_an_opened_ballot_keeps_its_meaning(county):
    poll = opened(county, "县民政局")
    form = pages.get("poll").form
    staff = user_over(county)
    data = form(instance=poll, user=staff).initial
    data = {**data, "organization": county.code, "grades": "好=100; 差=0", "title": "另一个名字"}
    changed = form(data, instance=poll, user=staff)
    assert list(changed.errors) == ["grades"]
    unread = form({**data, "title": "新的", "grades": "好"}, user=staff)
    assert list(unread.errors) == ["grades"]
    subject = pages.get("pollsubject").form({"poll": f"#{poll.pk}", "name": "县农业局"}, user=staff)
    assert list(subject.errors) == ["poll"]
