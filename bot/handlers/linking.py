"""People and links: comparing two people in two referrals, saying what they are, and undoing what was said."""

from collections.abc import Iterator
from dataclasses import replace

from bot.cards.cases import details_course, links
from bot.cards.cases.links import BETWEEN, Linked, Pair
from bot.cards.elements import Form
from bot.handlers.steps import standing
from bot.handlers.steps.comparing import proposals
from bot.handlers.steps.linking import Kind, keep_link
from bot.reading.known import known_cases
from bot.reply import Done, Invalid, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.audit import AuditEntry
from storage.ids import new_id
from storage.tx import Tx
from triage.audit_reading import showed_people
from triage.case import Case
from triage.linking import MAY_MAKE, NEW_IN_HOUSEHOLD, in_force
from triage.records import Link, NearMiss

KINDS: dict[str, Kind] = {"same": "same", "household": "household", "different": "different"}


def open_links(tx: Tx, press: Press) -> Reply:
    """Whom it is about, and what was said of them."""
    decides = press.actor.has(*MAY_MAKE)
    linked = tuple(_linked(tx, press))
    return Open(links.overview(press.sight, press.the_case, linked, decides=decides))


def open_find(_tx: Tx, press: Press) -> Reply:
    """Ask which other referral."""
    return Open(links.find_form(press.sight, press.the_case))


def find(tx: Tx, press: Press) -> Reply:
    """Put the people of the two side by side."""
    known = _known(tx, press, (tx.referrals.by_reference(press.text("reference")) or "",))
    others = [case for case in known if case.referral.id != press.the_case.referral.id]
    if not others:
        return Invalid({"reference": links.no_such(press.sight)})
    return Open(_compare(press, tuple(_all_pairs(press.the_case, others[0]))))


def open_compare(tx: Tx, press: Press) -> Reply:
    """Those who may be the same or of one household, and the pair that was chosen."""
    return Open(_compare(press, tuple(_offered(tx, press))))


def make(tx: Tx, press: Press) -> Reply:
    """Keep what the two are: for good, or as a proposal."""
    pair = next((one for one in _offered(tx, press) if one.value == press.text("pair")), None)
    if pair is None:
        return Refused("nothing_here")
    return _keep(tx, press, pair)


def open_decide(tx: Tx, press: Press) -> Reply:
    """A proposal, to be decided."""
    found = _one(tx, press)
    if found is None or not found.link.proposed:
        return Refused("not_now")
    return Open(links.decide_form(press.sight, press.the_case, found))


def decide(tx: Tx, press: Press) -> Reply:
    """Keep what they are in the proposal's place."""
    found = _one(tx, press)
    if found is None or not found.link.proposed:
        return Refused("not_now")
    return _keep(tx, press, found.pair, was=found.link.id)


def open_undo(tx: Tx, press: Press) -> Reply:
    """What goes back to whom, and who has opened either since."""
    found = _one(tx, press)
    if found is None:
        return Refused("not_now")
    opened = tuple(_opening(press, case, entry) for case, entry in _opened_since(tx, press, found))
    return Open(links.undo_form(press.sight, press.the_case, found, opened))


def undo(tx: Tx, press: Press) -> Reply:
    """A row supersedes it; posts follow, a near miss is opened, and the record lists who read either meanwhile."""
    found = _one(tx, press)
    if found is None:
        return Refused("not_now")
    undone = replace(
        found.link,
        id=new_id(),
        kind="undone",
        by=press.actor.person,
        at=press.now,
        why=press.text("why"),
        supersedes=found.link.id,
        proposed=False,
    )
    tx.links.add(undone)
    other = found.pair.case
    _end_reviews(tx, press, found.link, (press.the_case, other))
    readers = dict.fromkeys(entry.actor for _case, entry in _opened_since(tx, press, found))
    tx.near_misses.add(
        NearMiss(
            id=new_id(),
            forum=press.hub.forum.id,
            kind="unlinked",
            at=press.now,
            referral=press.the_case.referral.id,
            by=press.actor.person,
            what=press.text("why"),
        )
    )
    return Done(note={"undone": found.link.id, "opened_by": " ".join(readers)}, also=(other.referral.id,))


def stands(tx: Tx, press: Press) -> Reply:
    """A duty manager has looked at what is new in the household: the decision stands."""
    return standing.stands(tx, press, NEW_IN_HOUSEHOLD, gone="nothing_here")


