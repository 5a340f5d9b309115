"""Years of nights in a simulated world: nothing missed, nothing twice, no false removal.

`make soak` runs ten years; `make test` some months with the same faults.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from msgspec.structs import replace
from world import CHALLENGE, CUT, LIST, SOURCE, UPDATE, Installation, edited, review, uid_of

from repo_watch.digest.months import Month

START = datetime(2026, 8, 31, 2, 15, tzinfo=UTC)
MOVED = "http://127.0.0.1/moved/list"
FAULTS = ("503", CHALLENGE, CUT, "half", b"[]")
YEARS_LISTED = 5

pytestmark = pytest.mark.no_cover


@dataclass
class Simulation:
    """The world's truth, kept apart from what the database makes of it."""

    watch: Installation
    random: Random
    nights: int
    reviews: int
    source: object = SOURCE
    address: str = LIST
    listed: dict = field(default_factory=dict)
    update: list = field(default_factory=list)
    first_shown: dict = field(default_factory=dict)
    baseline: set = field(default_factory=set)
    taken_down: set = field(default_factory=set)
    uids: int = 0

    def run(self):
        now = START
        for _ in range(70):
            self.publish(now.year - self.random.randrange(4))
        arrivals = Counter(self.random.randrange(1, self.nights) for _ in range(self.reviews - 70))
        redesigns = {self.nights * part // 4 for part in (1, 2, 3)}
        for night in range(self.nights):
            if night == self.nights // 3:
                self.address = MOVED
            if night in redesigns:
                self.redesign()
            if now.day == 1:
                self.update.clear()
            for _ in range(arrivals[night]):
                self.update.append(self.publish(now.year))
            self.edit_some()
            self.roll_over(now.year)
            if self.random.random() < 0.02 and night:
                now += timedelta(days=self.random.randrange(1, 20))  # nobody ran it
            self.one_night(now, first=night == 0)
            if self.random.random() < 0.03:
                self.one_night(now + timedelta(hours=3), first=night == 0)
            now += timedelta(days=1, minutes=self.random.randrange(-40, 40))
        return now

    def publish(self, year):
        uid = self.uids
        self.uids += 1
        anonymous = self.random.random() < 0.6
        self.listed[uid] = review(uid, year=year, anonymous=anonymous)
        return uid

    def edit_some(self):
        """Over its life about one review in fifty has its summary edited."""
        if self.random.random() < 0.02 * self.reviews / self.nights and self.listed:
            uid = self.random.choice(sorted(self.listed))
            self.listed[uid] = edited(self.listed[uid], self.random.randrange(10**6))

    def roll_over(self, year):
        for uid in [uid for uid, one in self.listed.items() if one.year <= year - YEARS_LISTED]:
            del self.listed[uid]
            self.taken_down.add(uid)

    def redesign(self):
        """Other headings, another order; the reader is mended, so its version rises."""
        for uid, one in self.listed.items():
            self.listed[uid] = replace(one, title=one.title.replace(" – ", " - "))
        self.source = replace(self.source, reader_version=self.source.reader_version + 1)

    def one_night(self, now, *, first):
        entries = list(self.listed.values())
        self.random.shuffle(entries)
        recent = [self.listed[uid] for uid in self.update if uid in self.listed]
        self.watch.world.pages = {self.address: entries, UPDATE: recent}
        self.watch.world.faults = {
            url: self.random.choice(FAULTS)
            for url in self.watch.world.pages
            if not first and self.random.random() < 0.2
        }
        self.watch.sources = (self.source,)
        self.watch.urls = {SOURCE.id: (self.address, UPDATE)}
        self.watch.run(now)
        for url, entries in self.watch.world.pages.items():
            fault = self.watch.world.faults.get(url)
            readable = {None: len(entries), "half": len(entries) // 2}.get(fault, 0)
            for one in entries[:readable]:
                self.first_shown.setdefault(uid_of(one.sections["summary"]), now)
        if first:
            self.baseline = set(self.first_shown)


def check(simulation, end):
    rows = simulation.watch.rows
    found = defaultdict(list)
    for row in rows("SELECT id, summary, baseline, state, first_seen_at FROM reviews"):
        found[uid_of(row["summary"])].append(row)
    assert set(found) == set(simulation.first_shown), "missed or invented"
    assert all(len(same) == 1 for same in found.values()), "one review became two"
    ids = {same[0]["id"]: uid for uid, same in found.items()}
    versions = rows("SELECT item, snapshot FROM version")
    assert all(uid_of(one["snapshot"]) == ids[one["item"]] for one in versions), "two became one"

    assert {uid for uid, (row,) in found.items() if row["baseline"]} == simulation.baseline
    carried = Counter()
    for row in rows(
        "SELECT item, first_month, last_month FROM issue_item JOIN issue ON issue.id = issue",
    ):
        uid = ids[row["item"]]
        carried[uid] += 1
        assert row["first_month"] == Month.of(simulation.first_shown[uid]).iso
    news = simulation.first_shown.keys() - simulation.baseline
    closed = {uid for uid in news if Month.of(simulation.first_shown[uid]) < Month.of(end)}
    assert set(carried) == closed
    assert set(carried.values()) <= {1}

    gone = rows("SELECT item_id FROM changes WHERE change = 'absent'")
    assert {ids[row["item_id"]] for row in gone} <= simulation.taken_down, "a false removal"
    still = {uid for uid, (row,) in found.items() if row["state"] == "listed"}
    assert simulation.listed.keys() & simulation.first_shown.keys() <= still

    months = [row["first_month"] for row in rows("SELECT first_month FROM issue ORDER BY id")]
    last = Month.of(end)
    expected = []
    month = Month.of(START)
    while month < last:
        expected.append(month.iso)
        month = month.plus(1)
    assert months == expected[: len(months)]
    assert len(expected) - len(months) <= 1


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))]
)
def test_some_months(tmp_path, seed):
    simulation = Simulation(Installation(tmp_path), Random(seed), nights=100, reviews=180)
    check(simulation, simulation.run())


@pytest.mark.slow
def test_ten_years(tmp_path):
    simulation = Simulation(Installation(tmp_path), Random(1), nights=3650, reviews=1500)
    check(simulation, simulation.run())
