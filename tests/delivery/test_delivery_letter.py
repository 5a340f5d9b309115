"""The mail as a person and a mail program get it."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from email import policy
from email.parser import BytesHeaderParser
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from post_office import ISSUED, SUMMARY, make_coverage, make_digest, make_review, read_mail

from repo_watch.delivery.letter import letter, message
from repo_watch.digest.model import Edition
from repo_watch.settings import MailSettings

MAIL = MailSettings(
    host="mail.example",
    sender="digest@watch.example",
    recipients=("one@readers.example",),
)
URL = "https://watch.example/reviews"
FILES = {
    "case-reviews-2026-10.html": b"<!DOCTYPE html>",
    "case-reviews-2026-10.pdf": b"%PDF-2.0\0x",
}
TO = "one@readers.example"


def with_mail(**changes):
    return MailSettings(**{name: getattr(MAIL, name) for name in MAIL.__struct_fields__} | changes)


def sent(digest, mail=MAIL, to=TO, url=URL):
    return message(letter(digest, FILES, mail, url), to, mail)


def parts(content):
    mail = read_mail(content)
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    html = mail.get_body(("html",)).get_content()
    return mail, text, html


class Seen(HTMLParser):
    """Text, tags and addresses of a page."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags, self.links, self.attributes = [], set(), [], set()
        self.feed(html)

    def handle_data(self, data):
        self.text.append(data)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())


