"""Story 12: a teacher hears by three that nothing is decided yet, and only what is true."""

import pytest

from bot.cards.elements import Form, Quote
from bot.due.jobs import DueScan
from bot.reading.my_work import gather
from storage.tx import Tx
from tests.support.desk import Desk
from tests.support.referring import refer, screen
from triage.records import HoldingReply

CHAT = {"how": "chat", "checked": "yes"}


async def until_three(desk: Desk, hours: float = 3, **span: float) -> None:
    """Referred at 12:40: time passes to three o'clock."""
    desk.move_clock(hours=hours, **span)
    await DueScan(desk.store, desk.hubs, desk.projection).scan()


async def referred(desk: Desk) -> str:
    desk.move_clock(hours=3, minutes=28)
    return await refer(desk, danger="no")


async def waiting(desk: Desk, referral: str) -> HoldingReply:
    (one,) = (await desk.case(referral)).holding
    return one


async def told(desk: Desk) -> set[str]:
    return {message.audience for message in await desk.messages("holding_due")}


def goes(form: Form | None) -> str:
    assert form is not None
    return next(part.text for part in form.body if isinstance(part, Quote))


async def test_by_three_without_a_decision_business_support_is_told(desk: Desk) -> None:
    referral = await referred(desk)
    await until_three(desk, hours=2)
    assert (await desk.case(referral)).holding == ()

    await until_three(desk, hours=0, minutes=20)

    assert (await waiting(desk, referral)).state == "prepared"
    assert await told(desk) == {"minutes-1"}


async def test_however_often_it_is_looked_there_is_one(desk: Desk) -> None:
    referral = await referred(desk)

    for _ in range(3):
        await until_three(desk)

    assert len((await desk.case(referral)).holding) == 1


async def test_it_waits_in_feedback_to_send(desk: Desk) -> None:
    referral = await referred(desk)
    await until_three(desk)
    one = await waiting(desk, referral)

    def work(tx: Tx) -> list[tuple[str, str]]:
        roster = desk.hubs.roster(tx)
        items = gather(tx, desk.hub, roster, roster.people["minutes-1"]).items
        return [(item.group, item.thing) for item in items]

    assert ("feedback", one.id) in await desk.store.read(work)


async def test_unread_it_says_so_and_when_we_write_again_and_whom_to_phone(desk: Desk) -> None:
    referral = await referred(desk)
    await until_three(desk)

    opened = await desk.press("minutes-1", "holding.send", (await waiting(desk, referral)).id)

    reference = (await desk.case(referral)).referral.reference
    assert goes(opened.form) == (
        f"No decision yet · {reference}\n"
        "Your referral is waiting to be read. We will write again by the end of Tuesday 17 November.\n"
        "If you are more worried than before, phone 01632 960 100 now."
    )


async def test_it_says_that_agencies_are_asked_only_while_they_are(desk: Desk) -> None:
    referral = await referred(desk)
    desk.move_clock(hours=2)
    await screen(desk, referral, urgency_1="amber")
    await until_three(desk, hours=1)
    one = await waiting(desk, referral)

    asked = goes((await desk.press("minutes-1", "holding.send", one.id)).form)

    assert "A social worker has read your referral and agencies are being asked what they know." in asked
    for seat in (await desk.case(referral)).asked:
        await desk.do(f"{seat}-1", "check.nothing_known", referral, {})
    done = goes((await desk.press("minutes-1", "holding.send", one.id)).form)
    assert "A social worker has read your referral. We will write again" in done
    assert "agencies" not in done


async def test_it_goes_to_the_referrer_as_it_was_shown_and_once(desk: Desk) -> None:
    referral = await referred(desk)
    await until_three(desk)
    one = await waiting(desk, referral)

    sent = await desk.do("minutes-1", "holding.send", one.id, CHAT)

    assert sent.note.startswith("Sent 3:40pm.")
    assert [m.audience for m in await desk.messages("holding")] == ["teacher-1"]
    assert await told(desk) == set()
    kept = await waiting(desk, referral)
    assert (kept.state, kept.read, kept.asked, kept.by) == ("sent", False, False, "minutes-1")
    again = await desk.press("duty-1", "holding.send", one.id)
    assert again.note.startswith("Already recorded 3:40pm.")


