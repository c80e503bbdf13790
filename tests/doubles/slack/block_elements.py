"""The shape of every interactive element, and in which block each may stand."""

from typing import Any

from tests.doubles.slack import limits
from tests.doubles.slack.block_rules import (
    Report,
    Rule,
    any_text,
    both,
    flag,
    items,
    kind_of,
    matching,
    one_of,
    plain,
    string,
    thing,
    whole,
)

_MANY = 1_000
_ACTION_ID = {"action_id": string(limits.ID)}
_CONFIRM = thing(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": any_text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)
_ASKS = _ACTION_ID | {"confirm": _CONFIRM, "focus_on_load": flag}
_PLACEHOLDER = {"placeholder": plain(limits.PLACEHOLDER)}
_DISPATCH = {
    "dispatch_action_config": thing(
        {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)}
    )
}
_FILTER = thing(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)


def _option(text: Rule, *, url: bool = False) -> Rule:
    extra: dict[str, Rule] = {"description": text}
    if url:
        extra["url"] = string(limits.URL)
    return thing({"text": text, "value": string(limits.OPTION_VALUE)}, extra)


_SELECT_OPTION = _option(plain(limits.OPTION_TEXT))
_CHOICE_OPTION = _option(any_text(limits.OPTION_TEXT))
_GROUP = thing({"label": plain(limits.OPTION_TEXT), "options": items(_SELECT_OPTION, limits.SELECT_OPTIONS)})


def all_options(element: dict[str, Any]) -> list[dict[str, Any]]:
    """An element's own options, those of its groups included."""
    groups: list[dict[str, Any]] = element.get("option_groups") or []
    return [*(element.get("options") or []), *(option for group in groups for option in group["options"])]


def _options_agree(report: Report, where: str, element: Any) -> None:
    """Values differ (stricter than Slack: equal ones could not be told apart) and initial ones exist."""
    options = all_options(element)
    values = [option["value"] for option in options]
    if len(set(values)) != len(values):
        report.say(f"{where}/options", "option values must be unique")
    initial = [element["initial_option"]] if "initial_option" in element else []
    for option in initial + element.get("initial_options", []):
        if option not in options:
            report.say(where, "initial option must exactly match one of the provided options")


def _options_or_groups(report: Report, where: str, element: Any) -> None:
    if ("options" in element) == ("option_groups" in element):
        report.say(where, "must define either options or option_groups")


def _lengths_agree(report: Report, where: str, element: Any) -> None:
    least, most = element.get("min_length", 0), element.get("max_length", limits.INPUT_TEXT)
    if least > most:
        report.say(f"{where}/min_length", "must not be more than max_length")


def _element(kind: str, optional: dict[str, Rule], required: dict[str, Rule] | None = None) -> Rule:
    return thing({"type": one_of(kind)} | (required or {}), optional)


_LISTED = {
    "options": items(_SELECT_OPTION, limits.SELECT_OPTIONS),
    "option_groups": items(_GROUP, limits.SELECT_OPTIONS),
}
_MOST_CHOSEN = {"max_selected_items": whole(1, _MANY)}
_IDS = items(string(limits.ID), _MANY)
_CONVERSATIONS = {"default_to_current_conversation": flag, "filter": _FILTER}
_DATE = matching(r"\d{4}-\d\d-\d\d", "a date as YYYY-MM-DD")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:mm")


def _select(kind: str, own: dict[str, Rule]) -> Rule:
    return _element(kind, _ASKS | _PLACEHOLDER | own)


