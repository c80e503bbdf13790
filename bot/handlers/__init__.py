"""One module per thing that people do; platform-neutral. `all_verbs` is the whole list, made without import side effects."""

from types import ModuleType

from bot.handlers import (
    adding,
    adding_people,
    answers,
    asking,
    consent,
    deciding,
    details,
    disagreeing,
    feedback,
    guarding,
    nothing_known,
    phone_answers,
    proposing,
    rating,
    recorded,
    referring,
    screening,
    tasks,
    views,
    working,
    working_through,
)
from bot.verbs import Verb

MODULES: tuple[ModuleType, ...] = (
    adding,
    adding_people,
    answers,
    asking,
    consent,
    deciding,
    details,
    disagreeing,
    feedback,
    guarding,
    nothing_known,
    phone_answers,
    proposing,
    rating,
    recorded,
    referring,
    screening,
    tasks,
    views,
    working,
    working_through,
)


def all_verbs() -> dict[str, Verb]:
    """Every verb by its name; raises ValueError for a name that two handlers claim."""
    verbs: dict[str, Verb] = {}
    for module in MODULES:
        for verb in module.VERBS:
            if verb.name in verbs:
                raise ValueError(f"two handlers for {verb.name}")
            verbs[verb.name] = verb
    return verbs