async def test_what_changed_while_it_was_read_is_shown_first(desk: Desk) -> None:
    referral = await referred(desk)
    await until_three(desk)
    one = await waiting(desk, referral)
    opened = await desk.press("minutes-1", "holding.send", one.id)
    await screen(desk, referral)

    answer = await desk.submit(opened.form, CHAT, by="minutes-1")

    assert answer.kind == "open"
    assert "agencies are being asked" in goes(answer.form)
    assert (await waiting(desk, referral)).state == "prepared"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"checked": "yes"}, "how", "Select how to send it"),
        ({"how": "chat"}, "checked", "Tick to say you have checked the person"),
        ({"how": "not_possible"}, "reason", "Enter why feedback cannot be sent"),
    ],
)
async def test_what_is_missing_is_said_at_its_field(
    desk: Desk, typed: dict[str, str], field: str, words: str
) -> None:
    referral = await referred(desk)
    await until_three(desk)

    answer = await desk.do("minutes-1", "holding.send", (await waiting(desk, referral)).id, typed)

    assert answer.form is not None
    assert answer.form.problems == {field: words}


async def test_by_phone_it_is_a_task_and_the_tick_says_that_it_was_told(desk: Desk) -> None:
    referral = await referred(desk)
    await until_three(desk)

    ringing = await desk.do(
        "minutes-1", "holding.send", (await waiting(desk, referral)).id, {"how": "phone", "checked": "yes"}
    )

    assert "Your referral is waiting to be read." in goes(ringing.form)
    assert (await waiting(desk, referral)).state == "to_do"
    await desk.submit(ringing.form, {"outcome": "phone", "words": "3:45pm, himself"}, by="minutes-1")
    kept = await waiting(desk, referral)
    assert (kept.state, kept.how, kept.spoken_to) == ("sent", "phone", "3:45pm, himself")
    assert await desk.messages("holding") == []


async def test_why_it_cannot_be_sent_is_kept(desk: Desk) -> None:
    referral = await referred(desk)
    await until_three(desk)

    await desk.do(
        "minutes-1",
        "holding.send",
        (await waiting(desk, referral)).id,
        {"how": "not_possible", "reason": "The school is closed."},
    )

    kept = await waiting(desk, referral)
    assert (kept.state, kept.reason) == ("withheld", "The school is closed.")


async def test_a_decision_made_first_withdraws_it(desk: Desk) -> None:
    referral = await referred(desk)
    await screen(desk, referral)
    await until_three(desk)
    one = await waiting(desk, referral)

    decision = {"outcome_1": "section_17", "rationale": "A bruise.", "without": "They are late."}
    await desk.do("chair-1", "decision.propose", referral, decision)
    (proposal,) = (await desk.case(referral)).open_proposals
    await desk.do("duty-1", "proposal.approve", proposal.id, {})

    assert (await waiting(desk, referral)).state == "withdrawn"
    assert await told(desk) == set()
    late = await desk.press("minutes-1", "holding.send", one.id)
    assert late.kind == "refused"


async def test_decided_before_three_nothing_is_prepared(desk: Desk) -> None:
    referral = await referred(desk)
    await desk.do(
        "screening-1", "referral.screen", referral, {"what": "advice", "reason": "Known and supported."}
    )

    await until_three(desk)

    assert (await desk.case(referral)).holding == ()
    assert await told(desk) == set()


async def test_the_reply_takes_its_place(desk: Desk) -> None:
    referral = await referred(desk)
    await until_three(desk)
    await desk.do("minutes-1", "holding.send", (await waiting(desk, referral)).id, CHAT)
    await desk.do(
        "screening-1", "referral.screen", referral, {"what": "advice", "reason": "Known and supported."}
    )
    assert await desk.messages("holding")

    (feedback,) = (await desk.case(referral)).feedback
    await desk.do("minutes-1", "feedback.send", feedback.id, CHAT)

    assert await desk.messages("holding") == []
    assert [m.audience for m in await desk.messages("feedback")] == ["teacher-1"]


async def test_a_promise_after_the_first_one_is_over_has_a_clock_of_its_own(desk: Desk) -> None:
    referral = await referred(desk)
    await until_three(desk, hours=36)

    await desk.do("minutes-1", "holding.send", (await waiting(desk, referral)).id, CHAT)

    kept = await waiting(desk, referral)
    clock = (await desk.case(referral)).clock("feedback")
    assert clock is not None
    assert (clock.due_at, clock.stopped_at) == (kept.again_by, None)
