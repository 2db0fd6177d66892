"""Who may pass which door. A route that nobody declared fails; so does one open by accident."""

import uuid

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import get_converters

from portal import pages
from tests.factories import OrganizationFactory, UserFactory, user_over

pytestmark = pytest.mark.django_db

# The only routes that anonymous visitors reach.
OPEN = {"login", "set-language", "health", "vote"}

# Everybody who is logged in, whatever their grants; each shows only what is the user's own.
LOGGED_IN = {
    "home",
    "logout",
    "password-change",
    "todo",
    "todo-count",
    "messages",
    "messages-read",
    "message-count",
    "message-open",
    "quality",  # counts only what the user's grants reach
    "search",
    "job-list",
    "job",
    "job-file",
    "api-schema",
    "api-job",
    "api-job-file",
    "docs-api",
    "docs-api-register",
    "tokens",
    "token-revoke",
}

# Hand-made pages of the apps and the permission that each needs ("" = everybody who is logged in).
HAND_MADE = {
    "appraisal-rounds": "members.add_appraisal",
    "appraisal-round": "members.add_appraisal",
    "meeting-attendance": "members.add_meetingattendance",
    "dashboard": "",  # shows what the user's grants reach, which may be nothing
    "money-table": "funding.view_entry",
    "money-floors": "funding.view_entry",
    "money-late": "funding.view_entry",
    "money-sheets": "funding.view_entry",
    "money-sheets-prepare": "funding.publish_moneysheet",
    "moneysheet-paper": "funding.view_moneysheet",
    "owing": "",
    "owing-registers": "",
    "dues-totals": "funding.view_duesbase",
    "dues-grid": "funding.view_duespayment",
    "dues-book": "funding.view_duespayment",
    "dues-book-preview": "funding.view_duespayment",
    "dues-receipt": "funding.view_duespayment",
    "extradues-receipt": "funding.view_extradues",
    "dues-publication": "funding.view_duesbase",
    "pay-paper": "funding.view_paysheet",
    "pay-bank": "funding.export_paysheet",
    "report-matrix": "assessments.view_report",
    "report-matrix-workbook": "assessments.export_report",
    "plan-compute": "assessments.change_plan",
    "plan-library": "assessments.add_plan",
    "scheme-library": "assessments.add_ratingscheme",
    "plan-hand-down": "assessments.change_plan",
    "dashboard-reports": "assessments.view_report",
    "dashboard-todo": "",
    "indicator-alike": "assessments.view_value",
    "plan-fill": "assessments.change_plan",
    "dashboard-below": "assessments.view_value",
    "indicator-builder": "assessments.add_indicator",
    "indicator-trend": "assessments.view_value",
    "indicator-near": "assessments.view_value",
    "run-board": "assessments.view_run",
    "run-workbook": "assessments.export_plan",
    "run-paper": "assessments.export_plan",
    "seal": "assessments.view_seal",
    "seal-files": "assessments.export_seal",
    "figure": "assessments.view_value",
    "figure-changes": "assessments.view_value",
    "assessment-ranking": "assessments.view_assessment",
    "assessment-entry": "assessments.conduct_assessment",
    "scorecard-page": "assessments.view_scorecard",
    "scorecard-self": "assessments.rate_scorecard",
    "poll-links": "assessments.conduct_poll",
    "account-statement": "funding.view_account",
    "account-print-book": "funding.view_account",
    "account-workbook": "funding.export_account",
    "account-enter": "funding.enter_account",
    "close-months": "funding.close_account",
    "poll-counts": "assessments.conduct_poll",
    "report-grid": "assessments.view_report",
    "template-trial": "assessments.view_reporttemplate",
    "template-upload": "assessments.import_reporttemplate",
    "template-workbook": "assessments.export_reporttemplate",
    "consolidation": "assessments.view_report",
    "report-paper": "assessments.view_report",
    "report-copy": "assessments.view_report",
    "consolidation-item": "assessments.view_report",
    "consolidation-workbook": "assessments.export_report",
    "report-parts": "assessments.change_report",
    "part-hand-over": "",  # only parts of villages that the user fills in for
    "report-offline": "assessments.export_report",
    "report-offline-workbook": "assessments.export_report",
    "report-offline-preview": "assessments.export_report",
    "report-offline-marked": "assessments.export_report",
    "report-cell": "assessments.view_report",
    "report-file": "assessments.view_report",
    "rating-board": "assessments.view_ratinground",
    "rating-grid": "assessments.view_ratinground",
    "rating-case": "assessments.view_ratingcase",
    "rating-book": "assessments.export_ratingcase",
    "rating-published": "",  # published lists are for everybody who logs in
    "meeting-board": "organizations.view_meeting",
    "disclosure-board": "organizations.view_disclosure",
    "tree": "organizations.view_organization",
    "tree-branch": "organizations.view_organization",
    "tree-about": "organizations.view_organization",
    "organization-missing": "organizations.view_organization",
    "member-board": "members.view_person",
    "member-flow": "members.view_person",
    "member-flow-names": "members.view_person",
    "member-flow-workbook": "members.export_person",
    "member-arrival": "members.transfer_person",
}

