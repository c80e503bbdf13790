"""The real program as a process of its own: its settings, its pages over HTTP, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from bot.cli import main; main()")
LONGEST_START = 60.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def environment(**settings: str) -> dict[str, str]:
    """Only what a process needs, and these settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def command(*words: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, *words],
        cwd=cwd,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=LONGEST_START,
        check=False,
    )


@dataclass
class Running:
    """A process that takes requests."""

    process: subprocess.Popen[str]
    address: str
    said: str
    seconds: float

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """End it; returns its exit code and how long that took in seconds."""
        began = time.monotonic()
        self.process.send_signal(how)
        code = self.process.wait(timeout=20)
        return code, time.monotonic() - began


@contextmanager
def running(*words: str, cwd: Path, port: int, **settings: str) -> Iterator[Running]:
    """The program, from when it says that it is ready."""
    began = time.monotonic()
    with (cwd / "stderr").open("a") as stderr:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [*COMMAND, *words],
            cwd=cwd,
            env=environment(PORT=str(port), **settings),
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    assert process.stdout
    said = process.stdout.readline()
    try:
        yield Running(process, f"http://127.0.0.1:{port}", said, time.monotonic() - began)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@dataclass
class Browser:
    """Reads pages and sends their forms, with cookies, as a person without JavaScript would."""

    address: str
    _jar: CookieJar = field(default_factory=CookieJar)
    text: str = ""
    status: int = 0

    def get(self, path: str) -> str:
        return self._ask(Request(self.address + path))  # noqa: S310 - our own address

    def post(self, path: str, values: Mapping[str, str]) -> str:
        token = re.search('name="csrf" value="([^"]+)"', self.text)
        data = urlencode({"csrf": token[1] if token else "", **values}).encode()
        return self._ask(Request(self.address + path, data))  # noqa: S310 - our own address

    @property
    def words(self) -> str:
        return " ".join(unescape(re.sub("<[^>]+>", " ", self.text)).split())

    def _ask(self, request: Request) -> str:
        opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(self._jar))
        try:
            with opener.open(request, timeout=30) as answer:
                self.status, self.text = answer.status, answer.read().decode()
        except HTTPError as refused:
            self.status, self.text = refused.code, refused.read().decode()
            refused.close()
        except URLError:
            self.status, self.text = 0, ""
        return self.text
