"""A disagreement's answer: written by whoever answers at its level, read by who raised it."""

from bot.cards import phrases, times
from bot.cards.deciding.disagree import disagreed_about
from bot.cards.elements import Button, Card, Choice, Field, Form, Heading, Option, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.referring.secret_address import quoted
from bot.cards.roles import role_of
from bot.cards.sight import Sight
from triage.case import Case
from triage.disagreeing import Standing, rung
from triage.records import Disagreement

STANDS, AGAIN = "stands", "again"


def form(sight: Sight, case: Case, now: Standing) -> Form:
    """What was said, and what the answer is."""
    _ = sight.words.gettext
    one = now.disagreement
    return Form(
        title=_("Answer a disagreement"),
        verb="disagreement.answer",
        thing=one.id,
        body=(
            *form_top(sight, case),
            Section(
                (
                    *unsafe_now(sight, one),
                    who_disagrees(sight, case, now),
                    level_line(sight, now),
                    *nobody_higher(sight, case, now),
                )
            ),
            Heading(_("Why, and what should happen instead")),
            quoted(sight, case, one.why),
            *_fields(sight, case),
            phrases.safe_to_record(sight),
        ),
        submit=_("Record answer"),
    )


def unsafe_now(sight: Sight, one: Disagreement) -> tuple[str, ...]:
    """What comes before everything else, where somebody may be unsafe."""
    return (sight.words.gettext("It says that somebody is unsafe now."),) if one.unsafe else ()


def names_nobody(sight: Sight, name: str) -> str:
    """What is said when the answer holds a name of the record."""
    return sight.words.gettext('Take out "{name}": it is in the record').format(name=name)


def results(sight: Sight, case: Case) -> dict[str, str]:
    """The answers there are, by code; before anything is decided there is no decision to stand."""
    _ = sight.words.gettext
    if not case.decisions:
        return {STANDS: _("It stays as it is"), AGAIN: _("It will be looked at again")}
    return {
        STANDS: _("The decision stands"),
        AGAIN: _("It will be looked at again: a new decision will be proposed"),
    }


def look_again(sight: Sight) -> str:
    """The action of whoever said that it will be looked at again."""
    return sight.words.gettext("Look at it again, after a disagreement")


def _fields(sight: Sight, case: Case) -> tuple[Field, ...]:
    _ = sight.words.gettext
    options = tuple(Option(code, label) for code, label in results(sight, case).items())
    return (
        Choice(
            "result",
            _("Your answer"),
            options,
            hint=_("If you look at it again, that becomes an action of yours, due in 2 working days"),
            missing=_("Select your answer"),
        ),
        TextField(
            "words",
            _("Reasons"),
            hint=_("The person who disagrees will read this. No names"),
            limit=1500,
            multiline=True,
            guarded=True,
            missing=_("Enter the reasons for your answer"),
        ),
        TextField(
            "safety",
            _("What keeps the child safe until then? (optional)"),
            hint=_("Becomes an action of your agency, due at the end of today"),
            limit=200,
            optional=True,
            guarded=True,
        ),
    )


def card(case: Case, sight: Sight, thing: str) -> Card:
    """To who raised it: that there is an answer, and the two ways on."""
    _ = sight.words.gettext
    reference = case.referral.reference
    now = case.standing(thing)
    when = times.posted(sight, now.answer.at) if now and now.answer else ""
    return Card(
        title=_("Answer to your disagreement · {reference}").format(reference=reference),
        fallback=_("{reference}: your disagreement was answered.").format(reference=reference),
        body=(Section((_("Answered {when}.").format(when=when),)),),
        buttons=(read_the_answer(sight, case, thing, primary=True),),
    )


def read_the_answer(sight: Sight, case: Case, thing: str, *, primary: bool = False) -> Button:
    """To whoever raised it."""
    _ = sight.words.gettext
    name = _("Read the answer for {reference}").format(reference=case.referral.reference)
    return phrases.button(_("Read the answer"), name, "disagreement.read", thing, primary=primary)


def read_form(sight: Sight, case: Case, now: Standing) -> Form:
    """The answer whole; it ends here, or goes a level up where there is one."""
    _ = sight.words.gettext
    words = now.answer.words if now.answer else ""
    settled = (Section((_("You said that this settles it."),)),) if now.settled else ()
    last = nobody_higher(sight, case, now)
    return Form(
        title=_("Answer"),
        verb="disagreement.read",
        thing=now.disagreement.id,
        body=(
            Section((case.referral.reference, phrases.opening_recorded(sight))),
            Section((_answered_by(sight, now),)),
            quoted(sight, case, words),
            *settled,
            *((Section(last),) if last else ()),
        ),
        buttons=() if now.settled or now.answer is None else _ways_on(sight, case, now),
    )


def who_disagrees(sight: Sight, case: Case, now: Standing) -> str:
    """Who disagrees with what, and since when."""
    _ = sight.words.gettext
    one = now.disagreement
    referred = one.by == case.referral.referrer.person
    somebody = _("The person who referred") if referred else sight.name(one.by)
    return _("{who} disagrees with {about}, {when}.").format(
        who=sight.seat(one.seat) if one.seat else somebody,
        about=phrases.inside(disagreed_about(sight)[one.about]),
        when=times.now_read(sight, one.at),
    )


def level_line(sight: Sight, now: Standing) -> str:
    """Level, who answers and by when; or that it was answered or settled."""
    _ = sight.words.gettext
    if now.settled:
        return _("Level {n}, settled.").format(n=now.level)
    if now.due_at is None:
        return _("Level {n}, answered. {answered}").format(n=now.level, answered=_answered_by(sight, now))
    due = times.now_read(sight, now.due_at)
    if not now.owner:
        words = _("Level {n}, due {due}. Nobody else in this hub can answer it.")
        return words.format(n=now.level, due=due)
    return _("Level {n}, {name} answers, due {due}.").format(n=now.level, name=sight.name(now.owner), due=due)


def nobody_higher(sight: Sight, case: Case, now: Standing) -> tuple[str, ...]:
    """That it cannot go a level up any more, and what holds then; nothing where it can, or is settled."""
    _ = sight.words.gettext
    if now.settled or rung(sight.hub.profile, now.level + 1) is not None:
        return ()
    stands = _("What was decided stands until a new decision is approved.")
    if not case.decisions:
        stands = _("It stays as it is until somebody who may changes it.")
    return (_("This is the last level: nobody higher is left to ask in this hub."), stands)


def _answered_by(sight: Sight, now: Standing) -> str:
    _ = sight.words.gettext
    if now.answer is None:
        return ""
    said = _("{name}, {role}, {when}.") if role_of(sight, now.answer.by) else _("{name}, {when}.")
    return said.format(
        name=sight.name(now.answer.by),
        role=role_of(sight, now.answer.by),
        when=times.now_read(sight, now.answer.at),
    )


def _ways_on(sight: Sight, case: Case, now: Standing) -> tuple[Button, ...]:
    _ = sight.words.gettext
    reference, thing = case.referral.reference, now.disagreement.id
    settles = phrases.button(
        _("That settles it"),
        _("That settles it for {reference}").format(reference=reference),
        "disagreement.settle",
        thing,
        opens=False,
        primary=True,
    )
    still = phrases.button(
        _("I still disagree"),
        _("I still disagree on {reference}").format(reference=reference),
        "disagreement.still",
        thing,
        opens=False,
    )
    above = rung(sight.hub.profile, now.level + 1)
    return (settles, still) if above else (settles,)
