"""One entry in, its coded variables with their evidence out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from repo_watch.coding import Coding, Evidence, Outcome, harm, review
from repo_watch.coding.ages import Age
from repo_watch.coding.dates import When, incident_time, last_year
from repo_watch.coding.factors import Family, factors
from repo_watch.coding.people import Reader
from repo_watch.coding.reading import Reading
from repo_watch.coding.subject_ages import ages_of
from repo_watch.coding.subjects import read_subjects, sexes_of
from repo_watch.coding.text import Sentence, sentences
from repo_watch.coding.wordings import vocab

_TOLD = ("summary", "background")
_METHOD_SECTIONS = ("summary", "background", "key_issues", "learning", "recommendations")
_INFANT_MONTHS = 24  # a little over the first year: "infant" is used loosely
_YOUNG_MONTHS = 144  # below twelve years, an unnamed drinker or patient is the parent


def code(title: str, sections: Mapping[str, str], keywords: Sequence[str]) -> Coding:
    """What the text of an entry states, each value with the sentence it was read from.

    Args:
        title: the heading as a reader sees it.
        sections: text by section name, as `Entry.sections`.
        keywords: as `Entry.keywords`; they name topics and never establish a value, but belong to
            what callers hold of an entry.
    """
    del keywords  # codebook, general rule 2
    entry = _Entry(title, sections)
    ages, number, sexes = entry.ages(), entry.number(), entry.sexes()
    dead = next((r for r in entry.told if harm.died(r)), None)
    became, when = entry.outcome(dead), entry.incident(dead)
    return Coding(
        child_age_months=tuple((age.low, age.high) for age in ages),
        n_children=number,
        sex=tuple(sexes),
        outcome=became,
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
    """An entry read once: its sentences, persons and subjects, and the evidence noted so far."""

    def __init__(self, title: str, sections: Mapping[str, str]) -> None:
        self.title, self.sections = title, sections
        self.read = {name: sentences(name, text) for name, text in sections.items()
                     if name in (*harm.SECTIONS, "recommendations")}  # fmt: skip
        told = [s for name in _TOLD for s in self.read.get(name, ())]
        self.subjects, self.groups = read_subjects(title, told)
        reader = Reader(self.subjects)
        everything = [s for name in harm.SECTIONS for s in self.read.get(name, ())]
        readings = [Reading(s, reader.persons(s)) for s in everything]
        self.readings = [r for r in readings if r.sentence.section == "key_issues"
                         or not r.says("topic_list")]  # fmt: skip
        self.told = [r for r in self.readings if r.sentence.section in _TOLD]
        self.evidence: list[Evidence] = []

    def note(self, variable: str, value: object, sentence: Sentence, rule: str) -> None:
        """Keep the sentence from which a value was read."""
        self.evidence.append(
            Evidence(variable, str(value), sentence.section, sentence.start, sentence.end, rule)
        )

    def note_all(self, variable: str, found: Mapping[str, Sentence], rule: str) -> tuple[str, ...]:
        """Keep the sentence of each code; gives the codes, sorted."""
        for name in sorted(found):
            self.note(variable, name, found[name], rule.format(name))
        return tuple(sorted(found))

    def ages(self) -> list[Age]:
        """The subjects' ages; the background is asked where the summary states none."""
        found: list[Age] = []
        wanted = self.subjects.number
        for reading in self.told:
            sentence = reading.sentence
            if found and (wanted is None or len(found) >= wanted or sentence.section != "summary"):
                break
            stated = ages_of(sentence, reading.persons, self.subjects, self.groups)
            stated = stated[:1] if wanted == 1 else stated
            if not (found and wanted and len(found) + len(stated) > wanted):
                found += stated
                for age in stated:
                    self.note("child_age_months", f"{age.low}-{age.high}", sentence, "ages.stated")
        return found

    def number(self) -> int | None:
        """The number of subjects, read from the opening or from the title."""
        number, opening = self.subjects.number, self.subjects.opening
        if number is not None and self.groups and opening is not None:
            self.note("n_children", number, opening, "number.opening")
        elif number is not None:
            piece = Evidence("n_children", str(number), "title", 0, len(self.title), "number.title")
            self.evidence.append(piece)
        return number

    def sexes(self) -> list[str | None]:
        """The subjects' sexes: from nouns, and for a single subject from sure pronouns."""
        sexes = sexes_of(self.subjects.number, self.groups)
        sentence, rule = self.subjects.opening, "sex.noun"
        if sexes == [None]:
            seen = {p.sex: r.sentence for r in reversed(self.told) for p in r.persons
                    if p.part == "child" and p.sex and p.sure and not p.plural}  # fmt: skip
            if len(seen) == 1:
                sexes, sentence, rule = [*seen], next(iter(seen.values())), "sex.pronoun"
        for sex in filter(None, sexes if sentence else ()):
            self.note("sex", sex, cast("Sentence", sentence), rule)
        return sexes

    def outcome(self, dead: Reading | None) -> Outcome | None:
        """What became of the subject in the event that the summary tells."""
        found: Outcome | None = "death" if dead else None
        summary = [r for r in self.told if r.sentence.section == "summary"]
        unhurt = any(harm.tells(r, "unhurt") for r in summary)
        for reading in [dead] if dead else summary:
            found = found or harm.outcome_in(reading, unhurt=unhurt)
            if found:
                self.note("outcome", found, reading.sentence, f"outcome.{found}")
                break
        return found

    def incident(self, dead: Reading | None) -> When | None:
        """The time of the death if it is stated, else the first stated time of the harm."""
        known: dict[int, int | None] = {}
        year = None
        for reading in self.told:
            known[id(reading)] = year
            year = last_year(reading.words) or year
        for reading in [*([dead] if dead else ()), *self.told]:
            leading = reading is dead or reading.sentence is self.subjects.opening
            when = incident_time(reading, leading=leading, known=known[id(reading)])
            if when is not None:
                value = f"{when.first or ''}/{when.last or ''}"
                self.note("incident", value, reading.sentence, f"incident.{when.precision}")
                return when
        return None

    def harm(self, ages: Sequence[Age], dead: Reading | None) -> tuple[str, ...]:
        """The codes of harm that some sentence states of a subject."""
        found: dict[str, Reading] = {}
        for i, reading in enumerate(self.readings):
            after = self.readings[i + 1].context if i + 1 < len(self.readings) else {}
            disbelieved = "account_rejected" in after or (
                reading.says("said") and "disbelief" in after
            )
            for hit in harm.harms(reading) if "taken_back" not in after else ():
                if hit.code == "accident" and disbelieved:
                    continue
                if hit.part == "child" or hit.doer:
                    found.setdefault(hit.code, reading)
        if dead is None and "suicide" in found:
            found.setdefault("self_harm", found["suicide"])  # whoever lives has tried to die
        for refused in set(self._refused(ages, dead, found)):
            found.pop(refused, None)
        return self.note_all("harm", {name: r.sentence for name, r in found.items()}, "harm.{}")

    def _refused(
        self, ages: Sequence[Age], dead: Reading | None, found: Mapping[str, Reading]
    ) -> Iterator[str]:
        """Codes that the rest of the entry speaks against."""
        said = {code for r in self.told for code in r.context}
        words = {word for r in self.told for word in r.words} if not ages else set()
        if dead is None:
            yield from ("suicide", "sudden_infant_death", "filicide")
        if "cleared" in said:
            yield "filicide"
        infant = all(a.low < _INFANT_MONTHS for a in ages) if ages else vocab.babies & words
        sudden = found.get("sudden_infant_death")
        if not infant or (sudden and "illness_killed" in said and not sudden.says("sleep")):
            yield "sudden_infant_death"
        if "injury_explained" in said:
            yield "non_accidental_injury"
        small = all(a.high < _YOUNG_MONTHS for a in ages) if ages else vocab.small & words
        poison, accident = found.get("poisoning"), found.get("accident")
        if poison and not small and (poison is found.get("self_harm") or poison.says("plied")):
            yield "poisoning"  # a young person's overdose, or one whom others supply
        if "suicide" in found and accident and not any(
            word.startswith(("accident", "misadventure")) for word in accident.words):  # fmt: skip
            yield "accident"  # "struck by a train" tells how

    def factors(self, ages: Sequence[Age]) -> tuple[str, ...]:
        """The codes of factors that some sentence states."""
        family = Family(
            young=all(age.high < _YOUNG_MONTHS for age in ages),
            kin=any(r.says("kin_carer") for r in self.told),
        )
        found: dict[str, Sentence] = {}
        for reading in self.readings:
            for name in factors(reading, family):
                found.setdefault(name, reading.sentence)
        return self.note_all("factors", found, "factors.{}")

    def model(self) -> str | None:
        """The method of this review; a model section has the only say where there is one."""
        only = ("model",) if self.sections.get("model") else _METHOD_SECTIONS
        for name in filter(self.sections.get, only):
            for sentence in self.read.get(name) or sentences(name, self.sections[name]):
                if value := review.method_in(sentence):
                    self.note("model", value, sentence, "method.stated")
                    return value
        return None

    def agencies(self) -> tuple[str, ...]:
        """The bodies that recommendations ask to act, also those that the summary reports."""
        reported = [s for s in self.read.get("summary", ()) if "recommend" in " ".join(s.words)]
        found: dict[str, Sentence] = {}
        for sentence in [*self.read.get("recommendations", ()), *reported]:
            for name in review.agencies_in(sentence):
                found.setdefault(name, sentence)
        return self.note_all("agencies", found, "agencies.asked")
