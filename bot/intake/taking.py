"""The one way in: what arrived, by a form, the API, a file or the demo, becomes a referral, or says why not.

`take` writes rows only. Whoever calls it projects the messages of the referral and of the desk afterwards.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from bot.cards.desk import tasks
from bot.cards.referring import received, refused_row
from bot.cards.referring.refused_row import Unreadable
from bot.cards.sight import Sight
from bot.intake.families import note_conflicts
from bot.intake.filing import HOW_IT_CAME, referral_from, subjects_from
from bot.words import Words
from storage.ids import new_id
from storage.keyring import SEARCH
from storage.referrals import KnownSubmission
from storage.search_tokens import search_token
from storage.tx import Tx
from triage.arrivals import FIELD_NAMES, Arrival, Refusal, Refused, Taken, fingerprint, judge
from triage.clocks import due
from triage.holding import HOLDING, WITHOUT, write_at
from triage.hub import Hub
from triage.intake_rules import CONTACT_KINDS, PUBLIC
from triage.matching import search_pairs
from triage.records import Addition, Clock, Referral, Subject, Task
from triage.roster import Roster
from triage.subject_kind import is_known
from triage.told import ALSO_ABOUT, ISSUES_BETWEEN, known_person

ACKNOWLEDGE = "acknowledge"
DECIDE = "decide"
REFUSED_ROW = "refused_row"


@dataclass(frozen=True)
class TakenIn:
    """It is a new referral. `doubts` are codes."""

    referral_id: str
    reference: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Attached:
    """Its number was known, its words were not: it waits at the first referral for a person to accept."""

    referral_id: str
    reference: str


@dataclass(frozen=True)
class Same:
    """The same words under the same number came before: nothing was added."""

    referral_id: str
    reference: str


@dataclass(frozen=True)
class TurnedAway:
    """Nobody could act on it. It waits as a task of business support's, whole."""

    reason: str
    task_id: str


Taking = TakenIn | Attached | Same | TurnedAway


def take(
    tx: Tx,
    hub: Hub,
    roster: Roster,
    arrival: Arrival,
    *,
    source: str,
    person: str = "",
    line: int = 0,
    row: str = "",
) -> Taking:
    """Take in what arrived now.

    `source` is a code of at most 10 characters (slack, teams, web, api, file, demo, public). `person` is who on the roster
    submitted it themselves; an e-mail address in a file links nobody. `line` is its line in a file, and `row` all that
    stood there: where the sender gave no number, the same row again is told by that.
    """
    words, number = fingerprint(arrival), arrival.submission_id or row
    known = tx.referrals.by_submission(hub.forum.id, number, words)
    if known and (known.same_words or not arrival.submission_id):
        return Same(known.referral, known.reference)
    judged = judge(arrival, now=tx.now, known_types=CONTACT_KINDS, tz=hub.zone)
    if isinstance(judged, Refused):
        return turn_away(tx, hub, roster, reason=judged.reason, line=line, row=_as_written(arrival))
    if known:
        return _attach(tx, known, arrival, words, person or source)
    return _keep(tx, hub, roster, arrival, judged, source=source, person=person, number=number)


def turn_away(
    tx: Tx, hub: Hub, roster: Roster, *, reason: Refusal | Unreadable, line: int, row: str
) -> TurnedAway:
    """Keep what nobody could act on, or read, for business support to look at; the same row is kept once.

    The task's `who` says which line it was (0 when it came by no file) and why, its `words` are the row as written.
    """
    task_id = f"refused-{search_token(tx.key(SEARCH), 'refused', hub.forum.id, row)}"
    if tx.tasks.get(task_id) is None:
        due_at = due(tx.now, hub.profile.acknowledge.length.length, hub.hours)
        why = refused_row.words(_sight(tx, hub, roster), line, reason)
        tx.tasks.add(Task(task_id, hub.forum.id, REFUSED_ROW, "", tx.now, due_at, row, why))
    return TurnedAway(reason, task_id)


def index_subject(tx: Tx, hub: Hub, referral: Referral, subject: Subject) -> None:
    """Make a subject findable by what is known of it now; whoever knows the family sees the referral no longer."""
    tx.referrals.index(hub.forum.id, subject.id, search_pairs(known_person(referral, subject, hub.zone)))
    note_conflicts(tx, hub, referral, subject)


def split_name(name: str) -> tuple[str, str]:
    """A first name and a surname from one field: the last word is the surname, a single word a first name."""
    *first, last = name.split() or [""]
    return (" ".join(first), last) if first else (last, "")


