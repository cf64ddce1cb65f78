"""Accounts made before names were kept folded for search."""

from django.db import migrations

from ictindex.lib.text import fold


def fold_names(apps, _schema_editor) -> None:
    User = apps.get_model("units", "User")
    for user in User.objects.filter(folded_name="").iterator():
        folded = fold(f"{user.full_name} {user.username} {user.email}")
        User.objects.filter(pk=user.pk).update(folded_name=folded)


class Migration(migrations.Migration):
    dependencies = [("units", "0003_accounts")]
    operations = [migrations.RunPython(fold_names, migrations.RunPython.noop)]
