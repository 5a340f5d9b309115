"""What is told of items that earlier issues had, or that were there from the first night."""

import pytest
from house import utc
from issues import part_of
from msgspec.structs import replace

from repo_watch.model import Attachment, Figure


def test_changes_are_those_of_the_window_to_items_of_earlier_issues(watched, chosen):
    old = watched.review(utc(2026, 9, 14, 2), baseline=True)
    watched.event(old, "new", utc(2026, 10, 1), baseline=True)
    watched.event(old, "changed", utc(2026, 9, 20), ["title"])
    watched.event(old, "changed", utc(2026, 10, 3), ["summary"])
    watched.event(old, "changed", utc(2026, 10, 9), ["keywords", "summary"])
    watched.event(old, "absent", utc(2026, 10, 5))
    new = watched.review(utc(2026, 10, 3))
    watched.event(new, "changed", utc(2026, 10, 7), ["summary"])
    for kind in ("corrected", "merged", "split"):
        watched.event(old, kind, utc(2026, 10, 6), ["summary"])
    (change,) = chosen().changes
    assert change.item == old
    assert [one.kind for one in change.happenings] == ["changed", "absent"]
    assert change.happenings[0].fields == ("summary", "keywords")
    (entry,) = part_of(chosen(), "changes").groups[0].entries
    assert [one.text for one in entry.blocks] == [
        "By 9 October 2026 its summary and keywords had changed.",
        "By 5 October 2026 it was no longer in the collection’s list.",
    ]


@pytest.fixture
def told(chosen):
    """What the changes to earlier items say."""

    def texts():
        part = part_of(chosen(), "changes")
        return [block.text for entry in part.groups[0].entries for block in entry.blocks]

    return texts


def test_a_change_says_what_was_there_and_what_is_there_now(watched, told):
    before = watched.entry(
        sections={"summary": "The family was known to three services for two years."},
        keywords=("neglect", "housing"),
    )
    old = watched.review(utc(2026, 9, 14, 2), baseline=True, entry=before)
    after = replace(
        before,
        sections={
            "summary": "The family was known to four services for two years.",
            "model": "Systems review.",
        },
        keywords=("neglect", "infants"),
        year=before.year + 1,
    )
    watched.revise(old, utc(2026, 10, 3), replace(before, keywords=("neglect",)))
    watched.event(old, "changed", utc(2026, 10, 3), ["keywords"])
    watched.revise(old, utc(2026, 10, 9), after)
    watched.event(old, "changed", utc(2026, 10, 9), ["summary", "model", "keywords", "year"])
    by = "By 9 October 2026 its"
    became = "“was known to three services for two” became “was known to four services for two”"
    assert told() == [
        f"{by} keywords had changed: “housing” was taken out; “infants” was added.",
        f"{by} summary had changed: {became}.",
        f"{by} model had changed: “Systems review.” was added.",
        f"{by} year had changed: “{before.year}” became “{before.year + 1}”.",
    ]


def test_a_publications_figures_documents_and_days_are_told_too(watched, told):
    old = watched.publication(utc(2026, 9, 14, 2), baseline=True)
    before = replace(
        watched.publication_of(old),
        figures=(Figure("Serious incidents", "2025", "405"),),
        public_updated_at="2026-05-02T09:00:00+01:00",
    )
    watched.revise(old, utc(2026, 9, 15), before)
    paper = Attachment(kind="file", title="Tables", url="https://assets.example/9/t.ods")
    after = replace(
        before,
        figures=(Figure("Serious incidents", "2025", "431"),),
        public_updated_at="2026-10-09T09:00:00+01:00",
        attachments=(paper,),
    )
    watched.revise(old, utc(2026, 10, 9), after)
    names = ["public_updated_at", "attachments", "figures", "organisations"]
    watched.event(old, "changed", utc(2026, 10, 9), names)
    texts = told()
    assert "2 May 2026 became 9 October 2026." in texts[0]
    assert "“Tables (t.ods)” was added" in texts[1]
    assert "“Serious incidents 2025: 405” became “Serious incidents 2025: 431”." in texts[2]
    assert texts[3] == "By 9 October 2026 its organisations had changed."


