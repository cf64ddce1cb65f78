"""Appraisal, reply and Council. The triggers of 0004 are dropped before the table under them is altered; 0006 creates them again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DROP = {
    "sqlite": [f"DROP TRIGGER IF EXISTS submissions_appraisal_{when}" for when in ("insert", "update")],
    "postgresql": [
        "DROP TRIGGER IF EXISTS submissions_appraisal_own ON submissions_appraisal",
        "DROP FUNCTION IF EXISTS submissions_appraisal_refuse_own()",
    ],
}


def drop_triggers(_apps, schema_editor) -> None:
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0004_no_appraisal_of_own_unit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(drop_triggers),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('confirmed', 'Thủ trưởng đã xác nhận'), ('silent', 'Hết hạn không trả lời')], max_length=10, verbose_name='trả lời')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('content_sha256', models.CharField(max_length=64, verbose_name='SHA-256 của nội dung')),
            ],
            options={
                'verbose_name': 'xác nhận kết quả lần 1',
            },
        ),
        migrations.CreateModel(
            name='InternalNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='nội dung')),
                ('at', models.DateTimeField(verbose_name='ghi lúc')),
            ],
            options={
                'verbose_name': 'ghi chú nội bộ',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='lần họp')),
                ('held_on', models.DateField(verbose_name='ngày họp')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='nơi họp')),
                ('purpose', models.CharField(max_length=300, verbose_name='nội dung họp')),
                ('state', models.CharField(choices=[('planned', 'Chưa họp'), ('open', 'Đang họp'), ('closed', 'Đã kết thúc')], default='planned', max_length=10, verbose_name='trạng thái')),
                ('figures_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 của số liệu')),
                ('draft_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 của dự thảo')),
                ('proceedings', models.TextField(blank=True, verbose_name='diễn biến')),
                ('entitled', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số thành viên')),
                ('present', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số có mặt')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='kết thúc lúc')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'phiên họp Hội đồng',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Motion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='số')),
                ('question', models.CharField(max_length=500, verbose_name='nội dung biểu quyết')),
                ('is_acceptance', models.BooleanField(default=False, verbose_name='nghiệm thu báo cáo')),
                ('entitled', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số thành viên')),
                ('present', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số có mặt')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='chốt lúc')),
            ],
            options={
                'verbose_name': 'biểu quyết',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='OnSiteCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('declared', models.JSONField(blank=True, default=dict, verbose_name='số liệu thực tế')),
                ('checked_on', models.DateField(verbose_name='ngày kiểm tra')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('at', models.DateTimeField(verbose_name='ghi lúc')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'kiểm tra thực tế',
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stance', models.CharField(choices=[('agrees', 'Nhất trí'), ('contests', 'Không nhất trí')], max_length=10, verbose_name='ý kiến')),
                ('text', models.TextField(blank=True, verbose_name='giải trình')),
                ('asked_points', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='điểm đề nghị')),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(verbose_name='sửa lúc')),
            ],
            options={
                'verbose_name': 'giải trình',
            },
        ),
        migrations.CreateModel(
            name='RoundFinished',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(choices=[(1, 'Thẩm định lần 1'), (2, 'Thẩm định lần 2'), (3, 'Hội đồng')], verbose_name='lần')),
                ('at', models.DateTimeField(verbose_name='xong lúc')),
            ],
            options={
                'verbose_name': 'hồ sơ thẩm định xong',
            },
        ),
        migrations.CreateModel(
            name='SecondReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(choices=[(1, 'Thẩm định lần 1'), (2, 'Thẩm định lần 2'), (3, 'Hội đồng')], verbose_name='lần')),
                ('outcome', models.CharField(choices=[('scored', 'Có điểm'), ('not_applicable', 'Không áp dụng'), ('refused', 'Không chấp nhận'), ('missing', 'Chưa có')], default='missing', max_length=20, verbose_name='kết quả')),
                ('points', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='điểm')),
                ('ground', models.CharField(blank=True, choices=[('no_figures', 'Thiếu thông tin, số liệu'), ('not_factual', 'Số liệu không đúng thực tế'), ('no_evidence', 'Không có tài liệu kiểm chứng'), ('late', 'Gửi báo cáo chậm')], default='', max_length=20, verbose_name='căn cứ không chấp nhận')),
                ('reason', models.TextField(blank=True, verbose_name='lý do')),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='sửa lúc')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='thống nhất lúc')),
            ],
            options={
                'verbose_name': 'lượt đọc thứ hai',
                'ordering': ['round'],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(choices=[('for', 'Tán thành'), ('against', 'Không tán thành'), ('abstain', 'Không có ý kiến')], max_length=10, verbose_name='ý kiến')),
                ('at', models.DateTimeField(verbose_name='lúc')),
            ],
            options={
                'verbose_name': 'phiếu biểu quyết',
            },
        ),
        migrations.AddField(
            model_name='appraisal',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='sửa lúc'),
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group_code', models.CharField(blank=True, max_length=20, verbose_name='riêng nhóm')),
                ('is_second', models.BooleanField(default=False, verbose_name='đọc lần hai')),
                ('assigned_at', models.DateTimeField(verbose_name='phân công lúc')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi lúc')),
                ('assigned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='submissions.submission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'phân công thẩm định',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_present', models.BooleanField(verbose_name='có mặt')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='ghi chú')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='submissions.appointment')),
            ],
            options={
                'verbose_name': 'điểm danh',
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pin', models.CharField(choices=[('whole', 'Toàn bộ dự thảo'), ('unit', 'Đơn vị'), ('criterion', 'Tiêu chí của một đơn vị'), ('table', 'Bảng, biểu đồ'), ('text', 'Lời văn')], max_length=10, verbose_name='về')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='chỗ')),
                ('text', models.TextField(verbose_name='ý kiến')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('response', models.TextField(blank=True, verbose_name='tiếp thu, giải trình')),
                ('responded_at', models.DateTimeField(blank=True, null=True, verbose_name='trả lời lúc')),
                ('version', models.PositiveIntegerField(default=1)),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='submissions.answer')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='submissions.campaign')),
                ('responded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='submissions.submission')),
            ],
            options={
                'verbose_name': 'ý kiến Hội đồng',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Conclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='số')),
                ('text', models.TextField(verbose_name='kết luận')),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conclusions', to='submissions.answer')),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conclusions', to='submissions.comment')),
            ],
            options={
                'verbose_name': 'kết luận của Hội đồng',
                'ordering': ['meeting__number', 'number'],
            },
        ),
        migrations.AddField(
            model_name='appraisal',
            name='conclusion',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='submissions.conclusion'),
        ),
        migrations.AddConstraint(
            model_name='appraisal',
            constraint=models.CheckConstraint(condition=models.Q(('round', 3), ('conclusion', None), _connector='OR'), name='only_the_council_follows_a_conclusion'),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='submission',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmation', to='submissions.submission'),
        ),
        migrations.AddField(
            model_name='internalnote',
            name='answer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='internal_notes', to='submissions.answer'),
        ),
        migrations.AddField(
            model_name='internalnote',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='internalnote',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='internal_notes', to='submissions.submission'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='submissions.campaign'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='conclusion',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conclusions', to='submissions.meeting'),
        ),
        migrations.AddField(
            model_name='comment',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='submissions.meeting'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='submissions.meeting'),
        ),
        migrations.AddField(
            model_name='motion',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='submissions.meeting'),
        ),
        migrations.AddField(
            model_name='onsitecheck',
            name='answer',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='on_site_check', to='submissions.answer'),
        ),
        migrations.AddField(
            model_name='onsitecheck',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reply',
            name='answer',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reply', to='submissions.answer'),
        ),
        migrations.AddField(
            model_name='reply',
            name='changed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roundfinished',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='roundfinished',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds_finished', to='submissions.submission'),
        ),
        migrations.AddField(
            model_name='secondreading',
            name='answer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='second_readings', to='submissions.answer'),
        ),
        migrations.AddField(
            model_name='secondreading',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='second_readings', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondreading',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='vote',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='vote',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='submissions.appointment'),
        ),
        migrations.AddField(
            model_name='vote',
            name='motion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='submissions.motion'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('submission', 'group_code', 'user', 'is_second'), name='one_assignment_per_file_group_and_user'),
        ),
        migrations.AddConstraint(
            model_name='confirmation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['confirmed', 'silent'])), name='confirmation_state_known'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('campaign', 'number'), name='one_meeting_per_number'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'open', 'closed'])), name='meeting_state_known'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(('closed_at__isnull', False), ('entitled__isnull', False), ('present__isnull', False), ('present__lte', models.F('entitled'))), _connector='OR'), name='closed_meeting_counted'),
        ),
        migrations.AddConstraint(
            model_name='conclusion',
            constraint=models.UniqueConstraint(fields=('meeting', 'number'), name='one_conclusion_per_meeting_and_number'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', None), ('pin', 'whole'), ('place', ''), ('submission', None)), models.Q(('answer', None), ('pin', 'unit'), ('place', ''), ('submission__isnull', False)), models.Q(('answer__isnull', False), ('pin', 'criterion'), ('place', ''), ('submission__isnull', False)), models.Q(('answer', None), ('pin__in', ['table', 'text']), ('submission', None), models.Q(('place', ''), _negated=True)), _connector='OR'), name='comment_pinned_to_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'member'), name='one_attendance_per_meeting_and_member'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.UniqueConstraint(fields=('meeting', 'number'), name='one_motion_per_meeting_and_number'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), models.Q(('entitled__isnull', False), ('present__isnull', False), ('present__lte', models.F('entitled'))), _connector='OR'), name='closed_motion_counted'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('stance__in', ['agrees', 'contests'])), name='reply_stance_known'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('stance', 'contests'), ('text', ''), _negated=True), name='contesting_gives_reasons'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('asked_points', None), ('asked_points__gte', 0), _connector='OR'), name='reply_asked_points_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='roundfinished',
            constraint=models.UniqueConstraint(fields=('submission', 'round'), name='one_finish_per_file_and_round'),
        ),
        migrations.AddConstraint(
            model_name='secondreading',
            constraint=models.UniqueConstraint(fields=('answer', 'round'), name='one_second_reading_per_round'),
        ),
        migrations.AddConstraint(
            model_name='secondreading',
            constraint=models.CheckConstraint(condition=models.Q(('round__in', [1, 2])), name='second_reading_round_known'),
        ),
        migrations.AddConstraint(
            model_name='secondreading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground', ''), ('outcome', 'scored'), ('points__gte', 0)), models.Q(('ground__in', ['no_figures', 'not_factual', 'no_evidence', 'late']), ('outcome', 'refused'), ('points', None)), models.Q(('ground', ''), ('outcome__in', ['not_applicable', 'missing']), ('points', None)), _connector='OR'), name='second_reading_outcome_whole'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('motion', 'member'), name='one_vote_per_motion_and_member'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('choice__in', ['for', 'against', 'abstain'])), name='vote_choice_known'),
        ),
    ]