def test_the_mail_is_one_letter_twice_and_the_pdf():
    mail, _, _ = parts(sent(make_digest()))
    assert [one.get_content_type() for one in mail.walk()] == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html"),
        "application/pdf",
    ]
    (pdf,) = mail.iter_attachments()
    assert pdf.get_filename() == "case-reviews-2026-10.pdf"
    assert pdf.get_content() == FILES["case-reviews-2026-10.pdf"]
    assert mail["Subject"] == "Case reviews October 2026: 3 new case reviews"
    assert mail["From"] == "Case reviews <digest@watch.example>"
    assert mail["To"] == TO
    assert mail["Date"].datetime == ISSUED
    assert mail["List-Unsubscribe"] == "<mailto:digest@watch.example?subject=unsubscribe>"
    assert mail["List-Unsubscribe-Post"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en-GB"
    assert not [one for one in mail.walk() if one is not mail and one["Content-Language"]]
    assert mail["References"] is None
    assert "Bcc" not in mail
    assert "Cc" not in mail


def test_both_parts_name_every_item_and_what_it_is():
    digest = make_digest(40)
    _, text, html = parts(sent(digest))
    seen = Seen(html).words
    flat = " ".join(text.split())
    for one in (*digest.reviews, *digest.late_reviews, *digest.publications, *digest.changes):
        assert one.title in seen
        assert one.title in flat
    for words in (seen, flat):
        assert words.count("Keywords: neglect, infants, voice of the child, information") == 41
        assert "Local child safeguarding practice review · East Midlands" in words
        assert "By 9 October 2026 its summary had changed." in words
        assert "The yearly list: Read in full on 30 of 31 nights." in words
        assert "What the panel saw in a year of notifications." in words
        assert "The yearly list (A publisher): Titles and links only." in words
        assert "0808\xa0800\xa05000" in words.replace("0808 800 5000", "0808\xa0800\xa05000")
        assert SUMMARY not in words


def test_forty_reviews_fit_far_below_where_mail_programs_cut():
    content = letter(make_digest(40), FILES, MAIL, URL)
    assert len(content.html.encode()) < 30_000
    assert len(content.text.encode()) < 20_000


def test_two_thousand_reviews_are_counted_and_left_to_the_issue():
    content = letter(make_digest(2000), FILES, MAIL, URL)
    assert len(content.html.encode()) < 10_000
    assert "2,000 entries, all in the issue." in content.text
    assert "2,000 entries, all in the issue." in content.html


def test_the_html_asks_nothing_of_anybody():
    html = letter(make_digest(), FILES, MAIL, URL).html
    seen = Seen(html)
    assert seen.tags.isdisjoint({"img", "script", "link", "style", "iframe", "object", "form"})
    assert seen.attributes <= {"lang", "charset", "name", "content", "style", "role", "href"}
    assert "url(" not in html
    assert set(seen.links) == {
        "https://watch.example/reviews/case-reviews-2026-10.html",
        "https://watch.example/reviews/case-reviews-2026-10.html#review-1",
        "https://watch.example/reviews/case-reviews-2026-10.html#review-2",
        "https://watch.example/reviews/case-reviews-2026-10.html#review-3",
        "https://watch.example/reviews/case-reviews-2026-10.html#publication-9100",
        "https://watch.example/reviews/case-reviews-2026-10.html#review-9001",
        "https://watch.example/reviews/case-reviews-2026-10.html#change-9200",
        "https://reports.example/1.pdf",
        "https://reports.example/2.pdf",
        "https://reports.example/3.pdf",
        "https://reports.example/9001.pdf",
        "https://www.gov.example/annual-report",
        "mailto:digest@watch.example",
        "mailto:digest@watch.example?subject=unsubscribe",
    }


def test_a_source_that_was_out_of_sight_is_told_before_anything_else():
    blind = make_coverage(well=0, failed=31, last_well=None)
    mail, text, html = parts(sent(make_digest(0, coverage=(blind,), late_reviews=())))
    assert mail["Subject"].endswith(": The month could not be checked in full")
    for words in (" ".join(text.split()), Seen(html).words):
        told = "The yearly list: could not be read on any night of October 2026."
        assert words.index(told) < words.index("National publications")


def test_what_edition_and_editor_say_is_in_both_parts():
    edition = Edition(introduction="Chosen for the west.")
    _, text, html = parts(sent(make_digest(edition=edition, note="Two items came late.")))
    for words in (text, Seen(html).words):
        assert "Chosen for the west." in words
        assert "note: Two items came late." in words


CHILD = """
import hashlib
from post_office import make_digest
from repo_watch.delivery.letter import letter, message
from repo_watch.settings import MailSettings
mail = MailSettings(sender="digest@watch.example")
digest = make_digest(5)
files = {digest.months.file("pdf"): b"%PDF"}
made = letter(digest, files, mail, "https://watch.example")
print(hashlib.sha256(message(made, "one@readers.example", mail)).hexdigest())
"""


def test_another_process_makes_the_same_bytes():
    said = {
        subprocess.run(
            [sys.executable, "-c", CHILD],
            env=os.environ
            | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland"))
    }
    assert len(said) == 1


def test_a_pdf_above_the_limit_is_linked_instead():
    mail, text, html = parts(sent(make_digest(), with_mail(attach_below=5)))
    assert list(mail.iter_attachments()) == []
    address = "https://watch.example/reviews/case-reviews-2026-10.pdf"
    assert address in text
    assert address in Seen(html).links
    assert "attached" not in text


def test_without_a_web_address_the_pdf_goes_along_whatever_its_size():
    mail, text, html = parts(sent(make_digest(), with_mail(attach_below=0), url=""))
    assert len(list(mail.iter_attachments())) == 1
    assert "The whole issue is attached as a PDF (1kb)." in text
    assert not [one for one in Seen(html).links if "case-reviews" in one]
    assert "https://reports.example/1.pdf" in Seen(html).links
    assert "https://reports.example/1.pdf" in text.split()


def test_the_same_letter_has_the_same_bytes_and_another_reader_another_id():
    one, again = sent(make_digest()), sent(make_digest())
    other = sent(make_digest(), to="two@readers.example")
    assert one == again
    assert read_mail(one)["Message-ID"] != read_mail(other)["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@watch\.example>", read_mail(one)["Message-ID"])
    assert b"two@" not in one


def test_a_correction_says_so_and_joins_the_thread():
    first = read_mail(sent(make_digest()))
    later = ISSUED + timedelta(days=9)
    corrected = make_digest(number=2, issued_at=later, first_issued_at=ISSUED)
    mail, text, _ = parts(sent(corrected))
    assert mail["Subject"].startswith("Correction: Case reviews October 2026: ")
    assert mail["Message-ID"] != first["Message-ID"]
    assert mail["References"] == first["Message-ID"]
    assert "Corrected on 10 November 2026." in text


def test_who_answers_and_who_wants_no_more_is_sent_where_the_settings_say():
    stop = "https://lists.example/stop?" + "a" * 300
    changed = with_mail(reply_to="team@watch.example", list_unsubscribe=stop)
    mail, text, html = parts(sent(make_digest(), changed))
    assert mail["Reply-To"] == "team@watch.example"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"\r\nList-Unsubscribe: <{stop}>\r\n".encode() in sent(make_digest(), changed)
    assert f"Unsubscribe:\n{stop}\n" in text
    assert stop in Seen(html).links


def test_no_line_is_longer_than_mail_allows():
    stop = "https://lists.example/stop?" + "a" * 300
    digest = make_digest(edition=Edition(title="Adolygiadau achos ŵŷ " * 12))
    content = sent(digest, with_mail(list_unsubscribe=stop))
    assert max(map(len, content.split(b"\r\n"))) < 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()


EVIL = "Eastmere\r\nBcc: everyone@other.example\r\n\r\n<script>alert(1)</script>"


def test_nothing_in_a_title_becomes_a_header_or_markup():
    review = make_review(1, title=EVIL, keywords=(EVIL,))
    digest = make_digest(0, reviews=(review,), edition=Edition(title=EVIL))
    mail, text, html = parts(sent(digest))
    assert mail["Bcc"] is None
    assert set(mail.keys()) == set(read_mail(sent(make_digest())).keys())
    assert "script" not in Seen(html).tags
    assert "alert(1)" in text


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_title_gives_a_sound_header(title):
    content = sent(make_digest(edition=Edition(title=title)))
    header = BytesHeaderParser(policy=policy.SMTP).parsebytes(content)
    assert header.keys() == read_mail(sent(make_digest())).keys()
    assert header["From"].addresses[0].addr_spec == "digest@watch.example"
    assert content.isascii()


def test_the_boundary_is_in_no_part():
    content = sent(make_digest(reviews=(make_review(1, title="--=_x\n--=_"),)))
    mail = read_mail(content)
    boundaries = {one.get_boundary() for one in mail.walk() if one.is_multipart()}
    assert len(boundaries) == 2
    for boundary in boundaries:
        lines = [one for one in content.split(b"\r\n") if boundary.encode() in one]
        assert all(one.startswith(b"--") or b"boundary=" in one for one in lines)


def test_the_plain_part_fits_a_narrow_window():
    text = letter(make_digest(12), FILES, MAIL, URL).text
    wide = [line for line in text.splitlines() if len(line) > 72 and "://" not in line]
    assert wide == []


@pytest.mark.parametrize("reviews", [0, 1])
def test_a_quiet_month_is_a_letter_too(reviews):
    digest = make_digest(reviews, late_reviews=(), publications=(), changes=())
    mail, text, _ = parts(sent(digest))
    said = "1 new case review" if reviews else "No new case reviews"
    assert mail["Subject"] == f"Case reviews October 2026: {said}"
    assert said in text
