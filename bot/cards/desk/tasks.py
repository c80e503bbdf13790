"""What business support does outside the bot: who, how, the words to copy, and the tick that it is done."""

from datetime import datetime

from bot.cards import phrases, times
from bot.cards.elements import Button, Choice, Field, Form, Heading, Option, Quote, Row, Section, TextField
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Referrer, Task

REFUSED_ROW = "refused_row"
ALERT = "alert"
REMINDER = "reminder"
OUTAGE = "outage"
KINDS = (
    "acknowledge",
    "feedback",
    "holding",
    "forward",
    "information",
    ALERT,
    REMINDER,
    OUTAGE,
    REFUSED_ROW,
)
"""The kinds that wait in business support's list; tasks of other kinds have cards of their own."""
COLLEAGUES = (ALERT, REMINDER, OUTAGE)
"""The kinds by which a colleague is told something: several may wait that differ in whom alone."""
PHONED, WRITTEN, ANONYMOUS, NOT_SAFE = "phone", "email", "anonymous", "not_safe"
SENT = (PHONED, WRITTEN)


def list_form(sight: Sight, tasks: tuple[Task, ...], references: dict[str, str]) -> Form:
    """All that waits, soonest due first. `references` are those of the referrals, by their id."""
    _ = sight.words.gettext
    rows = tuple(
        Row((line(sight, task, references.get(task.referral, "")),), (_open(sight, task, references),))
        for task in tasks
    )
    nothing = (Section((_("Nothing needs you now."),)),)
    return Form(title=_("Tasks"), verb="tasks.list", thing="", body=rows or nothing)


def line(sight: Sight, task: Task, reference: str) -> str:
    """One task in a list: what, which referral, when it is due."""
    due = times.due_or_overdue(sight, task.due_at)
    whom = ", ".join(task.who.split(", ")[:2]) if task.kind in COLLEAGUES else ""
    return " · ".join(part for part in (kind(sight, task), whom, reference, due) if part)


def kind(sight: Sight, task: Task) -> str:
    """What sort of task it is."""
    _ = sight.words.gettext
    return {
        "acknowledge": _("Tell the person who referred that it arrived"),
        "feedback": _("Tell the person who referred what was decided"),
        "holding": _("Tell the person who referred that nothing is decided yet"),
        "forward": _("Send the referral on"),
        "information": _("Send the reply to an information request"),
        REMINDER: _("Remind a colleague: the bot cannot write to them"),
        ALERT: _("Tell a colleague that an answer is needed: the bot cannot write to them"),
        OUTAGE: _("Tell an agency's lead what is due: the chat cannot be reached"),
        REFUSED_ROW: _("A referral that could not be taken"),
    }[task.kind]


def form(sight: Sight, task: Task, reference: str) -> Form:
    """One task whole, and the fields that record how it went."""
    _ = sight.words.gettext
    copy = _("The row as it came") if task.kind == REFUSED_ROW else _("The words to copy")
    return Form(
        title=_("Record what you did"),
        verb="task.do",
        thing=task.id,
        body=(
            Section((line(sight, task, reference),)),
            *((Section((task.who,)),) if task.who else ()),
            Section((phrases.opening_recorded(sight),)),
            *_fields(sight, task),
            Heading(copy),
            Quote(task.words),
        ),
        submit=_("Mark done"),
        binding=True,
    )


def alert(sight: Sight, case: Case, due_at: datetime) -> str:
    """What to tell them: the reference, by when, and where to answer; nothing of the case."""
    said = sight.words.gettext(
        "{reference} needs your answer {by}. Open the web page {address}, or phone the hub on {phone}."
    )
    return said.format(
        reference=case.referral.reference,
        by=times.by_end(sight, due_at),
        address=sight.web_address,
        phone=sight.hub.profile.contact.hub_phone,
    )


def look_at_work(sight: Sight) -> str:
    """What a colleague is told who has reminders that the bot cannot bring them."""
    _ = sight.words.gettext
    return _("Something needs you in the hub. Sign in on the web page and open My work: {address}").format(
        address=sight.web_address
    )


def colleague(sight: Sight, person_id: str) -> str:
    """A colleague with their agency and e-mail address."""
    person = sight.person(person_id)
    return ", ".join(part for part in (person.name, person.agency, person.email) if part) if person else ""


def whom(sight: Sight, referrer: Referrer, how: str) -> str:
    """Whom to reach, and how, for the task that somebody does by hand."""
    _ = sight.words.gettext
    reach = referrer.phone if how == PHONED else referrer.email
    said = _("{name}: by phone, {reach}") if how == PHONED else _("{name}: by secure e-mail, {reach}")
    return said.format(
        name=_named(sight, referrer) or _("Name not given"),
        reach=reach or _("no address is known: look it up"),
    )


def whom_to_tell(sight: Sight, referrer: Referrer) -> str:
    """Who hears that a referral arrived, with every way to reach them."""
    return ", ".join(part for part in (_named(sight, referrer), referrer.phone, referrer.email) if part)


def _named(sight: Sight, referrer: Referrer) -> str:
    """Who referred, with role and organisation; nothing of that where a name is withheld."""
    if referrer.anonymous:
        return sight.words.gettext("Somebody who asked not to be named")
    return ", ".join(part for part in (referrer.name, referrer.role, referrer.organisation) if part)


def problems(sight: Sight, *, no_words: bool, not_sent: bool) -> dict[str, str]:
    """What to say, by field."""
    _ = sight.words.gettext
    if not no_words:
        return {}
    if not_sent:
        return {"words": _("Enter why it cannot be sent")}
    return {"words": _("Enter when, and who you spoke to")}


def _fields(sight: Sight, task: Task) -> tuple[Field, ...]:
    _ = sight.words.gettext
    outcomes: tuple[tuple[str, str], ...]
    if task.kind == REFUSED_ROW:
        outcomes = (
            ("entered", _("Entered it as a new referral")),
            ("asked_sender", _("Asked the sender to send it again")),
            ("nothing_needed", _("Nothing was needed")),
        )
        label = _("What happened (optional)")
    elif task.kind in {"forward", *COLLEAGUES}:
        outcomes = (
            (PHONED, _("By phone")),
            (WRITTEN, _("By secure e-mail")),
            (NOT_SAFE, _("Not possible")),
        )
        label = _("When, and who you spoke to; or why it was not sent (optional)")
    else:
        outcomes = (
            (PHONED, _("By phone")),
            (WRITTEN, _("By secure e-mail")),
            (ANONYMOUS, _("Not possible: anonymous")),
            (NOT_SAFE, _("Not safe to send")),
        )
        label = _("When, and who you spoke to; or why it was not sent (optional if anonymous)")
    options = tuple(Option(code, words) for code, words in outcomes)
    return (
        Choice("outcome", _("What did you do?"), options, missing=_("Select what you did")),
        TextField("words", label, guarded=True, limit=300, multiline=True, optional=True),
        phrases.safe_to_record(sight),
    )


def _open(sight: Sight, task: Task, references: dict[str, str]) -> Button:
    _ = sight.words.gettext
    label = _("Record what you did")
    name = _("Record what you did: {task}").format(task=line(sight, task, references.get(task.referral, "")))
    return phrases.button(label, name, "task.do", task.id)
