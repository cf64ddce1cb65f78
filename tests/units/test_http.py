"""What a view reads of a request is clean, passwords apart."""

import unicodedata
from urllib.parse import urlencode

from django.test import RequestFactory

from units.http import clean_address, clean_form


def test_what_was_typed_is_clean_and_composed_wherever_it_stands():
    apart = unicodedata.normalize("NFD", "Bộ Nội vụ")
    typed = urlencode({"text": [f" {apart}\x00\r\nhai ", "\uffffx"]}, doseq=True)
    request = RequestFactory().post(
        f"/?{urlencode({'tim': apart})}",
        typed,
        content_type="application/x-www-form-urlencoded",
        headers={"user-agent": "Trình\x85 duyệt\x07"},
    )
    clean_address(request)
    clean_form(request)
    assert dict(request.POST.lists()) == {"text": [" Bộ Nội vụ\nhai ", "x"]}
    assert (request.GET["tim"], request.headers["user-agent"]) == ("Bộ Nội vụ", "Trình duyệt")


def test_a_password_stays_as_it_was_typed():
    apart = unicodedata.normalize("NFD", "mật khẩu\u200b")
    request = RequestFactory().post("/", {"password": apart, "oldpassword": apart, "login": apart})
    clean_form(request)
    assert request.POST.dict() == {"password": apart, "oldpassword": apart, "login": "mật khẩu"}
