"""A county's year in a real browser, in Chinese, as its people live it: a plan from the library
with a township's own target, figures opened to their rows, a round of stars, a ballot, the annual
assessment with an objection, the seal, the workbooks."""

import io
from datetime import timedelta
from functools import partial

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from assessments.actions.scoring.polls import cast_vote
from assessments.actions.targets.runs import compute_run, run_for
from assessments.models import (
    Assessment,
    AssessmentScheme,
    Objection,
    Plan,
    Poll,
    Rating,
    RatingRound,
    RatingScheme,
    Score,
    ScoreCard,
    Seal,
)
from members.choices.standing import Standing
from tests.assessments.reporting import county_with, in_role
from tests.browser.test_report_grid import PASTE
from tests.factories import PersonFactory
from tests.factories.assessments import PollFactory, PollSubjectFactory

pytestmark = pytest.mark.django_db(transaction=True)
YESTERDAY = timezone.localdate() - timedelta(days=1)
YEAR = timezone.localdate().year
SEND = "main form .actionbar button[type=submit], main form .actionbar .btn-primary"
# The points that everybody gets in full, as a block for the grid: its columns, in order.
MUSTS = """() => [...document.querySelectorAll("table.grid thead [id^=i]")]
    .map(one => "must" in one.dataset ? one.querySelector(".unit").textContent : "")"""


def press(reader, selector=SEND):
    reader.page.locator(selector).first.click()


