"""Cards of a case's end, of information requests and of access requests: word for word, and how much room they take."""

from dataclasses import replace

import pytest

from bot.cards.afterwards import access_request, information
from bot.cards.cases import referral_card
from bot.cards.channel import not_deleted
from bot.cards.elements import Card
from bot.cards.render import adaptive, blockkit
from bot.words import Words
from tests.cards.reading import at, read, sight, staff
from tests.support import cases
from tests.support.cases import answered, arrived, asked, decided, proposed
from triage import access
from triage.case import Case
from triage.records import (
    AccessRequest,
    AccessReview,
    Check,
    Clock,
    InformationReply,
    InformationRequest,
    LegalHold,
    Reopening,
)

MANAGER = sight(at(10, 42), staff("duty_manager"))
FRIDAY = at(17, 0, 20)


def court(state: str = "", *, stage: str = "requested") -> Case:
    """A court asks; Health has answered, Education has not. With a state there is a reply."""
    case = arrived(kind="information_request")
    subjects = tuple(replace(one, stage=stage) for one in case.subjects)  # type: ignore[arg-type]  # one of them
    everybody = tuple(one.id for one in subjects)
    checks = tuple(
        Check(f"check-{seat}", "referral-1", seat, everybody, cases.RATED, FRIDAY, "duty-1")
        for seat in ("health", "education")
    )
    reply = InformationReply(
        "reply-1", "referral-1", at(10), "minutes-1", "By order.", "Rang back.", "Known."
    )
    if state in {"approved", "returned"}:
        reply = replace(reply, state=state, decided_by="duty-1", decided_at=at(12, 51))  # type: ignore[arg-type]
    return answered(
        replace(
            case,
            subjects=subjects,
            checks=checks,
            clocks=(Clock("clock-9", "referral-1", "", "information", "", cases.RECEIVED, FRIDAY),),
            information_requests=(
                InformationRequest("request-1", "referral-1", cases.RATED, "duty-1", "court", FRIDAY),
            ),
            information_replies=(reply,) if state else (),
        ),
        "health",
    )


def parent(*, looked: bool = False) -> Case:
    """A mother asks what is held about the first child, of which Health and Police said something."""
    request = AccessRequest(
        "request-1",
        "referral-1",
        "subject-1",
        at(10),
        "governance-1",
        at(0),
        at(0, 0, 17),
        "Her mother",
        "Seen",
    )
    case = replace(answered(asked(), "health", "police"), access_requests=(request,))
    if not looked:
        return case
    pieces = access.items(case, request)
    reviews = tuple(
        AccessReview(
            f"review-{n}",
            "referral-1",
            request.id,
            seat,
            at(11),
            "x",
            {one.id: "release" for one in pieces if one.seat == seat},
        )
        for n, seat in enumerate(access.owners(case, request))
    )
    return replace(case, access_reviews=reviews)


def closed(*, held: bool = False) -> Case:
    case = decided(proposed(asked()))
    subjects = tuple(replace(one, stage="closed") for one in case.subjects)
    hold = LegalHold("hold-1", "referral-1", at(13), "governance-1", on=True, reason="An inquest.")
    return replace(
        case,
        subjects=subjects,
        referral=replace(case.referral, closed_at=at(14, 0)),
        legal_holds=(hold,) if held else (),
    )


def reopened() -> Case:
    """In its second round, rated and asked anew."""
    again = Reopening("again-1", "referral-1", cases.RECEIVED, "duty-1", "A new bruise.")
    return replace(asked(), reopenings=(again,))


