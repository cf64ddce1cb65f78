"""The page that explains the open data to people: addresses and fields, read from the same
description that programs read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

#: What each kind of answer is called, in the order of reading.
_KINDS = {
    "CampaignListed": "Một đợt trong danh sách các đợt",
    "OpenData": "Số liệu của một đợt",
    "TableData": "Một bảng",
    "TableRow": "Một dòng của bảng",
    "MeanValue": "Một số trung bình",
    "ChartData": "Một biểu đồ",
    "SeriesData": "Một dãy số của biểu đồ",
    "BandData": "Các đơn vị được xếp vào một nhóm",
    "Problem": "Trả lời khi không có số liệu",
}
_TYPES = {
    "string": "chữ",
    "integer": "số nguyên",
    "boolean": "đúng hoặc sai",
    "null": "null",
    "object": "các khóa và giá trị",
}


@dataclass(frozen=True, slots=True)
class ApiAddress:
    """Where something is asked for, and what comes back."""

    method: str
    path: str
    summary: str


@dataclass(frozen=True, slots=True)
class ResponseField:
    """One field: its name, its type in words, what it means."""

    name: str
    type: str
    about: str


@dataclass(frozen=True, slots=True)
class ResponseKind:
    """One kind of answer and its fields."""

    code: str
    name: str
    fields: tuple[ResponseField, ...]


class PlainDocs(DocsBase):
    """In the look and the language of the other pages, without a script."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema()
        context = {
            "about": _sentences(api.description),
            "addresses": tuple(_addresses(schema)),
            "kinds": tuple(_kinds(schema["components"]["schemas"])),
            "schema_url": self.get_openapi_url(api, kwargs),
        }
        return render(request, "reports/site/open_data.html", context)


def _sentences(text: str) -> list[str]:
    """Names between backquotes stand between quotation marks here."""
    return [
        f"{sentence.rstrip('.')}." for sentence in re.sub(r"`([^`]*)`", r"«\1»", text).split(". ")
    ]


def _addresses(schema: dict[str, Any]) -> Iterator[ApiAddress]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield ApiAddress(method.upper(), path, operation["summary"])


def _kinds(schemas: dict[str, Any]) -> Iterator[ResponseKind]:
    """Those known by name first, and every other after them, so that none is left out."""
    for code in (
        *(code for code in _KINDS if code in schemas),
        *(code for code in schemas if code not in _KINDS),
    ):
        fields = schemas[code].get("properties", {})
        shown = tuple(
            ResponseField(name, type_in_words(field), field.get("description", ""))
            for name, field in fields.items()
        )
        yield ResponseKind(code, _KINDS.get(code, code), shown)


def type_in_words(field: dict[str, Any]) -> str:
    """«danh sách TableRow», «chữ hoặc null»."""
    if "anyOf" in field:
        return " hoặc ".join(type_in_words(part) for part in field["anyOf"])
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if field.get("type") == "array":
        return f"danh sách {type_in_words(field['items'])}"
    if isinstance(field.get("additionalProperties"), dict):
        return f"khóa → {type_in_words(field['additionalProperties'])}"
    return _TYPES.get(field.get("type", ""), "bất kỳ")
