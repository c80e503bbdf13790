"""Personal messages about an action: offered, not taken, what leaves somebody less safe, more time. Each asked for, and answered.

Never what it says.
"""

from bot.cards import phrases, posts, times
from bot.cards.acting import action_words
from bot.cards.elements import Button, Card, Section
from bot.cards.sight import Sight
from triage import actions
from triage.case import Case
from triage.records import Action, ActionStep


def offered(case: Case, sight: Sight, thing: str) -> Card:
    """To whom an action was given; `thing` is the entry of its history. One line once it was answered."""
    _ = sight.words.gettext
    step, action = _found(case, thing)
    if actions.offer(case, action) != step:
        return _line(_after(sight, case, action, step))
    said = _("{name} gives it to you. It stays where it is until you take it.")
    if step.by == action.owner:
        said = _("{name} gives it to you. It stays theirs until you take it.")
    said = said.format(name=sight.name(step.by))
    return Card(
        title=" · ".join((_("AN ACTION FOR YOU"), case.referral.reference)),
        fallback=_("{reference}: an action is given to you.").format(reference=case.referral.reference),
        body=(Section((_due(sight, case, action), said)),),
        buttons=_only(sight, case, action, "action.take", "action.decline"),
    )


def declined(case: Case, sight: Sight, thing: str) -> Card:
    """To who gave an action that was not taken: that it is still theirs, or whose it is where it never was."""
    _ = sight.words.gettext
    step, action = _found(case, thing)
    mine = sight.reader is not None and sight.reader.person == action.owner
    words = (
        _("{action}: not taken {when}. It is still yours.")
        if mine
        else _("{action}: not taken {when}. It is still with its owner.")
    )
    line = words.format(action=action_words.called(sight, case, action), when=times.posted(sight, step.at))
    if action.state != "open":
        return _line(line)
    body = () if mine else (Section((_("{whose} has it.").format(whose=action_words.whose(sight, action)),)),)
    return Card(title=line, fallback=line, body=body, buttons=(action_words.update(sight, case, action),))


def less_safe(case: Case, sight: Sight, thing: str) -> Card:
    """To the duty manager, at once: an action will not be done, and somebody is less safe."""
    _ = sight.words.gettext
    step, action = _found(case, thing)
    reference = case.referral.reference
    said = _("{action} will not be done, recorded {when}. It says that somebody is less safe.")
    line = said.format(action=action_words.called(sight, case, action), when=times.posted(sight, step.at))
    return Card(
        title=" · ".join((_("SOMEBODY MAY BE LESS SAFE"), reference)),
        fallback=_("{reference}: an action will not be done. Somebody may be less safe.").format(
            reference=reference
        ),
        body=(Section((line,)),),
        buttons=(
            action_words.instead(sight, case, action, primary=True),
            _add(sight, case),
            posts.open_details(sight, case),
        ),
    )


def said_instead(case: Case, sight: Sight, thing: str) -> Card:
    """To who reported that it will not be done, and whose it was: that somebody has said what is done in its place."""
    _ = sight.words.gettext
    step, action = _found(case, thing)
    line = _("{action}: it is said what is done instead.").format(
        action=action_words.called(sight, case, action)
    )
    said = _("{name} said it {when}. Read what in the action.").format(
        name=sight.name(step.by), when=times.posted(sight, step.at)
    )
    return Card(
        title=line,
        fallback=line,
        body=(Section((said,)),),
        buttons=(action_words.update(sight, case, action),),
    )


def time_asked(case: Case, sight: Sight, thing: str) -> Card:
    """To the duty manager: more time is asked for a red action."""
    _ = sight.words.gettext
    step, action = _found(case, thing)
    if actions.time_asked(case, action) != step or step.due_at is None:
        return _line(_after(sight, case, action, step))
    times_more = actions.times_extended(case, action)
    asks = _("{name} asks for time until {when}. Times extended so far: {n}.").format(
        name=sight.name(step.by), when=times.posted(sight, step.due_at), n=times_more
    )
    return Card(
        title=" · ".join((_("MORE TIME TO AGREE"), case.referral.reference)),
        fallback=_("{reference}: more time is asked for an action.").format(
            reference=case.referral.reference
        ),
        body=(Section((_due(sight, case, action), asks)),),
        buttons=(
            *_only(sight, case, action, "action.agree_time", "action.refuse_time"),
            action_words.update(sight, case, action),
        ),
    )


def time_answered(case: Case, sight: Sight, thing: str) -> Card:
    """To who asked for more time, and to the owner: until when there is time now. Why not stands in the action itself."""
    _ = sight.words.gettext
    step, action = _found(case, thing)
    words = _("{action}: more time agreed, until {when}.")
    said = _("{name} agreed {when}.")
    if step.kind == "time_refused":
        words = _("{action}: more time not agreed. It is still due {when}.")
        said = _("{name} did not agree, {when}. The reason is in the action.")
    due_at = step.due_at or action.due_at
    line = words.format(action=action_words.called(sight, case, action), when=times.posted(sight, due_at))
    said = said.format(name=sight.name(step.by), when=times.posted(sight, step.at))
    return Card(
        title=line,
        fallback=line,
        body=(Section((said,)),),
        buttons=(action_words.update(sight, case, action),),
    )


def _found(case: Case, thing: str) -> tuple[ActionStep, Action]:
    step = next(one for one in case.action_steps if one.id == thing)
    return step, case.action(step.action)


def _due(sight: Sight, case: Case, action: Action) -> str:
    _ = sight.words.gettext
    late = action.due_at <= sight.now
    words = _("{action} · late since {when}") if late else _("{action} · due {when}")
    return words.format(
        action=action_words.called(sight, case, action), when=times.posted(sight, action.due_at)
    )


def _after(sight: Sight, case: Case, action: Action, step: ActionStep) -> str:
    """What became of an offer or a request, in one line."""
    _ = sight.words.gettext
    later = [one for one in actions.steps_of(case, action) if one.at >= step.at and one.id != step.id]
    at = later[0].at if later else step.at
    words = _("{action}: answered {when}.")
    if step.kind == "time_asked" and (again := actions.asked_again(case, action, step)):
        words, at = _("{action}: asked again {when}."), again.at
    return words.format(action=action_words.called(sight, case, action), when=times.posted(sight, at))


def _line(line: str) -> Card:
    return Card(title=line, fallback=line)


def _only(sight: Sight, case: Case, action: Action, *verbs: str) -> tuple[Button, ...]:
    if sight.reader is None:
        return ()
    offered_ones = action_words.buttons(sight, case, action, sight.reader)
    return tuple(button for button in offered_ones if button.verb in verbs)


def _add(sight: Sight, case: Case) -> Button:
    _ = sight.words.gettext
    name = _("Add an action to {reference}").format(reference=case.referral.reference)
    return phrases.button(_("Add an action"), name, "actions.add", case.referral.id)
