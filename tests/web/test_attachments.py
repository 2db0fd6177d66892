"""Files that hang from records: what is taken, who may, and that nothing disappears."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from django.urls import reverse
from PIL import Image

from registers.models import Attachment
from tests.factories import OrganizationFactory, PersonFactory, user_over
from web import contents

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF"


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }


@pytest.fixture
def branch(county):
    return OrganizationFactory(parent=county)


@pytest.fixture
def person(branch):
    return PersonFactory(organization=branch)


def picture(form="PNG", size=(640, 480), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form, **options)
    return out.getvalue()


def package(*parts, **bodies):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for part in parts:
            book.writestr(part, bodies.get("body", b"<x/>"))
    return out.getvalue()


WORD = package("[Content_Types].xml", "word/document.xml")
OLE = contents.OLE + b"\0" * 40 + "WordDocument".encode("utf-16-le")
GOOD = {
    "a.pdf": PDF,
    "a.jpg": picture("JPEG"),
    "a.JPEG": picture("JPEG"),
    "a.png": picture(),
    "a.webp": picture("WEBP"),
    "a.docx": WORD,
    "a.xlsx": package("xl/workbook.xml"),
    "a.ofd": package("OFD.xml"),
    "a.doc": OLE,
    "a.xls": contents.OLE + "Workbook".encode("utf-16-le"),
    "a.csv": "姓名,性别\r\n".encode("gb18030"),
    "a.txt": "会议记录".encode(),
}
BAD = {
    "empty.pdf": b"",
    "page.html": b"<script>alert(1)</script>",
    "drawing.svg": b"<svg onload='x'/>",
    "program.exe": b"MZ\0\0",
    "archive.zip": package("x.txt"),
    "noending": b"text",
    "program.pdf": b"MZ\0\0" * 400,
    "page.jpg": b"<html><script>",
    "png.jpg": picture("PNG"),
    "cut.png": picture()[:40],
    "zip.docx": package("x.txt"),
    "sheet.docx": package("xl/workbook.xml"),
    "macro.docx": package("word/document.xml", "word/vbaProject.bin"),
    "macro.doc": OLE + "_VBA_PROJECT".encode("utf-16-le"),
    "word.xls": OLE,
    "bytes.txt": b"\x00\x01\x02",
    "parts.docx": package("word/document.xml", *map(str, range(contents.MOST_PARTS))),
}


def upload(client, record, *files, **data):
    sent = [SimpleUploadedFile(name, body) for name, body in files]
    url = reverse(f"{record._meta.model_name}-attachments", args=[record.pk])
    return client.post(url, {"files": sent, **data})


def status(client, url):
    answer = client.get(url)
    b"".join(answer)  # a file is closed when it has been read
    return answer.status_code


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_its_name_says_is_kept(client, boss, person, name):
    answer = upload(client, person, (name, GOOD[name]), note="第一次")
    assert answer.status_code == 302, answer.context["refused"]
    held = Attachment.of(person).get()
    assert (held.note, held.uploaded_by, held.size) == ("第一次", boss, len(GOOD[name]))
    stored = Path(settings.MEDIA_ROOT) / held.file.name
    assert stored.read_bytes() == GOOD[name]
    assert not held.file.name.split("/")[-1].startswith("a.")
    assert not str(settings.MEDIA_ROOT).startswith(str(settings.STATIC_ROOT))
    fetched = client.get(reverse("person-attachment", args=[person.pk, held.pk]))
    assert b"".join(fetched.streaming_content) == GOOD[name]
    assert fetched["Content-Disposition"].startswith("attachment;")
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert fetched["Content-Type"].split(";")[0] == contents.KINDS[contents.ending(name)].mime


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_not_is_refused_by_name(client, boss, person, name):
    answer = upload(client, person, (name, BAD[name]))
    assert answer.status_code == 422
    assert answer.context["refused"][0].startswith(f"{name}: ")
    assert not Attachment.objects.exists()
    assert not [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


def test_a_picture_of_too_many_pixels_is_refused_unopened(client, boss, person, monkeypatch):
    body = picture(size=(800, 600))
    monkeypatch.setattr(contents, "MOST_PIXELS", 800 * 600 - 1)
    assert "too many pixels" in upload(client, person, ("a.png", body)).context["refused"][0]
    monkeypatch.setattr(contents, "MOST_PIXELS", 800 * 600)
    assert upload(client, person, ("a.png", body)).status_code == 302
    bomb = picture()[:16] + (200_000).to_bytes(4) + (200_000).to_bytes(4) + picture()[24:]
    assert upload(client, person, ("bomb.png", bomb)).status_code == 422


def test_a_package_that_unpacks_to_too_much_is_refused(client, boss, person, monkeypatch):
    monkeypatch.setattr(contents, "MOST_UNPACKED", 1000)
    answer = upload(client, person, ("a.docx", package("word/document.xml", body=b"x" * 2000)))
    assert "too large" in answer.context["refused"][0]


def test_size_number_and_sameness_are_limited(client, boss, person, settings):
    settings.ATTACHMENT_LIMIT = 1024 * 1024
    settings.ATTACHMENTS_EACH = 2
    assert "1 MB" in upload(client, person, ("a.txt", b"x" * 1024 * 1025)).context["refused"][0]
    assert upload(client, person, ("a.txt", b"one"), ("b.txt", b"two")).status_code == 302
    assert "2 files" in upload(client, person, ("c.txt", b"three")).context["refused"][0]
    settings.ATTACHMENTS_EACH = 3
    assert "already" in upload(client, person, ("d.txt", b"one")).context["refused"][0]


def test_one_bad_file_does_not_stop_the_good_ones(client, boss, person):
    answer = upload(client, person, ("a.pdf", PDF), ("b.exe", b"MZ"))
    assert answer.status_code == 422
    assert [file.name for file in answer.context["files"]] == ["a.pdf"]
    assert len(answer.context["refused"]) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\会议 记录.PDF", "会议 记录.pdf"),
        ("a\u202egnp.exe.txt", "agnp.exe.txt"),
        ('x"<y>\r\n.txt', "x y.txt"),
        ("长" * 300 + ".pdf", "长" * 100 + ".pdf"),
    ],
)
def test_names_are_cleaned(given, kept):
    assert contents.clean_name(given) == kept


def test_a_photo_has_a_small_picture_without_the_place_it_was_taken(client, boss, person):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (30.0, 0.0, 0.0)}
    body = picture("JPEG", (1200, 900), exif=exif)
    upload(client, person, ("photo.jpg", body), note="会场")
    held = Attachment.of(person).get()
    url = reverse("person-attachment", args=[person.pk, held.pk])
    small = client.get(f"{url}?small")
    with Image.open(io.BytesIO(b"".join(small.streaming_content))) as seen:
        assert seen.size == (320, 240)
        assert not seen.getexif()
    page = client.get(reverse("person-attachments", args=[person.pk])).content.decode()
    assert f'src="{url}?small" alt="会场"' in page


def test_seeing_the_record_lets_fetch_and_changing_it_lets_add(client, boss, county, person):
    upload(client, person, ("a.pdf", PDF))
    held = Attachment.of(person).get()
    url = reverse("person-attachment", args=[person.pk, held.pk])
    withdraw = reverse("person-withdraw", args=[person.pk, held.pk])
    tab = reverse("person-attachments", args=[person.pk])
    away = OrganizationFactory(parent=county)
    for user, expected in (
        (user_over(person.organization, "view_person"), (200, 403, 403)),
        (user_over(person.organization, "view_village"), (403, 403, 403)),
        (user_over(away), (404, 404, 404)),
    ):
        client.force_login(user)
        found = status(client, url), status(client, withdraw)
        assert (found[0], upload(client, person, ("b.pdf", PDF)).status_code, found[1]) == expected
    client.logout()
    assert client.get(tab).status_code == 302
    assert Attachment.objects.count() == 1


def test_a_file_is_fetched_only_through_its_own_record(client, boss, person, branch):
    upload(client, person, ("a.pdf", PDF))
    held = Attachment.of(person).get()
    other = PersonFactory(organization=branch)
    assert client.get(reverse("person-attachment", args=[other.pk, held.pk])).status_code == 404
    same = reverse("organization-attachment", args=[branch.pk, held.pk])
    assert client.get(same).status_code == 404


def test_a_withdrawn_file_stays_on_disk_and_in_the_history(client, boss, person):
    upload(client, person, ("a.pdf", PDF))
    held = Attachment.of(person).get()
    url = reverse("person-withdraw", args=[person.pk, held.pk])
    assert client.post(url, {"why": " "}).status_code == 422
    assert client.post(url, {"why": "传错了"}).status_code == 302
    assert client.post(url, {"why": "again"}).status_code == 422
    held.refresh_from_db()
    assert (held.withdrawn_by, held.withdrawn_why) == (boss, "传错了")
    assert (Path(settings.MEDIA_ROOT) / held.file.name).is_file()
    told = client.get(reverse("person-history", args=[person.pk])).context["changes"]
    assert [(one.what, one.text, one.who) for one in told[:2]] == [
        ("File withdrawn", "a.pdf: 传错了", str(boss)),
        ("File added", "a.pdf", str(boss)),
    ]
    fetch = reverse("person-attachment", args=[person.pk, held.pk])
    assert status(client, fetch) == 200
    client.force_login(user_over(person.organization, "view_person"))
    assert status(client, fetch) == 404
    assert upload(client, person, ("a.pdf", PDF)).status_code == 403
    client.force_login(boss)
    assert upload(client, person, ("a.pdf", PDF)).status_code == 302  # once withdrawn, may return


@pytest.mark.parametrize("change", [{"name": "x.pdf"}, {"sha256": "0"}, {"object_id": 1}])
def test_the_database_lets_nobody_exchange_or_delete_a_file(client, boss, person, change):
    upload(client, person, ("a.pdf", PDF))
    rows = Attachment.of(person)
    with pytest.raises(InternalError), transaction.atomic():
        rows.update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        rows.delete()
    assert rows.count() == 1
