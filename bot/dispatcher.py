"""One press, from what a surface received to what it shows: the same steps for every verb.

Everything between the first look and the commit happens in one transaction, with nothing awaited inside: delivered before?
who is it? may they, on this, now? the handler, the audit, and which messages are out of date.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.cards import notices, refusals
from bot.cards.elements import Form
from bot.cards.sight import Sight
from bot.due import after_hours
from bot.hubs import Hubs
from bot.interaction import DETAILS, MY_REFERRALS, Answer, Interaction, Phase, with_keepable_ids
from bot.metrics import PRESS_SECONDS, PRESSES
from bot.projection import Projection, shared_scope
from bot.reply import ALREADY, GAVE_UP, Done, Invalid, Open, Refused, Reply, restored, stored
from bot.validation import checked
from bot.verbs import Press, Verb, Verbs
from bot.who import Known, Who
from storage.accounts import Begun
from storage.deliveries import FormToken
from storage.store import Store
from storage.tx import Tx
from triage import visibility
from triage.acting import acting, for_seat
from triage.authority import may, may_hear_of, proposal_of
from triage.chairing import as_in_meeting
from triage.meetings import Sitting
from triage.roster import Roster
from triage.typed_text import typed_text

MEETINGS = ("meeting", "minutes")
"""Things that may be about many cases at once."""
_REFERENCE = re.compile(r"MASH-\d{4}-[A-HJ-NP-Z2-9]{5}")
_OURS = re.compile(rf"[A-Za-z0-9_-]{{22}}|{_REFERENCE.pattern}")
"""An id or a reference that the bot made."""


class Dispatcher:
    """Does presses. `woken` is called after a commit that may have made messages out of date."""

    def __init__(
        self,
        store: Store[Tx],
        *,
        verbs: Verbs,
        hubs: Hubs,
        projection: Projection,
        woken: Callable[[], None],
    ) -> None:
        self._store = store
        self._verbs = verbs
        self._hubs = hubs
        self._who = Who(hubs)
        self._projection = projection
        self._woken = woken

    async def press(self, interaction: Interaction) -> Answer:
        """Do one press or submit. Returns only after the commit.

        Nothing that a person could cause is raised. When the bot or its database failed nothing is kept, and the error
        reaches the surface, which keeps what was typed and says so.
        """
        with PRESS_SECONDS.labels(interaction.identity.surface).time():
            answer = await self._store.write(lambda tx: self.press_in(tx, interaction))
        counted = interaction.verb if interaction.verb in self._verbs else "unknown"
        PRESSES.labels(interaction.identity.surface, counted, answer.kind).inc()
        if answer.kind == "done":
            self._woken()
        return answer

    def press_in(self, tx: Tx, interaction: Interaction) -> Answer:
        """The same, inside a transaction that is already open."""
        self._hubs.refresh(tx)
        typed = _as_typed(with_keepable_ids(interaction))
        interaction = self._by_id(tx, typed)
        known = self._who.behind(tx, interaction)
        if self._follows_own_reference(tx, typed, interaction, known):
            interaction = replace(interaction, verb=MY_REFERRALS, thing="")
        interaction = self._of_check(tx, interaction, known)
        delivery = _delivery(interaction)
        recorded = tx.deliveries.recorded(delivery)
        before = restored(recorded) if recorded is not None else None
        if before is not None:
            return _worded(interaction, known.sight, before)
        reply = self._reply(tx, interaction, known)
        if recorded is None and not isinstance(reply, Invalid):
            tx.deliveries.record(delivery, stored(reply))
        return _worded(interaction, known.sight, reply)

    def _by_id(self, tx: Tx, interaction: Interaction) -> Interaction:
        """A case that was named by its reference (typed, or in a link) is named by its id from here on."""
        verb = self._verbs.get(interaction.verb)
        if verb is None or verb.thing != "referral":
            return interaction
        found = tx.referrals.by_reference(interaction.thing)
        return replace(interaction, thing=found) if found else interaction

    def _follows_own_reference(
        self, tx: Tx, typed: Interaction, interaction: Interaction, known: Known
    ) -> bool:
        """Whether somebody opens by its reference what they referred and may not read: their own list is theirs to see."""
        opens = (typed.verb, typed.phase) == (DETAILS, Phase.PRESS)
        named = _REFERENCE.fullmatch(typed.thing.strip().upper()) is not None
        return opens and named and self._who.only_referred(tx, known, interaction.thing)

    def _of_check(self, tx: Tx, interaction: Interaction, known: Known) -> Interaction:
        """For whoever answers for several seats a button may name the check: which seat was asked, about which case."""
        verb = self._verbs.get(interaction.verb)
        if verb is None or verb.thing != "referral" or not self._who.has_several_seats(known, tx.now):
            return interaction
        asked = tx.checks.get(interaction.thing)
        return replace(interaction, thing=asked.referral, seat=asked.seat) if asked else interaction

    # What.

    def _reply(self, tx: Tx, interaction: Interaction, known: Known) -> Reply:
        turned_away = _not_known(known)
        verb = self._verbs.get(interaction.verb)
        if turned_away or verb is None or (interaction.followed and verb.opens is None):
            return self._turn_away(tx, interaction, known, turned_away or Refused("unknown_verb"))
        referral = tx.referral_behind(verb.thing, interaction.thing) if verb.thing != "none" else None
        circle = tx.circles.of(referral or "") if verb.thing != "none" else None
        inside = self._who.inside(tx, known, circle) if circle else known
        gone = circle is None and (bool(referral) or not _of_no_case(tx, verb, interaction, known))
        if inside is None or gone:
            return self._nothing_here(tx, interaction, known, referral)
        press = self._press(tx, interaction, inside, referral)
        if press.case and press.case.circle != circle and not self._who.inside(tx, known, press.case.circle):
            return self._nothing_here(tx, interaction, known, referral)  # kept from them since we looked
        early = self._sent_before(tx, verb, press) or self._not_allowed(tx, verb, press, referral or "")
        if early is not None:
            return early
        if interaction.phase is Phase.PRESS and verb.opens is not None:
            return self._open(tx, verb, press, referral or "")
        return self._do(tx, verb, press, referral or "")

    def _nothing_here(self, tx: Tx, interaction: Interaction, known: Known, referral: str | None) -> Reply:
        """The same for a case that is kept from somebody and for none: words, record and time spent.

        The attempt stands in the record of what belongs to no referral, where whoever runs the case finds it. Only who
        sends again the form by which they gave the case up is told again that they did: those words name no case.
        """
        token = tx.deliveries.form(interaction.token) if interaction.phase is Phase.SUBMIT else None
        sent = restored(token.reply) if token and token.reply and token.person == known.actor.person else None
        if isinstance(sent, Done) and sent.code == GAVE_UP:
            return sent
        attempted = replace(interaction, thing=referral or interaction.thing)
        return self._turn_away(tx, attempted, known, Refused("nothing_here"))

    def _press(self, tx: Tx, interaction: Interaction, known: Known, referral: str | None) -> Press:
        hub = known.sight.hub
        case = tx.case(referral, hub.profile) if referral and tx.referrals.lock(referral) else None
        sittings = case.sittings if case else self._sitting(tx, interaction)
        actors = tuple(as_in_meeting(actor, sittings, hub.hours, tx.now) for actor in known.actors)
        actor = for_seat(actors, self._seat(tx, interaction))
        actor = actor or acting(actors, case, interaction.verb, interaction.thing)
        known_case = visibility.as_known(actor, case) if case else None
        return Press(interaction, actor, hub, known.roster, replace(known.sight, reader=actor), known_case)

    def _seat(self, tx: Tx, interaction: Interaction) -> str:
        """The seat that a press names: by its button, or by the form that it sends."""
        if interaction.phase is not Phase.SUBMIT:
            return interaction.seat
        token = tx.deliveries.form(interaction.token)
        return token.seat if token else ""

    def _sitting(self, tx: Tx, interaction: Interaction) -> tuple[Sitting, ...]:
        """The meeting that a press about no single case is about; who acts on it has it and its cases alone."""
        verb = self._verbs[interaction.verb]
        found = tx.meetings.behind(verb.thing, interaction.thing) if verb.thing in MEETINGS else None
        if found is not None and not verb.looking:
            for referral in sorted(item.referral for item in found.items):
                tx.referrals.lock(referral)  # in one order, and before the meeting, as a press on a case does
            tx.meetings.lock(found.meeting.id)
            found = tx.meetings.sitting(found.meeting.id)
        return (found,) if found else ()

    def _open(self, tx: Tx, verb: Verb, press: Press, referral: str) -> Reply:
        reply = verb.opens(tx, press) if verb.opens else Refused("unknown_verb")
        if isinstance(reply, Refused):
            return self._refuse(tx, press, referral, reply)
        self._audit(tx, press, referral, "opened", {})
        if isinstance(reply, Open):
            return Open(self._with_token(tx, press, reply.form))
        self._after(tx, verb, press, referral)
        return reply

    def _do(self, tx: Tx, verb: Verb, press: Press, referral: str) -> Reply:
        if verb.does is None:
            return self._refuse(tx, press, referral, Refused("unknown_verb"))
        if press.interaction.phase is Phase.SUBMIT:
            token = self._token(tx, verb, press)
            if token is None or token.seat not in {"", press.actor.seat}:
                return self._refuse(tx, press, referral, Refused("form_not_ours"))
            submitted = self._checked(tx, verb, replace(press, shown_revision=token.shown_revision))
            if isinstance(submitted, Invalid):
                return submitted
            press = submitted
        return self._settle(tx, verb, press, referral, verb.does(tx, press))

    def _not_allowed(self, tx: Tx, verb: Verb, press: Press, referral: str) -> Refused | None:
        verdict = may(press.actor, verb.name, press.case, press.thing)
        if verdict.allowed:
            return None
        if press.case and not may_hear_of(press.actor, press.case):
            return self._refuse(tx, press, referral, Refused("nothing_here"))
        facts = {"who": " ".join(verdict.who), **_about_the_proposal(verb, press)}
        return self._refuse(tx, press, referral, Refused(verdict.reason, facts))

    def _token(self, tx: Tx, verb: Verb, press: Press) -> FormToken | None:
        """The token of the form that was sent, if this form was opened by this person, for this."""
        token = tx.deliveries.form(press.interaction.token)
        opened_for = (press.actor.person, verb.name, press.thing)
        return token if token and (token.person, token.verb, token.thing) == opened_for else None

    def _sent_before(self, tx: Tx, verb: Verb, press: Press) -> Reply | None:
        """What was recorded for this form, however it comes again: by then the person may no longer do the same."""
        if press.interaction.phase is not Phase.SUBMIT:
            return None
        token = self._token(tx, verb, press)
        return restored(token.reply) if token and token.reply is not None else None

    def _settle(self, tx: Tx, verb: Verb, press: Press, referral: str, reply: Reply) -> Reply:
        match reply:
            case Done(code, facts, note, then, made, also):
                referral = referral or made
                at = {
                    "at": tx.now.isoformat(),
                    "reference": press.case.referral.reference if press.case else "",
                }
                done = Done(code, {**at, **facts}, note, self._with_token(tx, press, then) if then else None)
                repeated = code == ALREADY
                self._audit(tx, press, referral, ALREADY if repeated else "done", note)
                if not repeated:
                    if referral and not verb.looking:
                        after_hours.note(tx, press, referral)
                    self._after(tx, verb, press, referral)
                    self._elsewhere(tx, press, also)
                if press.interaction.token:
                    tx.deliveries.spend(press.interaction.token, stored(done))
                    begun = Begun(verb.name, press.thing, press.actor.seat)
                    tx.accounts.drop_draft(press.actor.person, begun)
                return done
            case Refused():
                return self._refuse(tx, press, referral, reply)
            case Open(form):
                self._audit(tx, press, referral, "opened", {})
                return Open(self._with_token(tx, press, form))
            case Invalid(problems):
                opened = verb.opens(tx, press) if verb.opens else None
                return self._filled(press, opened.form, problems) if isinstance(opened, Open) else reply

    def _checked(self, tx: Tx, verb: Verb, press: Press) -> Press | Invalid:
        """The press with the values of its form's own fields, or what is wrong with them.

        When the form can no longer be built, its handler says why.
        """
        opened = verb.opens(tx, press) if verb.opens else None
        if not isinstance(opened, Open):
            return press
        press, found = checked(tx, verb, press, opened.form)
        return self._filled(press, opened.form, found) if found else press

    def _filled(self, press: Press, form: Form, problems: Mapping[str, str]) -> Invalid:
        """The same form with what the person typed, what is wrong with it, and the same token."""
        again = replace(form.filled(press.fields, problems), token=press.interaction.token)
        return Invalid(problems, again)

    def _with_token(self, tx: Tx, press: Press, form: Form) -> Form:
        if not form.submit:
            return form
        shown = self._revision(tx, press, form)
        actor = press.actor
        token = tx.deliveries.open_form(
            actor.person, form.verb, form.thing, shown, actor.seat, shows=form.shows
        )
        return replace(form, token=token)

    def _revision(self, tx: Tx, press: Press, form: Form) -> int:
        """Which revision of its case a form shows; "Screen the next one" finds a case that was not pressed."""
        if press.case:
            return press.case.referral.revision
        found = tx.referral_behind("referral", form.thing) if form.thing else None
        return tx.referrals.revision(found) if found else 0

    def _after(self, tx: Tx, verb: Verb, press: Press, referral: str) -> None:
        if verb.looking:
            return
        roster = self._hubs.roster(tx)  # the press's own holds only those who may know of its case
        if referral:
            tx.referrals.moved(referral)
            self._projection.referral(tx, press.hub, roster, referral)
        self._shared(tx, verb, press, roster)
        if verb.moves_circle:
            tx.messages.redraw_forum(press.hub.forum.id)
        people = (*press.case.subjects, *tx.subjects.of(referral)) if press.case else ()
        to_screen = any(subject.stage == "received" for subject in people)  # before this press, or after it
        if press.case is None or to_screen or verb.moves_circle:
            self._projection.desk(tx, press.hub, roster)

    def _elsewhere(self, tx: Tx, press: Press, referrals: tuple[str, ...]) -> None:
        """What this press changed for other referrals shows on their messages."""
        for referral in referrals:
            tx.referrals.moved(referral)
            self._projection.referral(tx, press.hub, self._hubs.roster(tx), referral)

    def _shared(self, tx: Tx, verb: Verb, press: Press, roster: Roster) -> None:
        """The day's list and its meeting show many cases; what is done in that meeting shows on each of them."""
        if verb.thing not in MEETINGS and verb.name != "list.call":
            tx.messages.redraw(shared_scope(press.hub.forum.id))
            return
        for sitting in self._sitting(tx, press.interaction) if press.case is None else ():
            for referral in sorted(item.referral for item in sitting.items):
                tx.referrals.moved(referral)
                self._projection.referral(tx, press.hub, roster, referral)
        self._projection.meetings(tx, press.hub, roster)

    # What is kept of it.

    def _refuse(self, tx: Tx, press: Press, referral: str, reply: Refused) -> Refused:
        self._audit(tx, press, referral, "refused", {"reason": reply.code})
        return reply

    def _turn_away(self, tx: Tx, interaction: Interaction, known: Known, reply: Refused) -> Refused:
        """Refuse somebody before any case is looked at.

        What was sent as a verb or a thing may be anybody's words: the record keeps what can be ours.
        """
        verb = interaction.verb if interaction.verb in self._verbs else "unknown"
        thing = interaction.thing if _OURS.fullmatch(interaction.thing) else ""
        interaction = replace(interaction, verb=verb, thing=thing)
        press = Press(interaction, known.actor, known.sight.hub, known.roster, known.sight)
        return self._refuse(tx, press, "", reply)

    def _audit(self, tx: Tx, press: Press, referral: str, outcome: str, note: Mapping[str, str]) -> None:
        identity = press.interaction.identity
        tx.audit.record(
            actor=press.actor.person or f"{identity.surface}:{identity.user}"[:64],
            seat=press.actor.seat,
            surface=identity.surface,
            verb=press.interaction.verb,
            thing=press.thing[:64],
            outcome=outcome,
            referral_id=referral,
            body=note,
        )


