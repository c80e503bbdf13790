"""The reply to the person who referred: nothing of anybody else's, no name, no age, no address."""

from bot.cards import phrases, times
from bot.cards.deciding.disagreement_answer import read_the_answer
from bot.cards.elements import Button, Card, Form, Quote, Section
from bot.cards.sight import Sight
from triage.case import Case
from triage.disagreeing import Standing
from triage.lifecycle import EXITS
from triage.records import Feedback, Subject

MOST_LINES = 3
"""So many lines stand between title and buttons or after them: with the title, the four of the card."""


def card(case: Case, sight: Sight, feedback_id: str) -> Card:
    """The reply in chat. Words that a manager added stand only behind "Read the full reply"."""
    _ = sight.words.gettext
    reference = case.referral.reference
    sent = of(case, feedback_id)
    seen = phrases.button(
        _("I have read it"),
        _("I have read it, {reference}").format(reference=reference),
        "feedback.seen",
        sent.id,
        opens=False,
    )
    return Card(
        title=_title(sight, case),
        fallback=_("{reference}: a reply for you.").format(reference=reference),
        body=(Section((*_told(sight, case, sent), disagreed(sight, case) or _thanks(sight))),),
        buttons=(_read(sight, case, sent.id), *_disagree(sight, case), *(() if sent.read_at else (seen,))),
        footer=_read_on(sight, sent),
    )


def full(sight: Sight, case: Case, feedback_id: str) -> Form:
    """The whole reply, with what was added to the standard words."""
    _ = sight.words.gettext
    sent = of(case, feedback_id)
    return Form(
        title=_("Your reply"),
        verb="feedback.read",
        thing=sent.id,
        body=(
            Section((_title(sight, case), phrases.opening_recorded(sight))),
            Section(sentences(sight, case, sent)),
            *((Quote(sent.added_words),) if sent.added_words else ()),
            Section((disagreed(sight, case) or _thanks(sight),)),
        ),
        buttons=_disagree(sight, case),
    )


def of(case: Case, feedback_id: str) -> Feedback:
    """One reply of a case; raises KeyError."""
    for one in case.feedback:
        if one.id == feedback_id:
            return one
    raise KeyError(feedback_id)


def text(sight: Sight, case: Case, feedback: Feedback, *, here: bool) -> str:
    """The exact words that go, without what may be added: in chat, or to be read out or copied."""
    last = _thanks(sight) if here else _thanks_by_phone(sight)
    return "\n".join((_title(sight, case), *sentences(sight, case, feedback), last))


def sentences(sight: Sight, case: Case, feedback: Feedback) -> tuple[str, ...]:
    """What was decided, a sentence for each subject told of; with several, each says which one it is about.

    Whoever referred knows no numbers: they are called as they were told of.
    """
    outcomes = dict(feedback.outcomes)
    told = [(subject, outcomes[subject.id]) for subject in case.told_of if subject.id in outcomes]
    if len(case.told_of) == 1:
        return tuple(_sentence(sight, subject.stage, code) for subject, code in told)
    return tuple(
        _which(sight, case, subject).format(
            n=_alike(case, subject).index(subject) + 1, sentence=_sentence(sight, subject.stage, code)
        )
        for subject, code in told
    )


def _told(sight: Sight, case: Case, sent: Feedback) -> tuple[str, ...]:
    """What was decided, a line for each; where there are more than the card has room for, in one line."""
    said = sentences(sight, case, sent)
    others = 1 + bool(sent.read_at)  # the thanks, and when it was read
    return said if len(said) + others <= MOST_LINES else (" ".join(said),)


def _sentence(sight: Sight, stage: str, code: str) -> str:
    profile = sight.hub.profile
    if stage in EXITS:
        return profile.screening.feedback[code]
    return profile.outcome(code).feedback


def outcome(sight: Sight, subject: Subject, code: str) -> str:
    """What a reply is about by its own name: what was decided, or where screening sent it."""
    profile = sight.hub.profile
    if subject.stage in EXITS:
        return next(way.label for way in profile.screening.exits if way.id == code)
    return profile.outcome(code).label


def _alike(case: Case, subject: Subject) -> tuple[Subject, ...]:
    """All of its kind, in the order told."""
    return tuple(one for one in case.told_of if _kind(one.kind) == _kind(subject.kind))


