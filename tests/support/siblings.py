"""Three children in one referral, as another system hands them in: the middle one first."""

from collections.abc import Mapping

from bot.intake.mapping import arrival_from_json
from bot.intake.taking import TakenIn, take
from storage.tx import Tx
from tests.support.desk import Desk
from triage.arrivals import Arrival

TOGETHER: Mapping[str, object] = {
    "submission_id": "F-77",
    "type": "referral",
    "referrer": {"name": "Marcus Oyelaran", "organisation": "Harbour Lane Primary School"},
    "kind": "child",
    "first_name": "Kian",
    "surname": "Brannigan",
    "date_of_birth": "15/09/2020",
    "sex": "Male",
    "place_of_birth": "Leeds",
    "address": "12 Tern Close",
    "postcode": "ZZ99 3VZ",
    "worry": "Left alone all night.",
    "danger": "no",
    "also_about": [
        {"kind": "child", "first_name": "Tia", "surname": "Brannigan", "approximate_age": "about 2"},
        {
            "kind": "child",
            "first_name": "Kacey",
            "surname": "Brannigan",
            "date_of_birth": "04/03/2017",
            "sex": "Female",
            "nhs_number": "999 339 5633",
            "school": "Harbour Lane Primary School",
        },
    ],
}


async def refer_three(desk: Desk, person: str = "", **changes: object) -> str:
    """The three arrive; the id of the referral."""

    def taken(tx: Tx) -> TakenIn:
        hub = desk.hub
        arrival = arrival_from_json({**TOGETHER, **changes}, hub.profile.intake, now=tx.now)
        assert isinstance(arrival, Arrival)
        found = take(tx, hub, desk.hubs.roster(tx), arrival, source="api", person=person)
        assert isinstance(found, TakenIn)
        desk.projection.referral(tx, hub, desk.hubs.roster(tx), found.referral_id)
        return found

    return (await desk.store.write(taken)).referral_id
