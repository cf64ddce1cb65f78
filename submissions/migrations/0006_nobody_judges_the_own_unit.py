"""Nobody appraises, reads a second time, checks on the spot or is assigned the unit they belong to: the database refuses it too.

SQLite rebuilds a table to alter it and stumbles over triggers that name it: a later migration that alters one of the tables
named here drops these triggers first and creates them again.
"""

from django.db import migrations

BELONGS = """(
  EXISTS (SELECT 1 FROM units_membership m WHERE m.user_id = {person} AND m.unit_id = submission.unit_id)
  OR EXISTS (SELECT 1 FROM submissions_appointment a
             WHERE a.user_id = {person} AND a.unit_id = submission.unit_id AND a.state = 'in_force'))"""
OF_ANSWER = """EXISTS (
  SELECT 1 FROM submissions_answer answer JOIN submissions_submission submission ON submission.id = answer.submission_id
  WHERE answer.id = NEW.answer_id AND {belongs})"""
OF_FILE = "EXISTS (SELECT 1 FROM submissions_submission submission WHERE submission.id = NEW.submission_id AND {belongs})"

#: Table → the column with the person, and how the table leads to the unit.
GUARDED = {
    "submissions_appraisal": ("NEW.by_id", OF_ANSWER),
    "submissions_secondreading": ("NEW.by_id", OF_ANSWER),
    "submissions_onsitecheck": ("NEW.by_id", OF_ANSWER),
    "submissions_assignment": ("NEW.user_id", OF_FILE),
}


def condition(table: str) -> str:
    person, where = GUARDED[table]
    return f"{person} IS NOT NULL AND {where.format(belongs=BELONGS.format(person=person))}"


def sqlite(table: str) -> list[str]:
    return [
        f"""CREATE TRIGGER {table}_{when} BEFORE {when} ON {table} WHEN {condition(table)}
            BEGIN SELECT RAISE(ABORT, 'nobody appraises the own unit'); END"""
        for when in ("insert", "update")
    ]


def postgresql(table: str) -> list[str]:
    return [
        f"""CREATE FUNCTION {table}_refuse_own() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF {condition(table)} THEN RAISE EXCEPTION 'nobody appraises the own unit'
            USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$""",
        f"""CREATE TRIGGER {table}_own BEFORE INSERT OR UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_refuse_own()""",
    ]


def create_triggers(_apps, schema_editor) -> None:
    make = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for table in GUARDED:
        for statement in make(table):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0005_appraisal_and_council"), ("units", "0006_held_mail")]
    operations = [migrations.RunPython(create_triggers)]