def test_guidance_whose_file_was_replaced_is_one_line_of_a_replaced_document(watched, told):
    old = watched.publication(utc(2026, 9, 14, 2), baseline=True)

    def with_file(uploaded, size, title="Working together"):
        url = f"https://assets.example/media/{int(uploaded.timestamp()):x}{'0' * 16}/wt.pdf"
        return Attachment(kind="file", title=title, url=url, file_size=size)

    before = replace(
        watched.publication_of(old), attachments=(with_file(utc(2026, 9, 1), 2_100_000),)
    )
    watched.revise(old, utc(2026, 9, 15), before)
    for day in (3, 9):
        after = replace(before, attachments=(with_file(utc(2026, 10, day), 2_100_000),))
        watched.revise(old, utc(2026, 10, day + 1), after)
        watched.event(old, "changed", utc(2026, 10, day + 1), ["attachments"])
    facts = "Working together (wt.pdf, 2,100,000 bytes, uploaded on"
    (text,) = told()
    assert text == (
        "By 10 October 2026 its document had been replaced:"
        f" “{facts} 1 September 2026)” became “{facts} 9 October 2026)”."
    )


def test_a_text_written_anew_is_told_shortly(watched, told):
    before = watched.entry(sections={"summary": "old " * 500})
    old = watched.review(utc(2026, 9, 14, 2), baseline=True, entry=before)
    watched.revise(old, utc(2026, 10, 9), replace(before, sections={"summary": "new " * 500}))
    watched.event(old, "changed", utc(2026, 10, 9), ["summary"])
    (text,) = told()
    assert len(text.split()) < 100
    assert text.count(" …”") == 2


def test_reviews_that_leave_a_list_for_age_alone_are_counted_and_not_told_one_by_one(
    watched, chosen
):
    for _ in range(3):
        old = watched.review(utc(2026, 9, 14, 2), baseline=True, state="absent")
        watched.event(old, "absent", utc(2026, 10, 3), ["expected"])
    digest = chosen()
    assert digest.changes == ()
    part = part_of(digest, "changes")
    assert part.lead == ("3 older reviews left the collection’s list because of their age alone.",)


def test_what_befalls_linked_reports_is_told_in_plain_words(watched, chosen):
    old = watched.review(utc(2026, 9, 14, 2), baseline=True)
    for day, kind in enumerate(("retired", "missing", "replaced", "back"), start=3):
        watched.event(old, f"report_{kind}", utc(2026, 10, day), ["links"])
    part = part_of(chosen(), "changes")
    (entry,) = part.groups[0].entries
    assert [one.text for one in entry.blocks] == [
        "By 3 October 2026 a linked report had been retired.",
        "By 4 October 2026 a linked report could not be found at its address.",
        "By 5 October 2026 a linked report had been replaced by another file.",
        "By 6 October 2026 a linked report could be read again.",
    ]
    assert entry.lines[0].url.startswith("https://library.example/")


def test_a_withdrawal_is_told_with_the_publishers_day_and_notice(watched, chosen):
    item = watched.publication(utc(2026, 9, 14, 2), baseline=True, state="withdrawn")
    said = watched.rows(f"SELECT snapshot ->> '$.title' FROM version WHERE item = {item}")[0][0]
    known = watched.publication_of(item)
    watched.revise(
        item,
        utc(2026, 10, 6),
        replace(known, state="withdrawn", withdrawn_at="2026-10-04T09:00:00Z", reason="Replaced."),
    )
    watched.event(item, "withdrawn", utc(2026, 10, 6))
    digest = chosen()
    (entry,) = part_of(digest, "changes").groups[0].entries
    assert entry.title == said
    assert [one.text for one in entry.blocks] == [
        "Withdrawn by the publisher on 4 October 2026.",
        "Replaced.",
    ]
