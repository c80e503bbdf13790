"""The rows of My work: under which heading each stands, what it says, and what can be done with it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal, NamedTuple

from bot.cards import phrases, posts, times
from bot.cards.acting import action_words
from bot.cards.acting.digest import Shown
from bot.cards.afterwards import feedback
from bot.cards.answering import phone_answer
from bot.cards.desk.tasks import line as task_line
from bot.cards.elements import Button, Heading, Row
from bot.cards.overview import asked_of_me, by_message, late_at_desk, look_again
from bot.cards.sight import Sight
from bot.words import listed
from triage.actions import time_asked
from triage.authority import may
from triage.case import Case
from triage.disagreeing import Standing
from triage.meetings import Sitting
from triage.records import Task

HEADINGS = {
    "cannot_wait": listed("NEEDS YOU NOW ({n})"),
    "urgent": listed("URGENT ({n})"),
    "to_check": listed("TO CHECK ({n})"),
    "to_confirm": listed("TAKEN BY PHONE ({n})"),
    "views": listed("VIEWS ({n})"),
    "to_screen": listed("TO SCREEN ({n})"),
    "to_approve": listed("TO APPROVE ({n})"),
    "replies": listed("REPLIES TO APPROVE ({n})"),
    "again": listed("DECISIONS TO LOOK AT AGAIN ({n})"),
    "late_at_desk": listed("LATE IN AGENCIES ({n})"),
    "to_settle": listed("ASKED OF YOU ({n})"),
    "actions": listed("ACTIONS ({n})"),
    "feedback": listed("FEEDBACK TO SEND ({n})"),
    "reviews": listed("ACCESS REQUESTS TO REVIEW ({n})"),
    "access": listed("ACCESS REQUESTS ({n})"),
    "tasks": listed("TASKS ({n})"),
    "mine": listed("MY REFERRALS ({n})"),
    "late": listed("LATE IN MY AGENCY ({n})"),
    "meetings": listed("MEETINGS ({n})"),
    "returned": listed("RETURNED TO YOU ({n})"),
    "minutes": listed("MINUTES TO APPROVE ({n})"),
    "disagreements": listed("DISAGREEMENTS ({n})"),
}
"""The groups in their order, each with its heading."""
GROUPS = tuple(HEADINGS)
TO_ANSWER = ("urgent", "to_check")
"""The groups that "Work through them" goes through."""


@dataclass(frozen=True)
class Item:
    """One thing that waits. `thing` is what its buttons are about, `number` an action's, `seat` of whom it is asked."""

    group: str
    case: Case | None
    thing: str
    due_at: datetime
    task: Task | None = None
    seat: str = ""
    number: int = 0
    holding: bool = False
    """Of feedback: nothing is decided yet, and that is what is to be told."""
    sitting: Sitting | None = None
    """Of a meeting or its minutes."""
    late: tuple[Shown, ...] = ()
    """Of what is late at the desk: an action, or the answers of one case, late longest first."""
    message: str = ""
    """Of what a message asks: its kind."""
    to_give: bool = False
    """Of an answer: it is late, and its reader leads the agency and may give it to a colleague."""
    fallen: bool = False
    """Of an action: whoever had it may not know of the case any more."""
    unsafe: bool = False
    """Of a disagreement: it says that somebody is unsafe now."""
    own: str = ""
    """The group whose words and buttons it has, where it cannot wait and stands under NEEDS YOU NOW."""

    @property
    def kind(self) -> str:
        """The group whose words and buttons it has, wherever it stands."""
        return self.own or self.group


class Step(NamedTuple):
    """A button of a row: what is seen, its whole name, its verb, and what that is about.

    `asked` is the case, or for several agencies the one agency's check; `thing` is the item itself.
    """

    label: str
    name: str
    verb: str
    about: Literal["asked", "referral", "thing"]


NOTHING = Step(
    listed("Nothing known"), listed("Nothing known for {reference}"), "check.nothing_known", "asked"
)
ADD = Step(listed("Add what we know"), listed("Add what we know for {reference}"), "check.answer", "asked")
DETAILS = Step(listed("Open details"), listed("Open details of {reference}"), "details.open", "asked")
VIEW = Step(listed("Give our view"), listed("Give our view on {reference}"), "vote.cast", "asked")
SCREEN = Step(listed("Screen it"), listed("Screen it, {reference}"), "referral.screen", "referral")
DONE = Step(listed("Done"), listed("Done, action {n} on {reference}"), "action.done", "thing")
UPDATE = Step(listed("Update it"), listed("Update it, action {n} on {reference}"), "action.open", "thing")
FEEDBACK = Step(listed("Send feedback"), listed("Send feedback for {reference}"), "feedback.send", "thing")
HOLDING = Step(
    listed("Send holding reply"), listed("Send holding reply for {reference}"), "holding.send", "thing"
)
DECIDE = Step(
    listed("Read and decide"), listed("Read and decide {reference}"), "information.approve", "thing"
)
REVIEW = Step(listed("Review"), listed("Review {reference}"), "sar.review", "thing")
RELEASE = Step(listed("Read and release"), listed("Read and release {reference}"), "sar.release", "thing")
TASK = Step(listed("Record what you did"), listed("Record what you did, {task}"), "task.do", "thing")
MORE = Step(
    listed("Add to my referral"), listed("Add to my referral {reference}"), "referral.add", "referral"
)
REPLY = Step(
    listed("Read the full reply"), listed("Read the full reply to {reference}"), "feedback.read", "thing"
)
ANSWER = Step(listed("Answer now"), listed("Answer now for {reference}"), "check.answer", "asked")
GIVE = Step(listed("Give to a colleague"), listed("Give to a colleague, {reference}"), "answer.give", "asked")

