"""The review model: how this review was carried out."""

from repo_watch.coding.text import Sentence
from repo_watch.coding.wordings import Hit, methods, vocab

_KNOWN = ("SILP", "SCIE Learning Together", "Welsh child practice review")
_MOST = 12  # words of a method's own name


def method_in(sentence: Sentence) -> str | None:
    """The method that a sentence states: its value, a method's own name as written, or None.

    The sentence is of the model section, or one that may state the method of this review.
    """
    words, own = sentence.words, sentence.section == "model"
    if not own and vocab.method_words.isdisjoint(words):
        return None
    hits: dict[str, list[Hit]] = {}
    for hit in methods().find(words):
        hits.setdefault(hit.wording.code, []).append(hit)
    if "elsewhere" in hits or (own and "none" in hits):
        return None
    for value in _KNOWN:
        if value in hits:
            start, end, _ = hits[value][0]
            if own or "claims" in hits or "uses" in hits or end - start + 1 >= len(words):
                return value
    if "passive" in hits:
        start = end = hits["passive"][0].start + 1
        while start and words[start - 1] not in vocab.before_name:
            start -= 1
    elif own or "uses" in hits:
        leads = [h for h in hits.get("uses", ()) if words[h.start - 1] != "," or not own]
        start = leads[0].end if leads else 0
        while start < len(words) and words[start] in vocab.before_method:
            start += 1
        ends = (hit.start for hit in hits.get("ends", ()) if hit.start > start)
        end = min([*ends, start + _MOST, len(words)])
    else:
        return None
    named = own or not vocab.method_nouns.isdisjoint(words[start:end])
    if start >= end or not named:
        return None
    return sentence.text[sentence.at[start] : sentence.at[end - 1] + len(words[end - 1])].rstrip()
