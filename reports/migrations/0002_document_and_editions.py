

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_initial'),
        ('submissions', '0006_nobody_judges_the_own_unit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figures_sha256', models.CharField(max_length=64, verbose_name='SHA-256 của mọi số liệu')),
                ('data_sha256', models.CharField(max_length=64, verbose_name='SHA-256 của dữ liệu mở')),
                ('at', models.DateTimeField(verbose_name='lúc')),
            ],
            options={
                'verbose_name': 'nghiệm thu',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ChosenBasis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'căn cứ của quyết định',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='bản số')),
                ('state', models.CharField(choices=[('frozen', 'Chờ ký'), ('published', 'Đã ban hành'), ('superseded', 'Đã có bản đính chính'), ('withdrawn', 'Đã hủy trước khi ký')], default='frozen', max_length=12, verbose_name='trạng thái')),
                ('content_sha256', models.CharField(max_length=64, verbose_name='SHA-256 của nội dung')),
                ('data_sha256', models.CharField(max_length=64, verbose_name='SHA-256 của dữ liệu mở')),
                ('template_sha256', models.CharField(max_length=64, verbose_name='SHA-256 của mẫu trình bày')),
                ('fonts_sha256', models.CharField(max_length=64, verbose_name='SHA-256 của phông chữ')),
                ('record_head', models.CharField(max_length=90, verbose_name='dấu xác nhận nhật ký')),
                ('what_changed', models.TextField(blank=True, verbose_name='nội dung đính chính')),
                ('frozen_at', models.DateTimeField(verbose_name='chốt lúc')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='ban hành lúc')),
            ],
            options={
                'verbose_name': 'bản ban hành',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='EditionFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(choices=[('content', 'Nội dung đã chốt'), ('pdf', 'PDF'), ('docx', 'Word (DOCX)'), ('xlsx', 'Excel (XLSX)'), ('json', 'Dữ liệu mở (JSON)'), ('csv', 'Dữ liệu mở (CSV)'), ('zip', 'Toàn bộ hồ sơ (ZIP)'), ('signed', 'PDF đã ký số')], max_length=10, verbose_name='dạng tệp')),
                ('stored_as', models.CharField(max_length=64, unique=True)),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveBigIntegerField(verbose_name='kích thước')),
                ('pages', models.PositiveSmallIntegerField(default=0, verbose_name='số trang')),
                ('findings', models.JSONField(blank=True, default=list, verbose_name='chữ ký số')),
                ('added_at', models.DateTimeField(verbose_name='lúc')),
                ('is_replaced', models.BooleanField(default=False, verbose_name='đã có bản sau')),
            ],
            options={
                'verbose_name': 'tệp của bản ban hành',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='LegalBasis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='số, ký hiệu')),
                ('text', models.CharField(max_length=600, verbose_name='câu căn cứ')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='ngày ban hành')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='hiệu lực từ')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='hết hiệu lực')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'căn cứ pháp lý',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(blank=True, max_length=120, verbose_name='khóa')),
                ('form', models.CharField(choices=[('paragraph', 'Đoạn văn'), ('list', 'Danh sách'), ('table', 'Bảng chữ')], default='paragraph', max_length=10, verbose_name='dạng')),
                ('text', models.TextField(blank=True, verbose_name='nội dung')),
                ('generated', models.TextField(blank=True, verbose_name='nội dung do ứng dụng soạn')),
                ('figures', models.JSONField(blank=True, default=dict, verbose_name='số liệu trong đoạn')),
                ('is_edited', models.BooleanField(default=False, verbose_name='đã sửa tay')),
                ('is_left_out', models.BooleanField(default=False, verbose_name='không in')),
                ('order', models.PositiveIntegerField(verbose_name='thứ tự')),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='sửa lúc')),
            ],
            options={
                'verbose_name': 'đoạn của báo cáo',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('decision', 'Quyết định'), ('report', 'Báo cáo')], default='report', max_length=10, verbose_name='phần')),
                ('key', models.CharField(blank=True, max_length=60, verbose_name='khóa')),
                ('level', models.PositiveSmallIntegerField(default=1, verbose_name='cấp')),
                ('title', models.CharField(max_length=300, verbose_name='đề mục')),
                ('order', models.PositiveIntegerField(verbose_name='thứ tự')),
                ('is_left_out', models.BooleanField(default=False, verbose_name='không in')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'mục của báo cáo',
                'ordering': ['part', 'order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SignOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_code', models.CharField(max_length=60, verbose_name='việc kiểm tra')),
                ('state_sha256', models.CharField(max_length=64, verbose_name='SHA-256 của kết quả kiểm tra')),
                ('reason', models.TextField(verbose_name='lý do')),
                ('at', models.DateTimeField(verbose_name='lúc')),
            ],
            options={
                'verbose_name': 'xác nhận chịu trách nhiệm',
                'ordering': ['-id'],
            },
        ),
        migrations.AlterModelOptions(
            name='rendering',
            options={'ordering': ['-id'], 'verbose_name': 'bản kết xuất'},
        ),
        migrations.AddField(
            model_name='rendering',
            name='format',
            field=models.CharField(choices=[('content', 'Nội dung đã chốt'), ('pdf', 'PDF'), ('docx', 'Word (DOCX)'), ('xlsx', 'Excel (XLSX)'), ('json', 'Dữ liệu mở (JSON)'), ('csv', 'Dữ liệu mở (CSV)'), ('zip', 'Toàn bộ hồ sơ (ZIP)'), ('signed', 'PDF đã ký số')], default='pdf', max_length=10, verbose_name='dạng tệp'),
        ),
        migrations.AddConstraint(
            model_name='rendering',
            constraint=models.CheckConstraint(condition=models.Q(('format__in', ['content', 'pdf', 'docx', 'xlsx', 'json', 'csv', 'zip', 'signed'])), name='rendering_format_known'),
        ),
        migrations.AddField(
            model_name='acceptance',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='acceptance',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='submissions.campaign'),
        ),
        migrations.AddField(
            model_name='acceptance',
            name='motion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='submissions.motion'),
        ),
        migrations.AddField(
            model_name='chosenbasis',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chosen_bases', to='submissions.campaign'),
        ),
        migrations.AddField(
            model_name='edition',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='submissions.campaign'),
        ),
        migrations.AddField(
            model_name='edition',
            name='frozen_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='edition',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='editionfile',
            name='added_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='editionfile',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.edition'),
        ),
        migrations.AddConstraint(
            model_name='legalbasis',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='legal_basis_validity_in_order'),
        ),
        migrations.AddField(
            model_name='chosenbasis',
            name='basis',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='reports.legalbasis'),
        ),
        migrations.AddField(
            model_name='passage',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='section',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='submissions.campaign'),
        ),
        migrations.AddField(
            model_name='passage',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='reports.section'),
        ),
        migrations.AddField(
            model_name='signoff',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signoff',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_offs', to='submissions.campaign'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('campaign', 'number'), name='one_edition_per_number'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('campaign',), name='one_published_edition'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'frozen')), fields=('campaign',), name='one_edition_waits_for_signature'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['frozen', 'published', 'superseded', 'withdrawn'])), name='edition_state_known'),
        ),
        migrations.AddConstraint(
            model_name='editionfile',
            constraint=models.CheckConstraint(condition=models.Q(('format__in', ['content', 'pdf', 'docx', 'xlsx', 'json', 'csv', 'zip', 'signed'])), name='edition_file_format_known'),
        ),
        migrations.AddConstraint(
            model_name='editionfile',
            constraint=models.UniqueConstraint(condition=models.Q(('is_replaced', False)), fields=('edition', 'format'), name='one_file_per_edition_and_format'),
        ),
        migrations.AddConstraint(
            model_name='chosenbasis',
            constraint=models.UniqueConstraint(fields=('campaign', 'basis'), name='one_use_per_campaign_and_basis'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('campaign', 'part', 'key'), name='one_section_per_key'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['decision', 'report'])), name='section_part_known'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 3)), name='section_level_known'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('section', 'key'), name='one_passage_per_key'),
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.CheckConstraint(condition=models.Q(('form__in', ['paragraph', 'list', 'table'])), name='passage_form_known'),
        ),
    ]
