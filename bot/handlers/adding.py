"""What is added to a referral after it arrived: by whoever referred, or under a number that was known."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.cards.referring import add_more, attached
from bot.intake.filing import of_the_household
from bot.intake.taking import index_subject, split_name
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.case import Case
from triage.records import Addition, Subject
from triage.subject_kind import is_secret
from triage.told import ISSUES_BETWEEN, KEEP_ADDRESS, SUBJECT_FIELDS, differing, hub_keeps_secret, told

_SAFE = re.compile(r"person_\d+_safe")
"""Who of the home is safe to contact, and how."""


def open_page(_tx: Tx, press: Press) -> Reply:
    """One of the four pages."""
    return Open(add_more.form(press.sight, press.the_case, _page(press)))


def save_page(tx: Tx, press: Press) -> Reply:
    """Keep what is new on this page, and go on to the next."""
    case, page = press.the_case, _page(press)
    new = differing(_typed(press, case, page), add_more.known_to(press.sight, case))
    tick = _newly_secret(press, case, page)
    if new or tick:
        kept = new | ({KEEP_ADDRESS: tick} if tick else {})
        before = told(case) | {KEEP_ADDRESS: "yes" if case.first_told.address_secret else "no"}
        addition = Addition(
            id=new_id(),
            referral=case.referral.id,
            at=press.now,
            by=press.actor.person,
            kind="added",
            fields=kept,
            before={name: before.get(name, "") for name in kept},
        )
        tx.additions.add(addition)
        _bring_up_to_date(tx, press, new, tick)
    then = None
    if page < add_more.PAGES:
        after = tx.case(case.referral.id, press.hub.profile) or case
        then = add_more.form(press.sight, after, page + 1)
    return Done(note=_before_and_after(new, told(case)), then=then)


def check_page(_tx: Tx, press: Press) -> dict[str, str]:
    """So many issues and no more."""
    if len(press.chosen("presenting_issues")) <= add_more.MOST_ISSUES:
        return {}
    return {"presenting_issues": add_more.too_many_issues(press.sight)}


def open_other_words(_tx: Tx, press: Press) -> Reply:
    """Show what came under a known number, beside what is known."""
    found = _waiting(press)
    if found is None:
        return Refused("accepted_already")
    return Open(attached.form(press.sight, press.the_case, found))


def accept(tx: Tx, press: Press) -> Reply:
    """Take the other words into the referral; they fill what was empty and stand beside the rest."""
    if not tx.additions.move(press.thing, only_if={"accepted_at": None}, accepted_at=press.now):
        return Refused("accepted_already")
    return Done()


def _page(press: Press) -> int:
    """The page that was asked for; at a submit, the one whose fields came in."""
    case, sight = press.the_case, press.sight
    for page in range(1, add_more.PAGES + 1):
        if any(field.id in press.fields for field in add_more.fields(sight, case, page)):
            return page
    return min(press.interaction.page, add_more.PAGES)


def _typed(press: Press, case: Case, page: int) -> dict[str, str]:
    """What the page says now and did not say when it was opened, under the names that a referral's fields have."""
    typed = {
        field.id: text
        for field in add_more.fields(press.sight, case, page)
        if field.id != KEEP_ADDRESS
        if (text := ISSUES_BETWEEN.join(press.chosen(field.id)).strip()) != getattr(field, "value", None)
    }
    name = typed.pop(add_more.FULL_NAME, "")
    if name and name != _full_name(press, case):
        typed["first_name"], typed["surname"] = split_name(name)
    return typed


def _full_name(press: Press, case: Case) -> str:
    """The name as it was shown."""
    known = add_more.known_to(press.sight, case)
    return " ".join(part for part in (known.get("first_name", ""), known.get("surname", "")) if part)


def _newly_secret(press: Press, case: Case, page: int) -> str:
    """What is said about the address ("yes", "no") when that is another thing than was shown; empty otherwise."""
    if page != 1:
        return ""
    ticked = bool(press.chosen(KEEP_ADDRESS)) or is_secret(press.text("address"))
    theirs = press.actor.person == case.referral.referrer.person
    if ticked == add_more.secret_to(press.sight, case) or (theirs and not ticked and hub_keeps_secret(case)):
        return ""
    return "yes" if ticked else "no"


def _bring_up_to_date(tx: Tx, press: Press, new: dict[str, str], tick: str) -> None:
    """Agencies look people up by the subject, so what is new about it stands there too."""
    case = press.the_case
    referral, first = case.referral, case.first_told
    facts = {name: text for name, text in new.items() if name in SUBJECT_FIELDS}
    if facts or tick:
        changed: Subject = replace(first, **facts)  # type: ignore[arg-type]  # every field named in it is a text
        changed = replace(changed, address_secret=tick == "yes" if tick else first.address_secret)
        for one in (changed, *(of_the_household(one, changed) for one in _at_home_with(first, case))):
            tx.subjects.rewrite(one)
            index_subject(tx, press.hub, referral, one)
    if _how_to_reach_them(new) and not referral.safe_contact:
        tx.referrals.rewrite(replace(referral, safe_contact=True))


def _how_to_reach_them(new: Mapping[str, str]) -> bool:
    """Whether it says whom not to contact, or how somebody in the home is safe to contact: read it before you phone."""
    return any(text for name, text in new.items() if name == "do_not_contact" or _SAFE.fullmatch(name))


def _at_home_with(first: Subject, case: Case) -> Iterator[Subject]:
    """Everybody else with the same address: when it is corrected, or must be secret, so must theirs."""
    for one in case.subjects:
        if one.id != first.id and (one.address, one.postcode) == (first.address, first.postcode):
            yield one


def _before_and_after(new: dict[str, str], known: dict[str, str]) -> dict[str, str]:
    return {f"{name} was": known.get(name, "") for name in new} | {f"{name} is": new[name] for name in new}


def _waiting(press: Press) -> Addition | None:
    waiting = (a for a in press.the_case.additions if a.kind == "other_words" and a.accepted_at is None)
    return next((addition for addition in waiting if addition.id == press.thing), None)


VERBS = (
    Verb("referral.add", "referral", opens=open_page, does=save_page, checks=check_page),
    Verb("addition.accept", "addition", opens=open_other_words, does=accept),
)
