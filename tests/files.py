"""Workbooks as people send them: honest ones, and those that are meant, or happen, to do harm."""

import base64
import io
import zipfile
import zlib

import xlsxwriter

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.\
spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-\
officedocument.spreadsheetml.worksheet+xml"/></Types>"""
RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/\
{kind}" Target="{target}"/></Relationships>"""
BOOK = """<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas\
.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>"""
SHEET = """<?xml version="1.0" encoding="UTF-8"?>{doctype}
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}\
</sheetData></worksheet>"""


def xlsx(*sheets, merged=(), hidden=()):
    """A workbook of sheets, each (name, rows); a cell that begins with "=" becomes a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, str) and not value.startswith("="):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write(row, column, value)
        for area in merged:
            top, left = area[:2]
            sheet.merge_range(*area, sheets[0][1][top][left])
    book.close()
    return out.getvalue()


def raw(rows="", doctype="", **parts):
    """A workbook from the XML of its one sheet, with further parts or other contents of parts."""
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": SHEET.format(rows=rows, doctype=doctype),
    } | parts
    return packed(files)


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return out.getvalue()


def text_cell(at, text="x"):
    row = "".join(filter(str.isdigit, at))
    return f'<row r="{row}"><c r="{at}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def honest_xls():
    """名册: two columns from B2, a date, two merged cells; made with xlwt."""
    return zlib.decompress(base64.b85decode("".join(XLS.split())))


def many_rows():
    return raw("".join(text_cell(f"A{row}") for row in (1, 1_048_576)))


def far_corner():
    return raw(text_cell("A1") + text_cell("XFD90000"))


def spaces():
    """A few hundred kilobytes that unpack to a thousand times as much."""
    return raw(" " * (140 << 20))


def many_cells():
    """Under the unpacking limits, and too many cells for the memory allowed."""
    cells = ("".join(f"<c><v>{row * n % 9973}</v></c>" for n in range(190)) for row in range(9000))
    return raw("".join(f'<row r="{row}">{line}</row>' for row, line in enumerate(cells, 1)))


def shared_strings():
    """The string table is the bomb."""
    table = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return raw(
        text_cell("A1"), **{"xl/sharedStrings.xml": table + "<si><t>a</t></si>" * 12_000_000}
    )


def many_parts():
    return raw(text_cell("A1"), **{f"xl/media/{n}.xml": "x" for n in range(300)})


def laughs():
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    return raw(text_cell("A1", "&a9;"), doctype=f"<!DOCTYPE x [{entities}]>")


def outside_entity():
    doctype = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return raw(text_cell("A1", "&f;"), doctype=doctype)


def lying_directory():
    """Declares a part of a few bytes that really is long."""
    content = bytearray(raw(text_cell("A1", "y" * 100_000)))
    name = b"xl/worksheets/sheet1.xml"
    entry = content.rindex(name) - 46
    content[entry + 24 : entry + 28] = (500).to_bytes(4, "little")
    return bytes(content)


def with_macro():
    return raw(text_cell("A1"), **{"xl/vbaProject.bin": "x"})


def macro_type():
    typed = TYPES.replace(
        "officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
    )
    return raw(text_cell("A1"), **{"[Content_Types].xml": typed})


def protected():
    return OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def old_macro():
    return OLE + "Workbook".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le") + bytes(512)


def word_file():
    return OLE + "WordDocument".encode("utf-16-le") + bytes(512)


def ods():
    return packed(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
    )


XLS = """
c-rk)OGs2v82-+=cbo_FQpZ388-&bE7tyAT-X5f@1}CJ41g6a(VU97hu|-
)ns|tcvMH|5uZLBsuD57>P0wWhe5zG{>S_K6ybZ-
Co=U!$s0|!d5&UZQgIsfCF^WXcQ*FA6MYV*?%nhIEfZWt)qe$-UR1SP-
AL_vDnRz)}WQL;5Q6#PC4WQ_+;L$AFmhAQ3#NZdDH5(Pd{I*v0)jAzpEb;LgQVMr(+x`+zgCP^5L>{T7plT7QG-e
b#WO!u(l8q+Sa&5HrdS&8=D&L}=ATUZx{YWES>dC!uaXuvBqiZ5IjC0h^nW={>B-
e8JmGl&^bKzq}fbXM^Z+(7`CAast6b*55z#3<M^_-
@C6Z|<yq5!dqdl?#yk$8x#%H*y~Zai#o*G=WLjCwP+N5JbdO8Yx2kSCflqgJM-
8{rs^|zX_2}4kQ=STSiC{AM__EON@Lt98k+UF9*?O%Rz{zNswp?5iZyAWQmeLi+8`iJviKF4YFjCw}8?{u~qp68y
8g#svKsihqVULcCN95=_PJ;Gnbo~#>kTL*1iU(&@;t0ms#6N{p@1QTiYtiZB)*ENj`4QeYUn!dA7H3E;jqlnnnw4
Tq&xro+)&Q4sq+I!V}BQg|n!9WZL-40^^fWeggxxvl~XRL{m!e_fRNtk~rbm%T?^l-|xIsoTPqx_Di-mR<SqO-f-
*<ZvRSssr^z^%l6OdolUkESYU4q<^{TC9UiJqX>lwg01XWd4Gj$q4UPW{f{&2k1E%R5(AA;e>)h)sQ7Y<dl7AM5F
iy`|`l&pC4CPr&R5gA!!6V$Z#2V|k_k{{asP`;JG0c99Ry}^{r%hD8&zdVn|J)R+w*O)^e*WeDe*#7g)(!
"""

# What no reader may let through: name -> (maker, a word of the sentence the user reads).
HOSTILE = {
    "nothing.xlsx": (lambda: b"", "empty"),
    "zeros.xlsx": (lambda: bytes(5000), "empty"),
    "picture.xlsx": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not a workbook"),
    "noise.xlsx": (lambda: b"\x01\x02" + bytes(range(256)) * 9, "encoding|not a workbook"),
    "page.xls": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
    "archive.xlsx": (lambda: packed({"a.txt": "a"}), "not a workbook"),
    "cut.xlsx": (lambda: raw(text_cell("A1"))[:-300], "damaged"),
    "letter.xls": (word_file, "not a workbook"),
    "table.ods": (ods, "format"),
    "hidden-ods.xlsx": (ods, "format"),
    "table.et": (honest_xls, "format"),
    "macro.xlsx": (with_macro, "macros"),
    "macro-type.xlsx": (macro_type, "macros"),
    "macro.xls": (old_macro, "macros"),
    "protected.xlsx": (protected, "password"),
    "spaces.xlsx": (spaces, "unpacks"),
    "strings.xlsx": (shared_strings, "unpacks"),
    "parts.xlsx": (many_parts, "unpacks"),
    "rows.xlsx": (many_rows, "rows"),
    "corner.xlsx": (far_corner, "columns|memory"),
    "laughs.xlsx": (laughs, "damaged|memory"),
    "entity.xlsx": (outside_entity, "damaged"),
    "long.csv": (lambda: b"a,b\n" * 100_001, "rows"),
    "wide.csv": (lambda: b"a," * 300, "columns"),
}
