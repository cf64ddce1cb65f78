"""Where everything stands: floors, rooms, doors, furniture, and what is allowed to stand beside."""

from dataclasses import dataclass, field

from tests.house.exceptions import BESIDE
from tests.house.furnishings import AS_VIEWS, REPORTS, SCORING, SUBMISSIONS, UNITS, Extras


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FLOORS = {
    "ictindex.lib": 0,
    "scoring.core": 0,
    "units": 1,
    "criteria": 2,
    "submissions": 3,
    "scoring": 4,
    "reports": 5,
    "ictindex": 6,
}
PLAIN = ("ictindex.lib", "scoring.core")
APPS = ("units", "criteria", "submissions", "scoring", "reports")
#: What a closed room shows to the others.
DOORS = frozenset({"services", "queries"})
#: The furniture of a room, lowest first. A module of another name leads nobody upwards.
FURNITURE = (
    {"permissions", "validators"},
    {"queries", "notices", "services"},
    {"forms", "pages"},
    {"views"},
    {"urls"},
)
ONLY_PDF = "reports.layout.pdf"
#: The one door to the scores of a campaign.
SCORES = "scoring.results.queries"
#: Names that say nothing of what lies inside.
SAY_NOTHING = frozenset(
    ["utils", "util", "helpers", "helper", "manager", "managers", "data", "info", "common", "misc"]
)
#: Modules that make what is printed or taken away; none of them reaches a screen.
PRINTING = (
    "reports.drawing",
    "reports.layout",
    "reports.document.printing",
    "reports.document.prose",
    "reports.document.text",
    "reports.document.services",
    "reports.data_book",
    "reports.editions.content",
    "reports.editions.members",
    "reports.editions.pdf",
    "reports.council.services.minutes_docx",
)
#: What belongs to a screen besides forms, pages, views and urls.
SCREENS = (
    "reports.frame.surroundings",
    "submissions.frame.menu",
    "submissions.frame.markup",
    "submissions.frame.pieces",
)
PARTICIPLE = ("ing", "ed")
IRREGULAR = _words(
    """asked begun broken brought built chosen done drawn forgotten found given gone heard held kept
    known laid made met paid said seen sent shown spoken stood swept taken thought told understood
    worn written"""
)
#: Adverbs and prepositions: they say when, where or how, not what.
ADVERBS = _words(
    """about above across after again against along among apart around at away before behind below
    beneath beside between beyond by during elsewhere for from here in inside into later meanwhile
    near now of on out outside over per since then there through to together toward under until up
    upon via with within without"""
)
#: Rooms that the field calls so; nouns that only look like participles; and commands and a task
#: that operators, and queues, know by their names.
NAMED_SO = frozenset(
    [
        "handing_in",
        "second_reading",
        "drawing",
        "printing",
        "published",
        "scoring",
        "meeting_lock",
        "freeze_loaded",
        "send_mail_waiting",
    ]
)
#: Nouns that only look like participles, as the last word of a class name.
NOUNS = _words(
    """drawing failing finding heading listing meeting need ranking reading rendering standing
    wording"""
)
#: Names of classes that reach beyond the code, or that the field calls so.
CLASSES_NAMED_SO = frozenset(
    [
        # Models: the database and its migrations know them; `Decided` is what two of them share.
        "Decided",
        "GroupDone",
        "RoundFinished",
        # The outcomes of a criterion, as the list of words has them.
        "Missing",
        "Refused",
        "Scored",
        # A schema that the description of the open data names.
        "CampaignListed",
        # The act, which is a noun.
        "SignIn",
    ]
)
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50


@dataclass(frozen=True)
class Plan:
    """How an app is laid out, in words: loose modules, lowest first, that belong to no room; the
    rooms; and those that are open.

    An open room is a frame or a library under the others: any module of it may be imported. Of a
    closed one, others use its `services` and `queries` alone.
    """

    loose: str
    rooms: str = ""
    open: str = ""
    #: What stands in its rooms besides furniture; the names with a dot are rooms inside rooms.
    extras: Extras = field(default_factory=dict)

    @property
    def loose_names(self) -> list[str]:
        return self.loose.split()

    @property
    def room_names(self) -> list[str]:
        return self.rooms.split()

    @property
    def open_names(self) -> list[str]:
        return self.open.split()


