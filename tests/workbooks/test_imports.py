"""What any import promises, and what it refuses, in a clear sentence with nothing written."""

import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from members.models import Person
from organizations.models import Grant, Organization, Village
from portal import pages
from portal.errors import Refused
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    TownshipFactory,
    id_number,
    user_over,
)
from tests.files import xlsx
from workbooks import excel, imports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HEAD = [
    "姓名",
    "性别",
    "民族",
    "身份证号",
    "学历",
    "人员类别",
    "党支部",
    "入党日期",
    "转正日期",
    "联系电话",
]


def line(number=1, **changes):
    cells = {
        "姓名": "张三",
        "性别": "男",
        "民族": "汉族",
        "身份证号": id_number("1970-01-01", "1", number),
        "学历": "高中",
        "人员类别": "正式党员",
        "党支部": "团结村党支部",
        "入党日期": "1995-07-01",
        "转正日期": "1996-07-01",
        "联系电话": "13900000000",
    } | changes
    return [cells[name] for name in HEAD]


def load(user, *table, register="person", head=HEAD, **options):
    content = xlsx(("名册", [head, *table]))
    return imports.load(pages.get(register), content, "名册.xlsx", by=user, **options)


def told(outcome):
    return [(one.row, one.field, one.message) for one in outcome.refused]


# --- what stands in the file


def test_a_column_that_is_absent_leaves_its_field_alone(branch, user):
    PersonFactory(organization=branch, id_number=id_number("1970-01-01", "1", 1), phone="1")
    head = [name for name in HEAD if name != "联系电话"]
    outcome = load(user, line()[:-1], head=head)
    assert (outcome.changed, Person.objects.get().phone) == (1, "1")


def test_an_empty_cell_clears_an_optional_field_and_the_outcome_says_so(branch, user):
    load(user, line())
    outcome = load(user, line(联系电话=None))
    assert [change.fields for change in outcome.changes] == [[("Phone", "13900000000", "")]]
    assert Person.objects.get().phone == ""


def test_new_changed_and_same_are_told_apart(branch, user):
    load(user, line(1), line(2))
    outcome = load(user, line(1), line(2, 姓名="李四"), line(3))
    assert (outcome.new, outcome.changed, outcome.same) == (1, 1, 1)
    assert [state for *_row, state in outcome.states] == ["same", "changed", "new"]
    assert Person.objects.filter(name="李四").get().events.count() == 2


def test_a_preview_writes_nothing(branch, user):
    book = excel.read_bytes(xlsx(("名册", [HEAD, line()])), "名册.xlsx")
    outcome = imports.preview(pages.get("person"), book, by=user)
    assert (outcome.new, outcome.written, Person.objects.count()) == (1, False, 0)


def test_progress_reaches_the_whole(branch, user):
    seen = []
    load(user, line(), progress=lambda done, total: seen.append((done, total)))
    assert seen
    assert all(done <= total for done, total in seen)


def test_several_sheets_come_in_and_one_of_another_kind_is_named(branch, user):
    content = xlsx(
        ("甲", [HEAD, line(1)]), ("乙", [HEAD, line(2)]), ("说明", [["姓名", "性别"], ["a", "b"]])
    )
    outcome = imports.load(pages.get("person"), content, "名册.xlsx", by=user)
    assert outcome.new == 2
    assert outcome.notes == ["Sheet “说明” was left out: its columns do not fit."]


def test_a_person_without_id_number_is_known_by_name_birth_and_branch_together(branch, user):
    head = [*HEAD, "出生日期"]
    first = [*line(身份证号=None), "1970-01-01"]
    assert load(user, first, head=head).new == 1
    assert load(user, first, head=head).same == 1
    assert load(user, [*line(身份证号=None), "1971-01-01"], head=head).new == 1
    assert load(user, first, first, head=head).refused[0].field == "id_number"


def test_a_masked_id_number_is_settled_by_the_record_it_fits(branch, user):
    person = PersonFactory(organization=branch, name="张三", born="1970-01-01")
    head = [*HEAD, "出生日期"]
    row = [*line(身份证号=person.masked_id, 联系电话="5"), "1970-01-01"]
    assert load(user, row, head=head).changed == 1
    outcome = load(user, [*line(身份证号=person.masked_id, 姓名="李四"), "1970-01-01"], head=head)
    assert [one.field for one in outcome.refused] == ["id_number"]


def test_a_record_number_says_whose_row_it_is(branch, user):
    person = PersonFactory(organization=branch)
    load(user, [person.pk, "7"], head=["Record no.", "联系电话"])
    assert Person.objects.get().phone == "7"
    outcome = load(user, [person.pk + 99, "7"], head=["Record no.", "联系电话"])
    assert told(outcome)[0][1] == "number"


