"""What must fail: a fetch, and a disk that is full."""

import contextlib
import resource

import pytest

from repo_watch.errors import FaultError


def refused(fetch, fault, *args, **kwargs):
    """The error of a fetch that must fail in that way, in one line that names the address."""
    with pytest.raises(FaultError) as caught:
        fetch(*args, **kwargs)
    error = caught.value
    assert error.fault == fault, str(error)
    assert "\n" not in str(error)
    assert str(error).startswith(error.url)
    return error


@contextlib.contextmanager
def files_of_at_most(size):
    """A limit that holds for root as well, as the end of a disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
