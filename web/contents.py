"""Whether an uploaded file is what its name says, judged by its bytes."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from portal.errors import Refused
from portal.fields import hide

MOST_PIXELS = 50_000_000  # a picture of more is a bomb, or a scan nobody can open
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 5000
SMALL = (320, 240)  # a thumbnail fits into this
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_pdf(body: bytes) -> bool:
    return b"%PDF-" in body[:1024]


def is_picture(body: bytes, form: str) -> bool:
    """Opens as this kind of picture; raises Refused where opening it would fill the memory."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(body), formats=[form]) as picture:
                width, height = picture.size
                picture.verify()
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            width, height = MOST_PIXELS, 2
        except (OSError, SyntaxError, ValueError):
            return False
    if width * height > MOST_PIXELS:
        raise Refused(_("The picture has too many pixels."))
    return True


def is_package(body: bytes, part: str) -> bool:
    """An office file of the zip kind that holds `part`, no macros, and unpacks to a sane size."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise Refused(_("The file unpacks to something too large."))
    names = {one.filename for one in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_("The file holds macros. Save it without them."))
    return part in names and not any(one.flag_bits & 1 for one in parts)


def is_ole(body: bytes, *streams: str) -> bool:
    """An office file of before 2007 that holds one of the streams and no macros."""
    if not body.startswith(OLE):
        return False
    if "_VBA_PROJECT".encode("utf-16-le") in body:
        raise Refused(_("The file holds macros. Save it without them."))
    return any(stream.encode("utf-16-le") in body for stream in streams)


def is_text(body: bytes) -> bool:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not re.search(r"[\x00-\x08\x0e-\x1f]", text)
    return False


@dataclass(frozen=True)
class Kind:
    mime: str
    holds: Callable[[bytes], bool]


OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", is_pdf),
    "jpg": Kind("image/jpeg", lambda body: is_picture(body, "JPEG")),
    "jpeg": Kind("image/jpeg", lambda body: is_picture(body, "JPEG")),
    "png": Kind("image/png", lambda body: is_picture(body, "PNG")),
    "webp": Kind("image/webp", lambda body: is_picture(body, "WEBP")),
    "docx": Kind(
        f"{OFFICE}wordprocessingml.document", lambda body: is_package(body, "word/document.xml")
    ),
    "xlsx": Kind(f"{OFFICE}spreadsheetml.sheet", lambda body: is_package(body, "xl/workbook.xml")),
    "ofd": Kind("application/ofd", lambda body: is_package(body, "OFD.xml")),
    "doc": Kind("application/msword", lambda body: is_ole(body, "WordDocument")),
    "xls": Kind("application/vnd.ms-excel", lambda body: is_ole(body, "Workbook", "Book")),
    "csv": Kind("text/csv", is_text),
    "txt": Kind("text/plain", is_text),
}


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def checked(name: str, body: bytes) -> str:
    """The MIME type of a file; raises Refused where it is not what its name says."""
    kind = KINDS.get(ending(name))
    if not kind:
        raise Refused(
            _("Files of this kind are not taken. Taken are: %(kinds)s.")
            % {"kinds": ", ".join(KINDS)}
        )
    if not kind.holds(body):
        raise Refused(_("What is inside is not a .%(ending)s file.") % {"ending": ending(name)})
    return kind.mime


def clean_name(name: str) -> str:
    """The last part of a file's name, without what paths, shells and right-to-left tricks use and
    without ID numbers."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = hide("".join(sign for sign in last if unicodedata.category(sign)[0] != "C"), "_")
    stem, dot, end = re.sub(r'[<>:"|?*\s]+', " ", plain).strip(" .").rpartition(".")
    return f"{stem.strip()[:100]}{dot}{end.strip()[:10].lower()}"


def thumbnail(body: bytes) -> bytes:
    """A small JPEG of a checked picture, turned as the camera was held, without its place."""
    with Image.open(io.BytesIO(body)) as picture:
        picture.draft("RGB", (SMALL[0] * 2, SMALL[1] * 2))
        small: Any = ImageOps.exif_transpose(picture)
        small.thumbnail(SMALL)
        out = io.BytesIO()
        flat = Image.new("RGB", small.size, "white")
        flat.paste(small, mask=small.getchannel("A") if small.mode in {"RGBA", "LA"} else None)
        flat.save(out, "JPEG", quality=78)
    return out.getvalue()
