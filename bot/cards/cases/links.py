"""People and links: whom a case is about, who may be the same elsewhere, what was linked by whom, and undoing it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards import phrases, posts, times
from bot.cards.elements import (
    Button,
    Card,
    Choice,
    Form,
    FormPart,
    Heading,
    Option,
    Row,
    Section,
    TextField,
)
from bot.cards.form_top import form_top
from bot.cards.sight import Sight
from triage.case import Case
from triage.linking import Differs, differing
from triage.records import Link, Subject

BETWEEN = ":"
"""Between the two subjects of a pair, in an option's value."""


@dataclass(frozen=True)
class Pair:
    """One subject of this case beside one of another, which the reader may know of."""

    subject: Subject
    case: Case
    other: Subject

    @property
    def value(self) -> str:
        """The pair as an option's value."""
        return f"{self.subject.id}{BETWEEN}{self.other.id}"


@dataclass(frozen=True)
class Linked:
    """A link in force, with the pair that it is between."""

    link: Link
    pair: Pair


def overview(sight: Sight, case: Case, linked: Sequence[Linked], *, decides: bool) -> Form:
    """The people, and what was said of them; `decides` for who may make and undo links."""
    _ = sight.words.gettext
    return Form(
        title=_("People and links"),
        verb="people.links",
        thing=case.referral.id,
        body=(
            *form_top(sight, case),
            Heading(_("Links")),
            *(_row(sight, one, decides=decides) for one in linked),
            *(() if linked else (Section((_("Nobody here is linked to another referral."),)),)),
        ),
        buttons=(
            _button(case, _("Same person?"), _("Same person? {reference}"), "link.make"),
            _button(case, _("Compare with another"), _("Compare with another, {reference}"), "link.find"),
        ),
    )


def find_form(sight: Sight, case: Case) -> Form:
    """Ask which other referral; whether it is there is said only to who may know of it."""
    _ = sight.words.gettext
    return Form(
        title=_("Compare with another"),
        verb="link.find",
        thing=case.referral.id,
        body=(
            *form_top(sight, case),
            TextField(
                "reference",
                _("Reference of the other referral"),
                hint=_("For example MASH-2611-7KDMQ"),
                limit=20,
                missing=_("Enter the reference of the other referral"),
            ),
        ),
        submit=_("Compare"),
    )


def no_such(sight: Sight) -> str:
    """The words for a reference that leads nowhere, and for one that is kept from the reader."""
    return sight.words.gettext("There is nothing here with that reference.")


def compare_form(sight: Sight, case: Case, pairs: Sequence[Pair], *, proposes: bool) -> Form:
    """Both records side by side, what differs in words, and what they are."""
    _ = sight.words.gettext
    if not pairs:
        nothing = _(
            "Nobody like them was found. To compare with a referral that you know of, choose Compare with another."
        )
        find = _button(case, _("Compare with another"), _("Compare with another, {reference}"), "link.find")
        return Form(
            title=_("Same person?"),
            verb="link.make",
            thing=case.referral.id,
            body=(*form_top(sight, case), Section((nothing,))),
            buttons=(find,),
        )
    return Form(
        title=_("Same person?"),
        verb="link.make",
        thing=case.referral.id,
        body=(
            *form_top(sight, case),
            *(part for pair in pairs for part in _side_by_side(sight, case, pair)),
            Choice(
                "pair",
                _("Which two?"),
                tuple(Option(pair.value, _named(sight, pair)) for pair in pairs),
                missing=_("Select which two"),
                value=pairs[0].value if len(pairs) == 1 else "",
            ),
            _these_are(sight),
            _because(sight),
            phrases.safe_to_record(sight),
        ),
        submit=_("Propose link") if proposes else _("Record link"),
    )


def decide_form(sight: Sight, case: Case, linked: Linked) -> Form:
    """A proposed link, for who may make it."""
    _ = sight.words.gettext
    return Form(
        title=_("Same person?"),
        verb="link.decide",
        thing=linked.link.id,
        body=(
            *form_top(sight, case),
            *_side_by_side(sight, case, linked.pair),
            Section((_said(sight, linked.link),)),
            _these_are(sight),
            _because(sight),
            phrases.safe_to_record(sight),
        ),
        submit=_("Record link"),
    )


def undo_form(sight: Sight, case: Case, linked: Linked, opened: Sequence[str]) -> Form:
    """What goes back to whom, and who has opened either record since."""
    _ = sight.words.gettext
    seen = opened or (_("Nobody has opened either record since."),)
    return Form(
        title=_("Undo a link"),
        verb="link.undo",
        thing=linked.link.id,
        body=(
            *form_top(sight, case),
            *_side_by_side(sight, case, linked.pair),
            Section((_said(sight, linked.link),)),
            Heading(_("What goes back to whom")),
            Section(tuple(_goes_back(sight, one) for one in (case, linked.pair.case))),
            Heading(_("Who has opened it since")),
            Section(tuple(seen)),
            TextField("why", _("Why"), limit=500, multiline=True, guarded=True, missing=_("Enter why")),
            phrases.safe_to_record(sight),
        ),
        submit=_("Undo the link"),
    )