# The generic pages of every register and the verb of the permission that each needs.
GENERIC = {
    "list": "view",
    "columns": "view",
    "suggest": "view",
    "saved": "view",
    "print": "view",
    "detail": "view",
    "history": "view",
    "restore": "change",
    "timeline": "view",
    "related": "view",
    "panels": "view",
    "attachments": "view",
    "attachment": "view",
    "withdraw": "change",
    "add": "add",
    "edit": "change",
    "import": "import",
    "import-template": "import",
    "import-preview": "import",
    "imports": "import",
    "import-file": "import",
    "import-undo": "import",
    "export": "export",
}


def walk(patterns):
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from walk(one.url_patterns)


ROUTES = {one.name: one for one in walk(get_resolver().url_patterns)}
SAMPLE = {"int": 1, "str": "x", "slug": "x", "uuid": uuid.UUID(int=1), "path": "x"}


def address(name):
    """The route's address, with a sample for each part; the records named need not exist."""
    kinds = {type(converter): kind for kind, converter in get_converters().items()}
    parts = ROUTES[name].pattern.converters
    return reverse(name, kwargs={part: SAMPLE[kinds[type(c)]] for part, c in parts.items()})


def needed():
    """{route: the permission it needs} of the pages that follow from the registry."""
    found = {}
    for of in pages.every():
        for page, verb in GENERIC.items():
            found[f"{of.name}-{page}"] = of.perm(verb)
        if of.bulk and of.form:
            found[f"{of.name}-set-many"] = of.perm("change")
        for action in of.actions:
            found[f"{of.name}-{action.name}"] = of.perm(action.verb)
            found[f"api-{of.name}-{action.name}"] = of.perm(action.verb)
            if action.many:
                found[f"{of.name}-{action.name}-many"] = of.perm(action.verb)
        found[f"api-{of.name}-list"] = of.perm("view")
        found[f"api-{of.name}-detail"] = of.perm("view")
        found[f"api-{of.name}-attachments"] = of.perm("view")
        found[f"api-{of.name}-attachment"] = of.perm("view")
    return found


NEEDED = needed() | {name: perm for name, perm in HAND_MADE.items() if perm}
ANYBODY = LOGGED_IN | {name for name, perm in HAND_MADE.items() if not perm}
CLOSED = sorted(set(ROUTES) - OPEN)
SHARES = 8  # some thousand routes, asked in shares
in_shares = pytest.mark.parametrize("share", range(SHARES))


def ask(client, name):
    """GET, or POST where that is all the route takes."""
    answer = client.get(address(name))
    return client.post(address(name)) if answer.status_code == 405 else answer


def test_every_route_is_declared():
    declared = OPEN | ANYBODY | set(NEEDED)
    assert sorted(set(ROUTES) - declared) == []
    assert sorted(declared - set(ROUTES)) == []


def test_no_two_routes_share_a_name():
    names = [one.name for one in walk(get_resolver().url_patterns)]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@in_shares
def test_anonymous_gets_the_login_page(client, share):
    wrong = []
    for name in CLOSED[share::SHARES]:
        answer = ask(client, name)
        if name.startswith("api-"):
            held = answer.status_code == 401
        else:
            held = answer.status_code == 302 and answer.url.startswith(reverse("login"))
        wrong += [] if held else [(name, answer.status_code)]
    assert wrong == []


@in_shares
def test_without_the_permission_it_is_forbidden(client, share):
    client.force_login(UserFactory())
    asked = {name: ask(client, name).status_code for name in sorted(NEEDED)[share::SHARES]}
    assert {name: status for name, status in asked.items() if status != 403} == {}


def test_every_answer_forbids_keeping_a_copy_and_names_its_policy(client):
    client.force_login(user_over(OrganizationFactory()))
    registers = {f"{of.name}-" for of in pages.every() if of.name not in {"person", "grant"}}
    for name in [one for one in CLOSED if one != "logout"]:
        if name.removeprefix("api-").startswith(tuple(registers)):
            continue  # drawn by the same views as those of persons
        answer = ask(client, name)
        assert answer.status_code < 500, name
        assert "no-store" in answer["Cache-Control"], name
        assert "script-src 'self'" in answer["Content-Security-Policy"], name
        assert answer["X-Content-Type-Options"] == "nosniff", name


def test_a_one_time_password_opens_only_the_page_that_replaces_it(client):
    client.force_login(UserFactory(must_change_password=True))
    for name in ("home", "job-list", "organization-list", "todo"):
        answer = client.get(address(name))
        assert (answer.status_code, answer.url) == (302, reverse("password-change")), name
    assert client.get(reverse("password-change")).status_code == 200
    assert client.get("/api/organization/").status_code == 302