STEPS: dict[str, tuple[Step, ...]] = {
    "urgent": (NOTHING, ADD, DETAILS),
    "to_check": (NOTHING, ADD),
    "views": (VIEW,),
    "to_screen": (SCREEN,),
    "replies": (DECIDE,),
    "actions": (DONE, UPDATE),
    "feedback": (FEEDBACK,),
    "reviews": (REVIEW,),
    "access": (RELEASE,),
    "tasks": (TASK,),
    "mine": (MORE,),
    "late": (ANSWER,),
}
"""What can be done with the rows of a group; the groups that are not here have buttons of other cards."""


def rows(
    sight: Sight, items: Sequence[Item], shown: Sequence[Item], *, of_several: bool
) -> Iterator[Heading | Row]:
    """The rows that are shown, under their groups' headings; a heading counts the whole group.

    `of_several` says that its person answers for several agencies, so that each row and button names its own.
    """
    counts = Counter(item.group for item in items)
    for group, theirs in groupby(shown, key=lambda item: item.group):
        yield Heading(sight.words.gettext(HEADINGS[group]).format(n=counts[group]))
        for item in theirs:
            yield _row(sight, item, of_several=of_several)


def _row(sight: Sight, item: Item, *, of_several: bool) -> Row:
    if item.task is not None:
        reference = item.case.referral.reference if item.case else ""
        return Row((task_line(sight, item.task, reference),), _buttons(sight, item, reference))
    case = item.case
    if item.sitting is not None:
        rated = _rated(sight, item, case) if case else ""
        return asked_of_me.of_meeting(sight, item.group, item.sitting, case, rated)
    if case is None:
        raise LookupError("only a task or the day's meeting belongs to no case")
    if item.late:
        return late_at_desk.row(sight, case, item.late, _rated(sight, item, case))
    return _as_its_message(sight, item, case) or _plain(sight, item, case, of_several=of_several)


def _as_its_message(sight: Sight, item: Item, case: Case) -> Row | None:
    """A row with the buttons of the message about the same; None for a group that has buttons of its own."""
    rated = _rated(sight, item, case)
    match item.kind:
        case "cannot_wait" | "to_settle" if item.message:
            return by_message.row(sight, case, item.message, item.thing, rated)
        case "to_confirm":
            return _taken_by_phone(sight, item, case)
        case "again":
            return _again(sight, item, case, rated)
        case "returned":
            return asked_of_me.returned(sight, case, rated)
        case "disagreements":
            return asked_of_me.disagreement(sight, case, item.thing, rated)
    return None


def _plain(sight: Sight, item: Item, case: Case, *, of_several: bool) -> Row:
    seat = sight.seat(item.seat) if of_several and item.seat else ""
    named = f"{case.referral.reference}, {seat}" if seat else case.referral.reference
    parts = (_rated(sight, item, case), seat, *_what(sight, item, case))
    asked = case.check_of(item.seat) if seat else case.referral.id
    return Row((" · ".join(part for part in parts if part),), _buttons(sight, item, named, asked))


def _again(sight: Sight, item: Item, case: Case, rated: str) -> Row:
    """What came after a decision, or a decision for the time being, until there is one for good."""
    if item.thing != case.referral.id:
        return look_again.row(sight, case, item.thing, rated)
    reader = sight.reader
    proposes = reader is not None and may(reader, "decision.propose", case, case.referral.id).allowed
    return look_again.interim_row(sight, case, item.due_at, rated, proposes=proposes)


def _taken_by_phone(sight: Sight, item: Item, case: Case) -> Row:
    """What somebody at the hub took down for this agency, to be confirmed or corrected."""
    given = next(one for one in case.current_answers if one.id == item.thing)
    parts = (
        _rated(sight, item, case),
        about(sight, case),
        phone_answer.taken_by(sight, given, times.happened(sight, given.at)),
    )
    return Row((" · ".join(part for part in parts if part),), phone_answer.buttons(sight, case, given))


def _rated(sight: Sight, item: Item, case: Case) -> str:
    """The reference, after its rating where the reader may know that, and whether others must not hear of it."""
    if item.group in {"mine", "reviews", "access"}:
        return case.referral.reference
    rated = f"{phrases.rating(sight, case.level)} " if case.level else ""
    kept = (sight.words.gettext("restricted"),) if case.restriction else ()
    return " · ".join((f"{rated}{case.referral.reference}", *kept))


