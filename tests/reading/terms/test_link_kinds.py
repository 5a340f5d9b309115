import pytest
from hypothesis import given
from hypothesis import strategies as st

from repo_watch.reading.terms.link_kinds import LINK_KINDS, link_kind


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Read the overview report", "overview_report"),
        ("Overview", "overview_report"),
        ("Read the full report", "overview_report"),
        ("Full safeguarding practice review report", "overview_report"),
        ("Overview report and executive summary", "overview_report"),
        ("Read the executive summary", "executive_summary"),
        ("Summary", "executive_summary"),
        ("Exec summary of the overview report", "executive_summary"),
        ("Learning summary", "learning_summary"),
        ("Lessons learned summary", "learning_summary"),
        ("Lessons learnt summary", "learning_summary"),
        ("Summary of the key learning", "learning_summary"),
        ("Action plan", "action_plan"),
        ("Multi-agency improvement plan", "action_plan"),
        ("Practice briefing", "briefing"),
        ("7-minute briefing", "briefing"),
        ("Seven minute guide", "briefing"),
        ("Learning brief", "briefing"),
        ("Fact sheet for schools", "briefing"),
        ("A brief look back", "briefing"),
        ("Response to the overview report", "response"),
        ("The board responds", "response"),
        ("Welsh Government response", "response"),
        ("Responsibilities", "report"),
        ("Overview report (Welsh)", "welsh_version"),
        ("WELSH VERSION", "welsh_version"),
        ("Fersiwn Gymraeg", "welsh_version"),
        ("Darllenwch yr adroddiad", "welsh_version"),
        ("Welsh child practice review: overview report", "overview_report"),
        ("Report", "report"),
        ("Child Q", "report"),
        ("", "report"),
    ],
)
def test_labels(label, kind):
    assert link_kind(label) == kind


@given(st.text())
def test_any_label_has_a_kind_of_the_list(label):
    assert link_kind(label) in LINK_KINDS
    assert link_kind(label) == link_kind(label.strip())
