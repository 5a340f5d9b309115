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
    bodies: list[Hit] = []  # the longest of those that overlap, so that a school nurse is no school
    for hit in sorted(finder("agencies").find(words), key=lambda h: (h.start - h.end, h.start)):
        if all(hit.end <= a or b <= hit.start for a, b, _ in bodies):
            bodies.append(hit)
    bodies.sort()
    found: list[str] = []
    # Clauses may each have an actor of their own.
    cuts = [i for i, word in enumerate(words) if i and word in vocab.cuts]
    for left, right in pairwise([0, *cuts, len(words)]):
        here = [b for b in bodies if left <= b.start < right and b.wording.code != "uncoded"]
        acting = here and (_addressed(words, left, right, here)
                           or [b for b in here if _acts(words, left, right, b)])  # fmt: skip
        found += [body.wording.code for body in acting]
    return found


def _addressed(words: list[str], left: int, right: int, bodies: list[Hit]) -> list[Hit]:
    """Bodies to which "recommendations are made"."""
    for i in range(left, right):
        if words[i] in vocab.addressed and not {"no", "not"}.intersection(words[max(0, i - 3) : i]):
            k = next((k for k in range(i, right) if words[k] in vocab.towards), right)
            stop = next((j for j in range(k, right) if words[j] in vocab.list_stop), right)
            return [body for body in bodies if k < body.start < stop]
    return []


def _acts(words: list[str], left: int, right: int, body: Hit) -> bool:
    """Whether a body is the one to act in its clause."""
    lead = [word for word in words[left : body.start] if word not in vocab.light]
    if words[body.end : body.end + 1] == [":"]:
        return lead in ([], ["to"], ["for"])
    if lead and lead[-1] == "by":
        return True
    asks = [i for i, word in enumerate(lead) if word.startswith(ordered("stems_ask"))]
    rest = lead[asks[-1] + 1 :] if asks else lead
    if vocab.block.intersection(rest):
        return False
    if asks and len(rest) < 3 and lead[asks[-1]].startswith(ordered("stems_ensure")):
        return True
    # "should", "must", "to review": what somebody is to do, unless it is what is done to it
    duties = (i for i in range(body.start, min(right, len(words) - 1))
              if words[i] in vocab.modal or words[i + 1] in vocab.duty)  # fmt: skip
    duty = next(duties, None)
    return duty is not None and vocab.done_to.isdisjoint(words[duty + 2 : duty + 4])


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
