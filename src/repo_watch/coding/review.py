"""What the review says of itself: its method, and the bodies that it asks to act.

A body is coded where it is the one who is to do something ("GPs should", "ask the police to",
"for schools to", "recommendations to CAMHS"), not where it is a source, recipient or partner.
"""

from itertools import pairwise

from repo_watch.coding.sentence import Sentence
from repo_watch.coding.wordings import Hit, finder, ordered, vocab


def agencies_in(sentence: Sentence) -> list[str]:
    """The codes of the bodies that a sentence of recommendations asks to act."""
    words = sentence.words
    bodies = _longest(finder("agencies").find(words))
    found: list[str] = []
    for left, right in _parts(words):
        here = [b for b in bodies if left <= b[0] < right and b[2].code != "uncoded"]
        if here:
            found += _addressed(words, left, right, here) or [
                b[2].code for b in here if _acts(words, left, right, b[0], b[1])
            ]
    return found


def _longest(hits: list[Hit]) -> list[Hit]:
    """Of hits that overlap the longest, so that a school nurse is no school."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h[0] - h[1], h[0])):
        if all(hit[1] <= a or b <= hit[0] for a, b, _ in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h[0])


def _parts(words: list[str]) -> list[tuple[int, int]]:
    """Clauses that each may have an actor of their own."""
    edges = [0, *(i for i, word in enumerate(words) if i and word in vocab.cuts), len(words)]
    return list(pairwise(edges))


def _duty(words: list[str], left: int, right: int) -> bool:
    """Whether "should", "must", "to review" says what somebody is to do, not what is done to it."""
    for i in range(left, min(right, len(words) - 1)):
        word, after = words[i], words[i + 1]
        if word in vocab.modal or after in vocab.duty:
            return vocab.done_to.isdisjoint(words[i + 2 : i + 4])
    return False


def _addressed(words: list[str], left: int, right: int, bodies: list[Hit]) -> list[str]:
    """Bodies to which "recommendations are made"."""
    for i in range(left, right):
        if words[i] in vocab.addressed and not {"no", "not"}.intersection(words[max(0, i - 3) : i]):
            k = next((k for k in range(i, right) if words[k] in vocab.towards), right)
            stop = next((j for j in range(k, right) if words[j] in vocab.list_stop), right)
            return [b[2].code for b in bodies if k < b[0] < stop]
    return []


def _acts(words: list[str], left: int, right: int, start: int, end: int) -> bool:
    """Whether the body from `start` to `end` is the one to act in its clause."""
    lead = [word for word in words[left:start] if word not in vocab.light]
    if words[end : end + 1] == [":"]:
        return lead in ([], ["to"], ["for"])
    if lead and lead[-1] == "by":
        return True
    asks = [i for i, word in enumerate(lead) if word.startswith(ordered("stems_ask"))]
    rest = lead[asks[-1] + 1 :] if asks else lead
    if vocab.block.intersection(rest):
        return False
    ensured = asks and len(rest) < 3 and lead[asks[-1]].startswith(ordered("stems_ensure"))
    return bool(ensured) or _duty(words, start, right)


_KNOWN = ("SILP", "SCIE Learning Together", "Welsh child practice review")


def method_in(sentence: Sentence) -> str | None:
    """The method that a sentence states: its value, a method's own name as written, or None.

    The sentence is of the model section, or one that may state the method of this review.
    """
    words, own = sentence.words, sentence.section == "model"
    if not own and vocab.method_words.isdisjoint(words):
        return None
    hits: dict[str, list[Hit]] = {}
    for hit in finder("model").find(words):
        hits.setdefault(hit.wording.code, []).append(hit)
    if "elsewhere" in hits or (own and "none" in hits):
        return None
    known = next((value for value in _KNOWN if value in hits), None)
    if known and (own or not hits.keys().isdisjoint(("claims", "uses"))):
        return known
    if "passive" in hits:
        start = end = hits["passive"][0].start + 1
        while start and words[start - 1] not in vocab.before_name:
            start -= 1
    elif own or "uses" in hits:
        start = hits["uses"][0].end if "uses" in hits else 0
        while start < len(words) and words[start] in vocab.before_method:
            start += 1
        ends = (hit.start for hit in hits.get("ends", ()) if hit.start > start)
        end = min([*ends, len(words)])
    else:
        return None
    if start >= end or not (own or vocab.method_nouns.intersection(words[start:end])):
        return None
    return sentence.text[sentence.at[start] : sentence.at[end - 1] + len(words[end - 1])].rstrip()
