"""What SpamAssassin, offline and with its own rules, gives the letter: nothing."""

import re
import shutil
import subprocess

import pytest
from post_office import make_digest

from repo_watch.delivery.letter import letter, message
from repo_watch.issuing.issue import render
from repo_watch.settings import MailSettings

pytestmark = pytest.mark.slow

TO = "one@readers.example"
LETTERS = {
    "a month": (make_digest(9), {}),
    "forty reviews": (make_digest(40), {}),
    "a quiet month": (make_digest(0, late_reviews=(), publications=(), changes=()), {}),
    "a correction": (make_digest(3, number=2), {}),
    "an address for those who leave": (
        make_digest(9),
        {"list_unsubscribe": "https://lists.example/stop?reader=4711"},
    ),
    "without the PDF": (make_digest(9), {"attach_below": 0}),
}


@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.skipif(shutil.which("spamassassin") is None, reason="needs spamassassin")
def test_the_letter_costs_no_point(kind):
    digest, settings = LETTERS[kind]
    mail = MailSettings(host="mail.example", sender="digest@watch.example", **settings)
    said = letter(digest, render(digest), mail, "https://watch.example/reviews")
    made = subprocess.run(
        ["spamassassin", "--local", "--test-mode"],
        input=message(said, TO, mail),
        capture_output=True,
        check=True,
    ).stdout.decode(errors="replace")
    points = {
        rule: float(score)
        for score, rule in re.findall(r"^ *(-?\d+\.\d+) ([A-Z]\w+) ", made, re.MULTILINE)
    }
    assert points, made
    assert not {rule: score for rule, score in points.items() if score > 0}
