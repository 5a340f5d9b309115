"""How well each source was read in a window: the issue says it, so that silence is never news."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from sqlite3 import Connection as Database

from repo_watch.digest.issues import answer
from repo_watch.digest.model import Coverage
from repo_watch.digest.months import Window, days, london_day
from repo_watch.digest.text import clean
from repo_watch.model import Source
from repo_watch.store import times
from repo_watch.store.questions.status import forbidden_files, forbidden_pages

_BEST_FIRST = ("ok", "partial", "failed")


def coverage(db: Database, window: Window, sources: Sequence[Source]) -> Iterator[Coverage]:
    """One for each source with a rhythm that had been read, or tried, before the window's end.

    What is read by name alone (`every_days` 0) has no nights on which it was to be read.

    A night is a day of London's calendar; of several runs in one night the best counts. Nights
    before the source was first tried are not counted, nights without a run are: nothing was
    checked then. They are told in the order of `sources`.
    """
    verdicts: dict[str, dict[date, str]] = defaultdict(dict)
    last: dict[str, str] = {}
    for source, at, verdict, last[source] in answer(db, "nights", end=window.end):
        night = london_day(times.read(at))
        known = verdicts[source].get(night, verdict)
        verdicts[source][night] = min(known, verdict, key=_BEST_FIRST.index)
    for source in (one for one in sources if one.every_days and one.id in verdicts):
        tried = verdicts[source.id]
        nights = [day for day in days(window) if day >= min(tried)]
        read = Counter(tried[night] for night in nights if night in tried)
        last_well = max((night for night, said in tried.items() if said == "ok"), default=None)
        # The first night that was not lost gave the baseline: `judging.changes.Known.first_night`.
        since = min((night for night, said in tried.items() if said != "failed"), default=None)
        fresh = timedelta(days=min(one.fresh_days for one in source.expects.values()))
        forbidden = (*forbidden_pages(json.loads(last[source.id])), *forbidden_files(db, source.id))
        yield Coverage(
            source=source.id,
            title=clean(source.title),
            nights=max(read.total(), len(nights) // source.every_days),
            well=read["ok"],
            partly=read["partial"],
            failed=read["failed"],
            last_well=last_well,
            stale=bool(nights) and (last_well is None or nights[-1] - last_well > fresh),
            since=since if since and since > london_day(window.start) else None,
            known=since is not None,
            forbidden=tuple(map(clean, forbidden)),
        )
