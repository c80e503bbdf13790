"""What a message asks of one person, as a row of My work with the buttons of that message."""

from bot.cards import times
from bot.cards.cases import late_clock
from bot.cards.elements import Row
from bot.cards.of_cases import CASE_CARDS
from bot.cards.sight import Sight
from triage import views_above
from triage.case import Case
from triage.records import Action

CANNOT_WAIT = ("urgent", "on_call", "less_safe", "consent", "late_clock", "view_above")
"""In this order: what protects somebody at once comes first, whatever is due."""
TO_SETTLE = (
    "deputy",
    "link_proposed",
    "attached",
    "said_for_you",
    "action_offered",
    "time_asked",
    "disagreement_answer",
)
"""Messages that stand until their person has done what they ask, and that no other group of the list holds."""
OF_ACTIONS = ("less_safe", "action_offered", "time_asked")
"""Those of them that are about a step in the history of one action."""


def row(sight: Sight, case: Case, message: str, thing: str, rated: str) -> Row:
    """What one such message asks, after the case with its rating. Whose words it is about stands in details alone."""
    card = CASE_CARDS[message](case, sight, thing)
    return Row((f"{rated} · {_what(sight, case, message, thing)}",), card.buttons)


def _what(sight: Sight, case: Case, message: str, thing: str) -> str:
    _ = sight.words.gettext
    match message:
        case "urgent":
            started = next(one for one in case.urgent if one.id == thing)
            return _("urgent protection, started {when}").format(when=times.happened(sight, started.at))
        case "view_above":
            return _views_above(sight, case)
        case "late_clock":
            clock = next(one for one in case.clocks if one.id == thing)
            overdue = times.left(sight, late_clock.since(case, clock))
            return f"{late_clock.what(case, sight, clock)} {overdue}"
        case "on_call" if case.in_danger:
            return _("somebody may be in danger, urgent while the hub is closed")
        case _ if message in OF_ACTIONS:
            return _action(sight, case, message, thing)
    return {
        "on_call": _("urgent while the hub is closed"),
        "consent": _("consent to decide"),
        "deputy": _("somebody knows the family: a deputy to name"),
        "link_proposed": _("a link to another referral is proposed"),
        "attached": _("sent again with other words"),
        "said_for_you": _("what you said in the meeting, to confirm"),
        "disagreement_answer": _("the answer to your disagreement, to read"),
    }[message]


def _views_above(sight: Sight, case: Case) -> str:
    """How many wait for an answer: the row is one for all, and its button about one of them."""
    n = len(views_above.to_answer(case))
    said = sight.words.ngettext("a view above the rating", "{n} views above the rating", n)
    return said.format(n=n)


def action_of(case: Case, step: str) -> Action:
    """The action that this step of its history belongs to."""
    return case.action(next(one.action for one in case.action_steps if one.id == step))


def _action(sight: Sight, case: Case, message: str, thing: str) -> str:
    _ = sight.words.gettext
    action, step = action_of(case, thing), next(one for one in case.action_steps if one.id == thing)
    due = times.due_or_overdue(sight, action.due_at)
    if message == "less_safe":
        return _("action {n} will not be done, somebody may be less safe").format(n=action.number)
    if message == "time_asked" and step.due_at is not None:
        words = _("action {n}, more time asked, until {when} · {due}")
        return words.format(n=action.number, when=times.now_read(sight, step.due_at), due=due)
    return _("action {n}, given to you · {due}").format(n=action.number, due=due)
