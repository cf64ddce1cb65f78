"""Pages of errors: in Vietnamese, with what to do, and standing on nothing that may be broken."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from ictindex.lib.errors import DomainError, NotAllowed, StaleState
from ictindex.middleware import RefusalMiddleware
from tests.strict_pages import inline_code, landmarks


def answer_nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@pytest.mark.django_db
def test_unknown_address_offers_to_sign_in_and_come_back(client) -> None:
    answer = client.get("/khong-co/?a=1")
    assert answer.status_code == 404
    assert 'href="/tai-khoan/dang-nhap/?next=/khong-co/"' in answer.content.decode()


@pytest.mark.django_db
def test_failed_form_check_says_that_nothing_was_kept() -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/tai-khoan/dang-nhap/", {"username": "a", "password": "b"}
    )
    assert answer.status_code == 403
    assert "Vì an toàn, dữ liệu chưa được ghi." in answer.content.decode()


def test_wrong_host_is_a_bad_request(client) -> None:
    answer = client.get("/", headers={"host": "ke-xau.example"})
    assert answer.status_code == 400
    assert "Yêu cầu không hợp lệ" in answer.content.decode()


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "405", "409", "422", "500"])
def test_error_page_needs_no_request_and_no_database(page) -> None:
    html = render_to_string(f"{page}.html")
    assert (landmarks(html), inline_code(html)) == (("vi", 1, 1), [])


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotAllowed("Chưa đến lúc."), 403),
        (StaleState("Người khác đã làm."), 409),
        (DomainError("Không có nhóm đó."), 422),
    ],
)
def test_refusal_becomes_a_page_with_its_reason(error, status) -> None:
    answer = RefusalMiddleware(answer_nothing).process_exception(RequestFactory().get("/"), error)
    assert answer is not None
    assert answer.status_code == status
    assert str(error) in answer.content.decode()


def test_other_errors_are_left_to_django() -> None:
    assert (
        RefusalMiddleware(answer_nothing).process_exception(
            RequestFactory().get("/"), ValueError("lỗi lập trình")
        )
        is None
    )
