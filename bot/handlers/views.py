"""An agency's own view on each child, and what a view that comes too late leads to."""

from bot.cards.answering import views
from bot.handlers.steps import standing
from bot.handlers.steps.viewing import LATE_VIEW, keep_views, on_whom, view
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage.case import NO_VIEW
from triage.records import Subject, Vote


def open_form(tx: Tx, press: Press) -> Reply:
    """One form for all children, with what this seat said before. Nobody else's view stands in it."""
    subjects = on_whom(press, press.actor.seat)
    if not subjects:
        return Refused("not_now")
    return Open(views.form(press.sight, press.the_case, subjects, _before(press), _page(press, subjects)))


def cast(tx: Tx, press: Press) -> Reply:
    """Keep a view for each child whose view is new or changed; then show the children still to come."""
    subjects = on_whom(press, press.actor.seat)
    page = _page(press, subjects)
    new = [one for one in _on_page(press, subjects, page) if _differs(press, one)]
    changed = _changes(press, new)
    keep_views(tx, press, [_vote(press, one) for one in new])
    note = {"views": str(len(new)), "changed": str(changed).lower()}
    if len(subjects) <= page * views.ON_A_PAGE:
        return Done(note=note)
    then = views.form(press.sight, press.the_case, subjects, _before(press), page + 1)
    return Done(note=note, then=then)


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """A reason for each view, and why an earlier one changed."""
    subjects = on_whom(press, press.actor.seat)
    given = [
        one for one in _on_page(press, subjects, _page(press, subjects)) if one.urgency or one.destination
    ]
    changed = _changes(press, [one for one in given if _differs(press, one)])
    return views.problems(
        press.sight, given, press.text("reason"), changed=changed, why_changed=press.text("why_changed")
    )


def _on_page(press: Press, subjects: tuple[Subject, ...], page: int) -> list[views.Given]:
    return [_given(press, subject) for subject in views.page_of(subjects, page)]


def _changes(press: Press, new: list[views.Given]) -> bool:
    """Whether something that this seat said before is said otherwise now."""
    return any(one.subject.id in _before(press) for one in new)


def stands(tx: Tx, press: Press) -> Reply:
    """The duty manager or the chair read a late view: the decision stands."""
    return standing.stands(tx, press, LATE_VIEW, gone="not_now")


def _page(press: Press, subjects: tuple[Subject, ...]) -> int:
    """The page in hand: the one whose fields were sent, since no surface sends a form's page with it."""
    for position, subject in enumerate(subjects):
        if any(
            press.fields.get(f"{field}_{subject.number}") for field in ("urgency", "destination", "reason")
        ):
            return position // views.ON_A_PAGE + 1
    return press.interaction.page


def _before(press: Press) -> dict[str, Vote]:
    """The views this seat gave, by subject. The "no view" that comes with "nothing known" is not one of them."""
    seat = press.actor.seat
    said = {s.id: vote for s in press.the_case.subjects if (vote := press.the_case.vote_of(seat, s))}
    return {who: vote for who, vote in said.items() if (vote.urgency, vote.destination) != (NO_VIEW, NO_VIEW)}


def _given(press: Press, subject: Subject) -> views.Given:
    number = subject.number
    return views.Given(
        subject,
        press.text(f"urgency_{number}"),
        press.text(f"destination_{number}"),
        press.text(f"reason_{number}"),
    )


def _reason(press: Press, given: views.Given) -> str:
    """The reason of one view: the child's own, with the one for all children after it."""
    if not given.is_view:
        return given.own_reason
    return views.BETWEEN.join(part for part in (given.own_reason, press.text("reason")) if part)


def _differs(press: Press, given: views.Given) -> bool:
    """Whether this says something new. An unchanged view sent again adds nothing."""
    before = press.the_case.vote_of(press.actor.seat, given.subject)
    now = (given.urgency, given.destination, _reason(press, given))
    return before is None or (before.urgency, before.destination, before.reason) != now


def _vote(press: Press, given: views.Given) -> Vote:
    why = press.text("why_changed") if given.subject.id in _before(press) else ""
    reason = _reason(press, given)
    return view(press, given.subject, given.urgency, given.destination, reason=reason, why_changed=why)


VERBS = (
    Verb("vote.cast", "referral", opens=open_form, does=cast, checks=check),
    Verb("late_view.confirm", "task", does=stands),
)
