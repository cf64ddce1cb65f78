

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0005_verification_runs'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_mail_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='notification',
            name='notification_mail_state_known',
        ),
        migrations.AlterField(
            model_name='invitation',
            name='mail_state',
            field=models.CharField(choices=[('none', 'Không gửi thư'), ('held', 'Chờ đọc lại trước khi gửi'), ('waiting', 'Chờ gửi'), ('sent', 'Đã gửi'), ('failed', 'Gửi không thành công')], default='waiting', max_length=10, verbose_name='thư'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='mail_state',
            field=models.CharField(choices=[('none', 'Không gửi thư'), ('held', 'Chờ đọc lại trước khi gửi'), ('waiting', 'Chờ gửi'), ('sent', 'Đã gửi'), ('failed', 'Gửi không thành công')], default='waiting', max_length=10, verbose_name='thư'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('mail_state__in', ['none', 'held', 'waiting', 'sent', 'failed'])), name='invitation_mail_state_known'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(('mail_state__in', ['none', 'held', 'waiting', 'sent', 'failed'])), name='notification_mail_state_known'),
        ),
    ]
