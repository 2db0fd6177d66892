"""Cell styles by name in workbooks: what XlsxWriter leaves out.

A county that wants other colours changes the style, not a thousand cells. Formats are written as
before; those given a name stand among the workbook's cell styles too, and cells refer to them.
"""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.packager import Packager
from xlsxwriter.styles import Styles, XFormatType
from xlsxwriter.worksheet import Worksheet


class NamedStyles(Styles):
    """Writes the named formats after the one style that every workbook has."""

    named: dict[str, Any]

    def _write_cell_style_xfs(self) -> None:
        self._xml_start_tag("cellStyleXfs", [("count", 1 + len(self.named))])
        self._write_xf(self.xf_formats[0], XFormatType.STYLE)
        for look in self.named.values():
            self._write_xf(look, XFormatType.STYLE)
        self._xml_end_tag("cellStyleXfs")

    def _write_cell_styles(self) -> None:
        self._xml_start_tag("cellStyles", [("count", 1 + len(self.named))])
        self._write_cell_style()
        for number, name in enumerate(self.named, 1):
            self._xml_empty_tag("cellStyle", [("name", name), ("xfId", number)])
        self._xml_end_tag("cellStyles")


class NamingPackager(Packager):
    def _write_styles_file(self) -> None:
        book = self.workbook
        styles = NamedStyles()
        styles.named = {
            name: look for name, look in book.named.items() if look.xf_index is not None
        }
        for number, look in enumerate(styles.named.values(), 1):
            look.xf_id = number
        styles._set_style_properties(
            [
                book.xf_formats,
                book.palette,
                book.font_count,
                book.num_formats,
                book.border_count,
                book.fill_count,
                book.custom_colors,
                book.dxf_formats,
                book.has_comments,
            ]
        )
        styles._set_xml_writer(self._filename("xl/styles.xml"))
        styles._assemble_xml_file()


class PlainSheet(Worksheet):
    """A sheet whose formulas are written as they are: XlsxWriter looks in each for thirty functions
    of newer versions of Excel, which none of ours has."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.lstrip("=")


class Book(xlsxwriter.Workbook):
    """A workbook whose formats may have names."""

    worksheet_class = PlainSheet

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named: dict[str, Any] = {}

    def named_format(self, name: str, properties: dict[str, Any]) -> Any:
        """A format that people find under this name in Excel's cell styles."""
        self.named[name] = self.add_format(properties)
        return self.named[name]

    def _get_packager(self) -> Packager:
        return NamingPackager()
