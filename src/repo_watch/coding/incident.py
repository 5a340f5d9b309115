"""When it happened: the dates of the summary and background that are the incident's."""

from repo_watch.coding.dates import When, times
from repo_watch.coding.reading import Reading
from repo_watch.coding.wordings import vocab

_NEAR = 7  # words after a date that still belong to it
_OTHER_TIME = [
    "born",
    "birthday",
    "convict",
    "sentenc",
    "trial",
    "inquest",
    "jailed",
    "imprison",
    "plead",
    "court",
    "guilty",
    "moved",
    "moving",
    "arriv",
    "plan",
    "plans",
    "register",
    "review",
    "publish",
    "publication",
    "commission",
    "scope",
    "cover",
    "timeframe",
    "accommodated",
    "returned",
    "adopt",
    "order",
    "marri",
    "separat",
    "divorc",
    "fostered",
    "diagnos",
    "referr",
    "assess",
    "conclud",
    "verdict",
    "coroner",
    "charged",
    "arrested",
    "settled",
    "immigrat",
    "emigrat",
    "excluded",
    "released",
    "prosecut",
    "deregistered",
    "previous",
    "earlier",
    "already",
    "sectioned",
    "acquitted",
    "legislation",
    "guidance",
    "inspection",
    "ofsted",
    "deport",
    "visa",
    "decided",
    "decision",
    "section",
    "opened",
    "closed",
    "educated",
]
_OTHERS = tuple(_OTHER_TIME)
_INCIDENT = (
    "death",
    "died",
    "kill",
    "murder",
    "injur",
    "harm",
    "abus",
    "neglect",
    "exploit",
    "rape",
    "raping",
    "assault",
    "stabb",
    "shot",
    "shoot",
    "shak",
    "shook",
    "suicide",
    "drown",
    "hang",
    "overdos",
    "incident",
    "collaps",
    "admitted",
    "disclos",
    "discover",
    "found",
    "fire",
    "collision",
    "fell",
    "fall",
    "poison",
    "swallow",
    "chok",
    "missing",
    "disappear",
    "abduct",
    "abandon",
    "attack",
    "burn",
    "scald",
    "fractur",
    "bruis",
    "cruelty",
    "suffer",
    "taken",
    "took",
    "unresponsive",
    "lifeless",
    "event",
    "ill",
    "hit",
    "beaten",
    "noticed",
    "told",
    "reported",
    "ingest",
    "strangl",
    "concern",
    "starv",
    "crash",
    "hospital",
    "travelled",
    "bereave",
    "witness",
    "dead",
    "happened",
    "occurred",
    "maltreat",
    "suffocat",
    "smother",
    "sexual",
    "light",
    "life",
    "arrested",
)


def incident_time(reading: Reading, *, leading: bool, known: int | None) -> When | None:
    """The time of the incident that a sentence states.

    Args:
        reading: a sentence of the summary or background.
        leading: whether it tells the event; there a date needs no word of harm beside it.
        known: the last year named before the sentence, for a date that names none.
    """
    words = reading.words
    for when in times(words, known):
        left, right = reading.sentence.clause(when.start)
        other = harm = -1
        for i in range(left, when.start):
            if words[i].startswith(_INCIDENT) and words[i] != "illegal":
                harm = i
            if _other(words, i):
                other = i
        if other > harm or words[max(0, when.start - 3) : when.start][:1] in (["plan"], ["plans"]):
            continue
        after = words[when.end : right]
        if leading:
            near = range(when.end, min(when.end + _NEAR, right))
            doubtful = any(_other(words, i) for i in near) and not any(
                w.startswith(_INCIDENT) for w in after[:_NEAR]
            )
        else:
            doubtful = not any(w.startswith(_INCIDENT) for w in words[when.end :])
        if harm < 0 and doubtful:
            continue
        if leading or _concerns_child(reading, when):
            return when
    return None


def _other(words: list[str], i: int) -> bool:
    word = words[i]
    if word.startswith(_OTHERS) and not word.startswith(("coverage", "reviewer")):
        return True
    if word not in vocab.other_words:
        return (word == "came" and words[i + 1 : i + 2] in (["from"], ["into"], ["back"])) or (
            word in {"came", "come"}
            and words[i + 1 : i + 2] == ["to"]
            and not {"attention", "notice", "light"} & set(words[i + 2 : i + 4])
        )
    if word == "birth":
        return not vocab.after_birth & set(words[max(0, i - 2) : i])
    return word != "before" or words[i - 1 : i] == ["year"]


def _concerns_child(reading: Reading, when: When) -> bool:
    """Whether a dated clause is not about somebody else alone."""
    person = reading.subject(when.start)
    if person is None or person.part not in {*vocab.incident_strangers, "parent", "partner"}:
        return True
    return person.part not in vocab.incident_strangers and any(
        p.part == "child" and not p.possessor for p in reading.persons
    )
