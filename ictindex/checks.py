"""What `manage.py check` says about an installation, each with an id and what to do.

Rules of the domain do not belong here.
"""

import ctypes
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError

from units.models import User

#: Each library that the PDF needs, under its names on Linux and macOS, and the Debian package that
#: brings it.
LIBRARIES = {
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"): "libpangoft2-1.0-0",
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"): "libharfbuzz-subset0",
}


@register(Tags.compatibility)
def check_pdf_libraries(**_kwargs: Any) -> list[CheckMessage]:
    """W001. Everything but the PDF works without these libraries."""
    missing = [package for names, package in LIBRARIES.items() if not _can_load(names)]
    if not missing:
        return []
    return [
        Caution(
            "Thiếu thư viện hệ thống để tạo PDF. Mọi phần khác của ứng dụng vẫn chạy.",
            hint=f"apt-get install -y --no-install-recommends {' '.join(missing)}",
            id="ictindex.W001",
        )
    ]


@register(Tags.security)
def check_data_is_not_served(**_kwargs: Any) -> list[CheckMessage]:
    """E001. Evidence and the database must not lie where files are handed to anybody who asks."""
    data = Path(settings.DATA_DIR)
    public = [folder for folder in _public_folders() if data.is_relative_to(folder)]
    return [
        Error(
            f"Thư mục dữ liệu {data} nằm trong {folder}, nơi ai cũng tải tệp về được.",
            hint="Đặt ICTINDEX_DATA_DIR ra ngoài thư mục đó.",
            id="ictindex.E001",
        )
        for folder in public
    ]


@register(Tags.security)
def check_data_is_private(**_kwargs: Any) -> list[CheckMessage]:
    """E002. Other accounts of the machine must not read the data folder."""
    data = Path(settings.DATA_DIR)
    if os.name != "posix" or not stat.S_IMODE(data.stat().st_mode) & stat.S_IRWXO:
        return []
    return [
        Error(
            f"Mọi tài khoản trên máy đều vào được thư mục dữ liệu {data}.",
            hint=f"chmod 700 {data}",
            id="ictindex.E002",
        )
    ]


@register(Tags.security, deploy=True)
def check_no_demo_accounts(**_kwargs: Any) -> list[CheckMessage]:
    """W002. Demo accounts share one password that is written down."""
    try:
        count = User.active.filter(is_demo=True).count()
    except DatabaseError:  # not migrated yet: nobody is there
        return []
    if not count:
        return []
    return [
        Caution(
            f"Có {count} tài khoản trình diễn đang dùng được, chung một mật khẩu.",
            hint="Khóa các tài khoản trình diễn trước khi đưa vào sử dụng.",
            id="ictindex.W002",
        )
    ]


@register(deploy=True)
def check_mail_is_sent(**_kwargs: Any) -> list[CheckMessage]:
    """W003. Notices that are only printed reach nobody."""
    if settings.EMAIL_BACKEND != "django.core.mail.backends.console.EmailBackend":
        return []
    return [
        Caution(
            "Thư chỉ được in ra màn hình của máy chủ, không gửi đi đâu.",
            hint=(
                "Đặt ICTINDEX_EMAIL_BACKEND=django.core.mail.backends.smtp.EmailBackend và các "
                "biến ICTINDEX_EMAIL_…"
            ),
            id="ictindex.W003",
        )
    ]


@register(Tags.security, deploy=True)
def check_second_factor_is_required(**_kwargs: Any) -> list[CheckMessage]:
    """W004. Only a demo lets people appraise and publish with a password alone."""
    if settings.REQUIRE_TOTP:
        return []
    return [
        Caution(
            "Không yêu cầu xác thực hai bước: chỉ cần mật khẩu là vào được mọi vai trò.",
            hint="Bỏ ICTINDEX_REQUIRE_TOTP=0 trước khi đưa vào sử dụng.",
            id="ictindex.W004",
        )
    ]


def _can_load(names: Iterable[str]) -> bool:
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def _public_folders() -> list[Path]:
    """Where static files are taken from and gathered, and Django's folder for uploads if
    somebody set it.
    """
    entries: list[Any] = list(settings.STATICFILES_DIRS)
    named = [entry[1] if isinstance(entry, tuple | list) else entry for entry in entries]
    return [
        Path(folder).resolve()
        for folder in [settings.STATIC_ROOT, settings.MEDIA_ROOT, *named]
        if folder
    ]
