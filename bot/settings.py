"""What the environment says. Each setting is documented where it is declared; a secret may also stand in a file.

`SLACK_BOT_TOKEN_FILE=/run/secrets/slack` gives SLACK_BOT_TOKEN, and so on for every secret.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.loopback import is_loopback
from bot.problems import Problem


class Settings(BaseSettings):
    """All that a deployment is told from outside."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///data/mash-triage.sqlite3"),
        description="Where everything is kept: sqlite:///PATH or postgresql://…",
    )
    hub_file: Path | None = Field(default=None, description="A hub.toml with one or more hubs")
    profile: str = Field(
        default="sandwell_mash",
        description="Without HUB_FILE: the one hub's profile, a name among ours or a file's path",
    )
    master_key: SecretStr = Field(
        default=SecretStr(""),
        description="The master key; several with commas between, the current one first",
    )
    public_url: str = Field(
        default="", description="How browsers reach the web pages; without it http://HOST:PORT"
    )
    host: str = Field(default="127.0.0.1", description="The address to listen on")
    port: int = Field(default=8080, ge=0, le=65535, description="The port to listen on; 0 takes a free one")
    metrics_port: int = Field(
        default=0, ge=0, le=65535, description="Where /metrics is served, on 127.0.0.1 only; 0 for nowhere"
    )
    slack_bot_token: SecretStr = Field(default=SecretStr(""), description="xoxb-…; setting it turns Slack on")
    slack_signing_secret: SecretStr = Field(default=SecretStr(""), description="For Slack over signed HTTP")
    slack_app_token: SecretStr = Field(default=SecretStr(""), description="xapp-…; for Slack by Socket Mode")
    slack_api_url: str = Field(default="https://slack.com/api/", description="The Web API's base")
    slack_channel: str = Field(default="", description="Without HUB_FILE: the id of the hub's Slack channel")
    teams_app_id: str = Field(default="", description="The bot's application id; setting it turns Teams on")
    teams_app_password: SecretStr = Field(default=SecretStr(""), description="The bot's client secret")
    teams_tenant_id: str = Field(default="", description="The directory that the bot is registered in")
    teams_channel: str = Field(default="", description="Without HUB_FILE: the id of the hub's Teams channel")
    teams_local: bool = Field(
        default=False,
        description="Take unsigned requests from this machine, for trying out; needs HOST 127.0.0.1",
    )
    intake_token: SecretStr = Field(
        default=SecretStr(""), description="What other systems send after Bearer; setting it turns the API on"
    )
    public_form: bool = Field(
        default=False, description="Without HUB_FILE: whether members of the public may refer, at /tell-us"
    )
    demo_clock: datetime | None = Field(
        default=None,
        description="A time with its zone: the clock starts there and can be moved, on this machine only",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much is logged"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is set, then the files that are named; no .env is read."""
        return init_settings, env_settings, SecretFiles(settings_cls)

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/")):
            raise ValueError("must be like https://mash.example.org, without a path")
        return value.rstrip("/")

    @field_validator("demo_clock")
    @classmethod
    def _has_a_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.utcoffset() is None:
            raise ValueError("must name its zone, like 2026-11-16T13:00:00+00:00")
        return value

    @model_validator(mode="after")
    def _goes_together(self) -> "Settings":
        problems = [
            *_if(self.demo_clock is not None and not self._here_alone, _DEMO_CLOCK),
            *_if(
                self.slack_on and not (self._has("slack_app_token") or self._has("slack_signing_secret")),
                _SLACK,
            ),
            *_if(
                bool(self.teams_app_id) and not (self._has("teams_app_password") and self.teams_tenant_id),
                _TEAMS,
            ),
            *_if(bool(self.hub_file and (self.slack_channel or self.teams_channel)), _HUB_FILE),
            *_if(bool(self.hub_file and self.public_form), _PUBLIC_FORM),
        ]
        if problems:
            raise ValueError("\n".join(problems))
        return self

    @property
    def slack_on(self) -> bool:
        """Whether Slack is set."""
        return self._has("slack_bot_token")

    @property
    def teams_on(self) -> bool:
        """Whether Teams is set, with credentials or in local mode."""
        return bool(self.teams_app_id) or self.teams_local

    @property
    def web_address(self) -> str:
        """Where people open the web pages."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def _here_alone(self) -> bool:
        """Whether nobody but this machine is meant to come in: no proxy in front of it either."""
        known = urlsplit(self.public_url).hostname or self.host
        return is_loopback(self.host) and is_loopback(known)

    def _has(self, name: str) -> bool:
        secret: SecretStr = getattr(self, name)
        return bool(secret.get_secret_value())


class SecretFiles(PydanticBaseSettingsSource):
    """Reads each secret from the file that `…_FILE` names. Setting a secret both ways is a problem, as is no such file."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The secret in the named file, None where none is named."""
        name = field_name.upper()
        path = os.environ.get(f"{name}_FILE", "")
        if field.annotation is not SecretStr or not path:
            return None, field_name, False
        if os.environ.get(name):
            raise Problem((f"{name} and {name}_FILE are both set: keep one.",))
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except (OSError, UnicodeDecodeError):
            raise Problem((f"{name}_FILE names a file that cannot be read.",)) from None

    def __call__(self) -> dict[str, Any]:
        """All secrets that stand in files."""
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


def read_settings() -> Settings:
    """The settings of this process; raises `Problem` with one line per problem, in which no value stands."""
    try:
        return Settings()
    except ValidationError as error:
        raise Problem(tuple(_lines(error))) from None


_DEMO_CLOCK = "DEMO_CLOCK lets anybody on this machine be anybody: it needs HOST=127.0.0.1, and no PUBLIC_URL elsewhere."
_SLACK = (
    "Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (signed HTTP) beside SLACK_BOT_TOKEN."
)
_TEAMS = "Teams needs TEAMS_APP_PASSWORD and TEAMS_TENANT_ID beside TEAMS_APP_ID."
_HUB_FILE = "HUB_FILE names the channels: remove SLACK_CHANNEL and TEAMS_CHANNEL."
_PUBLIC_FORM = (
    "HUB_FILE says which hubs have the public form: remove PUBLIC_FORM, and write public_form there."
)


def _if(wrong: bool, words: str) -> tuple[str, ...]:  # noqa: FBT001 - the one fact that it judges
    return (words,) if wrong else ()


def _lines(error: ValidationError) -> list[str]:
    lines = []
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        words = problem["msg"].removeprefix("Value error, ")
        where = ".".join(str(part) for part in problem["loc"]).upper()
        lines += [f"{where}: {words}"] if where else words.split("\n")
    return lines
