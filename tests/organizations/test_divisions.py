import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from organizations.choices.tree import Kind, Level, Setting
from organizations.divisions import branch_name, load_divisions, short_name
from organizations.models import Organization, Placement, Village
from portal.errors import Refused

HEAD = "code,name,parent_code,level\n"
COUNTY = "990101,清源县,,county\n"
TOWN = "990101100,云溪镇,990101,township\n"
OTHER_TOWN = "990101101,石桥镇,990101,township\n"
VILLAGE = "990101100001,上河村民委员会,990101100,village\n"


def load(*lines):
    return load_divisions("".join((HEAD, *lines)).encode())


def counts(loaded):
    return loaded.new, loaded.changed, loaded.same, loaded.villages


@pytest.mark.parametrize(
    ("village", "branch", "short"),
    [
        ("上河村民委员会", "上河村党支部", "上河村"),
        ("上河村委会", "上河村党支部", "上河村"),
        ("上河村", "上河村党支部", "上河村"),
        ("团结社区", "团结社区党支部", "团结社区"),
        ("张溪居委会", "张溪社区党支部", "张溪社区"),
        ("张溪居民委员会", "张溪社区党支部", "张溪社区"),
        ("张溪社区居民委员会", "张溪社区党支部", "张溪社区"),
        ("城南社区居委会", "城南社区社区党支部", "城南社区"),
        ("海布日嘎嘎查", "海布日嘎嘎查党支部", "海布日嘎嘎查"),
        ("村", "村党支部", "村"),
    ],
)
def test_a_village_gives_the_names_that_rosters_use(village, branch, short):
    assert branch_name(village) == branch
    assert short_name(village) == short


@pytest.mark.django_db
def test_divisions_become_the_tree():
    community = "990101100002,张溪居委会,990101100,village\n"
    assert counts(load(COUNTY, TOWN, VILLAGE, community)) == (4, 0, 0, 2)
    rows = Organization.objects.order_by("code")
    assert list(rows.values_list("code", "name", "short_name", "kind", "setting", "level")) == [
        ("990101", "中共清源县委员会", "清源县", Kind.COUNTY_COMMITTEE, "office", Level.COUNTY),
        ("990101100", "云溪镇党委", "云溪镇", Kind.TOWNSHIP_COMMITTEE, "office", Level.TOWNSHIP),
        ("990101100001", "上河村党支部", "上河村", Kind.BRANCH, "village", Level.VILLAGE),
        ("990101100002", "张溪社区党支部", "张溪社区", Kind.BRANCH, "community", Level.VILLAGE),
    ]
    village = Village.objects.get(code="990101100001")
    assert (village.name, village.organization.code) == ("上河村民委员会", "990101100001")
    assert village.organization.parent.code == "990101100"


@pytest.mark.django_db
def test_children_may_stand_before_their_parents():
    assert counts(load(VILLAGE, TOWN, COUNTY)) == (3, 0, 0, 1)


@pytest.mark.django_db
def test_a_second_time_nothing_is_new_and_nothing_is_written():
    load(COUNTY, TOWN, VILLAGE)
    before = list(Organization.objects.values()) + list(Village.objects.values())
    assert counts(load(COUNTY, TOWN, VILLAGE)) == (0, 0, 3, 0)
    assert list(Organization.objects.values()) + list(Village.objects.values()) == before
    assert {
        event.pgh_label for row in Organization.objects.all() for event in row.events.all()
    } == {"insert"}


@pytest.mark.django_db
def test_a_new_name_renames_with_history():
    load(COUNTY, TOWN, VILLAGE)
    community = VILLAGE.replace("上河村民委员会", "上河社区居委会")
    assert counts(load(COUNTY, TOWN, community)) == (0, 1, 2, 0)
    organization = Organization.objects.get(code="990101100001")
    assert organization.name == "上河社区社区党支部"
    assert (organization.short_name, organization.setting) == ("上河社区", Setting.COMMUNITY)
    assert organization.villages.get().name == "上河社区居委会"
    assert [event.name for event in organization.events.order_by("pgh_id")] == [
        "上河村党支部",
        "上河社区社区党支部",
    ]


@pytest.mark.django_db
def test_a_new_parent_moves_and_the_placement_remembers():
    load(COUNTY, TOWN, OTHER_TOWN, VILLAGE)
    moved = VILLAGE.replace("990101100,village", "990101101,village")
    assert counts(load(COUNTY, TOWN, OTHER_TOWN, moved)) == (0, 1, 3, 0)
    organization = Organization.objects.get(code="990101100001")
    assert organization.parent.code == "990101101"
    placements = Placement.objects.filter(organization=organization)
    assert [row.parent.code for row in placements] == ["990101100", "990101101"]


