"""Addresses of publication and of published editions, all under their campaign."""

from reports.editions.views import corrections, editions, publication
from units.addresses import address

_VIEW_PUBLICATION_CHECKS = "report.view_publication_checks"
_FREEZE_EDITION = "report.freeze_edition"
_PUBLISH_CORRECTION_AS_NEW_VERSION = "report.publish_correction_as_new_version"
_EXPORT_APPROVED_REPORT_PDF = "report.export_approved_report_pdf"

urlpatterns = [
    address(
        "dot/<slug:code>/ban-hanh/",
        publication.publication,
        _VIEW_PUBLICATION_CHECKS,
        name="publication",
    ),
    address(
        "dot/<slug:code>/ban-hanh/tien-do/",
        publication.edition_progress,
        _VIEW_PUBLICATION_CHECKS,
        name="edition_progress",
    ),
    address(
        "dot/<slug:code>/ban-hanh/chot/",
        publication.freeze_edition,
        _FREEZE_EDITION,
        name="freeze_edition",
    ),
    address(
        "dot/<slug:code>/ban-hanh/huy/",
        publication.edition_withdrawal,
        _PUBLISH_CORRECTION_AS_NEW_VERSION,
        _FREEZE_EDITION,
        name="withdraw_edition",
    ),
    address(
        "dot/<slug:code>/ban-hanh/tao-tep/",
        publication.make_edition_files,
        _PUBLISH_CORRECTION_AS_NEW_VERSION,
        _FREEZE_EDITION,
        name="make_edition_files",
    ),
    address(
        "dot/<slug:code>/ban-hanh/xac-nhan/",
        publication.sign_off_check,
        _PUBLISH_CORRECTION_AS_NEW_VERSION,
        "report.sign_off_check",
        name="sign_off_check",
    ),
    address(
        "dot/<slug:code>/ban-hanh/ban-ky/",
        publication.upload_signed,
        "report.upload_signed_pdf",
        name="upload_signed",
    ),
    address(
        "dot/<slug:code>/giai-doan/ban-hanh/",
        publication.edition_publication,
        "report.sign_and_publish",
        name="publish",
    ),
    address(
        "dot/<slug:code>/ban-hanh/dinh-chinh/",
        corrections.correction,
        _PUBLISH_CORRECTION_AS_NEW_VERSION,
        name="correction",
    ),
    address(
        "dot/<slug:code>/ban-hanh/dinh-chinh/ban-hanh/",
        corrections.correction_publication,
        _PUBLISH_CORRECTION_AS_NEW_VERSION,
        name="publish_correction",
    ),
    address(
        "dot/<slug:code>/ban/<int:number>/",
        editions.edition,
        "public.view_published_report",
        _EXPORT_APPROVED_REPORT_PDF,
        name="edition",
    ),
    address(
        "dot/<slug:code>/ban/<int:number>/<slug:form>/",
        editions.edition_file,
        "public.download_published_pdf",
        _EXPORT_APPROVED_REPORT_PDF,
        name="edition_file",
    ),
    address(
        "dot/<slug:code>/ban/<int:number>/noi-bo/<slug:form>/",
        editions.edition_working_file,
        "report.export_draft_files",
        name="edition_working_file",
    ),
]
