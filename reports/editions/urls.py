"""Addresses of publication and of published editions, all under their campaign."""

from django.urls import path

from reports.editions.views import corrections, editions, publication

urlpatterns = [
    path("dot/<slug:code>/ban-hanh/", publication.publication, name="publication"),
    path(
        "dot/<slug:code>/ban-hanh/tien-do/", publication.edition_progress, name="edition_progress"
    ),
    path("dot/<slug:code>/ban-hanh/chot/", publication.freeze_edition, name="freeze_edition"),
    path("dot/<slug:code>/ban-hanh/huy/", publication.edition_withdrawal, name="withdraw_edition"),
    path(
        "dot/<slug:code>/ban-hanh/tao-tep/",
        publication.make_edition_files,
        name="make_edition_files",
    ),
    path("dot/<slug:code>/ban-hanh/xac-nhan/", publication.sign_off_check, name="sign_off_check"),
    path("dot/<slug:code>/ban-hanh/ban-ky/", publication.upload_signed, name="upload_signed"),
    path("dot/<slug:code>/giai-doan/ban-hanh/", publication.edition_publication, name="publish"),
    path("dot/<slug:code>/ban-hanh/dinh-chinh/", corrections.correction, name="correction"),
    path(
        "dot/<slug:code>/ban-hanh/dinh-chinh/ban-hanh/",
        corrections.correction_publication,
        name="publish_correction",
    ),
    path("dot/<slug:code>/ban/<int:number>/", editions.edition, name="edition"),
    path(
        "dot/<slug:code>/ban/<int:number>/<slug:form>/", editions.edition_file, name="edition_file"
    ),
    path(
        "dot/<slug:code>/ban/<int:number>/noi-bo/<slug:form>/",
        editions.edition_working_file,
        name="edition_working_file",
    ),
]
