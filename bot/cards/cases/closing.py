"""Close a case, and open it again as a new round."""

from collections.abc import Iterator

from bot.cards import phrases, times
from bot.cards.elements import Field, Form, FormPart, Heading, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage.case import Case
from triage.ends import StillOpen, hold_on
from triage.records import Closing, Reopening


def close(sight: Sight, case: Case, left: StillOpen) -> Form:
    """What is still open; where nothing prevents it, the submit that closes."""
    _ = sight.words.gettext
    fields: tuple[Field, ...] = (_reason(sight), phrases.safe_to_record(sight)) if left.feedback else ()
    return Form(
        title=_("Close the case"),
        verb="case.close",
        thing=case.referral.id,
        body=(*form_top(sight, case), *_still_open(sight, left), *(() if left.prevents else fields)),
        submit="" if left.prevents else _("Close the case"),
    )


def reopen(sight: Sight, case: Case) -> Form:
    """What is new; what was said and decided before stays as it is."""
    _ = sight.words.gettext
    return Form(
        title=_("Reopen the case"),
        verb="case.reopen",
        thing=case.referral.id,
        body=(
            *form_top(sight, case),
            Section(
                (_("A new round begins. It is screened again. What was decided before stands until then."),)
            ),
            TextField(
                "new",
                _("What is new"),
                guarded=True,
                limit=1000,
                multiline=True,
                missing=_("Enter what is new"),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Reopen the case"),
    )


def no_reason(sight: Sight) -> str:
    """What is said when nobody told whoever referred, and nobody says why."""
    return sight.words.gettext("Enter why feedback was not sent")


def began_again(sight: Sight, case: Case) -> tuple[FormPart, ...]:
    """For who reads the case in a later round: who reopened it, and what is new."""
    _ = sight.words.gettext
    if case.reopened is None:
        return ()
    said = _("Reopened {when} by {name}. What is new:").format(
        when=times.now_read(sight, case.reopened.at), name=sight.name(case.reopened.by)
    )
    return Heading(side_state(sight, case)), Section((said,)), quoted(sight, case, case.reopened.new)


def side_state(sight: Sight, case: Case) -> str:
    """The line beside the state of a case in a later round."""
    return sight.words.gettext("REOPENED, round {n}.").format(n=len(case.reopenings) + 1)


def history(sight: Sight, case: Case) -> Iterator[FormPart]:
    """When it was closed and reopened, and whether it is held: for details and exports."""
    _ = sight.words.gettext
    ends: list[Closing | Reopening] = sorted((*case.closings, *case.reopenings), key=lambda one: one.at)
    hold = hold_on(case)
    if not ends and not case.legal_holds:
        return
    yield Heading(_("Closing"))
    for one in ends:
        said = _("Reopened {when} by {name}. What is new:")
        words = one.new if isinstance(one, Reopening) else one.reason
        if isinstance(one, Closing):
            said = _("Closed {when} by {name}.")
            if words:
                said = _("Closed {when} by {name}. Feedback was not sent because:")
        yield Section((said.format(when=times.now_read(sight, one.at), name=sight.name(one.by)),))
        if words:
            yield quoted(sight, case, words)
    if hold:
        yield Section((held(sight, case),))
        yield quoted(sight, case, hold.reason)


def held(sight: Sight, case: Case) -> str:
    """The line that says that nothing may be deleted; empty when nothing holds."""
    hold = hold_on(case)
    if hold is None:
        return ""
    words = sight.words.gettext("LEGAL HOLD since {day}. Nothing about this case is deleted.")
    return words.format(day=times.posted_day(sight, times.local_day(sight, hold.at)[0]))


def _still_open(sight: Sight, left: StillOpen) -> tuple[FormPart, ...]:
    """What is not finished, and what to do about it."""
    _ = sight.words.gettext
    lines = [
        _("{child}: no decision yet.").format(child=phrases.label(sight, subject))
        for subject in left.undecided
    ]
    lines += [
        _("Action {n}, due {when}.").format(n=one.number, when=times.now_read(sight, one.due_at))
        for one in left.actions
    ]
    lines += [
        _("Action {n} will not be done, and nobody has said what is done instead.").format(n=one.number)
        for one in left.less_safe
    ]
    lines += _by_hand(sight, left)
    lines += [
        _("Disagreement, level {n}, due {when}: not answered yet.").format(
            n=now.level, when=times.now_read(sight, now.due_at)
        )
        for now in left.disagreements
        if now.due_at
    ]
    if left.additions:
        lines.append(_("Other words came for this referral. Nobody has read them yet."))
    if left.interim:
        lines.append(_("The decision is an interim one. The case comes back on a list."))
    if left.in_meeting:
        lines.append(_("The case is in the meeting now."))
    lines += [_("Feedback has not been sent to the person who referred.") for _one in left.feedback[:1]]
    if not lines:
        return (Section((_("Nothing is still open."),)),)
    after = (_("Finish or move these first. Nothing has changed."),) if left.prevents else ()
    return Heading(_("Still open")), Section((*lines, *after))


def _by_hand(sight: Sight, left: StillOpen) -> list[str]:
    _ = sight.words.gettext
    said = {
        "forward": _("The referral has not been sent on."),
        "information": _("The reply has not been sent to whoever asked."),
        "late_view": _("A late view waits to be answered for."),
        "household": _("New household information waits for a review."),
    }
    return [said[kind] for kind in dict.fromkeys(task.kind for task in left.tasks)]


def _reason(sight: Sight) -> TextField:
    _ = sight.words.gettext
    return TextField(
        "reason",
        _("Reason feedback was not sent"),
        guarded=True,
        limit=500,
        multiline=True,
        missing=no_reason(sight),
    )
