"""The one who proposed a step back can take the proposal back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0001_initial")]
    operations = [
        migrations.RemoveConstraint(model_name="stepback", name="step_back_state_known"),
        migrations.AlterField(
            model_name="stepback",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Chờ người thứ hai"),
                    ("done", "Đã lùi"),
                    ("declined", "Không đồng ý"),
                    ("withdrawn", "Người đề nghị đã rút"),
                ],
                default="proposed",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddConstraint(
            model_name="stepback",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "done", "declined", "withdrawn"])), name="step_back_state_known"
            ),
        ),
    ]