def test_serial_numbers_are_no_record_numbers(branch, user):
    PersonFactory(organization=branch)
    for head in ("序号", "number", "No."):
        outcome = load(user, [Person.objects.first().pk, *line()], head=[head, *HEAD])
        assert outcome.refused == []
    assert Person.objects.count() == 2


def test_a_branch_whose_name_stands_twice_must_be_told_by_its_township(county, user):
    for name in "东西":
        town = TownshipFactory(parent=county, name=f"{name}镇党委", short_name=f"{name}镇")
        OrganizationFactory(parent=town, name="团结村党支部")
    assert "Several" in load(user, line()).refused[0].message
    assert load(user, line(党支部="西镇团结村党支部")).new == 1
    assert Person.objects.get().organization.parent.short_name == "西镇"


# --- what is refused


def test_two_rows_of_one_id_number_the_first_stands(branch, user):
    outcome = load(user, line(1), line(1, 姓名="李四"), only_good=True)
    assert told(outcome) == [
        (3, "id_number", "Row 2 has the same ID number. The first stands, this one is refused.")
    ]
    assert Person.objects.get().name == "张三"


def test_an_unknown_branch_and_one_out_of_reach_read_the_same(county, branch):
    OrganizationFactory(parent=county, name="远方党支部")
    home = user_over(branch)
    messages = {
        load(home, line(党支部=name)).refused[0].message.replace(name, "…")
        for name in ("远方党支部", "没有的党支部")
    }
    assert messages == {"“…” is not among the organizations you may use here."}
    assert not Person.objects.exists()


def test_somebody_elses_person_is_refused_without_a_word_about_them(county, branch):
    away = OrganizationFactory(parent=county)
    PersonFactory(organization=away, name="王五", id_number=id_number("1970-01-01", "1", 1))
    outcome = load(user_over(branch), line(1))
    assert told(outcome) == [
        (2, "id_number", "This ID number cannot be used here. Check it, or ask the county office.")
    ]
    assert Person.objects.get().name == "王五"


def test_nobody_moves_a_record_out_of_their_reach(county, branch):
    away = OrganizationFactory(parent=county, name="远方党支部")
    home = user_over(branch)
    Grant.objects.create(user=home, organization=county, role=viewer())
    outcome = load(home, line(党支部="远方党支部"))
    assert outcome.refused[0].field == "organization"
    assert not away.persons.exists()


def viewer():
    return user_over(OrganizationFactory(), "view_organization").grants.get().role


@pytest.mark.parametrize("name", ["=1+1", '="张"&"三"', "@SUM(1)"])
def test_a_formula_in_a_name_is_refused(branch, user, name):
    outcome = load(user, line(姓名=name))
    assert [one.field for one in outcome.refused] == ["name"]
    assert "formula" in outcome.refused[0].message
    assert not Person.objects.exists()


@pytest.mark.parametrize("number", [3.41721199001012e17, "3.41721E+17", "34172119900101", "abc"])
def test_a_damaged_id_number_is_refused_and_not_told_whole(branch, user, number):
    outcome = load(user, line(身份证号=number))
    assert [one.field for one in outcome.refused] == ["id_number"]


def test_a_column_that_is_missing_is_named(branch, user):
    with pytest.raises(Refused, match="no column for Organization, Standing"):
        load(user, line(), head=[*HEAD[:5], "甲", "乙", *HEAD[7:]])


def test_another_registers_columns_are_named(user):
    with pytest.raises(Refused, match=r"no header row for persons.*found 项目, 金额"):
        load(user, ["电费", 12], head=["项目", "金额"])


def test_a_header_alone_is_refused(user):
    with pytest.raises(Refused, match="no rows below"):
        load(user)


def test_who_may_not_import_may_not_import(branch):
    with pytest.raises(Refused, match="may not import"):
        load(user_over(branch, "add_person", "change_person"), line())


def test_a_constraint_of_the_database_is_a_sentence_and_nothing_is_written(
    branch, user, monkeypatch
):
    monkeypatch.setattr(pages.get("person").form, "rules", ())
    with pytest.raises(Refused, match="person confirmed not before joined"):
        load(user, line(1), line(2, 转正日期="1990-01-01"))
    assert not Person.objects.exists()


# --- other registers


def test_what_the_form_checks_by_its_own_methods_the_import_checks(county):
    """Nobody gives rights to themselves, by workbook either."""
    user = user_over(county)
    outcome = load(
        user,
        [user.name, "county_staff", county.code],
        register="grant",
        head=["user", "role", "organization"],
    )
    assert "own rights" in outcome.refused[0].message


def test_truth_values_and_counts_are_read_as_written(branch, user):
    head = ["区划代码", "村名", "党组织", "人口", "边境村", "贫困村"]
    outcome = load(
        user, ["990101", "团结村", "9901", "1,234人", "是", ""], register="village", head=head
    )
    assert told(outcome) == []
    village = Village.objects.get()
    assert (village.population, village.border, village.poor) == (1234, True, False)
    outcome = load(user, ["990102", "东村", "9901", 5, "maybe", ""], register="village", head=head)
    assert {one.field for one in outcome.refused} == {"border"}