@pytest.mark.django_db
def test_what_the_county_named_and_hung_itself_stays():
    load(COUNTY, TOWN, VILLAGE)
    village = Organization.objects.get(code="990101100001")
    between = Organization.objects.create(
        code="between", name="联合党总支", kind=Kind.GENERAL_BRANCH, parent=village.parent
    )
    Organization.objects.filter(pk=village.pk).update(
        name="上河村党委", kind=Kind.VILLAGE_COMMITTEE, parent=between, code="own"
    )
    renamed = VILLAGE.replace("上河村民委员会", "新河村民委员会")
    assert counts(load(COUNTY, TOWN, renamed)) == (0, 0, 3, 0)
    village.refresh_from_db()
    assert (village.name, village.parent, village.code) == ("上河村党委", between, "own")
    assert village.villages.get().name == "新河村民委员会"


@pytest.mark.django_db
def test_villages_that_a_newer_file_lacks_are_named_and_kept():
    load(COUNTY, TOWN, VILLAGE)
    loaded = load(COUNTY, TOWN, VILLAGE.replace("100001", "100002").replace("上", "下"))
    assert loaded.absent == ["上河村民委员会"]
    assert Village.objects.count() == 2


@pytest.mark.django_db
def test_a_part_of_the_county_may_be_loaded_later():
    load(COUNTY, TOWN)
    loaded = load(VILLAGE)
    assert (counts(loaded), loaded.absent) == ((1, 0, 0, 1), [])


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_chinese_offices_are_read(encoding):
    content = "".join((HEAD, COUNTY, TOWN, VILLAGE)).replace("\n", "\r\n").encode(encoding)
    load_divisions(content)
    assert Village.objects.get().name == "上河村民委员会"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The file is empty."),
        (HEAD, "The file has a head but no rows."),
        ("code,name,level\n1,2,3\n", "Row 1, column parent_code: The column is missing."),
        (
            HEAD + COUNTY + TOWN + VILLAGE.replace("0,village", "9,village"),
            "Row 4, column parent_code: There is no division “990101109”.",
        ),
        (
            HEAD + COUNTY + TOWN.replace("990101100,", "9901-100,"),
            "Row 3, column code: A division code has 2 to 12 digits.",
        ),
        (
            HEAD + COUNTY + TOWN + VILLAGE + TOWN,
            "Row 5, column code: The code 990101100 stands in row 3 already.",
        ),
        (
            HEAD + COUNTY + TOWN + VILLAGE.replace("990101100,v", "990101,v"),
            "Row 4, column parent_code: “990101” is no township.",
        ),
        (
            HEAD + COUNTY + TOWN.replace("township", "town"),
            "Row 3, column level: “town” is not county, township or village.",
        ),
        (
            HEAD + COUNTY + TOWN.replace("云溪镇", " "),
            "Row 3, column name: The name must have 1 to 50 characters.",
        ),
        (
            HEAD + COUNTY + "990101100\n",
            "Row 3, column name: The name must have 1 to 50 characters.",
        ),
        ("PK\x03\x04\0\0", "The file is neither UTF-8 nor GB18030 text. Save it as CSV UTF-8."),
        (b"\xff\xff\xff", "The file is neither UTF-8 nor GB18030 text. Save it as CSV UTF-8."),
    ],
)
def test_a_wrong_file_is_refused_by_row_and_column_and_nothing_is_written(content, sentence):
    raw = content.encode() if isinstance(content, str) else content
    with translation.override("en"), pytest.raises(Refused) as no:
        load_divisions(raw)
    assert str(no.value) == sentence
    assert not Organization.objects.exists()


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_the_file():
    def cost(*lines):
        with CaptureQueriesContext(connection) as queries:
            load(*lines)
        return len(queries)

    many = [f"990102100{n:03d},第{n}村民委员会,990102100,village\n" for n in range(1, 301)]
    county, town = COUNTY.replace("990101", "990102"), TOWN.replace("990101", "990102")
    assert cost(county, town, *many) == cost(COUNTY, TOWN, VILLAGE)


@pytest.mark.django_db
def test_the_command_says_what_it_did(tmp_path, capsys):
    file = tmp_path / "divisions.csv"
    file.write_text(HEAD + COUNTY + TOWN + VILLAGE, "utf-8")
    with translation.override("en"):
        call_command("load_divisions", str(file))
        file.write_text(HEAD + COUNTY + TOWN, "utf-8")
        call_command("load_divisions", str(file))
    assert capsys.readouterr().out.splitlines() == [
        "Organizations: 3 new, 0 changed, 0 the same. Villages: 1 new.",
        "Organizations: 0 new, 0 changed, 2 the same. Villages: 0 new.",
        "No longer in the file: 1 villages (上河村民委员会). They stay as they are.",
    ]
    organization = Organization.objects.get(code="990101100001")
    assert organization.events.get().pgh_context.metadata["page"] == "load_divisions"


@pytest.mark.django_db
def test_the_command_names_the_file_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.csv: No such file"):
        call_command("load_divisions", str(tmp_path / "nothing.csv"))
