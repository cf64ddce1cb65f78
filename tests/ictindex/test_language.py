"""Django's own messages, as a user can meet them, come out in Vietnamese."""

import ast
import gettext
import inspect
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth import forms as auth_forms
from django.contrib.auth import password_validation
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.core import paginator, validators
from django.core.exceptions import ValidationError
from django.db.models import fields as model_fields
from django.db.models.fields import files, json, related
from django.forms import formsets, models
from django.utils import translation
from django.utils.timesince import timesince

from units.forms import dress
from units.models import User

CATALOGUE = Path(settings.BASE_DIR) / "ictindex" / "locale" / "vi" / "LC_MESSAGES"
# Words that are the same in both languages.
SAME = {"Email", "IPv4", "IPv6"}


def _classes(module: ModuleType) -> Iterator[type]:
    return (
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__.startswith("django.")
    )


def _messages_of(kind: type) -> Iterator[object]:
    for name in ("default_error_messages", "error_messages", "messages"):
        found = vars(kind).get(name)
        if isinstance(found, dict):
            yield from found.values()
    for name in ("message", "help_text"):
        yield from [vars(kind)[name]] if name in vars(kind) else []


def _all_messages() -> list[object]:
    modules = [
        forms.fields,
        forms.models,
        formsets,
        auth_forms,
        validators,
        paginator,
        model_fields,
        files,
        json,
        related,
    ]
    return [
        message for module in modules for kind in _classes(module) for message in _messages_of(kind)
    ]


class _AnyValue(dict):
    """Fills whatever a message asks for."""

    def __missing__(self, key: str) -> int:
        return 3


def _text(message: object) -> str:
    """A message as shown; those with a plural form need a number before they are a text."""
    return (
        str(message % _AnyValue())
        if hasattr(message, "_kw") or "%(" in str(message)
        else str(message)
    )


def _shown(message: object) -> str:
    try:
        return _text(message)
    except (KeyError, TypeError, ValueError):
        return str(message)


def test_every_message_of_forms_models_and_accounts_is_vietnamese():
    messages = _all_messages()
    assert len(messages) > 60
    vietnamese = [_shown(message) for message in messages]
    with translation.override(None):
        english = [_shown(message) for message in messages]
    left = {
        text
        for text, original in zip(vietnamese, english, strict=True)
        if text == original and original and original not in SAME
    }
    assert left == set()


def test_above_a_form_each_sentence_names_its_field():
    class Asked(forms.Form):
        name = forms.CharField(label="Họ và tên")
        role = forms.ChoiceField(label="Vai trò", choices=[("a", "A")])
        note = forms.CharField(label="Ghi chú (100 %)", max_length=3)
        why = forms.CharField(label="Lý do", error_messages={"required": "Ghi lý do."})

    form = Asked({"note": "mười"})
    dress(form)
    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "name": ["Chưa nhập «Họ và tên»."],
        "role": ["Chưa chọn «Vai trò»."],
        "note": ["«Ghi chú (100 %)» dài 4 ký tự, vượt mức 3. Hãy viết ngắn hơn."],
        "why": ["Ghi lý do."],
    }


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        (forms.CharField(), "", "Chưa nhập mục này."),
        (
            forms.DateField(),
            "31/02/2020",
            "Hãy nhập ngày theo dạng ngày/tháng/năm, ví dụ 07/12/2020.",
        ),
        (forms.IntegerField(), "ba", "Hãy nhập một số nguyên."),
        (
            forms.DecimalField(max_digits=5, decimal_places=2),
            "1.234",
            "Số chỉ được có nhiều nhất 2 chữ số sau dấu phẩy.",
        ),
        (forms.DecimalField(max_value=Decimal("10.5")), "12", "Giá trị không được lớn hơn 10.5."),
        (
            forms.CharField(max_length=3),
            "mười",
            "Nội dung chỉ được có nhiều nhất 3 ký tự (đang có 4).",
        ),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "Hãy chọn một mục trong danh sách: «b» không có trong đó.",
        ),
        (
            forms.SlugField(),
            "a b",
            "Mã chỉ gồm chữ cái không dấu, chữ số, dấu gạch dưới và dấu gạch nối.",
        ),
        (forms.CharField(), "a\0b", "Nội dung chứa ký tự rỗng (NUL), hãy bỏ ký tự đó."),
        (forms.FileField(), None, "Chưa nhập mục này."),
    ],
)
def test_a_refused_field_says_why_in_a_full_sentence(field, typed, expected):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [expected]


def test_a_wrong_password_is_answered_in_one_sentence(db):
    form = auth_forms.AuthenticationForm(data={"username": "an", "password": "sai"})
    assert form.errors == {
        "__all__": [
            "Tên đăng nhập hoặc mật khẩu không đúng. Hãy nhập lại, chú ý chữ hoa và chữ thường."
        ]
    }


def test_a_weak_password_is_told_every_reason():
    with pytest.raises(ValidationError) as refused:
        password_validation.validate_password("12345", User(username="an"))
    assert refused.value.messages == [
        "Mật khẩu quá ngắn. Mật khẩu phải có ít nhất 12 ký tự.",
        "Mật khẩu này quá nhiều người dùng, dễ bị đoán ra.",
        "Mật khẩu chỉ gồm chữ số. Hãy thêm chữ cái hoặc dấu.",
    ]


def test_too_many_rows_of_a_formset_are_counted_in_vietnamese():
    rows = formsets.formset_factory(forms.Form, max_num=1, validate_max=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    assert rows(data).non_form_errors() == ["Chỉ được gửi nhiều nhất 1 dòng."]


def test_a_name_that_is_taken_is_said_with_the_field_s_name(db):
    User.objects.create(username="an")
    form = models.modelform_factory(User, fields=["username"])(data={"username": "an"})
    assert form.errors == {"username": ["Tên đăng nhập này đã có người dùng."]}


def test_how_long_ago_is_counted_in_vietnamese(time_machine):
    now = datetime(2020, 12, 21, 9, tzinfo=UTC)
    time_machine.move_to(now, tick=False)
    assert timesince(now - timedelta(days=8, hours=3)).replace("\xa0", " ") == "1 tuần, 1 ngày"
    assert [
        naturaltime(now - timedelta(hours=2)).replace("\xa0", " "),
        naturaltime(now + timedelta(days=3)).replace("\xa0", " "),
    ] == ["2 giờ trước", "3 ngày nữa"]


def _read_po(text: str) -> dict[str, str]:
    """Key of the compiled catalogue (context and plural as GNU joins them) → text."""
    entries = {}
    for block in re.split(r"\n\s*\n", text):
        parts = re.findall(
            r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[0\])?) ((?:"[^\n]*"\n?)+)',
            block,
            re.MULTILINE,
        )
        values = {
            name: "".join(ast.literal_eval(line) for line in quoted.splitlines())
            for name, quoted in parts
        }
        if values.get("msgid"):
            context = f"{values['msgctxt']}\x04" if "msgctxt" in values else ""
            entries[context + values["msgid"]] = values.get("msgstr", values.get("msgstr[0]", ""))
    return entries


def test_the_compiled_catalogue_is_made_from_the_text():
    written = _read_po((CATALOGUE / "django.po").read_text(encoding="utf-8"))
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    compiled = {
        (key[0] if isinstance(key, tuple) else key): text for key, text in compiled.items() if key
    }
    assert len(written) > 100
    assert compiled == written
