"""A fetch that must fail."""

import pytest

from repo_watch.fetch import FaultError


def refused(fetch, fault, *args, **kwargs):
    """The error of a fetch that must fail in that way, in one line that names the address."""
    with pytest.raises(FaultError) as caught:
        fetch(*args, **kwargs)
    error = caught.value
    assert error.fault == fault, str(error)
    assert "\n" not in str(error)
    assert str(error).startswith(error.url)
    return error
