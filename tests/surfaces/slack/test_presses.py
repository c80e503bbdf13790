"""What people press and send in Slack, and what they are shown."""

from dataclasses import replace

import pytest

from bot.cards.elements import Card, Form, Section
from bot.interaction import Answer, Identity, Interaction, Phase, SurfaceName
from bot.ports import Place, Standing
from bot.surfaces.slack import listeners
from tests.doubles.slack.delivery import Retry
from tests.doubles.slack.reading import labels, seen
from tests.surfaces.slack.conftest import Hub
from tests.surfaces.slack.desk import MY_WORK, REFERENCE, REFUSAL, approve_form, button, view_form
from tests.surfaces.tongues import MARKED, Tongues

RECORDED = f"Recorded 10:42am. {REFERENCE}."


async def open_view_form(hub: Hub) -> None:
    hub.desk.on("vote.cast", Answer("open", view_form()))
    await hub.press("Give our view")


async def test_a_press_opens_its_form(hub: Hub) -> None:
    await open_view_form(hub)
    assert hub.modal.title == "Give our view"
    assert labels(hub.modal) == ["Urgency for child 1", "About (optional)", "Reason (optional)"]
    [asked] = hub.desk.asked
    assert asked == Interaction(
        Identity(SurfaceName.SLACK, hub.slack.workspace.team_id, hub.officer.id),
        "vote.cast",
        "c7f1",
        Phase.PRESS,
        asked.delivery,
    )
    assert [call.method for call in hub.slack.recorder.calls if call.method.startswith("views.")] == [
        "views.open"
    ]
    assert hub.slack.recorder.failures == hub.said == []


async def test_a_submit_brings_what_was_typed_and_closes_the_form(hub: Hub) -> None:
    await open_view_form(hub)
    hub.desk.on("vote.cast", Answer("done", note=RECORDED))
    await hub.officer.submit(
        {"Urgency for child 1": "AMBER ▲", "About": ["Child 1", "Child 2"], "Reason": "Two\nlines <b>"}
    )
    await hub.surface.settled()
    asked = hub.desk.asked[-1]
    assert (asked.verb, asked.thing, asked.phase, asked.token) == ("vote.cast", "c7f1", Phase.SUBMIT, "tok-1")
    assert asked.fields == {"urgency": ("amber",), "about": ("s1", "s2"), "reason": ("Two\nlines <b>",)}
    assert hub.officer.modal is None
    assert hub.said == [(hub.channel.id, RECORDED)]


async def test_what_was_left_empty_is_empty(hub: Hub) -> None:
    await open_view_form(hub)
    hub.desk.on("vote.cast", Answer("done"))
    await hub.officer.submit({"Urgency for child 1": "RED ◆"})
    await hub.surface.settled()
    assert hub.desk.asked[-1].fields == {"urgency": ("red",), "about": (), "reason": ()}
    assert hub.said == []


async def test_after_something_is_done_home_is_up_to_date(hub: Hub) -> None:
    hub.desk.on("nudge.snooze", Answer("done", note="Reminder at 1:30pm."))
    await hub.press("Snooze to 1:30pm")
    assert hub.said == [(hub.channel.id, "Reminder at 1:30pm.")]
    assert hub.officer.modal is None
    assert hub.officer.home is not None
    assert "My work · Police" in seen(hub.officer.home)


async def test_of_two_quick_presses_home_shows_what_came_of_the_second(hub: Hub) -> None:
    hub.desk.on("nudge.snooze", Answer("done", note="Reminder at 1:30pm."))
    hub.desk.work = [replace(MY_WORK, title="After the first"), replace(MY_WORK, title="After the second")]
    message = await hub.post()
    hold = hub.slack.faults.hold("views.publish")
    await hub.officer.press(message, "Snooze to 1:30pm")
    await hub.slack.until(lambda: hold.reached)
    await hub.officer.press(message, "Snooze to 1:30pm")
    await hub.slack.until(lambda: len(hub.said) == 2)
    hold.release()
    await hub.surface.settled()
    assert hub.officer.home is not None
    assert "After the second" in seen(hub.officer.home)


async def test_a_refusal_opens_as_a_form_with_a_close_button(hub: Hub) -> None:
    hub.desk.on("vote.cast", Answer("refused", REFUSAL))
    await hub.press("Give our view")
    assert seen(hub.modal) == "You cannot do this\nYou cannot approve this. Nothing has changed.\nClose"
    assert hub.said == []


async def test_a_refused_submit_shows_why_in_the_forms_place(hub: Hub) -> None:
    await open_view_form(hub)
    hub.desk.on("vote.cast", Answer("refused", REFUSAL))
    await hub.officer.submit({"Urgency for child 1": "RED ◆"})
    assert seen(hub.modal).splitlines()[0] == "You cannot do this"


