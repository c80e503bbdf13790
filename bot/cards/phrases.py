"""Phrases that many cards share: ratings, people as chat may show them, names of seats in a row."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.cards import times
from bot.cards.elements import Button, Choices, Option
from bot.cards.sight import Sight
from triage import visibility
from triage.case import Case
from triage.naming import ShownSubject, SubjectFacts, about, many_children
from triage.records import Subject
from triage.typed_dates import Age, Born, read_born

ADDRESS_IS_SAFE = "address_is_safe"
MANY = 4
"""More children than this are shown as a count and an age range."""


def rating(sight: Sight, level: str) -> str:
    """A rating as word and shape: "RED ◆". Other scales may have no shape."""
    if not level:
        return sight.words.gettext("INFORMATION REQUEST ■")
    found = sight.hub.profile.level(level)
    return f"{found.word} {found.shape}".strip()


def rating_word(sight: Sight, level: str) -> str:
    """A rating's word alone, for fallbacks."""
    return sight.hub.profile.level(level).word if level else sight.words.gettext("INFORMATION REQUEST")


def seats(sight: Sight, ids: tuple[str, ...]) -> str:
    """Seats by name, in alphabetical order, with commas."""
    return ", ".join(sorted(sight.seat(seat) for seat in ids))


def seats_inside(sight: Sight, ids: tuple[str, ...]) -> str:
    """Seats as they stand inside a sentence: "police", but "Social Work" and "CAF"."""
    names = (sight.seat(seat) for seat in ids)
    return ", ".join(sorted(name if name[1:] != name[1:].lower() else name.lower() for name in names))


def consent_waits(sight: Sight, case: Case) -> tuple[str, ...]:
    """Whose answer nobody else may read yet, since no duty manager has decided about the consent that was refused."""
    held = tuple(dict.fromkeys(answer.seat for answer in case.to_decide_consent()))
    words = sight.words.gettext("Consent to decide, so nobody else has read what they know: {seats}.")
    return (words.format(seats=seats(sight, held)),) if held else ()


def shut_out(sight: Sight, case: Case) -> tuple[str, ...]:
    """Who was asked and cannot answer, since nobody there may know of the case; nothing when there is none."""
    if not case.shut_out:
        return ()
    words = sight.words.gettext("No reply: {seats}.")
    if says_why_shut_out(sight, case):
        words = sight.words.gettext("Not waited for, as nobody there can see this case: {seats}.")
    return (words.format(seats=seats(sight, case.shut_out)),)


def says_why_shut_out(sight: Sight, case: Case) -> bool:
    """Whether the reader may know why an agency cannot answer: that somebody there knows the family is not for everybody."""
    runs = sight.reader is not None and visibility.runs_the_hub(sight.reader) and not sight.on_paper
    return case.restriction is not None or runs


def people_lines(sight: Sight, case: Case) -> tuple[str, ...]:
    """Whom a case is about, as a post in chat may show it: never a name, never an address."""
    if sight.hub.profile.on_cards == "count":
        return (f"{counted(sight, case.subjects)}.",)
    children = tuple(subject for subject in case.subjects if subject.kind in {"child", "unborn"})
    many = children if len(children) > MANY else ()
    shown = (shown_in_chat(sight, case, subject) for subject in case.subjects if subject not in many)
    in_short = (_count_and_ages(sight, case, many),) if many else ()
    return (*in_short, *(f"{one}." for one in shown if one))


def shown_in_chat(sight: Sight, case: Case, subject: Subject) -> str:
    """One subject as a post may show it: "Child 1: K.B., 9", or the number alone where an area allows less."""
    _ = sight.words.gettext
    if sight.hub.profile.on_cards == "count":
        return label(sight, subject)
    shown = about(
        SubjectFacts(subject.kind, subject.number, born(sight, case, subject), *_known_names(subject)),
        sight.today,
    )
    if shown is None:
        return ""
    match shown.kind:
        case "place":
            return _("A place")
        case "group":
            return _("A group")
        case "unborn":
            return _unborn(sight, shown)
        case _:
            return _person(sight, shown)


