"""What the Slack surface is told when it is put together."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.cards.elements import Form


@dataclass(frozen=True)
class SlackSettings:
    """Tokens and addresses. With an app token Slack is reached by Socket Mode, otherwise it calls us, signed.

    `web_page` is the address where a form can be read on the web; `web_address` and `phone` are what a person is told
    to use when saving failed.
    """

    bot_token: str = field(repr=False)
    web_page: Callable[[Form], str]
    web_address: str
    phone: str
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"

    def __post_init__(self) -> None:
        if not self.app_token and not self.signing_secret:
            raise ValueError(
                "Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (signed HTTP)"
            )
