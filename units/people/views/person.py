"""What administrators do to one account, each behind a page that says what it does and asks why."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from units.access import require
from units.http import SignedInRequest, posted
from units.models import Membership, User
from units.people.acts import UNPROCESSABLE, PersonAct, ask_reason
from units.people.forms import MembershipForm
from units.people.services.accounts import disable_account, enable_account, reset_second_factor
from units.people.services.memberships import add_membership, end_membership

_KEEP = "account.create_or_disable_user"
_form_page = require_http_methods(["GET", "HEAD", "POST"])


@_form_page
def disable(request: SignedInRequest, pk: int) -> HttpResponse:
    """From now on the person cannot sign in."""
    require(request.user, _KEEP)
    person = get_object_or_404(User, pk=pk)
    act = PersonAct(
        f"Khóa tài khoản của {person}",
        "Người này bị đăng xuất ở mọi nơi ngay khi khóa và không đăng nhập lại được. Vai trò và "
        "nhật ký vẫn giữ nguyên.",
        "Khóa tài khoản",
        "Đã khóa tài khoản. Mọi phiên đăng nhập của người này đã kết thúc.",
    )
    return ask_reason(
        request,
        person,
        act,
        lambda reason: disable_account(person=person, reason=reason, by=request.user),
    )


@_form_page
def enable(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person can sign in again."""
    require(request.user, _KEEP)
    person = get_object_or_404(User, pk=pk)
    act = PersonAct(
        f"Mở khóa tài khoản của {person}",
        "Người này đăng nhập lại được bằng mật khẩu cũ, với các vai trò đang có.",
        "Mở khóa tài khoản",
        "Đã mở khóa tài khoản.",
    )
    return ask_reason(
        request,
        person,
        act,
        lambda reason: enable_account(person=person, reason=reason, by=request.user),
    )


@_form_page
def reset_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person lost the telephone. The password is asked for again only of who may do it."""
    require(request.user, "account.reset_second_factor_of_user")
    return _reset_factor(request, pk)


@reauthentication_required
def _reset_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    act = PersonAct(
        f"Bỏ xác thực hai bước của {person}",
        "Chỉ làm khi đã chắc chắn người đề nghị đúng là chủ tài khoản. Mọi phiên đăng nhập của "
        "người này kết thúc, người này "
        "được báo, và phải bật lại xác thực hai bước nếu vai trò bắt buộc.",
        "Bỏ xác thực hai bước",
        "Đã bỏ xác thực hai bước và báo cho chủ tài khoản.",
    )
    return ask_reason(
        request,
        person,
        act,
        lambda reason: reset_second_factor(person=person, reason=reason, by=request.user),
    )


@_form_page
def join(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person works in one more unit."""
    require(request.user, _KEEP)
    person = get_object_or_404(User, pk=pk)
    form = MembershipForm(posted(request), person=person)
    if form.is_valid():
        add_membership(person=person, unit=form.cleaned_data["unit"], by=request.user)
        messages.success(request, f"Đã ghi {person} công tác tại {form.cleaned_data['unit']}.")
        return redirect("person", pk)
    context = {"form": form, "person": person, "here": "Nơi công tác"}
    return render(
        request, "units/people/join.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@_form_page
def leave(request: SignedInRequest, pk: int, membership_pk: int) -> HttpResponse:
    """The person left a unit."""
    require(request.user, _KEEP)
    membership = get_object_or_404(
        Membership.objects.select_related("user", "unit"), pk=membership_pk, user_id=pk
    )
    act = PersonAct(
        f"{membership.user} thôi công tác tại {membership.unit}",
        "Từ bây giờ người này không còn bị coi là người của đơn vị khi được phân công thẩm định.",
        "Kết thúc nơi công tác",
        "Đã kết thúc nơi công tác.",
    )
    return ask_reason(
        request,
        membership.user,
        act,
        lambda reason: end_membership(membership=membership, reason=reason, by=request.user),
    )
