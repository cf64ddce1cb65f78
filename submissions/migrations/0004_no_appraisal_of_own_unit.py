"""Nobody appraises the unit they belong to: the database refuses it too, whatever code writes.

SQLite rebuilds a table to alter it and stumbles over triggers that name it: a later migration that alters answers,
submissions, appraisals, memberships or appointments drops these triggers first and creates them again.
"""

from django.db import migrations

IS_CONFLICT = """EXISTS (
  SELECT 1 FROM submissions_answer answer JOIN submissions_submission submission ON submission.id = answer.submission_id
  WHERE answer.id = NEW.answer_id AND (
    EXISTS (SELECT 1 FROM units_membership m WHERE m.user_id = NEW.by_id AND m.unit_id = submission.unit_id)
    OR EXISTS (SELECT 1 FROM submissions_appointment a
               WHERE a.user_id = NEW.by_id AND a.unit_id = submission.unit_id AND a.state = 'in_force')))"""

SQLITE = [
    f"""CREATE TRIGGER submissions_appraisal_{when} BEFORE {when} ON submissions_appraisal
        WHEN NEW.by_id IS NOT NULL AND {IS_CONFLICT}
        BEGIN SELECT RAISE(ABORT, 'nobody appraises the own unit'); END"""
    for when in ("insert", "update")
]
POSTGRESQL = [
    f"""CREATE FUNCTION submissions_appraisal_refuse_own() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.by_id IS NOT NULL AND {IS_CONFLICT} THEN RAISE EXCEPTION 'nobody appraises the own unit'
        USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER submissions_appraisal_own BEFORE INSERT OR UPDATE ON submissions_appraisal
       FOR EACH ROW EXECUTE FUNCTION submissions_appraisal_refuse_own()""",
]


def create_triggers(_apps, schema_editor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_units_work")]
    operations = [migrations.RunPython(create_triggers)]
