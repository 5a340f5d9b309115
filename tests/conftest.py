import pytest
import structlog


@pytest.fixture(autouse=True)
def _logs_of_its_own():
    """A command configures logging for its own process; here many share one."""
    yield
    structlog.reset_defaults()