def proposed_card(case: Case, sight: Sight, thing: str) -> Card:
    """To a duty manager: somebody proposes a link."""
    _ = sight.words.gettext
    reference = case.referral.reference
    return Card(
        title=_("SAME PERSON? · {reference}").format(reference=reference),
        fallback=_("{reference}: a link between two referrals is proposed.").format(reference=reference),
        body=(
            Section(
                (_("A link to another referral is proposed. Compare the two, then record what they are."),)
            ),
        ),
        buttons=(
            phrases.button(
                _("Same person?"),
                _("Same person? {reference}").format(reference=reference),
                "link.decide",
                thing,
                primary=True,
            ),
            posts.open_details(sight, case),
        ),
    )


def _row(sight: Sight, linked: Linked, *, decides: bool) -> Row:
    _ = sight.words.gettext
    link, reference = linked.link, linked.pair.case.referral.reference
    line = f"{_named(sight, linked.pair)} {_said(sight, link)}"
    if not decides:
        return Row((line,))
    label, verb = (_("Same person?"), "link.decide") if link.proposed else (_("Undo this link"), "link.undo")
    return Row((line,), (phrases.button(label, f"{label} {reference}", verb, link.id),))


def _said(sight: Sight, link: Link) -> str:
    _ = sight.words.gettext
    kinds = {"same": _("The same"), "household": _("In one household"), "different": _("Different")}
    words = _("{kind}, says {name}, {when}.")
    if link.proposed:
        words = _("{kind}, proposed by {name}, {when}.")
    said = words.format(
        kind=kinds.get(link.kind, _("Not decided")),
        name=sight.name(link.by),
        when=times.now_read(sight, link.at),
    )
    return " ".join((said, *([_("Because: {why}").format(why=link.why)] if link.why else [])))


def _named(sight: Sight, pair: Pair) -> str:
    return sight.words.gettext("{one} and {other}, {reference}.").format(
        one=phrases.label(sight, pair.subject),
        other=phrases.full_name(sight, pair.other),
        reference=pair.case.referral.reference,
    )


def _side_by_side(sight: Sight, case: Case, pair: Pair) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    differs = differing(pair.subject, pair.other)
    here = _record(sight, case, pair.subject)
    there = _record(sight, pair.case, pair.other)
    facts = _facts(sight)
    said = _("Different: {facts}.").format(facts=", ".join(facts[one] for one in differs))
    return (
        Heading(_named(sight, pair), level=3),
        Section((here, there, said if differs else _("Nothing that both records hold differs."))),
    )


def _record(sight: Sight, case: Case, subject: Subject) -> str:
    """One record: never its address, which is a press of its own."""
    _ = sight.words.gettext
    said = f"{case.referral.reference}: {phrases.in_full(sight, case, subject)}."
    if subject.nhs_number:
        said += " " + _("NHS number {number}.").format(number=subject.nhs_number)
    return said


def _facts(sight: Sight) -> dict[Differs, str]:
    _ = sight.words.gettext
    return {
        "first_name": _("first name"),
        "surname": _("surname"),
        "born": _("date of birth"),
        "nhs_number": _("NHS number"),
        "address": _("address"),
    }


def _goes_back(sight: Sight, case: Case) -> str:
    """Nothing was ever moved: this says what stays whose."""
    _, many = sight.words.gettext, sight.words.ngettext
    answers, views, decisions = len(case.current_answers), len(case.votes), len(case.decisions)
    return _("{reference}: {answers}, {views} and {decisions} stay with it alone.").format(
        reference=case.referral.reference,
        answers=many("{n} answer", "{n} answers", answers).format(n=answers),
        views=many("{n} view", "{n} views", views).format(n=views),
        decisions=many("{n} decision", "{n} decisions", decisions).format(n=decisions),
    )


def _these_are(sight: Sight) -> Choice:
    _ = sight.words.gettext
    return Choice(
        "kind",
        _("These are"),
        (
            Option("same", _("The same")),
            Option("household", _("In one household")),
            Option("different", _("Different")),
        ),
        missing=_("Select what they are"),
    )


def _because(sight: Sight) -> TextField:
    _ = sight.words.gettext
    return TextField("why", _("Because"), limit=300, guarded=True, missing=_("Enter why"))


def _button(case: Case, label: str, name: str, verb: str) -> Button:
    return phrases.button(label, name.format(reference=case.referral.reference), verb, case.referral.id)