def _what(sight: Sight, item: Item, case: Case) -> tuple[str, ...]:
    """What is asked and by when, as the group says it."""
    _ = sight.words.gettext
    due = times.due_or_overdue(sight, item.due_at)
    received = _("received {when}").format(when=times.now_read(sight, case.referral.received_at))
    danger = _("somebody may be in danger now") if case.in_danger else ""
    late = _("action {n}").format(n=item.number) if item.number else _given(sight, item, case)
    whom = "" if item.group == "mine" else about(sight, case)
    return {
        "urgent": (whom, _("what you know"), times.left(sight, item.due_at)),
        "to_check": (whom, _("what you know"), due),
        "views": (whom, _("your view"), due),
        "to_screen": (danger, received),
        "to_approve": (whom, _("decision to approve"), due),
        "replies": (_("reply to approve"), due),
        "reviews": (_("your agency's information"), due),
        "access": (_("access request"), due),
        "actions": (
            _("action {n}").format(n=item.number),
            due,
            *_fallen(sight, item, case),
            *_time_asked(sight, item, case),
        ),
        "feedback": (_("nothing decided yet"), due) if item.holding else (due,),
        "mine": (received, _progress(sight, case)),
        "late": (whom, late, due),
    }[item.kind]


def _given(sight: Sight, item: Item, case: Case) -> str:
    """An agency's answer that a colleague was given, and who."""
    handed = case.handed_to(item.seat)
    name = sight.name(handed.to) if handed else ""
    return sight.words.gettext("answer, given to {name}").format(name=name)


def _fallen(sight: Sight, item: Item, case: Case) -> tuple[str, ...]:
    """Why an action that was somebody else's stands in this list."""
    _ = sight.words.gettext
    if not item.fallen:
        return ()
    action = case.action(item.thing)
    seat = action.seat
    if offered := action_words.offered_to(sight, case, action):
        return (offered,)
    if seat in case.kept_from:
        said = _("{agency} can no longer see it, so it is yours to do or to give to somebody")
        return (said.format(agency=sight.seat(seat)),)
    return (_("whoever had it can no longer see it, so it is yours to do or to give to somebody"),)


def _time_asked(sight: Sight, item: Item, case: Case) -> tuple[str, ...]:
    """That more time was asked for and nobody has answered."""
    if not item.number:
        return ()
    asked = time_asked(case, case.action(item.thing))
    if asked is None or asked.due_at is None:
        return ()
    return (action_words.open_request(sight, asked, asked.due_at),)


def about(sight: Sight, case: Case) -> str:
    """Whom it is about, as chat may show it: "K.B., 9, and K.B., 6"."""
    _ = sight.words.gettext
    people = [s for s in case.subjects if s.kind in {"child", "unborn", "adult"}]
    if len(people) > phrases.MANY or sight.hub.profile.on_cards == "count":
        return " ".join(phrases.people_lines(sight, case)).rstrip(".")
    shown = [
        said.removeprefix(f"{phrases.label(sight, subject)}: ")
        for subject in case.subjects
        if (said := phrases.shown_in_chat(sight, case, subject))
    ]
    return _(", and ").join(shown)


def _progress(sight: Sight, case: Case) -> str:
    """Where one's own referral is, in words that belong to nobody else."""
    _ = sight.words.gettext
    if any(one.state == "sent" for one in case.feedback):
        now = feedback.own_disagreement(case)
        return _disagreed(sight, now) if now else _("a reply is there")
    stages = {subject.stage for subject in case.subjects}
    return _("waiting to be read") if stages == {"received"} else _("being looked at")


def _disagreed(sight: Sight, now: Standing) -> str:
    _ = sight.words.gettext
    if now.due_at is None:
        return _("you disagreed, and an answer is there")
    if now.due_at <= sight.now:
        return _("you disagreed, and the answer is late")
    return _("you disagreed, and a manager will answer {by}").format(by=times.by_end(sight, now.due_at))


def _buttons(sight: Sight, item: Item, reference: str, asked: str = "") -> tuple[Button, ...]:
    """What can be done with a row; each name begins with what is seen and ends with the reference."""
    if item.kind == "to_approve" and item.case:
        return (posts.read_and_decide(sight, item.case, item.case.proposal(item.thing)),)
    _ = sight.words.gettext
    task = task_line(sight, item.task, reference) if item.task else ""
    things = {
        "asked": asked,
        "referral": item.case.referral.id if item.case else "",
        "thing": item.thing,
    }
    return tuple(
        phrases.button(
            _(step.label),
            _(step.name).format(reference=reference, n=item.number, task=task),
            step.verb,
            things[step.about],
        )
        for step in _steps(item)
    )


def _steps(item: Item) -> tuple[Step, ...]:
    if item.to_give:
        return (*STEPS[item.kind], GIVE)
    match item.kind:
        case "mine" if item.thing:
            return (MORE, REPLY)
        case "late" if item.number:
            return (UPDATE,)
        case "feedback" if item.holding:
            return (HOLDING,)
    return STEPS[item.kind]
