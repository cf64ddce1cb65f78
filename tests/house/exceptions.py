"""What is allowed to stand out of the order, each with its reason; what is not listed is red."""

#: A subject whose pages lie on two floors: the room above continues those of the room below, and
#: may show its templates. Which modules use which, past the doors, is in `EXCUSED`.
CONTINUED = frozenset(
    {
        ("reports.council", "submissions.council"),
        ("reports.editions", "submissions.campaigns"),
        ("submissions.campaigns", "units.people"),
        ("submissions.campaigns", "units.record"),
        ("submissions.council", "units.people"),
    }
)
#: Imports that pass the doors of a room, each with its reason.
EXCUSED = {
    ("reports.council.views.comments", "submissions.council.forms"): (
        "comments are typed beside figures, which the floor below does not know"
    ),
    ("reports.council.views.comments", "submissions.council.views.surroundings"): (
        "the pages of the Council are one subject, with one frame"
    ),
    ("reports.council.views.council", "submissions.council.views.surroundings"): (
        "the pages of the Council are one subject, with one frame"
    ),
    ("reports.council.views.minutes", "submissions.council.views.surroundings"): (
        "the pages of the Council are one subject, with one frame"
    ),
    ("reports.council.views.council", "submissions.council.views.meetings"): (
        "opening a meeting needs the draft; it is answered as every act in a meeting is"
    ),
    ("reports.editions.views.publication", "submissions.campaigns.views.phases"): (
        "publishing is a step of the campaign, moved and answered as the others are"
    ),
    ("submissions.campaigns.views.appointments", "units.people.acts"): (
        "ending a role asks for its reason on the page that every act on a person has"
    ),
    ("submissions.campaigns.views.record", "units.record.pages"): (
        "the record of a campaign is the record, with fewer entries"
    ),
    ("submissions.campaigns.views.record", "units.record.views"): (
        "the record of a campaign is the record, with fewer entries"
    ),
    ("submissions.council.views.members", "units.people.forms"): (
        "leaving a seat asks for its reason in the form that every act on a person has"
    ),
    ("ictindex.sign_in", "units.sign_in.session_limits"): (
        "the middleware before every page; a query it is not, since it writes to the session"
    ),
    ("units.apps", "units.sign_in.events"): (
        "receivers of Django and allauth are connected when the application starts"
    ),
}
#: Modules that lie beside the room that they belong to. The two import each other: the room asks
#: for the task, the task does the room's work, and the queue stores the task by this address.
BESIDE = {"reports.tasks": "reports.jobs"}
#: A room's list of addresses, which binds the rooms inside it: the order of the addresses counts
#: (`phan-cong/` before `<unit>/`), so that they stay one list.
ONE_LIST = frozenset({"submissions.appraisal.urls"})
_CONTENT = "by way of `content`, which makes the frozen content and reads it again"
#: Queries that use services, each with its reason.
QUERIES_BY_SERVICES = {
    ("reports.editions.queries.checks", "reports.council.services.acceptance"): (
        "one module says what is accepted and whether that still stands"
    ),
    ("reports.editions.queries.checks", "submissions.evidence.services.store"): (
        "looks whether every file is whole; one module knows the folder of evidence"
    ),
    ("reports.editions.queries.store", "reports.data_book.services"): _CONTENT,
    ("reports.editions.queries.store", "reports.document.services.docx"): _CONTENT,
    ("reports.editions.queries.check_results", "reports.data_book.services"): _CONTENT,
    ("reports.editions.queries.check_results", "reports.document.services.docx"): _CONTENT,
    ("reports.editions.queries.edition_checks", "reports.data_book.services"): _CONTENT,
    ("reports.editions.queries.edition_checks", "reports.document.services.docx"): _CONTENT,
    ("submissions.campaigns.queries.ties", "units.people.services.memberships"): (
        "says at the start what ties a person to a unit; nothing is written"
    ),
}
#: Modules that write and are neither services nor models, each with its reason.
WRITERS = {
    "criteria.catalogue": "loads a framework; the floor has one room and one writer",
    "units.audit": "the record, written inside every service's transaction",
    "units.mail": "what became of each mail that was sent",
    "units.notify": "notices, written inside a service's transaction",
    "units.record.runs": "the worker's half of the record's services",
    "units.sign_in.adapters": "stores a password where allauth asks for it",
    "units.sign_in.events": "enters what allauth tells of signing in and out",
}
#: Modules that write files and are not the store of private files, each with its reason.
FILE_WRITERS = {
    "scoring.management.commands.reconcile": "writes where the operator says, for the operator",
    "units.management.commands.export_record": "writes where the operator says, line by line",
}
#: Modules that read more than one table of an answer beside the dossier, each with its reason.
READERS = {
    "reports.document.prose.failings": "who got nothing for what, from the outcomes that count",
    "reports.document.prose.moves": "points of two campaigns side by side, in one query",
    "reports.editions.queries.checks": "counts what stands in the way of an edition",
    "reports.results.queries.proceedings": "rows of CSV, sent unit by unit as they are read",
    "scoring.results.breakdown": "the working of a score, from the outcomes that count",
    "scoring.results.interim_scores": "sums of a campaign, from the first round's outcomes",
    "scoring.results.rows": "sums of a campaign, from claims and the outcomes that count",
    "submissions.appraisal.pages.criteria": "counts units, criterion by criterion",
    "submissions.appraisal.queries.overview": "counts what is left, group by group of every file",
    "submissions.appraisal.second_reading.pages": (
        "second readings, which nobody else shows; the rest of its lines is the dossier's"
    ),
    "submissions.appraisal.second_reading.views": "finds the one row that a service then changes",
    "submissions.campaigns.pages.round_end": "counts what is left of a round, unit by unit",
    "submissions.handing_in.queries.content": "what a receipt seals, column by column",
    "submissions.reply.queries.content": "what a confirmation seals, column by column",
}
#: Names of a dictionary that is open: what is in it is not known when it is named.
DICTIONARIES = {
    "ictindex.lib.chain.ChainEntry": "an exported entry, read also where it was tampered with",
    "ictindex.lib.json_values.Json": "any JSON object",
    "scoring.core.amounts.DeclaredFigures": "figures by the fields of a rule, each kind its own",
}
#: Modules that spell tags out in Python, each with its reason. None of them makes pages of rows.
TAGS = {
    "reports.data_book.sheets": "the XML of a worksheet, row by row",
    "reports.document.text.markup": "the report's text is edited as HTML and stored otherwise",
    "reports.drawing.svg": "drawings",
    "reports.results.pages.bar_links": "places to press that lie over a drawing",
}
