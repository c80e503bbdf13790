"""The form in which an agency gives its own view on each child."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.cards import phrases, times
from bot.cards.answering import view_words
from bot.cards.elements import Field, Form, FormPart, Section, TextField
from bot.cards.limits import utf16_length
from bot.cards.sight import Sight
from triage.case import NO_VIEW, Case
from triage.records import Subject, Vote

ON_A_PAGE = 6
REASON = 1500
REASON_ON_ONE = 500
BETWEEN = "\n\n"
"""Between a child's own reason and the one for all children, where both are kept as the reason of its view."""


@dataclass(frozen=True)
class Given:
    """What was chosen and typed for one child."""

    subject: Subject
    urgency: str
    destination: str
    own_reason: str

    @property
    def is_view(self) -> bool:
        """Whether it says anything beyond "no view"."""
        return (self.urgency, self.destination) != (NO_VIEW, NO_VIEW)


def page_of(subjects: Sequence[Subject], page: int) -> tuple[Subject, ...]:
    """The children on one page of the form."""
    start = (page - 1) * ON_A_PAGE
    return tuple(subjects[start : start + ON_A_PAGE]) or tuple(subjects[:ON_A_PAGE])


def form(
    sight: Sight, case: Case, subjects: Sequence[Subject], before: Mapping[str, Vote], page: int = 1
) -> Form:
    """One form for all children, six a page; `before` is the view this seat gave, by subject."""
    _ = sight.words.gettext
    here = page_of(subjects, page)
    body: list[FormPart] = [
        Section((*_late(sight, case, here), phrases.case_line(sight, case))),
        Section((phrases.opening_recorded(sight),)),
    ]
    said = {s.id: vote.reason for s in here if (vote := before.get(s.id)) and vote.reason}
    shared, own = _taken_apart(said)
    for subject in here:
        body += _on(sight, case, subject, before.get(subject.id), own.get(subject.id, ""))
    body.append(_reason(sight, shared))
    if any(subject.id in before for subject in here):
        body.append(_why_changed(sight))
    body.append(phrases.safe_to_record(sight))
    return Form(
        title=_("Give our view"),
        verb="vote.cast",
        thing=case.referral.id,
        body=tuple(body),
        submit=_submit(sight, len(subjects) - page * ON_A_PAGE),
        page=page,
    )


def problems(
    sight: Sight, given: Iterable[Given], reason: str, *, changed: bool, why_changed: str
) -> dict[str, str]:
    """What is missing: a reason for each view, and why an earlier one changed."""
    _ = sight.words.gettext
    found = {}
    if not reason and any(one.is_view and not one.own_reason for one in given):
        found["reason"] = _("Enter a reason")
    if changed and not why_changed:
        found["why_changed"] = _("Enter why it has changed")
    return found


def _late(sight: Sight, case: Case, subjects: Iterable[Subject]) -> Iterator[str]:
    """Said first, once the decision is approved."""
    made = [case.decision_on(s) for s in subjects if s.stage == "decided"]
    approved = max((decision.at for decision in made if decision), default=None)
    if approved is not None:
        yield sight.words.gettext(
            "The decision was approved {time}. Your view will be kept as late and the duty manager told."
        ).format(time=times.happened(sight, approved))


def _on(sight: Sight, case: Case, subject: Subject, before: Vote | None, own: str) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    child = phrases.label_inside(sight, subject)
    number = subject.number
    return (
        *view_words.questions(sight, case, subject, before),
        TextField(
            f"reason_{number}",
            _("Reason for {child} (optional if the reason below is enough)").format(child=child),
            guarded=True,
            limit=REASON_ON_ONE,
            multiline=True,
            optional=True,
            value=own,
        ),
    )


def _taken_apart(reasons: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The reason for all children, and each child's own by its id, as they were typed."""
    for shared in _ends(next(iter(reasons.values()), "")):
        own = {child: _before_the_end(reason, shared) for child, reason in reasons.items()}
        found = {child: words for child, words in own.items() if words is not None}
        if len(found) == len(own) and _fit(shared, found.values()):
            return shared, found
    return "", {child: reason for child, reason in reasons.items() if _fit("", [reason])}


def _ends(reason: str) -> Iterator[str]:
    """What may have been the reason for all children, at the end of one child's: the longest first."""
    parts = reason.split(BETWEEN)
    yield from (BETWEEN.join(parts[start:]) for start in range(len(parts)))


def _before_the_end(reason: str, end: str) -> str | None:
    """What stands before this end, if it is one."""
    if reason == end:
        return ""
    return reason.removesuffix(BETWEEN + end) if reason.endswith(BETWEEN + end) else None


def _fit(shared: str, own: Iterable[str]) -> bool:
    return utf16_length(shared) <= REASON and all(utf16_length(one) <= REASON_ON_ONE for one in own)


def _reason(sight: Sight, filled: str) -> Field:
    return TextField(
        "reason",
        sight.words.gettext("Reason"),
        guarded=True,
        limit=REASON,
        multiline=True,
        optional=True,
        value=filled,
    )


def _why_changed(sight: Sight) -> Field:
    return TextField(
        "why_changed",
        sight.words.gettext("Why has it changed? (only if you change your view)"),
        guarded=True,
        limit=REASON_ON_ONE,
        multiline=True,
        optional=True,
    )


def _submit(sight: Sight, left: int) -> str:
    _ = sight.words.gettext
    if left <= 0:
        return _("Record view")
    return _("Save and show the next {n}").format(n=min(left, ON_A_PAGE))
