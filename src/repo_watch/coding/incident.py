"""When it happened: the dates of the summary and background that are the incident's."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from repo_watch.coding.people import Mention, Who
from repo_watch.coding.sentences import Sentence
from repo_watch.coding.subjects import subject
from repo_watch.model import Precision

_RANK: dict[Precision, int] = {"day": 0, "month": 1, "year": 2}
_MONTHS = {
    name: index
    for index, full in enumerate(calendar.month_name)
    if full
    for name in (full.lower(), full.lower()[:3])
} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_PART = (
    r"(?:early|late|mid|mid-|the (?:first|second|latter|last|early|later) (?:half|part|months?"
    r"|quarter|weeks) of|the (?:end|start|beginning|middle) of|(?:the )?(?:spring|summer|autumn"
    r"|winter)(?: holidays?| months)?(?: of)?|christmas|easter|new year)"
)
_DATE = re.compile(
    rf"(?<![\w/])(?:(?P<part>{_PART})[ -]+)?"
    rf"(?:(?P<day>{_DAY})(?P<days> ?(?:to|and|-|–"
    rf"|or) ?{_DAY})? (?:of )?(?P<month>{_MONTH})(?:,? (?P<year>{_YEAR}))?"
    rf"|(?P<month2>{_MONTH})(?: (?P<day2>{_DAY}),?)? (?:of )?(?P<year2>{_YEAR})"
    rf"|(?P<month3>{_MONTH})(?= ?(?:and|to|until|or|-|–|/) ?(?:(?:early|late"
    rf"|mid) )?(?:{_DAY} )?{_MONTH} ?{_YEAR})"
    rf"|(?P<month4>{_MONTH}) ?(?=[-–/] ?{_MONTH} {_YEAR})"
    rf"|(?P<year3>{_YEAR})(?:(?P<slash>[/-–—-])(?P<short>\d\d)(?!\d))?)(?![\w/]\d"
    rf"|-\d(?!\d{{3}}))(?!\w)"
)
_SPAN_JOIN = re.compile(
    r"^ ?(?:and|to|until|till|-|–|—|/|through to|or|up to|through)(?: (?:the )?(?:her|his"
    r"|their) death in| in| about| around)? ?$"
)
_OPEN_START = re.compile(
    r"\b(?:until|up to|up until|till|ending in|ending with (?:his|her"
    r"|their) (?:\w+ )?(?:removal|death|arrest) in|to|ended in|ending"
    r"|up to and including)(?: (?:about"
    r"|around|the end of|(?:his|her|their|the) (?:\w+ )?(?:death|removal|arrest|disclosure) in))? $"
)
_OPEN_END = re.compile(r"\b(?:since|from|onwards from)(?: (?:about|around|at least|the))? $")
_OTHER_TIME = re.compile(
    r"\b(?:born|(?<!hours after )(?<!days after )(?<!weeks after )(?<!after )birth|birthday"
    r"|convict\w+|sentenc\w+|trial|inquests?|jailed|imprison\w*|plead\w*|court|guilty|mov(?:ed"
    r"|ing)|arriv(?:ed|al)|c[ao]me (?:to(?! (?:the )?(?:attention|notice|light))|from|into|back)"
    r"|coming"
    r"|(?<!being )placed|plans?|register\w*"
    r"|review(?:ed|s|ing)?"
    r"|report(?: was)? (?:published|written)|published|publication|commission\w*"
    r"|start(?:ed)? (?:of|in|school)|scope|covers?|covering|period under|timeframe"
    r"|accommodated|returned|adopted|adoption|order|married|marri\w+|separat\w+|divorc\w+"
    r"|died (?:earlier|before)|looked after|fostered|diagnos\w+|referr\w+|assess\w+|concluded"
    r"|verdict|coroner|charged|arrested|moved|settled|immigrat\w+|emigrat\w+|left (?:school"
    r"|home|care)|schooled (?:from|in)|excluded|released|prosecut\w+|deregistered|known to"
    r"|involved (?:with|since)|reported (?:concerns|that)|previous\w*|earlier|already"
    r"|first known|sectioned|unwell|acquitted|home education|educated|taken into care"
    r"|legislation|guidance|act|inspection|ofsted|deport\w+|sibling(?! group)|half-brother"
    r"|half-sister"
    r"|visa|section 20|open(?:ed)?|closed|attempt to (?:end|kill)|year before)\b"
)
_INCIDENT = re.compile(
    r"\b(?:deaths?|died|killed|killing|murder\w*|injur\w*|harm\w*|abus\w*|neglect\w*|exploit\w*"
    r"|rap(?:ed?|ing)|assault\w*|stabb\w*|shot|shooting|shak\w+|shook|suicide|drown\w*"
    r"|hang\w*|overdose\w*|incident\w*|collaps\w*|admitted|disclos\w*|discover\w*|found|fire"
    r"|collision|fell|fall|poison\w*|swallow\w*|chok\w*|missing|disappear\w*|abduct\w*"
    r"|abandon\w*|attack\w*|burn\w*|scald\w*|fractur\w*|bruis\w*|cruelty|suffer\w*|own li\w+"
    r"|taken|took|unresponsive|lifeless|event|ill-treat\w*|maltreat\w*|illness|hit|beaten"
    r"|noticed|told|c(?:a|o)m(?:e|ing) to light|reported|arrested|ingest\w*|strangl\w*"
    r"|concern\w*|starv\w*"
    r"|crash|ill|hospital|travelled|bereave\w*|witness\w*|dead|happened|occurred|took place"
    r"|hospitali\w+|seriously ill|strangl\w+|suffocat\w+|smother\w+|sexually)\b"
)


@dataclass(frozen=True, slots=True)
class When:
    """A stated time in a sentence; an open end is None."""

    start: int
    end: int
    first: date | None
    last: date | None
    precision: Precision


def _year_of(match: re.Match[str]) -> str | None:
    return match["year"] or match["year2"] or match["year3"]


def _month_of(match: re.Match[str]) -> int | None:
    name = match["month"] or match["month2"] or match["month3"] or match["month4"]
    return _MONTHS[name.rstrip(".")] if name else None


def _joined_year(text: str, matches: list[re.Match[str]]) -> str | None:
    """The year that a month borrows from the date it is joined to: "from May to June 2019"."""
    for one, other in pairwise(matches):
        if not _SPAN_JOIN.match(text[one.end() : other.start()]):
            return None
        if year := _year_of(other):
            return year
    return None


def _points(text: str, known: str | None) -> list[When]:
    """Single dates; a day or month without a year has that of the date before it."""
    matches = list(_DATE.finditer(text))
    found: list[When] = []
    for index, match in enumerate(matches):
        year = _year_of(match) or _joined_year(text, matches[index:]) or known
        if year is None:
            continue
        known = year
        if (point := _point(match, int(year))) is not None:
            found.append(point)
    return found


def _point(match: re.Match[str], year: int) -> When | None:
    month, day = _month_of(match), match["day"] or match["day2"]
    start, end = match.span()
    if month is None:
        until = year if match["short"] is None else year - year % 100 + int(match["short"])
        return When(start, end, date(year, 1, 1), date(max(until, year), 12, 31), "year")
    if match["part"] and "quarter" in match["part"]:
        return When(start, end, date(year, 1, 1), date(year, 12, 31), "year")
    if day:
        days = [int(d) for d in re.findall(r"\d+", day + (match["days"] or ""))]
        try:
            return When(start, end, date(year, month, days[0]), date(year, month, days[-1]), "day")
        except ValueError:
            return None
    last = calendar.monthrange(year, month)[1]
    return When(start, end, date(year, month, 1), date(year, month, last), "month")


def times(text: str, known: str | None = None) -> Iterator[When]:
    """The stated times of a folded sentence, spans joined and open ends left open.

    `known` is the last year of the text before, for a date that names none.
    """
    points = _points(text, known)
    while points:
        first = points.pop(0)
        before = text[: first.start]
        if points and _SPAN_JOIN.match(text[first.end : points[0].start]):
            other = points.pop(0)
            while points and _SPAN_JOIN.match(text[other.end : points[0].start]):
                other = points.pop(0)
            coarser = max(first.precision, other.precision, key=_RANK.__getitem__)
            yield When(first.start, other.end, first.first, other.last, coarser)
        elif _OPEN_START.search(before):
            yield When(first.start, first.end, None, first.last, first.precision)
        elif _OPEN_END.search(before):
            yield When(first.start, first.end, first.first, None, first.precision)
        else:
            yield first


def last_year(text: str) -> str | None:
    """The last year that a folded text names."""
    years = re.findall(rf"(?<!\d){_YEAR}(?!\d)", text)
    return years[-1] if years else None


def incident_time(
    sentence: Sentence, mentions: tuple[Mention, ...], *, leading: bool, known: str | None = None
) -> When | None:
    """The time of the incident that a sentence states.

    Args:
        sentence: of the summary or background.
        mentions: its persons; elsewhere than in the event, what befell others has dates too.
        leading: whether it is the sentence that tells the event; there a date needs no word of
            harm beside it.
        known: the last year named before the sentence, for a date that names none.
    """
    for when in times(sentence.text, known):
        left, right = sentence.clause(when.start)
        before, after = sentence.text[left : when.start], sentence.text[when.end : right]
        other, harm = _last(_OTHER_TIME, before), _last(_INCIDENT, before)
        if other > harm or _PLAN.search(before):
            continue
        if leading:
            doubtful = _OTHER_TIME.search(after[:_NEAR]) and not _INCIDENT.search(after[:_NEAR])
        else:
            doubtful = not _INCIDENT.search(sentence.text[when.end :])
        if harm < 0 and doubtful:
            continue
        if leading or _concerns_child(sentence, mentions, when):
            return when
    return None


_PLAN = re.compile(r"\bplans? (?:for|under) (?:[\w-]+ ){1,4}(?:between |from |in |until )?$")
_NEAR = 40
_NOT_THE_CHILD = frozenset({Who.SIBLING, Who.RELATIVE, Who.OTHER})


def _concerns_child(sentence: Sentence, mentions: tuple[Mention, ...], when: When) -> bool:
    """Whether a dated clause is not about somebody else alone."""
    person = subject(sentence, mentions, when.start)
    if person is None or person.who not in _NOT_THE_CHILD | {Who.PARENT, Who.PARTNER}:
        return True
    agents = person.who in {Who.PARENT, Who.PARTNER}
    return agents and any(m.who is Who.CHILD and not m.possessor for m in mentions)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)
