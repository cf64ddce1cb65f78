

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('criteria', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correspondence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('older_group', models.CharField(blank=True, max_length=20, verbose_name='nhóm của bộ cũ')),
                ('newer_group', models.CharField(blank=True, max_length=20, verbose_name='nhóm của bộ mới')),
                ('is_comparable', models.BooleanField(default=True, verbose_name='so sánh được')),
                ('reason', models.CharField(max_length=500, verbose_name='căn cứ, lý do')),
                ('newer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='correspondences_to_older', to='criteria.framework')),
                ('older', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='correspondences_to_newer', to='criteria.framework')),
            ],
            options={
                'verbose_name': 'tương ứng giữa hai bộ tiêu chí',
                'constraints': [models.UniqueConstraint(fields=('older', 'newer', 'older_group', 'newer_group'), name='one_correspondence_per_pair_of_groups'), models.CheckConstraint(condition=models.Q(('older', models.F('newer')), _negated=True), name='correspondence_between_two_frameworks')],
            },
        ),
    ]
