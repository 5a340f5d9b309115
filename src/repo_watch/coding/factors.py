"""Circumstances of the child and family: whose they are, and whether they count."""

from repo_watch.coding.people import CARERS, objective
from repo_watch.coding.reading import Reading
from repo_watch.coding.wordings import Hit, table, vocab


def factors(reading: Reading, *, young: bool, dead: bool) -> list[str]:
    """The factors that a sentence states; what is denied, feared or came after is left out.

    `young` is whether the subject is too young to drink, be treated or have a partner; `dead`,
    whether it died, so that no placement that the summary tells came after the event.
    """
    found: list[str] = []
    for hit in reading.hits["factors"]:
        code = hit.wording.code
        entry = table("factors")[code]
        later = entry.get("timed") and reading.afterwards(hit.start, dead=dead)
        if not (later or reading.unreal(hit, service=entry.get("is_a_service", False))) and (
            hit.wording.text in entry.get("always", ())
            or _counts(entry.get("whose", "family"), reading, hit, young=young)):  # fmt: skip
            found.append(code)
    return found


def _counts(whose: str, reading: Reading, hit: Hit, *, young: bool) -> bool:
    """Whether a factor is that of the person it has to be of: the key `whose` of its table."""
    if whose == "anyone":
        return not reading.says("the_review")
    person = reading.subject(hit.start + 1)
    holder = person.part if person else None
    if whose == "couple":  # abuse between the adults of the household
        inside = (p for p in reading.free if hit.start < p.head < hit.end)
        victim = next((p for p in inside if objective(reading.words, p.head)), None)
        if victim and victim.part not in CARERS:
            return False
        return holder not in {"child", "lover"} or reading.before("witnessed", hit.start)
    if whose == "sweetheart":  # abuse in a young person's own relationship
        return not young and holder in {None, "child", "lover"}
    if whose == "family":
        return holder not in vocab.strangers
    if whose == "child":
        return holder in {None, "child", "family"}
    return holder in CARERS | {"family"} or (holder is None and young)
