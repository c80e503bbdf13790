"""What the tests of every surface stand on."""

import pytest

from tests.support.patience import be_patient


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test fails because the machine is busy; one about a wait sets its own, shorter than the real one."""
    be_patient(monkeypatch)
