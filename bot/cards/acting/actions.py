"""The actions of a case: the list, and one of them with its history and what may be done with it."""

from collections.abc import Iterator, Sequence

from bot.cards import phrases
from bot.cards.acting import action_words
from bot.cards.elements import Button, Form, FormPart, Heading, Row, Section
from bot.cards.referring.secret_address import quoted, without
from bot.cards.sight import Sight
from triage import actions, visibility
from triage.authority import Actor, may
from triage.case import Case
from triage.records import Action


def list_form(sight: Sight, case: Case, actor: Actor) -> Form:
    """Every action of a case, the open ones first, each with what this person may do with it."""
    _ = sight.words.gettext
    shown = [one for one in (*actions.open_actions(case), *_ended(case)) if _may_open(actor, case, one)]
    nothing = () if shown else (Section((_("There are no actions."),)),)
    return Form(
        title=_("Actions"),
        verb="actions.list",
        thing=case.referral.id,
        body=(
            Section((phrases.case_line(sight, case),)),
            Section((phrases.opening_recorded(sight),)),
            *nothing,
            *(part for action in shown for part in _listed(sight, case, actor, action)),
        ),
        buttons=(add(sight, case),) if may(actor, "actions.add", case, case.referral.id).allowed else (),
    )


def open_form(sight: Sight, case: Case, actor: Actor, action: Action) -> Form:
    """One action: what it is, what happened to it, and what this person may do with it."""
    _ = sight.words.gettext
    return Form(
        title=_("Action {n}").format(n=action.number),
        verb="action.open",
        thing=action.id,
        body=(
            Section((phrases.case_line(sight, case),)),
            Section((phrases.opening_recorded(sight),)),
            Section((action_words.line(sight, action),)),
            *whole(sight, case, action),
        ),
        buttons=action_words.buttons(sight, case, action, actor),
    )


def whole(sight: Sight, case: Case, action: Action) -> Iterator[FormPart]:
    """What an action says, what it waits for, and its history, for those who may read it."""
    _ = sight.words.gettext
    if action.subject:
        who = phrases.label(sight, case.subject(action.subject))
        yield Section((_("About: {who}").format(who=who),))
    yield quoted(sight, case, action.what)
    if action.proof:
        yield Section((_("How we will know it is done:"),))
        yield quoted(sight, case, action.proof)
    waits = action_words.waits(sight, case, action)
    if waits:
        yield Section((waits,))
    for step in actions.steps_of(case, action):
        yield Section((action_words.step(sight, step),))
        if step.words:
            yield quoted(sight, case, step.words)


def add(sight: Sight, case: Case) -> Button:
    """Opens the form for one more."""
    _ = sight.words.gettext
    name = _("Add an action to {reference}").format(reference=case.referral.reference)
    return phrases.button(_("Add an action"), name, "actions.add", case.referral.id)


def log(
    sight: Sight, rows: Sequence[tuple[Case, Action]], less_safe: Sequence[tuple[Case, Action]] = ()
) -> Form:
    """The open and late actions of the hub: whose, since when or until when, and never what they say.

    `less_safe` are those that will not be done and leave somebody less safe, whether or not it is said what is done instead.
    """
    _ = sight.words.gettext
    groups = (
        (
            _("NOT DONE, SOMEBODY MAY BE LESS SAFE ({n})"),
            _less_safe_row,
            [one for one in less_safe if actions.less_safe(*one)],
        ),
        (_("LATE ({n})"), log_row, [one for one in rows if one[1].due_at <= sight.now]),
        (_("OPEN ({n})"), log_row, [one for one in rows if one[1].due_at > sight.now]),
        (
            _("NOT DONE, AND SAID WHAT IS DONE INSTEAD ({n})"),
            _less_safe_row,
            [one for one in less_safe if not actions.less_safe(*one)],
        ),
    )
    parts: list[FormPart] = []
    for heading, row, some in groups:
        if some:
            parts.append(Heading(heading.format(n=len(some))))
            parts += [row(sight, case, action) for case, action in some]
    nothing = (Section((_("There are no open actions."),)),)
    return Form(title=_("Action log"), verb="actions.log", thing="", body=tuple(parts) or nothing)


def log_row(sight: Sight, case: Case, action: Action) -> Row:
    """One open action of any case, without what it says."""
    parts = (
        action_words.called(sight, case, action),
        action_words.whose(sight, action),
        action_words.due(sight, action),
        _extended(sight, case, action),
        action_words.waits(sight, case, action),
    )
    return Row((" · ".join(part for part in parts if part),), (action_words.update(sight, case, action),))


def _less_safe_row(sight: Sight, case: Case, action: Action) -> Row:
    """Whose it was and how it ended; who said what is done instead, or the button to say it."""
    parts = (
        action_words.called(sight, case, action),
        action_words.whose(sight, action),
        action_words.ended(sight, action),
        action_words.waits(sight, case, action) or action_words.who_said_instead(sight, case, action),
    )
    reader = sight.reader
    answer = action_words.buttons(sight, case, action, reader) if reader else ()
    line = " · ".join(part for part in parts if part)
    return Row((line,), (*answer, action_words.update(sight, case, action)))


def _extended(sight: Sight, case: Case, action: Action) -> str:
    times_more = actions.times_extended(case, action)
    many = sight.words.ngettext
    said = many("given more time {n} time", "given more time {n} times", times_more)
    return said.format(n=times_more) if times_more else ""


def _may_open(actor: Actor, case: Case, action: Action) -> bool:
    return may(actor, "action.open", case, action.id).allowed


def _ended(case: Case) -> Iterator[Action]:
    yield from (action for action in case.actions if action.state != "open")


def _listed(sight: Sight, case: Case, actor: Actor, action: Action) -> Iterator[FormPart]:
    line, buttons = action_words.line(sight, action), action_words.buttons(sight, case, action, actor)
    waits = action_words.waits(sight, case, action) or action_words.who_said_instead(sight, case, action)
    reads = visibility.decision(actor, case) is None or may(actor, "action.done", case, action.id).allowed
    what = without(sight, case, action.what) if reads else ""
    yield Row(tuple(part for part in (line, what, waits) if part), buttons)