def _not_known(known: Known) -> Refused | None:
    """Why this account may press nothing at all: nobody linked it, or the person's access has ended."""
    if known.person is None:
        return Refused("unknown_person")
    if not known.actor.person:
        ended = known.roster.ended_at(known.person.id, known.sight.hub.forum.id)
        return Refused("access_ended", {"ended_at": ended.isoformat()} if ended else {})
    return None


def _of_no_case(tx: Tx, verb: Verb, interaction: Interaction, known: Known) -> bool:
    """Whether a press needs no case: about the desk, a task, or the meeting of a day's list of this hub."""
    if verb.thing not in MEETINGS:
        return verb.thing in {"none", "task"}
    sitting = tx.meetings.behind(verb.thing, interaction.thing)
    here = known.sight.hub.forum.id
    return sitting is not None and not sitting.meeting.referral and sitting.meeting.forum == here


def _worded(interaction: Interaction, sight: Sight, reply: Reply) -> Answer:
    """What is shown: the reply in words, in the language of who pressed."""
    language = sight.words.language
    match reply:
        case Open(form):
            return Answer("open", replace(form, page=interaction.page), language=language)
        case Done(code, facts, then=then):
            return Answer("done", then, notices.done(code, facts, sight), language)
        case Refused(code, facts):
            words = refusals.words(code, facts, sight)
            return Answer("refused", refusals.form(words, sight), words, language)
        case Invalid(form=form):
            return Answer("invalid", form, language=language)


def _as_typed(interaction: Interaction) -> Interaction:
    """The same with text that can be read and kept, whatever a surface let through."""
    fields = {name: tuple(map(typed_text, values)) for name, values in interaction.fields.items()}
    prefill = {name: typed_text(text) for name, text in interaction.prefill.items()}
    return replace(interaction, fields=fields, prefill=prefill)


def _delivery(interaction: Interaction) -> str:
    """The key of this delivery: the sender's own, told apart by surface and account."""
    identity = interaction.identity
    parts = (identity.surface, identity.tenant, identity.user, interaction.delivery)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _about_the_proposal(verb: Verb, press: Press) -> dict[str, str]:
    """For a refusal about a proposal, and for no other: which outcomes it holds, and who decided it when."""
    proposal = proposal_of(press.case, press.thing) if press.case else None
    if proposal is None or not verb.name.startswith("proposal."):
        return {}
    decided = proposal.decided_at.isoformat() if proposal.decided_at else ""
    outcomes = " ".join(dict.fromkeys(one.outcome for one in proposal.outcomes))
    return {"outcomes": outcomes, "state": proposal.state, "by": proposal.decided_by, "decided_at": decided}