CARDS: dict[str, tuple[Card, str, str]] = {
    "information request": (
        information.card(court(), MANAGER, "referral-1"),
        (
            "INFORMATION REQUEST ■ due 5:00pm Fri 20 November · MASH-2611-7KDMQ\n"
            "Asked by: a court. No rating and no views. "
            "Agencies asked: Education, Health. Answered 1 of 2.\n"
            "[Add what we know >] [Open details >] [More >]"
        ),
        "MASH-2611-7KDMQ: information request. Due 5:00pm Fri 20 November.",
    ),
    "information request, answered": (
        information.card(court("approved", stage="supplied"), MANAGER, "referral-1"),
        (
            "INFORMATION REQUEST ■ due 5:00pm Fri 20 November · MASH-2611-7KDMQ\n"
            "Asked by: a court. No rating and no views. "
            "Agencies asked: Education, Health. Answered 1 of 2.\n"
            "The reply was approved and sent.\n"
            "[Open details >] [More >]"
        ),
        "MASH-2611-7KDMQ: information request. Due 5:00pm Fri 20 November.",
    ),
    "reply to approve": (
        information.to_approve(court("open"), MANAGER, "reply-1"),
        ("REPLY TO APPROVE · MASH-2611-7KDMQ\nDue 5:00pm Fri 20 November.\n[Read and decide >]"),
        "MASH-2611-7KDMQ: a reply needs you. Due 5:00pm Fri 20 November.",
    ),
    "reply approved": (
        information.to_approve(court("approved"), MANAGER, "reply-1"),
        "MASH-2611-7KDMQ: reply approved by J. Okafor 12:51pm Mon 16 November.",
        "MASH-2611-7KDMQ: an update.",
    ),
    "reply to your request": (
        information.to_asker(court("approved"), MANAGER, "reply-1"),
        "Reply to your request · MASH-2611-7KDMQ\n[Read the reply >]",
        "MASH-2611-7KDMQ: a reply for you.",
    ),
    "access request": (
        access_request.card(parent(), MANAGER, "request-1"),
        (
            "ACCESS REQUEST · MASH-2611-7KDMQ\n"
            "Due midnight at the end of Mon 16 November.\n"
            "Waiting for the review of: Sandwell MASH, Police, Health.\n"
            "[Read and release >]"
        ),
        "MASH-2611-7KDMQ: an access request. Due midnight at the end of Mon 16 November.",
    ),
    "access request, every owner looked": (
        access_request.card(parent(looked=True), MANAGER, "request-1"),
        (
            "ACCESS REQUEST · MASH-2611-7KDMQ\n"
            "Due midnight at the end of Mon 16 November.\n"
            "Every owner has looked. It can be released.\n"
            "[Read and release >]"
        ),
        "MASH-2611-7KDMQ: an access request. Due midnight at the end of Mon 16 November.",
    ),
    "access request, review": (
        access_request.review_card(parent(), MANAGER, "request-1"),
        (
            "ACCESS REQUEST, YOUR REVIEW · MASH-2611-7KDMQ\n"
            "Due midnight at the end of Mon 16 November.\n"
            "Say of each piece of your agency's information whether it may go out.\n"
            "[Review >]"
        ),
        "MASH-2611-7KDMQ: an access request needs your review. Due midnight at the end of Mon 16 November.",
    ),
    "not deleted": (
        not_deleted.card(MANAGER, "slack", 2),
        (
            "Slack: 2 posts could not be deleted\n"
            "The bot goes on trying. Look whether it is still in the channel and may delete there.\n"
            "mash-triage doctor says what is wrong with its settings and permissions."
        ),
        "Slack: 2 posts could not be deleted.",
    ),
    "closed": (
        referral_card.card(closed(), MANAGER),
        "CLOSED 16 November 2026 · MASH-2611-7KDMQ\nNothing more to do here.\n[Open details >]",
        "MASH-2611-7KDMQ: closed 16 November 2026.",
    ),
    "closed and held": (
        referral_card.card(closed(held=True), MANAGER),
        (
            "CLOSED 16 November 2026 · MASH-2611-7KDMQ\n"
            "LEGAL HOLD since Mon 16 November. Nothing about this case is deleted.\n"
            "Nothing more to do here.\n"
            "[Open details >]"
        ),
        "MASH-2611-7KDMQ: closed 16 November 2026.",
    ),
}


@pytest.mark.parametrize("kind", CARDS)
def test_says_exactly_this(kind: str) -> None:
    card, words, fallback = CARDS[kind]

    assert read(card) == words
    assert card.fallback == fallback


@pytest.mark.parametrize("kind", CARDS)
def test_fits_its_budget(kind: str) -> None:
    card = CARDS[kind][0]
    content, _ = adaptive.message(card, Words("en"))

    assert len(blockkit.message(card, Words("en"))["blocks"]) <= 4
    assert _text_blocks(content) <= 3
    assert len(card.buttons) <= 3
    assert adaptive.size(content) <= 2 * 1024


def test_a_reopened_case_says_its_round_below_its_first_line_and_fits_like_the_others() -> None:
    card = referral_card.card(reopened(), MANAGER)
    content, _ = adaptive.message(card, Words("en"))

    assert read(card).splitlines()[:2] == [
        "RED ◆ due 1:12pm Mon 16 November · MASH-2611-7KDMQ",
        "REOPENED, round 2.",
    ]
    assert len(blockkit.message(card, Words("en"))["blocks"]) <= 7
    assert _text_blocks(content) <= 8
    assert adaptive.size(content) <= 5 * 1024


def _text_blocks(value: object) -> int:
    if isinstance(value, dict):
        return (value.get("type") == "TextBlock") + sum(_text_blocks(one) for one in value.values())
    return sum(_text_blocks(one) for one in value) if isinstance(value, list) else 0