def counted(sight: Sight, subjects: Iterable[Subject]) -> str:
    """How many a card is about: "2 children", "1 adult"."""
    many = sight.words.ngettext
    kinds = [subject.kind for subject in subjects]
    children = sum(kind in {"child", "unborn"} for kind in kinds)
    adults = kinds.count("adult")
    others = len(kinds) - children - adults
    said = (
        (children, many("{n} child", "{n} children", children)),
        (adults, many("{n} adult", "{n} adults", adults)),
        (others, many("{n} place or group", "{n} places or groups", others)),
    )
    return ", ".join(words.format(n=n) for n, words in said if n)


def label(sight: Sight, subject: Subject) -> str:
    """What a subject is called where its name may not stand: "Child 1"."""
    return label_of(sight, subject.kind, subject.number)


def label_of(sight: Sight, kind: str, number: int) -> str:
    """The same where no more of the subject is known than its kind and its number."""
    _ = sight.words.gettext
    words = {
        "child": _("Child {number}"),
        "adult": _("Adult {number}"),
        "unborn": _("Unborn baby {number}"),
        "place": _("Place {number}"),
        "group": _("Group {number}"),
    }
    return words[kind].format(number=number)


def label_inside(sight: Sight, subject: Subject) -> str:
    """The same inside a sentence: "child 1"."""
    return inside(label(sight, subject))


def born(sight: Sight, case: Case, subject: Subject) -> Born:
    """What is known of when a subject was born, as it was typed when the referral arrived."""
    return _read(sight, subject, case.referral.received_at)


def _read(sight: Sight, subject: Subject, told_at: datetime) -> Born:
    told_on = told_at.astimezone(sight.hub.zone).date()
    return read_born(subject.born, told_on, unborn=subject.kind == "unborn") or Born("unknown")


def full_name(sight: Sight, subject: Subject) -> str:
    """A subject's whole name, for forms that those who may see open."""
    name = " ".join(part for part in (subject.first_name, subject.surname) if part)
    return name or sight.words.gettext("Name not known")


def in_full(sight: Sight, case: Case, subject: Subject) -> str:
    """A subject in a form: "Child 1: Kacey Brannigan, born 4 March 2017 (9)"."""
    _ = sight.words.gettext
    said = f"{label(sight, subject)}: {full_name(sight, subject)}"
    known = born(sight, case, subject)
    shown = about(SubjectFacts(subject.kind, subject.number, known), sight.today)
    if known.kind == "exact" and known.date:
        age = _age(sight, shown) if shown and shown.age_unit != "decade" else _years(sight, case, subject)
        return _("{who}, born {day} ({age})").format(who=said, day=times.born_on(sight, known.date), age=age)
    return with_birth(sight, said, subject, case.referral.received_at)


def with_birth(sight: Sight, who: str, subject: Subject, told_at: datetime) -> str:
    """Somebody with what was told of their birth, read back: "…, born 7 August 2020", "…, about 9"; "none" says nothing."""
    _ = sight.words.gettext
    known = _read(sight, subject, told_at)
    if known.date and known.kind in {"expected", "exact"}:
        words = _("{who}, due {day}") if known.kind == "expected" else _("{who}, born {day}")
        return words.format(who=who, day=times.born_on(sight, known.date))
    if known.kind == "none" or not subject.born:
        return who
    if read_born(subject.born, sight.today) == Born("unknown"):
        return _("{who}, age not known").format(who=who)
    return f"{who}, {subject.born}"


def case_line(sight: Sight, case: Case) -> str:
    """The first line of a form about a case: reference, rating and due time, and for whom the reader answers."""
    _ = sight.words.gettext
    parts = [case.referral.reference]
    if case.level and case.due_at and case.runs:
        parts.append(
            _("{rating} due {when}").format(
                rating=rating(sight, case.level), when=times.now_read(sight, case.due_at)
            )
        )
    elif case.level:  # decided: nothing is due any more
        parts.append(rating(sight, case.level))
    if sight.reader and sight.reader.seat:
        parts.append(_("You answer for {seat}").format(seat=sight.seat(sight.reader.seat)))
    return " · ".join(parts)