def _compare(press: Press, pairs: tuple[Pair, ...]) -> Form:
    return links.compare_form(press.sight, press.the_case, pairs, proposes=not press.actor.has(*MAY_MAKE))


def _keep(tx: Tx, press: Press, pair: Pair, was: str = "") -> Reply:
    kind = KINDS[press.text("kind")]
    before = [one.link.id for one in _linked(tx, press) if one.pair.value == pair.value]
    link = keep_link(
        tx,
        press,
        (press.the_case, pair.case),
        (pair.subject.id, pair.other.id),
        kind=kind,
        why=press.text("why"),
        was=was or next(iter(before), ""),
    )
    note = {"kind": kind, "proposed": str(link.proposed)}
    return Done(note=note, also=(pair.case.referral.id,))


def _offered(tx: Tx, press: Press) -> Iterator[Pair]:
    """The pairs that a search finds, then the one that was chosen, if this person may know of it."""
    case = press.the_case
    found = proposals(tx, press.hub, press.actor, case)
    ids = dict.fromkeys(one.contact.subject.referral for one in found)
    cases = {known.referral.id: known for known in _known(tx, press, ids)}
    pairs = [Pair(one.subject, cases[one.contact.subject.referral], one.contact.subject) for one in found]
    yield from pairs
    chosen = _chosen(tx, press)
    if chosen and chosen.value not in {pair.value for pair in pairs}:
        yield chosen


def _chosen(tx: Tx, press: Press) -> Pair | None:
    mine, _, theirs = press.text("pair").partition(BETWEEN)
    other = tx.subjects.get(theirs) if theirs else None
    subject = next((one for one in press.the_case.subjects if one.id == mine), None)
    if other is None or subject is None or other.referral == press.the_case.referral.id:
        return None
    return next((Pair(subject, case, other) for case in _known(tx, press, (other.referral,))), None)


def _all_pairs(case: Case, other: Case) -> Iterator[Pair]:
    for subject in case.subjects:
        for theirs in other.subjects:
            yield Pair(subject, other, theirs)


def _linked(tx: Tx, press: Press) -> Iterator[Linked]:
    """Links in force from and to this case's people, as far as this person may know of the other case."""
    case = press.the_case
    mine = {subject.id: subject for subject in case.subjects}
    later = tx.links_to(tuple(mine))
    known = {one.id: one for one in (*case.links, *later)}
    for link in in_force(known.values()):
        here, there = (link.subject, link.other) if link.subject in mine else (link.other, link.subject)
        other = tx.subjects.get(there)
        if link.kind in {"same", "household"} and here in mine and other is not None:
            for found in _known(tx, press, (other.referral,)):
                yield Linked(link, Pair(mine[here], found, other))


def _one(tx: Tx, press: Press) -> Linked | None:
    """The link that was pressed, while it is in force."""
    return next((one for one in _linked(tx, press) if one.link.id == press.thing), None)


def _opened_since(tx: Tx, press: Press, found: Linked) -> Iterator[tuple[Case, AuditEntry]]:
    """Whoever opened what showed the people of either case while the link stood."""
    for case in (press.the_case, found.pair.case):
        for entry in tx.audit.entries(case.referral.id):
            if entry.at >= found.link.at and showed_people(entry.verb, entry.outcome):
                yield case, entry


def _opening(press: Press, case: Case, entry: AuditEntry) -> str:
    who = details_course.opened(press.sight, entry.actor, entry.seat, entry.at)
    return f"{case.referral.reference}: {who}"


def _end_reviews(tx: Tx, press: Press, link: Link, cases: tuple[Case, ...]) -> None:
    """What was to be reviewed because of it, is not any more."""
    for case in cases:
        for task in case.tasks:
            if task.kind == NEW_IN_HOUSEHOLD and task.who == link.id and task.done_at is None:
                standing.settle(tx, press, task)


def _known(tx: Tx, press: Press, referrals: "tuple[str, ...] | dict[str, None]") -> tuple[Case, ...]:
    return known_cases(tx, press.hub, press.actor, tuple(referrals))


VERBS = (
    Verb("people.links", "referral", opens=open_links, looking=True),
    Verb("link.find", "referral", opens=open_find, does=find, looking=True),
    Verb("link.make", "referral", opens=open_compare, does=make),
    Verb("link.decide", "link", opens=open_decide, does=decide),
    Verb("link.undo", "link", opens=open_undo, does=undo),
    Verb("household.confirm", "task", does=stands),
)
