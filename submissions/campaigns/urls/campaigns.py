"""Addresses of campaigns."""

from django.urls import path

from submissions.answers.views import absences, cells
from submissions.answers.views import groups as work
from submissions.campaigns.views import correspondences, outbox, phases, setup, timeline
from submissions.campaigns.views import overview as campaigns

urlpatterns = [
    path("", campaigns.home, name="home"),
    path("dot/<slug:code>/", campaigns.campaign, name="campaign"),
    path("dot/<slug:code>/giai-doan/", phases.phases, name="phases"),
    path("dot/<slug:code>/giai-doan/chuyen/", phases.advance, name="advance_phase"),
    path("dot/<slug:code>/giai-doan/luu-tru/", phases.archive, name="archive_campaign"),
    path("dot/<slug:code>/giai-doan/lui/", phases.propose_step_back, name="propose_step_back"),
    path("dot/<slug:code>/giai-doan/lui/<int:pk>/dong-y/", phases.agree_to_step_back, name="agree_to_step_back"),
    path("dot/<slug:code>/giai-doan/lui/<int:pk>/khong-dong-y/", phases.decline_step_back, name="decline_step_back"),
    path("dot/<slug:code>/giai-doan/lui/<int:pk>/rut/", phases.withdraw_step_back, name="withdraw_step_back"),
    path("dot/<slug:code>/dot-moi/", setup.open_next, name="open_next"),
    path("dot/<slug:code>/thiet-lap/", setup.setup, name="setup"),
    path("dot/<slug:code>/thiet-lap/han-nop/", setup.set_deadline, name="set_deadline"),
    path("dot/<slug:code>/thiet-lap/han-giai-trinh/", setup.set_reply_deadline, name="set_reply_deadline"),
    path("dot/<slug:code>/thiet-lap/quyet-dinh/", setup.write_decision, name="write_decision"),
    path("dot/<slug:code>/tuong-ung/", correspondences.correspondences, name="correspondences"),
    path("dot/<slug:code>/tuong-ung/<int:pk>/bo/", correspondences.correspondence_remove, name="correspondence_remove"),
    path("dot/<slug:code>/tien-trinh/", timeline.timeline, name="timeline"),
    path("dot/<slug:code>/thu-da-gui/", outbox.outbox, name="outbox"),
    path("dot/<slug:code>/thu-da-gui/gui/", outbox.release, name="release_notices"),
    path("dot/<slug:code>/nhom-khong-ap-dung/", absences.absences, name="absences"),
    path("dot/<slug:code>/nhom-khong-ap-dung/<int:pk>/xac-nhan/", absences.confirm, name="absence_confirm"),
    path("dot/<slug:code>/nhom-khong-ap-dung/<int:pk>/bo-xac-nhan/", absences.unconfirm, name="absence_unconfirm"),
    path("dot/<slug:code>/ho-so/", work.files, name="files"),
    path("dot/<slug:code>/ho-so/<str:unit>/", work.home, name="unit_home"),
    path("dot/<slug:code>/ho-so/<str:unit>/nhom/<str:group>/", work.group, name="unit_group"),
    path("dot/<slug:code>/ho-so/<str:unit>/nhom/<str:group>/tong/", work.summary, name="unit_group_summary"),
    path("dot/<slug:code>/ho-so/<str:unit>/nhom/<str:group>/xong/", work.done, name="group_done"),
    path("dot/<slug:code>/ho-so/<str:unit>/nhom/<str:group>/mo-lai/", work.reopen, name="group_reopen"),
    path("dot/<slug:code>/ho-so/<str:unit>/nhom/<str:group>/khong-ap-dung/", work.declare_absent, name="group_absent"),
    path("dot/<slug:code>/ho-so/<str:unit>/nhom/<str:group>/rut-khai/", work.take_back, name="group_take_back"),
    path("dot/<slug:code>/ho-so/<str:unit>/tieu-chi/<int:key>/", cells.save_cell, name="save_cell"),
]