_SINGLE_SELECTS: dict[str, Rule] = {
    "static_select": both(
        _select("static_select", _LISTED | {"initial_option": _SELECT_OPTION}),
        _options_or_groups,
        _options_agree,
    ),
    "external_select": _select(
        "external_select",
        {"initial_option": _SELECT_OPTION, "min_query_length": whole(0, _MANY)},
    ),
    "users_select": _select("users_select", {"initial_user": string(limits.ID)}),
    "conversations_select": _select(
        "conversations_select",
        _CONVERSATIONS | {"initial_conversation": string(limits.ID), "response_url_enabled": flag},
    ),
    "channels_select": _select(
        "channels_select", {"initial_channel": string(limits.ID), "response_url_enabled": flag}
    ),
}
_MULTI_SELECTS: dict[str, Rule] = {
    "multi_static_select": both(
        _select(
            "multi_static_select",
            _LISTED | _MOST_CHOSEN | {"initial_options": items(_SELECT_OPTION, limits.SELECT_OPTIONS)},
        ),
        _options_or_groups,
        _options_agree,
    ),
    "multi_external_select": _select(
        "multi_external_select",
        _MOST_CHOSEN
        | {
            "initial_options": items(_SELECT_OPTION, limits.SELECT_OPTIONS),
            "min_query_length": whole(0, _MANY),
        },
    ),
    "multi_users_select": _select("multi_users_select", _MOST_CHOSEN | {"initial_users": _IDS}),
    "multi_conversations_select": _select(
        "multi_conversations_select",
        _MOST_CHOSEN | _CONVERSATIONS | {"initial_conversations": _IDS},
    ),
    "multi_channels_select": _select("multi_channels_select", _MOST_CHOSEN | {"initial_channels": _IDS}),
}
_CHOICES: dict[str, Rule] = {
    "radio_buttons": both(
        _element(
            "radio_buttons",
            _ASKS | {"initial_option": _CHOICE_OPTION},
            {"options": items(_CHOICE_OPTION, limits.CHOICE_OPTIONS)},
        ),
        _options_agree,
    ),
    "checkboxes": both(
        _element(
            "checkboxes",
            _ASKS | {"initial_options": items(_CHOICE_OPTION, limits.CHOICE_OPTIONS)},
            {"options": items(_CHOICE_OPTION, limits.CHOICE_OPTIONS)},
        ),
        _options_agree,
    ),
}
_PICKERS: dict[str, Rule] = {
    "datepicker": _element("datepicker", _ASKS | _PLACEHOLDER | {"initial_date": _DATE}),
    "timepicker": _element(
        "timepicker",
        _ASKS | _PLACEHOLDER | {"initial_time": _TIME, "timezone": string(limits.ID)},
    ),
}
_DATETIME: dict[str, Rule] = {
    "datetimepicker": _element("datetimepicker", _ASKS | {"initial_date_time": whole(10**9, 10**10 - 1)}),
}
_TYPED = _ACTION_ID | _PLACEHOLDER | _DISPATCH | {"focus_on_load": flag}
_NUMBER = matching(r"-?\d+(\.\d+)?", "a number in a string")
_INPUTS: dict[str, Rule] = {
    "plain_text_input": both(
        _element(
            "plain_text_input",
            _TYPED
            | {
                "initial_value": string(limits.INPUT_TEXT, 0),
                "multiline": flag,
                "min_length": whole(0, limits.INPUT_TEXT),
                "max_length": whole(1, limits.INPUT_TEXT),
            },
        ),
        _lengths_agree,
    ),
    "email_text_input": _element(
        "email_text_input", _TYPED | {"initial_value": string(limits.INPUT_TEXT, 0)}
    ),
    "url_text_input": _element("url_text_input", _TYPED | {"initial_value": string(limits.INPUT_TEXT, 0)}),
    "number_input": _element(
        "number_input",
        _TYPED | {"initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
        {"is_decimal_allowed": flag},
    ),
}
_BUTTON = _element(
    "button",
    _ACTION_ID
    | {
        "value": string(limits.BUTTON_VALUE),
        "url": string(limits.URL),
        "style": one_of("primary", "danger"),
        "confirm": _CONFIRM,
        "accessibility_label": string(limits.ACCESSIBILITY_LABEL),
    },
    {"text": plain(limits.BUTTON_TEXT)},
)
_OVERFLOW = both(
    _element(
        "overflow",
        _ACTION_ID | {"confirm": _CONFIRM},
        {"options": items(_option(plain(limits.OPTION_TEXT), url=True), limits.OVERFLOW_OPTIONS)},
    ),
    _options_agree,
)
IMAGE = _element("image", {}, {"image_url": string(limits.URL), "alt_text": string(limits.ALT_TEXT)})
_PRESSED: dict[str, Rule] = {"button": _BUTTON, "overflow": _OVERFLOW}

IN_ACTIONS = kind_of(_PRESSED | _SINGLE_SELECTS | _CHOICES | _PICKERS | _DATETIME, "element in actions")
IN_SECTION = kind_of(
    _PRESSED | _SINGLE_SELECTS | _MULTI_SELECTS | _CHOICES | _PICKERS | {"image": IMAGE},
    "accessory in section",
)
IN_INPUT = kind_of(
    _INPUTS | _SINGLE_SELECTS | _MULTI_SELECTS | _CHOICES | _PICKERS | _DATETIME, "element in input"
)


def check_offered(answer: Any) -> list[str]:
    """What is wrong with an app's answer to a search in an external select."""
    report = Report()
    listed = {
        "options": items(_SELECT_OPTION, limits.SELECT_OPTIONS, 0),
        "option_groups": items(_GROUP, limits.SELECT_OPTIONS, 0),
    }
    both(thing({}, listed), _options_or_groups)(report, "", answer)
    return report.problems
