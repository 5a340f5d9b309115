"""Bodies that the recommendations ask to act.

A body is coded where it is the one who is to do something ("GPs should", "ask the police to",
"for schools to", "recommendations to CAMHS"), not where it is a source, recipient or partner.
"""

from repo_watch.coding.text import Sentence
from repo_watch.coding.wordings import Hit, asked, vocab

_ASKS = (
    "ask",
    "remind",
    "requir",
    "request",
    "invit",
    "urg",
    "encourag",
    "call",
    "instruct",
    "expect",
    "advis",
    "task",
    "enabl",
    "support",
    "commission",
    "prompt",
    "allow",
    "help",
    "equip",
    "ensur",
    "recommend",
    "propos",
    "insist",
    "suggest",
    "agree",
)
_FAR = 3


def recommends(sentence: Sentence) -> bool:
    """Whether a sentence outside the recommendations reports recommendations."""
    return any(word.startswith("recommend") for word in sentence.words)


def agencies_in(sentence: Sentence) -> list[str]:
    """The codes of the bodies that a sentence of recommendations asks to act."""
    words = sentence.words
    for i, word in enumerate(words):
        if word.startswith("recommendation") and {"no", "not"} & set(words[max(0, i - 3) : i]):
            return []
    bodies = _longest(asked().find(words))
    found: list[str] = []
    for left, right in _parts(words):
        here = [b for b in bodies if left <= b[0] < right and b[2].code != "uncoded"]
        if here:
            found += _addressed(words, left, right, here) or _actors(words, left, right, here)
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
    edges = [0]
    for i, word in enumerate(words):
        plain = word in {";", "."} or word in vocab.cuts or (
            word in {"so", "in"} and words[i + 1 : i + 2] in (["that"], ["order"]))  # fmt: skip
        joins = (
            word == "and"
            and _own_duty(words, i + 1)
            and (_duty(words, edges[-1], i) is not None and not _open_request(words, edges[-1], i))
        )
        if (plain or joins) and i > edges[-1]:
            edges.append(i)
    return list(zip(edges, [*edges[1:], len(words)], strict=True))


def _own_duty(words: list[str], i: int) -> bool:
    """Whether a body and its duty follow a conjunction within a few words."""
    reach = _duty(words, i + 1, min(i + 8, len(words)))
    return reach is not None and words[i] not in {"to", "should", "must"}


def _open_request(words: list[str], left: int, right: int) -> bool:
    """Whether "ask ..." stands there whose "to" is still to come."""
    asks = [i for i in range(left, right) if words[i].startswith(_ASKS)]
    return bool(asks) and _duty(words, asks[-1] + 1, right) is None


def _duty(words: list[str], left: int, right: int) -> int | None:
    """Where "should", "must", "to review" says what somebody is to do; None for nowhere."""
    for i in range(left, right):
        word = words[i]
        after = words[i + 1 : i + 5]
        if not after:
            return None
        ends = i + 1
        if word in vocab.modal:
            pass
        elif (word in {"need", "needs", "ought", "has", "have"} and after[0] == "to") or (
            word in {"is", "are", "be"} and after[0] in vocab.duty
        ):
            ends = i + 2
        elif word != "to" or i == left == 0 or after[0] in vocab.no_verb:
            continue
        after = words[ends : ends + 4]
        if after[:1] == ["be"] and (vocab.done_to & set(after[1:3])):
            continue
        if after[:1] == ["receive"] and {"training", "support", "supervision", "guidance"} & set(
            after
        ):
            continue
        return i
    return None


def _addressed(words: list[str], left: int, right: int, bodies: list[Hit]) -> list[str]:
    """Bodies to which "recommendations are made"."""
    for i in range(left, right):
        if words[i] not in vocab.addressed:
            continue
        k = i + 1
        while k < right and words[k] in vocab.made and words[k] != "for":
            k += 1
        if k < right and words[k] in {"to", "for", "at", "towards"}:
            stop = next((j for j in range(k, right) if words[j] in vocab.list_stop), right)
            return [b[2].code for b in bodies if k < b[0] < stop]
    return []


