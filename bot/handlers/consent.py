"""Consent was refused for an answer: a duty manager decides whether others may read it."""

from dataclasses import replace

from bot.cards.answering import consent
from bot.handlers.steps.answering import note
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.records import Answer, ConsentDecision


def open_form(tx: Tx, press: Press) -> Reply:
    """Show the answer and ask for the decision."""
    given = _answer(press)
    if given.consent != "refused":
        return Refused("not_now")
    return Open(consent.form(press.sight, press.the_case, given))


def decide(tx: Tx, press: Press) -> Reply:
    """Keep the decision. One decision stands for an answer; a corrected answer needs its own."""
    given = _answer(press)
    before = press.the_case.consent_decision(given)
    if before is not None:
        return Done("already", {"at": before.at.isoformat()})
    newest = next((one for one in press.the_case.answers if one.supersedes == given.id), None)
    if newest is not None:
        return _show_newest(press, newest)
    share = press.text("decision") == "share"
    tx.consent_decisions.add(_made(press, given, share=share))
    if share:
        note(tx, press, "consent.overruled", given.id)
    return Done(note={"decision": press.text("decision"), "why": press.text("why")})


def _show_newest(press: Press, newest: Answer) -> Reply:
    if newest.consent != "refused":
        return Refused("not_now")
    form = consent.form(press.sight, press.the_case, newest).filled(press.fields, {})
    return Open(replace(form, notice=consent.corrected_meanwhile(press.sight, newest)))


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """What sharing without consent needs."""
    return consent.problems(
        press.sight,
        share=press.text("decision") == "share",
        why=press.text("why"),
        reasons=press.text("reasons"),
        basis=press.text("basis"),
        told=press.text("told"),
        told_words=press.text("told_words"),
    )


def _made(press: Press, given: Answer, *, share: bool) -> ConsentDecision:
    return ConsentDecision(
        id=new_id(),
        referral=given.referral,
        answer=given.id,
        by=press.actor.person,
        at=press.now,
        share=share,
        asked=press.text("asked"),
        why=press.text("why"),
        reasons=press.text("reasons"),
        basis=press.text("basis"),
        told=press.text("told"),
        told_words=press.text("told_words"),
    )


def _answer(press: Press) -> Answer:
    return next(one for one in press.the_case.answers if one.id == press.thing)


VERBS = (Verb("consent.decide", "answer", opens=open_form, does=decide, checks=check),)
