"""Somebody asks whether a family is known: no rating, no views, one reply that another person approves."""

from dataclasses import replace

from bot.drawing import Drawing
from bot.due.jobs import DueScan
from storage.tx import Tx
from tests.cards.reading import read, words
from tests.support.cases import arrived
from tests.support.desk import Desk
from tests.support.keeping import keep
from triage.measures import measure
from triage.records import Referrer

START = {"asker": "court", "seats": ("health", "education")}
REPLY = {
    "right": "The family court, by its order.",
    "checked": "Rang the court office back.",
    "words": "The family is known to Health since 2019.",
    "held_back": "Nothing",
}


async def started(desk: Desk, **referral: object) -> str:
    key = await keep(desk, arrived(**referral))
    answer = await desk.do("duty-1", "information.start", key, START)
    assert answer.kind == "done", answer.form and answer.form.problems
    return key


async def written(desk: Desk, by: str = "minutes-1", **referral: object) -> tuple[str, str]:
    key = await started(desk, **referral)
    told = {
        "kind": "known_with_info",
        "text": "Known since 2019.",
        "need": "help",
        "consent": "given",
        "tier": "referrer",
    }
    answer = await desk.do("health-1", "check.answer", key, told)
    assert answer.kind == "done", answer.form and answer.form.problems
    answer = await desk.do(by, "information.reply", key, REPLY)
    assert answer.kind == "done", answer.form and answer.form.problems
    return key, (await desk.case(key)).information_replies[-1].id


async def card(desk: Desk, kind: str) -> str:
    def drawn(tx: Tx) -> str:
        found = [m for m in tx.messages.in_channel("hub", "web") if m.card == kind]
        shown = Drawing(desk.hubs).draw(tx, found[0])
        assert shown is not None
        return read(shown.card)

    return await desk.store.read(drawn)


async def test_the_card_says_who_asks_by_when_and_who_has_answered(desk: Desk) -> None:
    await started(desk)

    lines = (await card(desk, "information_request")).splitlines()

    assert lines[0] == "INFORMATION REQUEST ■ due 4:30pm Fri 20 November · MASH-2611-7KDMQ"
    assert lines[1] == (
        "Asked by: a court. No rating and no views. Agencies asked: Education, Health. Answered 0 of 2."
    )
    assert "Add what we know" in lines[2]
    assert "Give our view" not in lines[2]


async def test_nobody_rates_it_gives_a_view_or_decides(desk: Desk) -> None:
    key = await started(desk)

    case = await desk.case(key)
    assert case.referral.kind == "information_request"
    assert not case.ratings
    for person, verb in (
        ("health-1", "vote.cast"),
        ("duty-1", "decision.propose"),
        ("duty-1", "rating.change"),
        ("screening-1", "referral.screen"),
    ):
        assert (await desk.press(person, verb, key)).kind == "refused", verb
    form = (await desk.press("health-1", "check.answer", key)).form
    assert form is not None
    assert not [field.id for field in form.fields() if field.id.startswith("urgency")]


async def test_the_reply_is_approved_by_another_duty_manager_and_sent_to_who_asked(desk: Desk) -> None:
    key, reply = await written(desk, by="duty-1")
    assert [m.audience for m in await desk.messages("information_approval")] == ["duty-2"]
    assert (await desk.press("duty-1", "information.approve", reply)).kind == "refused"
    assert (await desk.press("teacher-1", "information.read", reply)).kind == "refused"

    answer = await desk.do("duty-2", "information.approve", reply, {})

    assert answer.kind == "done"
    assert [m.audience for m in await desk.messages("information_reply")] == ["teacher-1"]
    opened = await desk.press("teacher-1", "information.read", reply)
    assert "The family is known to Health since 2019." in repr(opened.form)
    assert "by its order" not in repr(opened.form)
    case = await desk.case(key)
    assert case.stages == {"supplied"}
    assert not [clock.kind for clock in case.clocks if clock.stopped_at is None]