async def test_a_wrong_field_is_told_at_the_field_and_keeps_the_text(hub: Hub) -> None:
    await open_view_form(hub)
    wrong = {"reason": "Enter a reason", "about": "Select who this is about"}
    hub.desk.on("vote.cast", lambda asked: Answer("invalid", view_form().filled(asked.fields, wrong)))
    await hub.officer.submit({"Urgency for child 1": "RED ◆", "Reason": "as typed"})
    assert hub.officer.errors == {
        "Reason (optional)": "Enter a reason",
        "About (optional)": "Select who this is about",
    }
    hub.desk.on("vote.cast", Answer("done"))
    await hub.officer.submit()
    assert hub.desk.asked[-1].fields["reason"] == ("as typed",)


async def test_what_is_wrong_with_no_field_of_the_form_is_told_on_top_and_keeps_the_text(hub: Hub) -> None:
    await open_view_form(hub)
    wrong = {"reason": "Enter a reason", "": "This changed while you were reading."}
    hub.desk.on("vote.cast", lambda asked: Answer("invalid", view_form().filled(asked.fields, wrong)))
    await hub.officer.submit({"Urgency for child 1": "RED ◆", "Reason": "as typed"})
    assert "There is a problem\nThis changed while you were reading.\nEnter a reason" in seen(hub.modal)
    hub.desk.on("vote.cast", Answer("done"))
    await hub.officer.submit()
    assert hub.desk.asked[-1].fields["reason"] == ("as typed",)


async def test_the_next_form_takes_the_place_of_a_finished_one_and_starts_empty(hub: Hub) -> None:
    await open_view_form(hub)
    hub.desk.on("vote.cast", Answer("done", view_form("tok-2"), RECORDED))
    await hub.officer.submit({"Urgency for child 1": "RED ◆", "Reason": "of the first"})
    await hub.surface.settled()
    assert seen(hub.modal).splitlines()[:2] == ["Give our view", RECORDED]
    hub.desk.on("vote.cast", Answer("done"))
    await hub.officer.submit({"Urgency for child 1": "AMBER ▲"})
    assert hub.desk.asked[-1].token == "tok-2"
    assert hub.desk.asked[-1].fields["reason"] == ()


async def test_a_submit_may_lead_on_to_another_form(hub: Hub) -> None:
    await open_view_form(hub)
    hub.desk.on("vote.cast", Answer("open", approve_form()))
    await hub.officer.submit({"Urgency for child 1": "RED ◆"})
    assert hub.modal.title == "Read and decide"


async def test_a_form_chosen_from_one_that_is_only_read_takes_its_place(hub: Hub) -> None:
    hub.desk.on("vote.cast", Answer("open", approve_form()))
    await hub.press("Give our view")
    hub.desk.on("proposal.return", Answer("open", view_form()))
    await hub.officer.press(hub.modal, "Return it instead")
    assert hub.modal.title == "Give our view"
    assert len(hub.slack.world.stack(hub.officer.id)) == 1


async def test_a_form_chosen_while_typing_covers_it_and_nothing_typed_is_lost(hub: Hub) -> None:
    await open_view_form(hub)
    await hub.officer.fill({"Urgency for child 1": "RED ◆", "Reason": "half a"})
    hub.desk.on("dispute.raise", Answer("open", replace(approve_form(), submit="Record", binding=False)))
    await hub.officer.press(hub.modal, "Raise a disagreement")
    assert hub.modal.title == "Read and decide"
    hub.desk.on("proposal.approve", Answer("done", note=RECORDED))
    await hub.officer.submit()
    await hub.surface.settled()
    assert hub.modal.title == "Give our view"
    assert hub.said == [(hub.channel.id, RECORDED)]
    hub.desk.on("vote.cast", Answer("done"))
    await hub.officer.submit({"Reason": "half a line"})
    assert hub.desk.asked[-1].fields["urgency"] == ("red",)
    assert hub.officer.modal is None


async def test_no_more_than_three_forms_stand_on_each_other(hub: Hub) -> None:
    await open_view_form(hub)
    hub.desk.on("dispute.raise", Answer("open", view_form("tok-deep")))
    for _ in range(4):
        await hub.officer.press(hub.modal, "Raise a disagreement")
    assert len(hub.slack.world.stack(hub.officer.id)) == 3
    assert hub.slack.recorder.failures == []


async def test_something_done_inside_a_form_is_told_inside_it(hub: Hub) -> None:
    hub.desk.on("vote.cast", Answer("open", approve_form()))
    await hub.press("Give our view")
    hub.desk.on("proposal.return", Answer("done", note=RECORDED))
    await hub.officer.press(hub.modal, "Return it instead")
    await hub.surface.settled()
    assert seen(hub.modal) == f"Read and decide\n{RECORDED}\nClose"
    assert hub.said == []


