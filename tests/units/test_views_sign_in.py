"""Signing in and out."""

import pytest
from django.urls import reverse

from tests.submissions.staging import make_user
from units.forms import SignInForm

pytestmark = pytest.mark.django_db
PASSWORD = "mật-khẩu-đủ-dài"


@pytest.fixture
def person():
    user = make_user("an")
    user.set_password(PASSWORD)
    user.save()
    return user


def test_right_password_leads_to_the_page_that_was_wanted(client, person) -> None:
    answer = client.post(reverse("login"), {"username": "an", "password": PASSWORD, "next": "/dot/2020/"})
    assert (answer.status_code, answer["Location"]) == (302, "/dot/2020/")


def test_sign_in_never_leads_to_another_site(client, person) -> None:
    answer = client.post(reverse("login"), {"username": "an", "password": PASSWORD, "next": "https://ke-xau.example/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("an", "sai"), ("khong-co", PASSWORD)])
def test_wrong_name_and_wrong_password_get_one_answer(client, person, name, password) -> None:
    answer = client.post(reverse("login"), {"username": name, "password": password})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [SignInForm.REFUSED]


def test_closed_account_gets_the_same_answer(client, person) -> None:
    person.is_active = False
    person.save()
    answer = client.post(reverse("login"), {"username": "an", "password": PASSWORD})
    assert answer.context["form"].non_field_errors() == [SignInForm.REFUSED]


def test_empty_fields_are_named_above_and_beside(client) -> None:
    html = client.post(reverse("login"), {"username": "", "password": ""}).content.decode()
    assert html.count("Hãy nhập tên đăng nhập.") == 2
    assert html.count("Hãy nhập mật khẩu.") == 2
    assert '<a href="#id_username">' in html


def test_typed_name_is_kept_and_the_password_is_not(client, person) -> None:
    html = client.post(reverse("login"), {"username": "an", "password": "rất bí mật"}).content.decode()
    assert 'value="an"' in html
    assert "rất bí mật" not in html


def test_sign_out_is_by_post_only(client, person) -> None:
    client.force_login(person)
    assert client.get(reverse("logout")).status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post(reverse("logout"))["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_signed_in_person_is_not_asked_again(client, person) -> None:
    client.force_login(person)
    assert client.get(reverse("login"))["Location"] == "/"
