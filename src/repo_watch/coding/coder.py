"""One entry in, its coded variables with their evidence out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from repo_watch.coding import agencies, factors, filicide, harm, incident, method, outcome, scope
from repo_watch.coding.ages import Age
from repo_watch.coding.cast import cast_of, opening, sexes_of
from repo_watch.coding.child import Ages, sex_in
from repo_watch.coding.facts import Coding, Evidence, Outcome
from repo_watch.coding.people import Mention, Sex, Who
from repo_watch.coding.reader import Reader
from repo_watch.coding.scene import Scene
from repo_watch.coding.sentences import Sentence, sentences

_TOLD = ("summary", "background")
_METHOD_SECTIONS = ("model", "summary", "background", "key_issues", "learning", "recommendations")
_INFANT_MONTHS = 24  # a little over the first year: "infant" is used loosely
_YOUNG_MONTHS = 144  # below twelve years, an unnamed drinker or patient is the parent
_BABY = re.compile(r"\b(?:baby|babies|infants?|newborn|twins)\b")
_ACCIDENT = re.compile(r"\b(?:accident|misadventure|mishap)")
_KIN = r"(?:grand(?:mother|father|parents?)|aunt|uncle)s?"
_KIN_CARES = re.compile(
    r"(?<!mother )(?<!father )(?<!parents )(?:lives?|lived|living|placed|cared for|in the care"
    rf"|brought up|raised|looked after|moved in)(?: \w+)? (?:with|by"
    rf"|of) (?:[\w-]+ ){{0,3}}?{_KIN}\b"
    rf"|\b{_KIN}\b[^.]{{0,60}}\b(?:carers?|guardians?|brought (?:him|her|them) up"
    r"|cared for (?:him|her|them))\b"
)


def code(title: str, sections: Mapping[str, str], keywords: Sequence[str]) -> Coding:
    """The coded variables of an entry.

    Args:
        title: the heading as a reader sees it.
        sections: text by section name, as `Entry.sections`.
        keywords: as `Entry.keywords`; they name topics and never establish a value, but belong to
            what callers hold of an entry.

    Returns:
        What the text states, each value with the sentence it was read from.
    """
    del keywords  # codebook, general rule 2
    entry = _Entry(title, sections)
    ages = entry.ages()
    dead = entry.death()
    when = entry.incident(dead)
    return Coding(
        child_age_months=tuple((age.low, age.high) for age in ages),
        n_children=entry.number(),
        sex=tuple(entry.sexes()),
        outcome=entry.outcome(dead),
        incident_from=when.first if when else None,
        incident_to=when.last if when else None,
        incident_precision=when.precision if when else None,
        harm=entry.harm(ages, dead),
        factors=entry.factors(ages),
        model=entry.model(),
        agencies=entry.agencies(),
        evidence=tuple(entry.evidence),
    )


class _Entry:
    """An entry read once: its sentences, persons and cast, and the evidence noted so far."""

    def __init__(self, title: str, sections: Mapping[str, str]) -> None:
        self.title, self.sections = title, sections
        self.read = {name: sentences(name, text) for name, text in sections.items()}
        told = [s for name in _TOLD for s in self.read.get(name, ())]
        self.cast, self.groups = cast_of(title, told)
        self.opening = opening(told, self.cast.names)
        reader = Reader(self.cast, self.opening)
        self.scenes: list[tuple[Sentence, tuple[Mention, ...]]] = [
            (sentence, reader.mentions(sentence))
            for name in harm.SECTIONS
            for sentence in self.read.get(name, ())
            if not scope.lists_topics(sentence)
        ]
        self.told = [(s, m) for s, m in self.scenes if s.section in _TOLD]
        self._sentences = [s for s, _ in self.told]
        self.evidence: list[Evidence] = []

    def note(self, variable: str, value: object, sentence: Sentence, rule: str) -> None:
        """Keep the sentence from which a value was read."""
        self.evidence.append(
            Evidence(variable, str(value), sentence.section, sentence.start, sentence.end, rule)
        )

    def ages(self) -> list[Age]:
        """The subjects' ages; the background is asked where the summary states none."""
        binder = Ages(self.cast, self.groups)
        found: list[Age] = []
        wanted = self.cast.number
        for sentence, mentions in self.told:
            if found and (wanted is None or len(found) >= wanted or sentence.section != "summary"):
                break
            stated = binder.of_sentence(sentence, mentions)
            if wanted == 1:
                stated = stated[:1]
            if found and wanted and len(found) + len(stated) > wanted:
                continue
            for age in stated:
                self.note("child_age_months", f"{age.low}-{age.high}", sentence, "ages.stated")
            found += stated
        return found

    def number(self) -> int | None:
        """The number of subjects, read from the opening or from the title."""
        number = self.cast.number
        if number is not None and self.groups and self.opening is not None:
            self.note("n_children", number, self.opening, "cast.opening")
        elif number is not None:
            piece = Evidence("n_children", str(number), "title", 0, len(self.title), "cast.title")
            self.evidence.append(piece)
        return number

    def sexes(self) -> list[Sex | None]:
        """The subjects' sexes: from nouns, and for a single subject from sure pronouns."""
        texts = [s.text for s, _ in self.told]
        sexes = sexes_of(self.cast.number, self.groups, texts)
        if sexes == [None]:
            seen = [(s, sex) for s, m in self.told if (sex := sex_in(m))]
            if len({sex for _, sex in seen}) == 1:
                self.note("sex", seen[0][1], seen[0][0], "sex.pronoun")
                return [seen[0][1]]
        for sex in sexes:
            if sex and self.opening is not None:
                self.note("sex", sex, self.opening, "sex.noun")
        return sexes

    def death(self) -> Sentence | None:
        """The sentence that tells of a subject's death."""
        return next((s for s, m in self.told if outcome.death_in(s, m)), None)

    def outcome(self, dead: Sentence | None) -> Outcome | None:
        """What became of the subject in the event that the summary tells."""
        if dead is not None:
            self.note("outcome", "death", dead, "outcome.death")
            return "death"
        summary = [(s, m) for s, m in self.told if s.section == "summary"]
        unhurt = any(outcome.unhurt(s) for s, _ in summary)
        for sentence, mentions in summary:
            found = outcome.outcome_in(sentence, mentions, unhurt=unhurt)
            if found == "other" and outcome.only_away(sentence) and self._hurt_elsewhere(summary):
                continue
            if found is not None:
                self.note("outcome", found, sentence, f"outcome.{found}")
                return found
        return None

    def _hurt_elsewhere(self, summary: Sequence[tuple[Sentence, tuple[Mention, ...]]]) -> bool:
        """Whether the summary states harm that the subject suffered."""
        return any(hit.who is Who.CHILD for s, m in summary for hit in harm.harms(s, m))

    def incident(self, dead: Sentence | None) -> incident.When | None:
        """The time of the death if it is stated, else the first stated time of the harm."""
        known: dict[Sentence, str | None] = {}
        year = None
        for sentence, _ in self.told:
            known[sentence] = year
            year = incident.last_year(sentence.text) or year
        first = [scene for scene in self.told if scene[0] == dead]
        for sentence, mentions in [*first, *self.told]:
            leading = sentence in (dead, self.opening)
            when = incident.incident_time(
                sentence, mentions, leading=leading, known=known[sentence]
            )
            if when is not None:
                value = f"{when.first or ''}/{when.last or ''}"
                self.note("incident", value, sentence, f"incident.{when.precision}")
                return when
        return None

    def harm(self, ages: Sequence[Age], dead: Sentence | None) -> tuple[str, ...]:
        """The codes of harm that some sentence states of a subject."""
        hits = [(s, hit) for s, m in self.scenes for hit in harm.harms(s, m)]
        order = [s for s, _ in self.scenes]
        withdrawn = {order[i - 1] for i, s in enumerate(order) if i and harm.takes_back(s)}
        disbelieved = {a for a, b in pairwise(order) if harm.disbelieves(a, b)}
        found: dict[str, Sentence] = {}
        for sentence, hit in reversed(hits):
            if hit.code == "accident" and sentence in disbelieved:
                continue
            if sentence not in withdrawn and (hit.who is Who.CHILD or hit.doer):
                found[hit.code] = sentence
        if "sexual_abuse" in found:  # a sibling's or peer's behaviour, when it reached the subject
            for sentence, hit in hits:
                if hit.code == "harmful_sexual_behaviour" and hit.who in harm.PEERS:
                    found.setdefault(hit.code, sentence)
        found |= self._killings(dead)
        if dead is None and "suicide" in found:
            found.setdefault("self_harm", found["suicide"])  # whoever lives has tried to die
        for refused in self._refused(ages, dead):
            found.pop(refused, None)
        self._small = bool(ages) and all(age.high < _YOUNG_MONTHS for age in ages)
        self._explain(found)
        for name in sorted(found):
            self.note("harm", name, found[name], f"harm.{name}")
        return tuple(sorted(found))

    def _killings(self, dead: Sentence | None) -> dict[str, Sentence]:
        found: dict[str, Sentence] = {}
        for sentence, mentions in self.told:
            if harm.attacked_by_lover(sentence, mentions, dead=dead is not None):
                found.setdefault("youth_violence", sentence)
        for sentence, mentions in self.scenes:
            if dead is None and harm.attacked_by_carer(sentence, mentions):
                found.setdefault("physical_abuse", sentence)
            if dead is not None and filicide.killed_by_parent(sentence, mentions):
                found.setdefault("filicide", sentence)
        return found

    def _explain(self, found: dict[str, Sentence]) -> None:
        """Drop a harm that another one, or the cause of the death, explains."""
        sudden, accident = found.get("sudden_infant_death"), found.get("accident")
        if sudden and harm.only_sudden(sudden) and any(map(harm.explains_death, self._sentences)):
            del found["sudden_infant_death"]
        poison = found.get("poisoning")
        meant = poison is not None and poison == found.get("self_harm")
        if poison and not self._small and (meant or harm.plied(poison)):
            del found["poisoning"]  # a young person's overdose, or one whom others supply
        if "suicide" in found and accident and not _ACCIDENT.search(accident.text):
            del found["accident"]  # "struck by a train" tells how

    def _refused(self, ages: Sequence[Age], dead: Sentence | None) -> Iterable[str]:
        """Codes that the rest of the entry speaks against."""
        if dead is None:
            yield from ("suicide", "sudden_infant_death")
        infant = (
            all(age.low < _INFANT_MONTHS for age in ages)
            if ages
            else any(_BABY.search(s.text) for s, _ in self.told)
        )
        if not infant:
            yield "sudden_infant_death"
        if any(harm.rejects_injury(s) for s, _ in self.told):
            yield "non_accidental_injury"

    def factors(self, ages: Sequence[Age]) -> tuple[str, ...]:
        """The codes of factors that some sentence states."""
        young = all(age.high < _YOUNG_MONTHS for age in ages)
        kin = any(_KIN_CARES.search(s.text) for s, _ in self.told)
        found: dict[str, Sentence] = {}
        for sentence, mentions in self.scenes:
            scene = Scene(
                sentence,
                mentions,
                young=young,
                kin_carer=kin,
                sex=self.cast.sex,
                several=self.cast.number != 1,
            )
            for name in factors.factors(scene):
                found.setdefault(name, sentence)
        for name in sorted(found):
            self.note("factors", name, found[name], f"factors.{name}")
        return tuple(sorted(found))

    def model(self) -> str | None:
        """The method of this review; a model section has the only say where there is one."""
        for name in _METHOD_SECTIONS:
            for sentence in self.read.get(name, ()):
                written = self.sections[name][sentence.start : sentence.end]
                if value := method.method_in(sentence, written):
                    self.note("model", value, sentence, "method.stated")
                    return value
            if name == "model" and self.read.get(name):
                return None
        return None

    def agencies(self) -> tuple[str, ...]:
        """The bodies that recommendations ask to act, also those that the summary reports."""
        reported = [s for s in self.read.get("summary", ()) if agencies.recommends(s)]
        found: dict[str, Sentence] = {}
        for sentence in [*self.read.get("recommendations", ()), *reported]:
            for name in agencies.agencies_in(sentence):
                found.setdefault(name, sentence)
        for name in sorted(found):
            self.note("agencies", name, found[name], "agencies.asked")
        return tuple(sorted(found))