async def test_the_next_page_of_a_long_form(hub: Hub) -> None:
    def long(asked: Interaction) -> Answer:
        parts = tuple(Section((f"Answer {number}",)) for number in range(150))
        return Answer("open", Form("Open details", "details.open", "c7f1", parts, page=asked.page))

    hub.desk.on("vote.cast", long)
    hub.desk.on("details.open", long)
    await hub.press("Give our view")
    await hub.officer.press(hub.modal, "Next page")
    assert hub.desk.asked[-1].page == 2
    assert "Answer 149" in seen(hub.modal)
    assert "Answer 89\n" not in seen(hub.modal)


async def test_a_binding_form_too_long_for_chat_leads_to_the_web(hub: Hub) -> None:
    parts = tuple(Section((f"Answer {number}",)) for number in range(150))
    hub.desk.on("vote.cast", Answer("open", replace(approve_form(), body=parts)))
    await hub.press("Give our view")
    assert "This is too long for chat. Read and approve it on the web page." in seen(hub.modal)
    assert "submit" not in hub.modal.spec
    await hub.officer.press(hub.modal, "Open the web page")
    assert len(hub.desk.asked) == 1
    assert hub.slack.recorder.failures == []


async def test_closing_a_form_records_nothing(hub: Hub) -> None:
    await open_view_form(hub)
    await hub.officer.close()
    assert len(hub.desk.asked) == 1
    assert hub.slack.recorder.failures == []


@pytest.mark.parametrize("how", ["command", "shortcut"])
async def test_refer_opens_the_form_and_takes_no_typed_words(hub: Hub, how: str) -> None:
    hub.desk.on("referral.start", Answer("open", view_form()))
    if how == "command":
        await hub.officer.command("/refer", "Kacey Brannigan has a bruise", hub.channel)
    else:
        await hub.officer.shortcut("refer")
    asked = hub.desk.asked[-1]
    assert (asked.verb, asked.thing, asked.phase, asked.prefill, asked.fields) == (
        "referral.start",
        "",
        Phase.PRESS,
        {},
        {},
    )
    assert hub.modal.title == "Give our view"


async def test_a_message_shortcut_brings_the_messages_words(hub: Hub) -> None:
    text = "He said &lt;no&gt; &amp; left. See <https://x.example|the note> <@U123>\n*Please*"
    hub.desk.on("referral.start", Answer("open", view_form()))
    message = await hub.post()
    message.text = text
    await hub.officer.message_shortcut(message, "refer_message")
    assert hub.desk.asked[-1].prefill == {"worry": "He said <no> & left. See the note @U123\n*Please*"}
    assert hub.modal.title == "Give our view"


async def test_home_is_worked_out_when_it_is_opened(hub: Hub) -> None:
    await hub.officer.open_home()
    await hub.surface.settled()
    assert [each.user for each in hub.desk.homes] == [hub.officer.id]
    assert hub.officer.home is not None
    hub.desk.on("work.refresh", Answer("done"))
    await hub.officer.press(hub.officer.home, "Refresh")
    await hub.surface.settled()
    assert len(hub.desk.homes) == 2


async def test_home_can_be_brought_up_to_date_for_somebody_who_left(hub: Hub) -> None:
    person = Identity(SurfaceName.SLACK, hub.slack.workspace.team_id, hub.officer.id)
    await hub.surface.show_home(person)
    assert hub.desk.homes == [person]
    assert hub.officer.home is not None


async def test_the_messages_tab_is_not_home(hub: Hub) -> None:
    await hub.officer.open_home("messages")
    await hub.surface.settled()
    assert hub.desk.homes == []


async def test_a_form_opened_from_home_tells_in_the_persons_own_chat(hub: Hub) -> None:
    hub.desk.on("work.refresh", Answer("open", approve_form()))
    await hub.officer.open_home()
    await hub.surface.settled()
    assert hub.officer.home is not None
    await hub.officer.press(hub.officer.home, "Refresh")
    hub.desk.on("proposal.approve", Answer("done", note=RECORDED))
    await hub.officer.submit()
    await hub.surface.settled()
    [(where, told)] = hub.said
    assert hub.slack.world.channels[where].is_im
    assert told == RECORDED


async def test_typed_words_are_answered_with_a_card(hub: Hub) -> None:
    await hub.officer.say("what &lt;now&gt;")
    await hub.surface.settled()
    [(who, text, delivery)] = hub.desk.words
    assert (who.user, text) == (hub.officer.id, "what <now>")
    assert delivery.startswith("Ev")
    assert "What you can type" in seen(hub.officer.dms[-1])