def test_organizations_come_in_with_path_and_placement(county, user):
    head = ["代码", "名称", "类别", "上级党组织", "设置", "成立日期"]
    row = ["9902", "新村党支部", "branch", "99", "village", "2020年5月4日"]
    assert load(user, row, register="organization", head=head).new == 1
    made = Organization.objects.get(code="9902")
    assert made.path.startswith(county.path)
    assert made.placements.get().parent == county
    assert load(user, row, register="organization", head=head).same == 1


def test_a_tree_comes_in_whatever_the_order_of_its_rows(county, user):
    head = ["代码", "名称", "类别", "上级党组织", "设置"]
    rows = [
        ["990101", "东村第一党小组", "party_group", "9901", "village"],
        ["9901", "东村党支部", "branch", "东镇党委", "village"],
        ["98", "东镇党委", "township_committee", "99", "village"],
        ["9902", "西村党支部", "branch", "西镇党委", "village"],
    ]
    outcome = load(user, *rows, register="organization", head=head)
    assert [(one.row, one.field) for one in outcome.refused] == [(5, "parent")]
    assert (outcome.new, Organization.objects.filter(parent__isnull=False).count()) == (3, 0)
    assert load(user, *rows[:3], register="organization", head=head).new == 3
    assert Organization.objects.get(code="990101").path.startswith(
        Organization.objects.get(code="98").path
    )
    assert load(user, *rows[:3], register="organization", head=head).same == 3


# --- back to the user


def test_a_template_goes_through_the_import_once_filled_in(branch, user):
    out = io.BytesIO()
    imports.write_template(out, pages.get("person"), user)
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    who = {"Name*": "张三", "Sex*": "Male", "Ethnicity*": "Han"}
    party = {"Standing*": "full member", "Organization*": "9901", "Joined": "1995-07-01"}
    filled = who | party | {"ID number": id_number("1970-01-01", "1", 1)}
    for title, value in filled.items():
        sheet.cell(2, titles.index(title) + 1).value = value
    assert len(sheet.data_validations.dataValidation) >= 4
    book.save(out)
    assert imports.load(pages.get("person"), out.getvalue(), "t.xlsx", by=user).new == 1


def test_the_marked_workbook_has_each_error_in_its_cell(branch, user):
    book = excel.read_bytes(xlsx(("名册", [HEAD, line(1), line(2, 入党日期="不详")])), "名册.xlsx")
    out = io.BytesIO()
    imports.write_marked(out, book, imports.preview(pages.get("person"), book, by=user))
    back = openpyxl.load_workbook(out)
    cell = back["名册"].cell(3, 1 + HEAD.index("入党日期"))
    assert "not a date" in cell.comment.text
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert back.worksheets[0].cell(2, 2).value == 3


# --- the command


def command(tmp_path, user, *table, **options):
    path, report = tmp_path / "名册.xlsx", tmp_path / "out.json"
    path.write_bytes(xlsx(("名册", [HEAD, *table])))
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command(
            "import_file",
            "person",
            path,
            user=user.name,
            report=report,
            stdout=out,
            stderr=err,
            **options,
        )
    except SystemExit as end:
        status = end.code
    return status, json.loads(report.read_text("utf-8")), out.getvalue()


def test_the_command_reports_all_that_went_in(branch, user, tmp_path):
    status, report, out = command(tmp_path, user, line(1), line(2))
    assert (status, report) == (0, {"new": 2, "changed": 0, "same": 0, "refused": []})
    assert out == "2 new, 0 changed, 0 unchanged; 0 rows refused.\n"


def test_the_command_reports_refused_rows_and_writes_none_or_the_good(branch, user, tmp_path):
    rows = [line(1), line(2, 入党日期="不详")]
    status, report, out = command(tmp_path, user, *rows)
    assert (status, Person.objects.count()) == (1, 0)
    assert [
        (one["sheet"], one["row"], one["field"], one["value"]) for one in report["refused"]
    ] == [("名册", 3, "joined", "不详")]
    assert "Nothing was written" in out
    assert command(tmp_path, user, *rows, only_good=True)[0] == 1
    assert Person.objects.count() == 1


def test_the_command_says_why_a_file_cannot_be_taken(user, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\x89PNG" + bytes(range(256)))
    with pytest.raises(CommandError, match="not a workbook") as no:
        call_command("import_file", "person", path, user=user.name)
    assert no.value.returncode == 2
    with pytest.raises(CommandError, match="no user"):
        call_command("import_file", "person", path, user="nobody")
    with pytest.raises(CommandError, match="no register"):
        call_command("import_file", "persons", path, user=user.name)