async def test_only_what_may_be_told_stands_beside_the_reply(desk: Desk) -> None:
    key, reply = await written(desk)
    await desk.do(
        "education-1",
        "check.answer",
        key,
        {
            "kind": "known_with_info",
            "text": "Absent often.",
            "need": "help",
            "consent": "given",
            "tier": "hub",
        },
    )
    await desk.do("duty-1", "information.return", reply, {"needed": "Say since when."})

    form = repr((await desk.press("minutes-1", "information.reply", key)).form)

    assert "Known since 2019." in form
    assert "Absent often." not in form
    assert "Say since when." in form


async def test_an_asker_without_an_account_is_on_business_supports_list(desk: Desk) -> None:
    key, reply = await written(desk, referrer=Referrer(name="Court office", email="office@court.example"))

    await desk.do("duty-1", "information.approve", reply, {})

    (task,) = [task for task in (await desk.case(key)).tasks if task.kind == "information"]
    assert task.words == "The family is known to Health since 2019."
    assert (await desk.press("minutes-1", "tasks.list")).kind == "open"
    assert (await desk.press("minutes-1", "task.do", task.id)).kind == "open"


async def test_it_is_closed_when_it_was_answered(desk: Desk) -> None:
    key, reply = await written(desk)
    assert (await desk.press("duty-1", "case.close", key)).kind == "refused"
    await desk.do("duty-1", "information.approve", reply, {})

    answer = await desk.do("duty-1", "case.close", key, {})

    assert answer.kind == "done"
    assert (await card(desk, "information_request")).startswith("CLOSED 16 November 2026")


async def test_nothing_known_says_nothing_of_views_and_records_none(desk: Desk) -> None:
    key = await started(desk)

    opened = await desk.press("health-1", "check.nothing_known", key)
    assert "no view" not in words(opened.form)  # type: ignore[arg-type]  # it is open
    assert (await desk.submit(opened.form, {}, by="health-1")).kind == "done"

    case = await desk.case(key)
    assert case.answered == ("health",)
    assert case.votes == ()


async def test_it_is_on_no_days_list_and_calls_no_meeting(desk: Desk) -> None:
    key = await started(desk)
    desk.move_clock(days=1, hours=4)

    await DueScan(desk.store, desk.hubs, desk.projection).scan()

    assert (await desk.case(key)).sittings == ()
    assert (await desk.press("duty-1", "meeting.call", key)).kind == "refused"
    assert await desk.messages("set_meeting") == []
    (newest,) = {message.thing for message in await desk.messages("day_list")}
    reference = (await desk.case(key)).referral.reference
    for person in ("duty-1", "health-1"):
        assert reference not in repr((await desk.press(person, "list.open", newest)).form)


async def test_it_is_in_no_figure_but_its_own_count(desk: Desk) -> None:
    key, reply = await written(desk)
    await desk.do("duty-1", "information.approve", reply, {})

    found = measure((await desk.case(key),), now=desk.clock.now(), source_of=lambda _case: "school")

    nothing = measure((), now=desk.clock.now(), source_of=lambda _case: "school")
    assert found == replace(nothing, information_requests=1)


async def test_reopened_and_rated_it_is_a_referral_like_any_other(desk: Desk) -> None:
    key, reply = await written(desk)
    await desk.do("duty-1", "information.approve", reply, {})
    await desk.do("duty-1", "case.close", key, {})
    await desk.do("duty-1", "case.reopen", key, {"new": "A new bruise was seen."})

    rate = {"what": "rate", "urgency_1": "green", "urgency_2": "green", "reason": "A bruise."}
    answer = await desk.do("screening-1", "referral.screen", key, {**rate, "seats": ("health",)})

    assert answer.kind == "done", answer.form and answer.form.problems
    assert (await desk.case(key)).referral.kind == "referral"
    assert (await card(desk, "referral")).startswith("GREEN ● due")
    assert (await desk.press("health-1", "vote.cast", key)).kind == "open"


async def test_everybody_can_open_their_work_and_the_details(desk: Desk) -> None:
    key, _reply = await written(desk)

    for person in ("health-1", "education-1", "duty-1", "minutes-1", "chair-1", "governance-1"):
        assert (await desk.press(person, "work.open")).kind in {"open", "done"}, person
        assert (await desk.press(person, "details.open", key)).kind == "open", person
        assert (await desk.press(person, "case.more", key)).kind == "open", person
    desk.move_clock(days=6)
    assert (await desk.press("education-1", "work.open")).kind in {"open", "done"}
