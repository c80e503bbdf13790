"""One module per thing that people do; platform-neutral. What several of them do alike is in `steps`."""

from importlib import import_module
from pkgutil import iter_modules

from bot.verbs import Verb


def all_verbs() -> dict[str, Verb]:
    """Every verb by its name, from the `VERBS` of each module here.

    Raises ValueError for a name that two handlers claim.
    """
    verbs: dict[str, Verb] = {}
    for found in iter_modules(__path__):
        if found.ispkg:
            continue
        for verb in import_module(f"{__name__}.{found.name}").VERBS:
            if verb.name in verbs:
                raise ValueError(f"two handlers for {verb.name}")
            verbs[verb.name] = verb
    return verbs