def _actors(words: list[str], left: int, right: int, bodies: list[Hit]) -> list[str]:
    """The acting bodies of a clause; bodies that "and" joins act together."""
    groups: list[list[Hit]] = []
    for body in bodies:
        between = words[groups[-1][-1][1] : body[0]] if groups else []
        if groups and len(between) <= 4 and set(between) <= vocab.joints and between != ["the"]:
            groups[-1].append(body)
        else:
            groups.append([body])
    found: list[str] = []
    for group in groups:
        if any(_acts(words, left, right, body) for body in (group[0], group[-1])):
            found += [body[2].code for body in group]
    return found


def _acts(words: list[str], left: int, right: int, body: Hit) -> bool:
    start, end, _ = body
    after = words[end : min(end + 6, right)]
    if after[:1] == ["'s"] or after[:1] == ["'"]:
        after = after[1:]
    if (
        after[:1]
        and after[0] in vocab.papers
        and _duty(words, end, min(end + 4, right)) is not None
    ):
        return False
    if after[:1] == [":"]:
        return set(words[left:start]) <= vocab.openers
    lead = _before_role(words, left, start)
    i = lead - 1
    while i >= left and words[i] in vocab.light and words[i] not in {"for", "that", "on", "upon"}:
        i -= 1
    if i >= left and words[i] == "by":
        return words[i - 1] not in vocab.held or words[i - 2 : i - 1] == ["be"]
    if i >= left and words[i] == "that" and not vocab.learnt & set(words[left:i]):
        if set(words[left:i]) <= vocab.openers | {
            "recommend",
            "recommends",
            "it",
            "is",
            "requests",
        }:
            return True
        if after[:1] and (after[0].endswith("s") or words[end - 1].endswith("s")):
            return True
    if _ensured(words, left, lead):
        return True
    duty = _duty(words, end, right)
    if duty is None:
        return False
    return _leads(words, left, lead) and _noun_phrase(words[end:duty])


def _before_role(words: list[str], left: int, start: int) -> int:
    """Where the noun phrase of a body begins: before "heads of" and the like."""
    i = start
    while i - 1 > left and words[i - 1] in {"all", "the", "every", "each", "both", "local"}:
        i -= 1
    if i - 2 >= left and words[i - 1] in vocab.role_of and words[i - 2] in vocab.role:
        i -= 2
        while i > left and (
            words[i - 1] in vocab.role or words[i - 1] in vocab.light - {"for", "that", "on"}
        ):
            i -= 1
        return i
    return start


def _asks_at(words: list[str], left: int, right: int) -> int | None:
    """The last word of asking or ensuring in a stretch."""
    for i in range(right - 1, left - 1, -1):
        if words[i].startswith(_ASKS) or words[i] in vocab.ask_words:
            return i
    return None


def _ensured(words: list[str], left: int, start: int) -> bool:
    """Whether "ensure (that)", "make sure", "recommends that" leads to a body at once."""
    i = _asks_at(words, left, start)
    if i is None or not (words[i].startswith(("ensur", "recommend", "propos", "suggest", "insist",
                                              "expect", "requir", "request", "ask"))
                         or words[i] in {"sure", "see"}):  # fmt: skip
        return False
    rest = [w for w in words[i + 1 : start] if w not in vocab.light]
    firm = words[i].startswith("ensur") or words[i] in {"sure", "see"} or "that" in words[i:start]
    return firm and len(rest) < _FAR and not (vocab.block | vocab.plain_stop) & set(rest)


def _leads(words: list[str], left: int, start: int) -> bool:
    """Whether nothing that stands before an actor makes it an object."""
    i = _asks_at(words, left, start)
    rest = words[(left if i is None else i + 1) : start]
    while rest and rest[0] in vocab.openers | vocab.light:
        rest = rest[1:]
    if i is None and rest[:1] and rest[0].startswith("recommend"):
        rest = rest[1:]
    return not vocab.block & set(rest) and _duty(["", *rest, ""], 1, len(rest) + 1) is None


def _noun_phrase(between: list[str]) -> bool:
    """Whether what stands between an actor and its verb only goes on with the noun phrase."""
    for word in between:
        if word in vocab.modified or word.endswith("ed"):
            return True
        if word in vocab.predicate:
            return False
    return True