PLANS = {
    "units": Plan(
        loose="enums row_rules models access addresses audit clock context http forms mail notify"
        " apps management urls",
        rooms="people sign_in inbox record",
        extras=UNITS,
    ),
    "criteria": Plan(
        loose="enums annexes models values nodes notation specs validators fields questions phrases"
        " queries catalogue correspondences apps management"
    ),
    "submissions": Plan(
        loose="enums policy models permissions apps management urls",
        rooms="frame dossier campaigns answers evidence handing_in appraisal reply council workbook"
        " home demo",
        open="frame",
        extras=SUBMISSIONS,
    ),
    "scoring": Plan(
        loose="models apps management",
        rooms="core published results reconciliation",
        open="core",
        extras=SCORING,
    ),
    "reports": Plan(
        # The background worker finds its task under the name that is stored in the queue.
        loose="enums models tasks apps management urls",
        rooms="frame drawing layout results document data_book jobs council editions exports site",
        open="frame drawing layout",
        extras=REPORTS,
    ),
    "ictindex": Plan(
        loose="lib formats templatetags env apps checks middleware routes settings sign_in urls"
        " wsgi"
    ),
}


def is_in(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def is_migration(name: str) -> bool:
    return ".migrations." in name


def floor_of(name: str) -> int | None:
    for package, floor in FLOORS.items():
        if is_in(name, (package,)):
            return floor
    return None


def plan_of(name: str) -> Plan | None:
    return PLANS.get(name.split(".")[0])


def room_of(name: str) -> str | None:
    """`app.room` of a module; None for a loose one, or the app itself."""
    parts, plan = name.split("."), plan_of(name)
    return (
        f"{parts[0]}.{parts[1]}"
        if plan and len(parts) > 1 and parts[1] in plan.room_names
        else None
    )


def part_of(name: str) -> str:
    """The room of a module, or its own loose name; what belongs to a room though it lies beside
    it counts there.
    """
    return BESIDE.get(name) or room_of(name) or ".".join(name.split(".")[:2])


def inner_part_of(name: str) -> str:
    """The same, where a room inside a room counts as one of its own."""
    return inner_room_of(name) or part_of(name)


def inner_room_of(name: str) -> str | None:
    """`app.room.room` of a module in a room inside a room."""
    parts, plan = name.split("."), plan_of(name)
    inner = ".".join(parts[1:3])
    return f"{parts[0]}.{inner}" if plan and "." in inner and inner in plan.extras else None


def is_known(name: str) -> bool:
    """A loose module, a room, furniture, or something that the room is known to hold besides."""
    parts, plan = name.split("."), plan_of(name)
    if plan is None or SAY_NOTHING & set(parts):
        return False
    if len(parts) == 1 or parts[1] in plan.loose_names:
        return True
    room = inner_room_of(name) or room_of(name)
    inside = name[len(room) + 1 :] if room else ""
    return bool(room) and (
        not inside
        or any(inside.split(".")[0] in names for names in FURNITURE)
        or inside in plan.extras.get(room.partition(".")[2], {})
    )


def is_door(name: str) -> bool:
    """`app.room.services…`, `app.room.queries…`, or anything of an open room."""
    parts, plan = name.split("."), plan_of(name)
    return bool(plan) and (parts[1] in plan.open_names or (len(parts) > 2 and parts[2] in DOORS))


def is_beside(name: str, used: str) -> bool:
    """Another part of the same app."""
    return (
        name.split(".")[0] == used.split(".")[0] and "." in used and part_of(name) != part_of(used)
    )


def is_elsewhere(name: str, used: str) -> bool:
    """Another part of the same app, where a room inside a room is one of its own."""
    same = name.split(".")[0] == used.split(".")[0]
    return same and "." in used and inner_part_of(name) != inner_part_of(used)


def is_wiring(name: str) -> bool:
    return name.split(".")[1] in ("apps", "management", "urls", "tasks")


def height_of(name: str) -> int:
    plan = plan_of(name)
    return plan.loose_names.index(name.split(".")[1]) if plan else 0


def furniture_of(name: str) -> int | None:
    """The height of a piece of furniture in its room; None for a module of another name."""
    if not room_of(name):
        return None
    parts = name.split(".")[2:]
    return next(
        (height for part in parts for height, names in enumerate(FURNITURE) if part in names), None
    )


def standing_of(name: str) -> int | None:
    """How high a module of a room may reach: an extra as high as services, unless it is listed."""
    if furniture_of(name) is not None or not room_of(name):
        return furniture_of(name)
    return 3 if name in AS_VIEWS else 1
