"""The record can only grow: triggers refuse changes and deletions, and move the chain's head with each new entry."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER units_auditentry_no_update BEFORE UPDATE ON units_auditentry
       BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
    """CREATE TRIGGER units_auditentry_no_delete BEFORE DELETE ON units_auditentry
       BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
    """CREATE TRIGGER units_auditentry_moves_head AFTER INSERT ON units_auditentry
       BEGIN UPDATE units_chainhead SET sequence = NEW.sequence, entry_hash = NEW.entry_hash WHERE id = 1; END""",
]
POSTGRESQL = [
    """CREATE FUNCTION units_auditentry_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $$""",
    """CREATE TRIGGER units_auditentry_no_change BEFORE UPDATE OR DELETE ON units_auditentry
       FOR EACH ROW EXECUTE FUNCTION units_auditentry_refuse()""",
    """CREATE TRIGGER units_auditentry_no_truncate BEFORE TRUNCATE ON units_auditentry
       FOR EACH STATEMENT EXECUTE FUNCTION units_auditentry_refuse()""",
    """CREATE FUNCTION units_auditentry_move_head() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN UPDATE units_chainhead SET sequence = NEW.sequence, entry_hash = NEW.entry_hash WHERE id = 1; RETURN NULL; END $$""",
    """CREATE TRIGGER units_auditentry_moves_head AFTER INSERT ON units_auditentry
       FOR EACH ROW EXECUTE FUNCTION units_auditentry_move_head()""",
]


def start_chain(apps, _schema_editor) -> None:
    apps.get_model("units", "ChainHead").objects.create(pk=1)


def create_triggers(_apps, schema_editor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [migrations.RunPython(start_chain), migrations.RunPython(create_triggers)]
