"""What is filled in on a view: Slack's ``state.values``, and what Slack's own client lets a person do."""

import re
from typing import Any

from tests.doubles.slack import limits
from tests.doubles.slack.block_elements import all_options
from tests.doubles.slack.block_rules import Json
from tests.doubles.slack.blocks import elements_of

Values = dict[str, dict[str, Json]]

# element type → (key of its value, what an empty one holds, key of its initial value)
_STATE: dict[str, tuple[str, Any, str]] = {
    "plain_text_input": ("value", None, "initial_value"),
    "email_text_input": ("value", None, "initial_value"),
    "url_text_input": ("value", None, "initial_value"),
    "number_input": ("value", None, "initial_value"),
    "static_select": ("selected_option", None, "initial_option"),
    "external_select": ("selected_option", None, "initial_option"),
    "radio_buttons": ("selected_option", None, "initial_option"),
    "users_select": ("selected_user", None, "initial_user"),
    "conversations_select": ("selected_conversation", None, "initial_conversation"),
    "channels_select": ("selected_channel", None, "initial_channel"),
    "multi_static_select": ("selected_options", [], "initial_options"),
    "multi_external_select": ("selected_options", [], "initial_options"),
    "checkboxes": ("selected_options", [], "initial_options"),
    "multi_users_select": ("selected_users", [], "initial_users"),
    "multi_conversations_select": ("selected_conversations", [], "initial_conversations"),
    "multi_channels_select": ("selected_channels", [], "initial_channels"),
    "datepicker": ("selected_date", None, "initial_date"),
    "timepicker": ("selected_time", None, "initial_time"),
    "datetimepicker": ("selected_date_time", None, "initial_date_time"),
}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")


class ClientRefusal(AssertionError):
    """Slack's own client would not let the person do this; ``problems`` says why, by label."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{label}: {problem}" for label, problem in problems.items()))
        self.problems = problems


def is_stateful(element: Json) -> bool:
    """Whether an element keeps a value (a button or an overflow menu does not)."""
    return element["type"] in _STATE


def value_key(element: Json) -> str:
    """The key under which an element's value stands in ``state.values`` and in an action."""
    return _STATE[element["type"]][0]


def initial_values(blocks: list[Json], kept: Values | None = None) -> Values:
    """The state of freshly shown blocks; ``kept`` is what was filled in before an update."""
    values: Values = {}
    for block in blocks:
        for element in filter(is_stateful, elements_of(block)):
            before = (kept or {}).get(block["block_id"], {}).get(element["action_id"])
            if before is None or before["type"] != element["type"]:
                before = _initial(element)
            values.setdefault(block["block_id"], {})[element["action_id"]] = before
    return values


def _initial(element: Json) -> Json:
    key, empty, initial = _STATE[element["type"]]
    return {"type": element["type"], key: element.get(initial, empty)}


def chosen(element: Json, wanted: Any, offered: list[Json]) -> Json:
    """The state of an element after a person filled in ``wanted``.

    Options are given by the words they show, several as a list; ``None`` or an empty list clears.
    ``offered`` are an external select's search results. Raises ClientRefusal for an option not shown.
    """
    key, empty, _ = _STATE[element["type"]]
    if wanted is None or wanted in ([], ""):
        return {"type": element["type"], key: empty}
    options = offered or all_options(element)
    if key == "selected_option":
        return {"type": element["type"], key: _option(options, wanted)}
    if key == "selected_options":
        return {"type": element["type"], key: [_option(options, each) for each in wanted]}
    return {"type": element["type"], key: wanted}


def _option(options: list[Json], words: str) -> Json:
    for option in options:
        if option["text"]["text"] == words:
            return option
    shown = [option["text"]["text"] for option in options]
    raise ClientRefusal({words: f"not among the options shown: {shown}"})


def client_problem(block: Json, state: Json) -> str | None:
    """Why Slack's client would not send this input, or None."""
    element = block["element"]
    key, empty, _ = _STATE[element["type"]]
    value = state[key]
    if value in (empty, ""):
        return None if block.get("optional") else "Please complete this required field."
    return _wrong_length(element, value) or _wrong_kind(element, value)


def _wrong_length(element: Json, value: Any) -> str | None:
    if element["type"] == "plain_text_input":
        length = limits.utf16(value)
        if length < element.get("min_length", 0):
            return f"Enter at least {element['min_length']} characters."
        if length > element.get("max_length", limits.INPUT_TEXT):
            return f"Enter no more than {element.get('max_length', limits.INPUT_TEXT)} characters."
    if isinstance(value, list) and len(value) > element.get("max_selected_items", limits.SELECT_OPTIONS):
        return f"Choose no more than {element['max_selected_items']}."
    return None


def _wrong_kind(element: Json, value: Any) -> str | None:
    patterns = {
        "email_text_input": (_EMAIL, "Enter an e-mail address."),
        "url_text_input": (_URL, "Enter a web address."),
        "number_input": (
            re.compile(r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"),
            "Enter a number.",
        ),
        "datepicker": (re.compile(r"\d{4}-\d\d-\d\d"), "Choose a date."),
        "timepicker": (re.compile(r"([01]\d|2[0-3]):[0-5]\d"), "Choose a time."),
    }
    pattern, problem = patterns.get(element["type"], (None, None))
    return problem if pattern and not pattern.fullmatch(value) else None