def _keep(
    tx: Tx,
    hub: Hub,
    roster: Roster,
    arrival: Arrival,
    judged: Taken,
    *,
    source: str,
    person: str,
    number: str,
) -> TakenIn:
    referral = referral_from(tx, hub, roster, arrival, judged, source=source, person=person)
    subjects = subjects_from(referral, arrival, judged, hub)
    tx.referrals.take(referral, subjects, fingerprint(arrival), number)
    for subject in subjects:
        index_subject(tx, hub, referral, subject)
    tx.audit.record(
        actor=person or source,
        seat="",
        surface=source,
        verb="contact.received",
        thing=referral.id,
        outcome="done",
        referral_id=referral.id,
        body={"doubts": " ".join(judged.doubts)},
    )
    _start_clocks(tx, hub, roster, referral)
    return TakenIn(referral.id, referral.reference, judged.doubts)


def _attach(tx: Tx, known: KnownSubmission, arrival: Arrival, words: str, by: str) -> Attached | Same:
    addition_id = f"other-{search_token(tx.key(SEARCH), 'addition', known.referral, words)}"
    if tx.additions.get(addition_id) is not None:
        return Same(known.referral, known.reference)
    tx.additions.add(
        Addition(addition_id, known.referral, tx.now, by, "other_words", dict(_written(arrival)))
    )
    return Attached(known.referral, known.reference)


def _written(arrival: Arrival) -> Iterable[tuple[str, str]]:
    """What says something, by field name; how it came (numbers, times) is left out."""
    for name in FIELD_NAMES:
        value = getattr(arrival, name)
        text = ISSUES_BETWEEN.join(value) if isinstance(value, tuple) else value
        if text and name not in HOW_IT_CAME:
            yield name, text
    for number, one in enumerate(arrival.also_about, start=1):
        yield f"{ALSO_ABOUT}{number}", ", ".join(text for text in asdict(one).values() if text)
    yield from ((heading, text) for heading, text in arrival.notes if text)


def _as_written(arrival: Arrival) -> str:
    """A row that waits, to be read by a person: one line for each field that was filled in."""
    kept = [(name, str(getattr(arrival, name))) for name in HOW_IT_CAME]
    return "\n".join(f"{name}: {text}" for name, text in (*kept, *_written(arrival)) if text)


def _start_clocks(tx: Tx, hub: Hub, roster: Roster, referral: Referral) -> None:
    """The two promises that run from receipt; who is on the roster is told at once by a message."""
    profile = hub.profile
    acknowledge, decide = (
        Clock(
            id=new_id(),
            referral=referral.id,
            subject="",
            kind=kind,
            level="",
            started_at=referral.received_at,
            due_at=due(referral.received_at, rule.length.length, hub.hours),
        )
        for kind, rule in ((ACKNOWLEDGE, profile.acknowledge), (DECIDE, profile.decide))
    )
    tx.clocks.add(decide)
    if referral.kind not in WITHOUT and (referral.referrer.person or _can_be_told(referral)):
        at = write_at(referral, profile.holding, hub.hours)
        tx.clocks.add(replace(decide, id=new_id(), kind=HOLDING, due_at=at))
    if referral.referrer.person:
        tx.clocks.add(replace(acknowledge, stopped_at=tx.now))
    elif _can_be_told(referral):
        tx.clocks.add(acknowledge)
        tx.tasks.add(_task_to_acknowledge(_sight(tx, hub, roster), referral, acknowledge, decide))


def _sight(tx: Tx, hub: Hub, roster: Roster) -> Sight:
    """How the hub itself reads: in its own language."""
    return Sight(Words(hub.forum.language), hub, roster, tx.now)


def _can_be_told(referral: Referral) -> bool:
    """Whether there is anybody to acknowledge to: not for somebody anonymous, or of the public, who left no way to reach them."""
    referrer = referral.referrer
    reached = is_known(referrer.email) or is_known(referrer.phone)
    named = is_known(referrer.name) or is_known(referrer.organisation)
    return reached or (named and not referrer.anonymous and referral.source != PUBLIC)


def _task_to_acknowledge(sight: Sight, referral: Referral, acknowledge: Clock, decide: Clock) -> Task:
    return Task(
        id=new_id(),
        forum=referral.forum,
        kind=ACKNOWLEDGE,
        referral=referral.id,
        at=sight.now,
        due_at=acknowledge.due_at,
        words="\n".join((referral.reference, *received.lines(sight, referral, decide.due_at))),
        who=tasks.whom_to_tell(sight, referral.referrer),
    )
