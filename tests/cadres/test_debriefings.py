from datetime import date

import pytest

from cadres.actions.debriefings import (
    Votes,
    carry_out,
    close_debriefing,
    file_handling,
    grade_debriefing,
    record_report,
    settle_issue,
)
from cadres.models import Debriefing, DebriefingIssue, DebriefingQuestion, Handling
from members.models import Person
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    TownshipFactory,
    user_over,
)

pytestmark = pytest.mark.django_db
VOTES = Votes(good=20, fairly=5, fair=2, poor=1)


@pytest.fixture
def town():
    return TownshipFactory(parent=OrganizationFactory())


@pytest.fixture
def village(town):
    return OrganizationFactory(parent=town, code="v0")


@pytest.fixture
def user(town):
    return user_over(town.parent)


def report(village, audience="above", **more):
    more.setdefault("person", PersonFactory(organization=village))
    return Debriefing.objects.create(organization=village, year=2025, audience=audience, **more)


def asked(model, query):
    of = pages.get(model._meta.model_name)
    return set(of.filter(query, model.objects.all()).qs)


def test_the_season_of_reports_goes_step_by_step(user, village):
    """003-52: report up the line, comment, votes, grade, list of points, closing."""
    mine = report(village, special=True, checked_on=date(2025, 11, 20))
    with pytest.raises(Refused, match="not possible now"):
        grade_debriefing(mine, grade="good", comment="好", votes=VOTES, by=user)
    with pytest.raises(Refused, match="looked into before"):
        record_report(mine, on=date(2025, 11, 19), topics="抓党建", by=user)
    record_report(mine, on=date(2025, 12, 20), topics="抓党建", attended_by="省委组织部", by=user)
    with pytest.raises(Refused, match="One report, one comment"):
        grade_debriefing(mine, grade="good", comment=" ", votes=VOTES, by=user)
    with pytest.raises(Refused, match="Enter the votes"):
        grade_debriefing(mine, grade="good", comment="实", votes=Votes(), by=user)
    grade_debriefing(mine, grade="fairly", comment="措施要实", votes=VOTES, by=user)
    issue = DebriefingIssue.objects.create(
        debriefing=mine, issue="集体经济薄弱", due_on=date(2026, 3, 31)
    )
    assert asked(DebriefingIssue, "late=true&on=2026-04-01") == {issue}
    with pytest.raises(Refused, match="1 points have not"):
        close_debriefing(mine, by=user)
    settle_issue(issue, on=date(2026, 5, 1), result="已建冷库", by=user)
    close_debriefing(mine, by=user)
    assert (mine.state, mine.grade, mine.good) == ("closed", "fairly", 20)
    assert asked(DebriefingIssue, "late=true&on=2026-04-30") == {issue}
    assert asked(DebriefingIssue, "late=true&on=2026-05-01") == set()
    assert asked(Debriefing, "special=true&grade=fairly&of_a_person=true") == {mine}


def test_leaders_report_to_members_and_public(user, town, village):
    """001-17: the leading bodies of townships and villages report to members and public."""
    mine = report(village, "public", person=None)
    report(town, "public", person=None)
    record_report(mine, on=date(2025, 12, 1), topics="党建工作", by=user)
    found = pages.get("organization").filter(
        "reported=public&on=2025-12-31", Organization.objects.all()
    )
    assert [one.code for one in found.qs] == ["v0"]
    assert asked(Debriefing, "audience=public&of_a_person=false&level=village") == {mine}


def test_villagers_ask_and_are_answered(user, village):
    """003-46: village cadres report, villagers ask, all is judged."""
    mine = report(village, "villagers")
    record_report(mine, on=date(2025, 12, 1), topics="财务", by=user)
    form = pages.get("debriefingquestion").form
    data = {"debriefing": f"#{mine.pk}", "question": "路灯何时修", "asked_by": "村民代表"}
    assert set(form(data={**data, "answered_on": "2025-12-02"}, user=user).errors) == {"answer"}
    good = form(data={**data, "answered_on": "2025-12-02", "answer": "下月"}, user=user)
    assert good.is_valid(), good.errors
    made = good.save()
    open_one = DebriefingQuestion.objects.create(debriefing=mine, question="账目何时公开")
    assert asked(DebriefingQuestion, "answered=true") == {made}
    assert asked(DebriefingQuestion, "answered=false") == {open_one}
    people = pages.get("person").filter("reported=villagers&on=2025-12-31", Person.objects.all())
    assert set(people.qs) == {mine.person}


def test_poor_results_are_handled_carried_out_and_filed(user, village):
    """003-48, 003-47: notice, talk, moving, removal on a ground; then filed with the county."""
    post = PostFactory(organization=village, position="secretary")
    mine = Handling.objects.create(
        person=post.person,
        organization=village,
        post=post,
        kind="remove",
        basis="appraisal",
        decided_on=date(2026, 1, 15),
        document="组〔2026〕3号",
    )
    with pytest.raises(Refused, match="not possible now"):
        file_handling(mine, on=date(2026, 2, 1), filing_no="1", by=user)
    with pytest.raises(Refused, match="before the decision"):
        carry_out(mine, on=date(2026, 1, 14), by=user)
    carry_out(mine, on=date(2026, 1, 20), by=user)
    post.refresh_from_db()
    assert (post.until, post.left_why) == (date(2026, 1, 20), "adjusted")
    assert post.removal_no == "组〔2026〕3号"
    with pytest.raises(Refused, match="filed after it happened"):
        file_handling(mine, on=date(2026, 1, 19), filing_no="1", by=user)
    file_handling(mine, on=date(2026, 2, 1), filing_no="备1", by=user)
    assert asked(Handling, "kind=remove&state=filed&basis=appraisal") == {mine}
    people = pages.get("person").filter("handled=remove&on=2026-06-30", Person.objects.all())
    assert set(people.qs) == {post.person}


def test_a_talk_leaves_the_post_alone(user, village):
    post = PostFactory(organization=village, position="secretary")
    mine = Handling.objects.create(
        person=post.person,
        organization=village,
        post=post,
        kind="talk",
        basis="year",
        decided_on=date(2026, 1, 15),
    )
    carry_out(mine, on=date(2026, 1, 20), by=user)
    post.refresh_from_db()
    assert post.until is None


def test_the_form_knows_the_order_of_things(user, village):
    person = PersonFactory(organization=village)
    data = {
        "organization": "v0",
        "person": f"#{person.pk}",
        "year": "2025",
        "audience": "above",
        "state": "graded",
    }
    form = pages.get("debriefing").form
    assert set(form(data=data, user=user).errors) == {"reported_on", "grade"}
    other = PostFactory(organization=village, position="secretary")
    handling = {
        "person": f"#{person.pk}",
        "organization": "v0",
        "post": f"#{other.pk}",
        "kind": "talk",
        "basis": "year",
        "decided_on": "2026-01-15",
        "filed_on": "2026-01-14",
    }
    wrong = pages.get("handling").form(data=handling, user=user)
    assert set(wrong.errors) == {"post", "filed_on"}