def named_with_age(sight: Sight, case: Case, subject: Subject) -> str:
    """A subject as the heading of its part of a form: "Child 1: Kacey Brannigan, 9"."""
    said = f"{label(sight, subject)}: {full_name(sight, subject)}"
    shown = about(SubjectFacts(subject.kind, subject.number, born(sight, case, subject)), sight.today)
    return f"{said}, {_age(sight, shown)}" if shown and shown.age_value is not None else said


def inside(words: str) -> str:
    """Words that begin a sentence, as they stand inside one: "child 1", but "MARAC"."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def opening_recorded(sight: Sight) -> str:
    """What every form with case details says near its top."""
    return sight.words.gettext("Opening this was recorded.")


def button(
    seen: str, name: str, verb: str, thing: str, *, opens: bool = True, primary: bool = False
) -> Button:
    """A button whose accessible name starts with what is seen."""
    return Button(seen, verb, thing, name, opens=opens, style="primary" if primary else "default")


def safe_to_record(sight: Sight) -> Choices:
    """The answer to "This looks like an address": always there, since no field may appear while a form is open."""
    _ = sight.words.gettext
    return Choices(
        ADDRESS_IS_SAFE,
        _("Addresses (only if what you wrote holds one)"),
        (Option("yes", _("It is safe to record")),),
        optional=True,
        ticks=True,
    )


def looks_like_an_address(sight: Sight) -> str:
    """What is said when a guarded text holds an address and nobody said that it is safe."""
    return sight.words.gettext(
        'This looks like an address. Take it out, or tick "It is safe to record" and send again.'
    )


def _known_names(subject: Subject) -> tuple[str, str]:
    return subject.first_name, subject.surname


def _unborn(sight: Sight, shown: ShownSubject) -> str:
    _ = sight.words.gettext
    if shown.expected_month is None:
        return _("Unborn")
    return _("Unborn, due {month}").format(month=times.month(sight, shown.expected_month))


def _person(sight: Sight, shown: ShownSubject) -> str:
    _ = sight.words.gettext
    who = _("Adult {number}") if shown.kind == "adult" else _("Child {number}")
    name = shown.initials or _("name not known")
    return _("{who}: {name}, {age}").format(
        who=who.format(number=shown.number), name=name, age=_age(sight, shown)
    )


def _age(sight: Sight, shown: ShownSubject) -> str:
    _ = sight.words.gettext
    if shown.age_value is None:
        return _("age not known")
    match shown.age_unit:
        case "decade":
            return _("{decade}s").format(decade=shown.age_value)
        case "years" | "months" as unit:
            said = _age_in_words(sight, Age(shown.age_value, unit))
            return _("about {age}").format(age=said) if shown.approximate else said
        case _:
            return _("under 1 month")


def _age_in_words(sight: Sight, age: Age) -> str:
    _, many = sight.words.gettext, sight.words.ngettext
    match age.unit:
        case "under_a_month":
            return _("under 1 month")
        case "months":
            return many("{n} month", "{n} months", age.value).format(n=age.value)
        case "years":
            return str(age.value)


def _years(sight: Sight, case: Case, subject: Subject) -> str:
    """An adult's age in years, where the whole date may be read."""
    facts = SubjectFacts("child", subject.number, born(sight, case, subject))
    shown = about(facts, sight.today)
    return _age(sight, shown) if shown else ""


def _count_and_ages(sight: Sight, case: Case, children: Sequence[Subject]) -> str:
    """Many children in a few words: "8 children, 2 to 15."."""
    _, many = sight.words.gettext, sight.words.ngettext
    facts = [SubjectFacts(one.kind, one.number, born(sight, case, one)) for one in children]
    shown = many_children(facts, sight.today)
    how_many = many("{n} child", "{n} children", shown.count).format(n=shown.count)
    if shown.youngest is None or shown.oldest is None:
        return f"{how_many}."
    youngest, oldest = _age_in_words(sight, shown.youngest), _age_in_words(sight, shown.oldest)
    if youngest == oldest:
        return _("{children}, aged {age}.").format(children=how_many, age=oldest)
    return _("{children}, {youngest} to {oldest}.").format(
        children=how_many, youngest=youngest, oldest=oldest
    )
