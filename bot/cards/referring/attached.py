"""A form that came again under a known number with other words: it waits for a person to accept it."""

from bot.cards import phrases, times
from bot.cards.elements import Card, Form, Heading, Section
from bot.cards.referring import told as told_words
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Addition
from triage.told import told


def card(case: Case, sight: Sight, thing: str) -> Card:
    """To the duty desk: which referral it belongs to, and nothing of what it says."""
    _ = sight.words.gettext
    reference = case.referral.reference
    at = next(addition.at for addition in case.additions if addition.id == thing)
    label = _("Read and accept")
    name = _("Read and accept what came for {reference}").format(reference=reference)
    return Card(
        title=_("SENT AGAIN WITH OTHER WORDS · {reference}").format(reference=reference),
        fallback=_("{reference}: sent again with other words.").format(reference=reference),
        body=(Section((_("Arrived {when}. Not accepted yet.").format(when=times.posted(sight, at)),)),),
        buttons=(phrases.button(label, name, "addition.accept", thing, primary=True),),
    )


def form(sight: Sight, case: Case, addition: Addition) -> Form:
    """What it says that the referral does not, answer by answer, with what is known."""
    _ = sight.words.gettext
    known = told(case)
    parts: list[Heading | Section] = []
    for name, text in told_words.new_in(case, addition).items():
        now = _("Now: {answer}").format(answer=told_words.answer(sight, name, known.get(name, "")) or "–")
        then = _("Sent again: {answer}").format(answer=told_words.answer(sight, name, text))
        parts += [Heading(told_words.heading(sight, name)), Section((now, then))]
    return Form(
        title=_("Sent again"),
        verb="addition.accept",
        thing=addition.id,
        body=(
            Section((phrases.case_line(sight, case), *told_words.people(sight, case))),
            Section((phrases.opening_recorded(sight),)),
            *parts,
            Section((_("What is known now stays. What is new is read beside it."),)),
        ),
        submit=_("Accept"),
    )
