"""What comes twice, late, by Back, from an old card, or from somebody who is not who they say: nothing is added by it."""

from storage.tx import Tx
from tests.doubles.teams import FLAWS
from tests.scenarios.conftest import Stage, told
from tests.scenarios.steps import SEATS, VIEW, nothing_known, proposes, rated
from tests.support.surfaces.hub import RunningHub
from tests.support.surfaces.slack import SlackTeller
from tests.support.surfaces.teams import TeamsTeller
from tests.support.surfaces.web import WebTeller


async def _answers(hub: RunningHub, reference: str) -> int:
    return len((await hub.case(reference)).answers)


@told(Stage("slack-http"), Stage("slack-socket"))
async def test_slack_delivers_a_submit_twice(hub: RunningHub) -> None:
    reference = await rated(hub)
    (police,) = await hub.people("police-1")
    assert isinstance(police, SlackTeller)
    assert hub.slack
    await police.press("Nothing known", on=reference, place="channel")
    sent = await police.user.submit()
    again = await hub.slack.redeliver(sent)
    assert again.failure is None
    await hub.settle()
    assert await _answers(hub, reference) == 1
    assert police.note == f"Recorded 9:12am. {reference}."


@told(Stage("slack-http"))
async def test_slack_loses_our_answer_and_the_person_sends_again(hub: RunningHub) -> None:
    reference = await rated(hub)
    (police,) = await hub.people("police-1")
    assert hub.slack
    await police.press("Nothing known", on=reference, place="channel")
    hub.slack.lose_answers(1)
    await police.submits()
    assert police.is_open
    await police.submits()
    assert not police.is_open
    assert await _answers(hub, reference) == 1


@told(Stage("teams"))
async def test_teams_delivers_a_submit_twice_and_a_client_sends_it_under_a_new_id(hub: RunningHub) -> None:
    reference = await rated(hub)
    (police,) = await hub.people("police-1")
    assert isinstance(police, TeamsTeller)
    assert hub.teams
    await police.press("Nothing known", on=reference, place="channel")
    sent = await police.user.submit()
    again = await hub.teams.redeliver(sent.activity)
    under_a_new_id = await hub.teams.resend(sent.activity)
    assert (again.status, under_a_new_id.status) == (200, 200)
    assert again.answer == sent.delivery.answer if sent.delivery else False
    assert await _answers(hub, reference) == 1


@told(Stage("web"), Stage("web", "postgresql"))
async def test_back_in_the_browser_and_a_second_click_add_nothing(hub: RunningHub) -> None:
    reference = await rated(hub)
    (police,) = await hub.people("police-1")
    assert isinstance(police, WebTeller)
    await police.press("Give our view", on=reference, place="channel")
    page = police.page
    await police.fills(VIEW)
    await police.submits()
    assert police.note == f"Recorded 9:12am. {reference}."
    police.page = page
    await police.fills(VIEW | {"Reason": "Another reason."})
    await police.submits()
    assert "9:12am" in police.note
    assert [vote.reason for vote in (await hub.case(reference)).votes] == ["The bruise is not explained."]


@told(Stage("slack-http"), Stage("teams"), Stage("web"))
async def test_a_press_on_a_card_that_was_not_brought_up_to_date(hub: RunningHub) -> None:
    reference = await rated(hub)
    police, chair, manager = await hub.people("police-1", "chair-1", "duty-1")
    (old,) = (post for post in await police.posts("channel") if reference in post.text)
    await nothing_known(hub, reference, *SEATS)
    await proposes(chair, reference)
    await manager.does("Read and decide", on="DECISION TO APPROVE")
    before = await hub.case(reference)
    await police.presses_as_it_was(old, "Nothing known")
    assert not police.is_open
    assert "Nothing has changed." in await police.reads()
    assert await hub.case(reference) == before


@told(Stage("slack-http"))
async def test_slack_requests_that_are_not_signed_by_slack_or_not_now_reach_nobody(hub: RunningHub) -> None:
    reference = await rated(hub)
    (police,) = await hub.people("police-1")
    assert isinstance(police, SlackTeller)
    assert hub.slack
    before = await _record(hub)
    (post,) = (each for each in await police.posts("channel") if reference in each.text)
    for signature in ("bad", "stale", "missing"):
        with hub.slack.signing(signature):
            sent = await police.user.press(post.handle, f"Nothing known for {reference}")
        assert sent.failure
        assert not police.is_open
    assert await _record(hub) == before


@told(Stage("teams"))
async def test_teams_requests_with_a_wrong_token_reach_nobody(hub: RunningHub) -> None:
    reference = await rated(hub)
    (police,) = await hub.people("police-1")
    assert isinstance(police, TeamsTeller)
    assert hub.teams
    await police.press("Nothing known", on=reference, place="channel")
    sent = hub.teams.record.deliveries[-1].activity
    before = await _record(hub)
    for flaw in FLAWS:
        assert (await hub.teams.deliver(sent, flaw)).status == 401, flaw
    assert await _record(hub) == before


@told(Stage("web"))
async def test_a_form_of_another_site_or_of_somebody_else_does_nothing(hub: RunningHub) -> None:
    reference = await rated(hub)
    police, health = await hub.people("police-1", "health-1")
    assert isinstance(police, WebTeller)
    assert isinstance(health, WebTeller)
    await police.press("Nothing known", on=reference, place="channel")
    form = police.page.by_id("fill")
    assert form
    theirs = {each["name"]: each["value"] for each in police.page.all("input") if each["type"] == "hidden"}
    people = [("f-people", each["value"]) for each in police.page.all("input") if each["type"] == "checkbox"]
    await police.sends(form["action"], [("csrf", "guessed"), ("token", theirs["token"]), *people])
    assert police.status == 403
    await health.goes_to("/what-is-recorded")
    await health.sends(form["action"], [("csrf", health.csrf), ("token", theirs["token"]), *people])
    assert health.status == 403
    assert "This form is no longer valid. Nothing was recorded." in await health.reads()
    assert await _answers(hub, reference) == 0


@told(Stage("web"), Stage("slack-http"), Stage("teams"))
async def test_a_form_that_shows_what_has_changed_since_is_shown_again_before_it_binds(
    hub: RunningHub,
) -> None:
    reference = await rated(hub)
    await nothing_known(hub, reference, *SEATS)
    chair, manager, police = await hub.people("chair-1", "duty-1", "police-1")
    await proposes(chair, reference)
    await manager.press("Read and decide", on="DECISION TO APPROVE")
    await police.does("Give our view", VIEW, on=reference, place="channel")
    await manager.submits()
    assert manager.is_open
    assert "This changed while you were reading." in await manager.reads()
    assert (await hub.case(reference)).decisions == ()
    await manager.submits()
    assert len((await hub.case(reference)).decisions) == 1


async def _record(hub: RunningHub) -> int:
    def entries(tx: Tx) -> int:
        return sum(head.seq for head in tx.audit.heads().values())

    return await hub.core.store.read(entries)
