"""Workbook files made part by part, also such as no office program would write, for tests of
reading them.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEETS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEETS}.worksheet+xml"/></Types>'
)
ROOT = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="T" sheetId="1" '
    'r:id="r1"/></sheets></workbook>'
)
BOOK_LINKS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="r1" Type="{LINKS}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="3"><numFmt numFmtId="164" '
    'formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="0.00&quot; ngày (d/m)&quot;"/><numFmt numFmtId="166" '
    'formatCode="#,##0.0%"/></numFmts>'
    '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf '
    'numFmtId="166"/><xf numFmtId="14"/>'
    '<xf numFmtId="10"/><xf numFmtId="2"/></cellXfs></styleSheet>'
)
SHEET = "xl/worksheets/sheet1.xml"


def sheet(rows: str, *, around: str = "{}", prefix: str = "") -> str:
    """A sheet with these rows; `around` stands for what surrounds the data."""
    p = f"{prefix}:" if prefix else ""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    data = f"<{p}sheetData>{rows}</{p}sheetData>"
    return f'{HEAD}<{p}worksheet {name}="{MAIN}">{around.format(data)}</{p}worksheet>'


def package(
    rows: str | None = None, parts: Mapping[str, str | bytes] | None = None, *, stored: bool = False
) -> BytesIO:
    """A workbook of one sheet «T»; further parts are added to, or put in place of, the usual
    ones.
    """
    usual = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": BOOK_LINKS,
        "xl/styles.xml": STYLES,
        SHEET: sheet(rows or ""),
    }
    file = BytesIO()
    with zipfile.ZipFile(
        file, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    ) as archive:
        for name, content in {**usual, **(parts or {})}.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def cell(place: str, value: str, *, kind: str = "n", style: int = 0) -> str:
    """One cell; texts go inline."""
    if kind == "inlineStr":
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'
    return f'<c r="{place}" t="{kind}" s="{style}"><v>{value}</v></c>'