def _kind(kind: str) -> str:
    return "child" if kind == "unborn" else kind


def _which(sight: Sight, case: Case, subject: Subject) -> str:
    _ = sight.words.gettext
    alike = _alike(case, subject)
    position = alike.index(subject) + 1
    children = (
        _("The first child you told us about: {sentence}"),
        _("The second child you told us about: {sentence}"),
        _("The third child you told us about: {sentence}"),
        _("The fourth child you told us about: {sentence}"),
    )
    if _kind(subject.kind) == "child":
        if position <= len(children):
            return children[position - 1]
        return _("Child {n} that you told us about: {sentence}")
    if subject.kind == "adult" and len(alike) > 1:
        return _("Adult {n} that you told us about: {sentence}")
    said = {
        "adult": _("The adult you told us about: {sentence}"),
        "place": _("The place you told us about: {sentence}"),
    }
    return said.get(subject.kind, _("The group you told us about: {sentence}"))


def _title(sight: Sight, case: Case) -> str:
    _ = sight.words.gettext
    return _("Decision on your referral · {reference}").format(reference=case.referral.reference)


def _thanks(sight: Sight) -> str:
    return sight.words.gettext(
        "Thank you for referring. If you think the decision is wrong, say so here and a manager will look again."
    )


def _thanks_by_phone(sight: Sight) -> str:
    _ = sight.words.gettext
    return _(
        "Thank you for referring. If you think the decision is wrong, phone {phone} and a manager will look again."
    ).format(phone=sight.hub.profile.contact.hub_phone)


def disagreed(sight: Sight, case: Case) -> str:
    """That whoever referred disagrees, and what became of it; empty when they do not, or not any more."""
    now = own_disagreement(case)
    if now is None:
        return ""
    _ = sight.words.gettext
    said = _("You disagreed {when}.").format(when=times.posted(sight, now.disagreement.at))
    return f"{said} {_what_comes(sight, now)}"


def _what_comes(sight: Sight, now: Standing) -> str:
    """The answer that is there, or by when it comes."""
    _ = sight.words.gettext
    if now.due_at is None:
        return _("It was answered: read the answer.")
    if now.due_at <= sight.now:
        late = _("The answer is late. Phone {phone}. The decision stands meanwhile.")
        return late.format(phone=sight.hub.profile.contact.hub_phone)
    words = _("A manager will answer {by}. The decision stands meanwhile.")
    return words.format(by=times.by_end(sight, now.due_at))


def to_read(sight: Sight, case: Case) -> tuple[Button, ...]:
    """The newest reply that was sent, and the answer to who disagreed with it."""
    sent = [one.id for one in case.feedback if one.state == "sent"][-1:]
    now = own_disagreement(case)
    answered = now is not None and now.answer is not None
    answer = (read_the_answer(sight, case, now.disagreement.id),) if now and answered else ()
    return (*(_read(sight, case, one) for one in sent), *answer)


def _read(sight: Sight, case: Case, feedback_id: str) -> Button:
    _ = sight.words.gettext
    name = _("Read the full reply to {reference}").format(reference=case.referral.reference)
    return phrases.button(_("Read the full reply"), name, "feedback.read", feedback_id)


def own_disagreement(case: Case) -> Standing | None:
    """The newest one of whoever referred that is not settled."""
    referrer = case.referral.referrer.person
    own = [now for now in case.standings if now.disagreement.by == referrer and not now.settled]
    return own[-1] if own else None


def _disagree(sight: Sight, case: Case) -> tuple[Button, ...]:
    """The way to say so; once it was said, to the answer, as soon as there is one."""
    now = own_disagreement(case)
    if now is not None:
        return () if now.answer is None else (read_the_answer(sight, case, now.disagreement.id),)
    _ = sight.words.gettext
    name = _("I disagree, {reference}").format(reference=case.referral.reference)
    return (phrases.button(_("I disagree"), name, "disagreement.raise", case.referral.id),)


def _read_on(sight: Sight, sent: Feedback) -> str:
    if sent.read_at is None:
        return ""
    _ = sight.words.gettext
    return _("You read this {when}.").format(when=times.posted(sight, sent.read_at))