class Year:
    """The county's office, a township and a village; each in a browser of its own."""

    def __init__(self, visitor, client):
        self.county = county_with(villages=2, townships=2)
        self.town, self.other = self.county.children.order_by("code")
        self.villages = [one for town in (self.town, self.other) for one in town.children.all()]
        for village in self.villages:
            self.people(village)
        staff, clerk = in_role("county_staff", self.county), partial(in_role, "township_secretary")
        self.office = visitor().log_in(staff, client)
        self.clerk = visitor().log_in(clerk(self.town), Client())
        self.neighbour = visitor().log_in(clerk(self.other), Client())
        self.voter = visitor(size="phone")

    def people(self, village):
        PersonFactory(organization=village, name="王建国", born="1960-05-01")
        PersonFactory(organization=village, name="李小芳", born="1999-05-01", education="71")
        newcomer = {"standing": Standing.PROBATIONARY, "joined": f"{YEAR}-01-10"}
        PersonFactory(organization=village, name="赵一鸣", born="1998-01-01", **newcomer)

    def go(self, reader, name, *args):
        """Open a page that nothing may be wrong with."""
        assert reader.go(reverse(name, args=args)).ok, name
        reader.settle()
        assert reader.faults() == [], name
        expect(reader.page.locator("html")).to_have_attribute("lang", "zh-hans")

    def act(self, reader, name, pk, **typed):
        """Open the page of an act, fill in what it asks, confirm."""
        reader.go(reverse(name, args=[pk]))
        for field, text in typed.items():
            reader.page.fill(f"[name={field}]", text)
        press(reader)
        expect(reader.page.locator(".errsum, .note.bad")).to_have_count(0)

    # What happens, in its order.

    def a_plan_is_taken_over(self):
        self.go(self.office, "plan-library")
        press(self.office, "form:has([value=county]) .btn-primary")
        expect(self.office.page.locator("tfoot")).to_contain_text("100")
        self.plan = Plan.objects.get()
        compute_run(run_for(self.plan, YESTERDAY, by=None), by=None)

    def a_target_is_handed_down(self):
        self.go(self.office, "plan-hand-down", self.plan.pk)
        target = self.plan.targets.get(indicator__code="000-09")
        self.office.page.fill(f"#v{target.pk}-{self.town.pk}", "60")
        press(self.office)
        expect(self.office.page.locator("details.own")).to_have_count(1)
        self.go(self.clerk, "plan-detail", self.plan.pk)
        expect(self.clerk.page.locator("details.own")).to_contain_text("60")

    def it_is_computed(self):
        self.office.go(reverse("dashboard"))
        press(self.office, "form[action*='/compute/'] button")
        expect(self.office.page.locator("section.standing")).to_be_visible()
        self.run = self.plan.runs.latest("day")

    def figures_open_to_their_rows(self):
        self.go(self.office, "dashboard")
        self.go(self.office, "figure", self.run.pk, "003-32", self.county.code)
        expect(self.office.page.locator("tbody").first).to_contain_text("李小芳")
        self.go(self.office, "indicator-trend", self.plan.pk, "000-09", self.town.code)
        expect(self.office.page.locator(".stand")).to_contain_text("60")

    def a_round_is_opened(self):
        self.takes_over("rating-district-2016")
        scheme = RatingScheme.objects.get()
        self.act(self.office, "ratingscheme-plan_round", scheme.pk, year=str(YEAR))
        self.round = RatingRound.objects.get()
        self.act(self.office, "ratinground-open_round", self.round.pk)

    def takes_over(self, scheme):
        self.go(self.office, "scheme-library")
        press(self.office, f"form:has([value={scheme}]) .btn-primary")
        expect(self.office.page.locator(".note.ok")).to_be_visible()

    def townships_rate_themselves(self):
        """Each pastes full points for both of its villages, and hands them in."""
        for reader, town in ((self.clerk, self.town), (self.neighbour, self.other)):
            self.go(reader, "rating-grid", self.round.pk, town.pk, 1)
            line = "\t".join(text.partition("≤")[2].strip() for text in reader.page.evaluate(MUSTS))
            first = reader.page.locator("table.grid tbody input").first.get_attribute("id")
            reader.page.evaluate(PASTE, [first, f"{line}\n{line}"])
            self.hand_on(reader)

    def hand_on(self, reader):
        reader.page.locator("[data-submit]").click()
        expect(reader.page.locator(".note.ok")).to_be_visible()

    def they_review_and_the_county_confirms(self):
        while self.round.state != RatingRound.State.CONFIRM:
            self.act(self.office, "ratinground-advance_round", self.round.pk)
            self.round.refresh_from_db()
        for reader, town in ((self.clerk, self.town), (self.neighbour, self.other)):
            reader.go(reverse("rating-grid", args=[self.round.pk, town.pk, 1]))
            self.hand_on(reader)
        self.office.go(reverse("rating-grid", args=[self.round.pk, self.county.pk, 1]))
        self.hand_on(self.office)
        self.go(self.office, "rating-board", self.round.pk)
        expect(self.office.page.locator(".errsum")).to_contain_text("无星")  # too few

    def the_stars_are_published_and_final(self):
        self.office.go(reverse("ratinground-publish_round", args=[self.round.pk]))
        self.office.page.fill("[name=reason]", "县委常委会研究同意。")
        press(self.office)
        expect(self.office.page.locator("#preview")).to_contain_text("无星")
        press(self.office)
        self.go(self.clerk, "rating-published", self.round.pk)
        expect(self.clerk.page.locator(".names li")).to_have_count(4)
        RatingRound.objects.update(published_until=YESTERDAY)  # the working days pass
        self.act(self.office, "ratinground-finish_round", self.round.pk)
        assert set(Rating.objects.values_list("stars", flat=True)) == {3}

    def the_figure_has_changed(self):
        self.it_is_computed()
        self.go(self.office, "figure-changes", self.run.pk, "000-09", self.county.code)
        expect(self.office.page.locator("main")).to_contain_text("66.7%")  # 4 of 6 organizations

    def villages_vote_on_their_township(self):
        """A ballot by links: one vote each, from a phone that nobody has logged in on."""
        today = timezone.localdate()
        poll = PollFactory(
            organization=self.county, year=YEAR, kind="township", way="links", title="村评乡镇",
            opens_on=today, closes_on=today, expected=5,
        )  # fmt: skip
        for town in (self.town, self.other):
            PollSubjectFactory(poll=poll, name="", subject=town)
        self.act(self.office, "poll-open_poll", poll.pk)
        self.go(self.office, "poll-links", poll.pk)
        self.office.page.fill("[name=many]", "5")
        press(self.office)
        codes = self.office.page.locator("main code, .slip .code").all_inner_texts()
        first, *others = [code.strip() for code in codes]
        self.vote(first)
        self.voter.go(reverse("vote"))
        self.voter.page.locator("[name=code]").fill(first)
        press(self.voter, "button.btn-primary")
        expect(self.voter.page.locator("main")).to_contain_text("已经用过")
        for code in others:
            cast_vote(code, dict.fromkeys(poll.subjects.values_list("pk", flat=True), 0))
        self.act(self.office, "poll-close_poll", poll.pk)
        self.go(self.office, "poll-detail", poll.pk)
        assert Poll.objects.get().returned == 5

    def vote(self, code):
        self.go(self.voter, "vote")
        self.voter.page.locator("[name=code]").fill(code)
        press(self.voter, "button.btn-primary")
        for fieldset in self.voter.page.locator("fieldset.choice").all():
            fieldset.locator("input").first.check()
        assert self.voter.faults() == []
        press(self.voter, "[name=vote]")
        expect(self.voter.page.get_by_role("status")).to_be_visible()

    def the_year_is_assessed(self):
        self.takes_over("year-townships")
        scheme = AssessmentScheme.objects.get()
        day = {"year": YEAR, "day": timezone.localdate()}
        self.assessment = Assessment.objects.create(scheme=scheme, **day)
        pk = self.assessment.pk
        self.act(self.office, "assessment-compute_assessment", pk)
        unknown = Score.objects.filter(line__kind="plain", computed=None).order_by("line__position")
        for position in unknown.values_list("line__position", flat=True).distinct():
            self.enter(position)
        self.act(self.office, "assessment-review_assessment", pk)
        self.go(self.office, "assessment-ranking", pk)
        self.act(self.office, "assessment-fit_grades", pk)
        self.act(self.office, "assessment-publish_assessment", pk)

    def enter(self, position):
        """A line that no register knows: points for both, each with a reason."""
        page = reverse("assessment-entry", args=[self.assessment.pk])
        self.office.go(f"{page}?line={position}")
        for points, reason in zip(
            self.office.page.locator("tbody input[name^=p]").all(),
            self.office.page.locator("tbody input[name^=r]").all(),
            strict=True,
        ):
            points.fill("4")
            reason.fill("查阅台账")
        press(self.office)
        expect(self.office.page.locator(".note.ok")).to_be_visible()

    def an_objection_is_decided(self):
        card = ScoreCard.objects.get(organization=self.town)
        before = card.total
        self.go(self.clerk, "scorecard-page", card.pk)
        line = self.assessment.scheme.lines.get(source="hand", kind="plain")
        self.act(self.clerk, "scorecard-object_to", card.pk, line=f"#{line.pk}", text="少计分")
        objection = Objection.objects.get()
        self.go(self.office, "objection-list")
        self.act(
            self.office, "objection-decide_upheld", objection.pk, points="6", decision="情况属实"
        )
        card.refresh_from_db()
        assert card.total == before + 2
        Assessment.objects.update(public_until=YESTERDAY)  # the working days pass
        self.act(self.office, "assessment-confirm_assessment", self.assessment.pk)
        self.go(self.office, "scorecard-page", card.pk)
        assert card.copy.content["total"] == str(card.total)

    def the_period_is_sealed(self, capsys):
        self.act(self.office, "run-start_sealing", self.run.pk, reason="年度考核结束")
        seal = Seal.objects.get()
        self.go(self.office, "seal", seal.code)
        expect(self.office.page.locator("main")).to_contain_text(seal.code)
        call_command("verify_seal", "--all")
        assert "1 seals whole." in capsys.readouterr().out
        return seal

    def the_workbooks_open(self, seal):
        self.go(self.office, "run-board", self.run.pk)
        self.go(self.office, "run-paper", self.run.pk)
        self.office.go(reverse("dashboard"))
        press(self.office, "form[action*='/workbook/'] button")
        book = self.fetched()
        assert any(seal.code in text for text in texts(book))
        self.act(self.office, "assessment-export_assessment", self.assessment.pk)
        assert {self.town.short, self.other.short} <= texts(self.fetched())

    def fetched(self):
        with self.office.page.expect_download() as fetched:
            press(self.office, "main a.btn-primary")
        return openpyxl.load_workbook(io.BytesIO(fetched.value.path().read_bytes()))


def texts(book):
    return {str(cell) for sheet in book for line in sheet.values for cell in line}


def test_a_county_lives_its_year(visitor, client, capsys):
    year = Year(visitor, client)
    year.a_plan_is_taken_over()
    year.a_target_is_handed_down()
    year.it_is_computed()
    year.figures_open_to_their_rows()
    year.a_round_is_opened()
    year.townships_rate_themselves()
    year.they_review_and_the_county_confirms()
    year.the_stars_are_published_and_final()
    year.the_figure_has_changed()
    year.villages_vote_on_their_township()
    year.the_year_is_assessed()
    year.an_objection_is_decided()
    year.the_workbooks_open(year.the_period_is_sealed(capsys))
