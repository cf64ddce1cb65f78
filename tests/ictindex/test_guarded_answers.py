"""What every answer says to browsers and to what lies between, whoever made it; and requests
that lie about themselves.
"""

import io
import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from ictindex.settings import BASE_DIR
from ictindex.wsgi import application
from tests.submissions.factories import make_user

GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SIGN_IN = "/tai-khoan/dang-nhap/"


def guards(answer: Any) -> dict[str, str | None]:
    return {name: answer.headers.get(name) for name in GUARDS}


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/", 200),
        ("get", "/thong-bao/", 302),
        ("get", "/api/dot", 200),
        ("get", "/api/dot/khong-co", 404),
        ("get", "/khong-co/", 404),
        ("delete", "/", 405),
        ("post", "/api/dot", 405),
        ("get", "/nhat-ky/kiem-tra.py", 404),
    ],
)
@pytest.mark.django_db
def test_every_answer_is_guarded(client, method, address, status) -> None:
    answer = getattr(client, method)(address)
    assert (answer.status_code, guards(answer)) == (status, GUARDS)


@pytest.mark.parametrize("https", [True, False])
def test_answer_to_a_wrong_host_is_guarded_too(client, settings, https) -> None:
    settings.SECURE_SSL_REDIRECT = https
    answer = Client().get("/", headers={"host": "ke-xau.example"})
    assert (answer.status_code, guards(answer)) == (400, GUARDS)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/thong-bao/", "/khong-co/"])
@pytest.mark.django_db
def test_nothing_made_for_somebody_with_a_session_is_kept(client, address) -> None:
    client.force_login(make_user("can-bo"))
    assert client.get(address).headers["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_public_page_may_be_kept_and_sign_in_page_may_not() -> None:
    assert "Cache-Control" not in Client().get("/").headers
    assert "no-store" in Client().get(SIGN_IN).headers["Cache-Control"]


@pytest.mark.django_db
def test_address_of_a_form_says_that_it_is_no_page(client) -> None:
    client.force_login(make_user("can-bo"))
    answer = client.get("/thong-bao/da-doc/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "chỉ nhận dữ liệu gửi từ một trang của ứng dụng" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/dot/2020/ho-so/%00/", 404),
        ("/nguoi-dung/?tim=a%00b", 400),
        (f"/nguoi-dung/{'9' * 30}/noi-cong-tac/2/ket-thuc/", 404),
    ],
)
@pytest.mark.django_db
def test_address_that_can_name_nothing_is_asked_of_no_database(
    client, address, status, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(0):
        assert client.get(address).status_code == status


@pytest.mark.parametrize("charset", ["hex", "undefined", "rot13", "utf-7", "khong-co", "utf-8\x00"])
@pytest.mark.django_db
def test_claimed_charset_breaks_nothing(charset) -> None:
    status, body = ask_server(f"application/x-www-form-urlencoded; charset={charset}")
    assert (status, "Vì an toàn, dữ liệu chưa được ghi." in body) == ("403 Forbidden", True)


def ask_server(content_type: str) -> tuple[str, str]:
    """Through the very entry point of gunicorn, which Django's test client goes round."""
    said: list[str] = []
    body = application(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": SIGN_IN,
            "QUERY_STRING": "next=%ff",
            "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": "9",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(b"login=%ff"),
            "wsgi.url_scheme": "http",
        },
        lambda status, _headers, _problem=None: said.append(status) or said.append,
    )
    return said[0], b"".join(body).decode()


def test_with_https_cookies_and_transport_are_kept_to_it(tmp_path) -> None:
    names = (
        *(
            "SESSION_COOKIE_SECURE",
            "SESSION_COOKIE_HTTPONLY",
            "CSRF_COOKIE_SECURE",
            "SECURE_SSL_REDIRECT",
        ),
        *("SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS"),
    )
    program = (
        f"from django.conf import settings; print([getattr(settings, name) for name in {names}])"
    )
    unset = {name: value for name, value in os.environ.items() if not name.startswith("ICTINDEX_")}
    asked = unset | {
        "DJANGO_SETTINGS_MODULE": "ictindex.settings",
        "ICTINDEX_DATA_DIR": str(tmp_path),
    }
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=asked,
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == str([True, True, True, True, "Lax", "Lax", 31_536_000])