@pytest.mark.parametrize("typed", ["my work", "My  work", " my\nwork "])
async def test_a_list_that_was_asked_for_is_kept_as_one_however_it_is_typed(hub: Hub, typed: str) -> None:
    await hub.officer.say(typed)
    await hub.surface.settled()
    assert [what for _, what, _, _ in hub.desk.standing] == [Standing.LIST]


async def test_the_bots_own_posts_and_others_edits_are_not_words_to_it(hub: Hub) -> None:
    event = {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": hub.officer.id,
        "text": "x",
        "ts": "1",
    }
    await hub.slack.send_event(event | {"subtype": "message_changed"})
    await hub.slack.send_event(event | {"bot_id": "B1"})
    await hub.slack.send_event(event | {"channel_type": "group"})
    assert hub.desk.words == []
    assert hub.slack.recorder.failures == []


async def test_who_comes_and_goes_is_passed_on(hub: Hub) -> None:
    newcomer = hub.slack.add_user("New Comer")
    await hub.slack.join(hub.channel, newcomer)
    await hub.slack.leave(hub.channel, newcomer)
    await hub.slack.share(hub.channel, "T0OTHER")
    await hub.slack.archive(hub.channel)
    await hub.slack.send_event({"type": "channel_rename", "channel": {"id": hub.channel.id, "name": "x"}})
    await hub.surface.settled()
    assert hub.desk.changed == [(SurfaceName.SLACK, hub.channel.id)] * 5
    assert hub.slack.recorder.failures == []


async def test_a_delivery_that_comes_twice_carries_the_same_key(hub: Hub) -> None:
    await open_view_form(hub)
    hub.desk.on("vote.cast", Answer("done"))
    sent = await hub.officer.submit({"Urgency for child 1": "RED ◆"})
    again = await hub.slack.redeliver(sent)
    assert again.answer == sent.answer
    said = await hub.officer.say("refer")
    await hub.slack.redeliver(said, Retry(1, "http_timeout"))
    await hub.surface.settled()
    keys = [each.delivery for each in hub.desk.asked]
    assert keys[1] == keys[2] != keys[0]
    assert len(hub.desk.words) == 1, "words that are delivered again are not answered again"


async def test_what_was_written_stays_below_a_refusal(hub: Hub) -> None:
    await open_view_form(hub)
    hub.desk.on("vote.cast", Answer("refused", REFUSAL, "You cannot approve this."))
    await hub.officer.submit({"Urgency for child 1": "RED ◆", "Reason": "Two bruises, <b> one old"})
    assert seen(hub.modal).splitlines()[-3:] == ["What you typed", "Two bruises, <b> one old", "Close"]


async def test_the_words_that_a_form_gets_here_are_in_the_persons_language(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listeners, "Words", Tongues)
    hub.desk.on("vote.cast", Answer("open", view_form(), language=MARKED))
    await hub.press("Give our view")
    assert seen(hub.modal).splitlines()[-1] == "~Close"
    hub.desk.on("vote.cast", Answer("refused", REFUSAL, language=MARKED))
    await hub.officer.submit({"Urgency for child 1": "RED ◆", "Reason": "Two bruises"})
    assert "~What you typed" in seen(hub.modal)


async def test_a_submit_says_which_page_of_its_form_it_is(hub: Hub) -> None:
    hub.desk.on("vote.cast", Answer("open", replace(view_form(), page=2)))
    await hub.press("Give our view")
    hub.desk.on("vote.cast", Answer("done"))
    await hub.officer.submit({"Urgency for child 1": "RED ◆"})
    assert hub.desk.asked[-1].page == 2


async def test_two_presses_have_two_keys(hub: Hub) -> None:
    hub.desk.on("nudge.snooze", Answer("done"))
    message = await hub.post()
    await hub.officer.press(message, "Snooze to 1:30pm")
    await hub.officer.press(message, "Snooze to 1:30pm")
    assert len({each.delivery for each in hub.desk.asked}) == 2


async def test_somebody_from_another_organisation_is_known_by_their_own(hub: Hub) -> None:
    visitor = hub.slack.add_user("Visitor", team_id="T0OTHER")
    hub.channel.members.append(visitor.id)
    hub.desk.on("nudge.snooze", Answer("done"))
    await visitor.press(await hub.post(), "Snooze to 1:30pm")
    assert hub.desk.asked[-1].identity == Identity(SurfaceName.SLACK, "T0OTHER", visitor.id)


async def test_a_page_is_asked_for_from_a_card_too(hub: Hub) -> None:
    card = Card("My work", "My work", buttons=(button("Show the next 15", "work.open", page=2),))
    hub.desk.on("work.open", Answer("open", approve_form()))
    posted = await hub.surface.carrier.post(Place(hub.channel.id, None), card, "key-2")
    await hub.officer.press(hub.shown(posted), "Show the next 15")
    assert (hub.desk.asked[-1].thing, hub.desk.asked[-1].page) == ("c7f1", 2)
