"""One entry in, its coded variables with their evidence out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from itertools import islice, pairwise

from repo_watch.coding import Evidence, Outcome, stated
from repo_watch.coding.people import read_persons, read_subjects
from repo_watch.coding.sentence import Sentence, sentences
from repo_watch.coding.spans import Age, ages_of, incident_time
from repo_watch.coding.wordings import vocab
from repo_watch.model import Precision

_TOLD = ("summary", "background")
_SECTIONS = (*_TOLD, "key_issues")
_INFANT_MONTHS = 24  # a little over the first year: "infant" is used loosely
_YOUNG_MONTHS = 144  # below twelve years, an unnamed drinker or patient is the parent


class Coder:
    """An entry read once: its sentences, persons and subjects, and the evidence noted so far.

    Each variable is asked for once, the ages before what depends on them.
    """

    def __init__(self, title: str, sections: Mapping[str, str]) -> None:
        self.sections = sections
        self.title = Sentence("title", title, [], [], 0, len(title), first=True)
        self.read = {name: sentences(name, sections.get(name, ""))
                     for name in (*_SECTIONS, "recommendations")}  # fmt: skip
        everything = [sentence for name in _SECTIONS for sentence in self.read[name]]
        self.subjects = read_subjects(self.title, [s for s in everything if s.section in _TOLD])
        read_persons(everything, self.subjects)
        self.telling = [s for s in everything if not s.says("topic_list")]
        self.told = [s for s in self.telling if s.section in _TOLD]
        deaths = (s for s in self.told for hit in s.hits["outcome"] if stated.died(s, hit))
        self.dead = next(deaths, None)
        self.ages: list[Age] = []
        self.evidence: list[Evidence] = []

    def note(self, variable: str, value: object, read: Sentence, rule: str) -> None:
        """Keep the sentence from which a value was read."""
        piece = Evidence(variable, str(value), read.section, read.start, read.end, rule)
        self.evidence.append(piece)

    def note_all(
        self, variable: str, told: Iterable[Sentence], codes: Callable[[Sentence], Iterable[str]]
    ) -> tuple[str, ...]:
        """Keep the first sentence of each code that is found in some; gives the codes, sorted."""
        found = {code: sentence for sentence in reversed([*told]) for code in codes(sentence)}
        for name in sorted(found):
            self.note(variable, name, found[name], f"{variable}.{name}")
        return tuple(sorted(found))

    def child_ages(self) -> tuple[tuple[int, int], ...]:
        """The subjects' ages; the background is asked where the summary states none."""
        wanted = self.subjects.number
        for sentence in self.told:
            if self.ages and (len(self.ages) >= (wanted or 1) or sentence.section != "summary"):
                break
            for age in islice(ages_of(sentence, wanted), 1 if wanted == 1 else None):
                self.ages.append(age)
                self.note("child_age_months", f"{age.low}-{age.high}", sentence, "ages.stated")
        return tuple((age.low, age.high) for age in self.ages)

    def number(self) -> int | None:
        """The number of subjects, read from the opening or from the title."""
        number, named = self.subjects.number, self.subjects.named
        place, read = ("opening", self.subjects.opening) if named else ("title", self.title)
        if number is not None:
            self.note("n_children", number, read, f"number.{place}")
        return number

    def sexes(self) -> tuple[str | None, ...]:
        """The sexes: from nouns, and for a single subject from sure pronouns."""
        sexes, sentence, rule = self.subjects.sexes, self.subjects.opening, "sex.noun"
        if sexes == (None,):
            seen = {p.sex: s for s in reversed(self.told) for p in s.persons
                    if p.part == "child" and p.sex and p.sure and not p.plural}  # fmt: skip
            if len(seen) == 1:
                sexes, sentence, rule = (*seen,), next(iter(seen.values())), "sex.pronoun"
        for sex in filter(None, sexes):
            self.note("sex", sex, sentence, rule)
        return sexes

    def outcome(self) -> Outcome | None:
        """What became of the subject in the event that the summary tells."""
        summary = [s for s in self.told if s.section == "summary"]
        for sentence in [self.dead] if self.dead else summary:
            found: Outcome | None = "death" if self.dead else stated.outcome_in(sentence)
            if found:
                self.note("outcome", found, sentence, f"outcome.{found}")
                return found
        return None

    def incident(self) -> tuple[date | None, date | None, Precision | None]:
        """The time of the death if it is stated, else the first stated time of the harm."""
        found = incident_time(self.told, self.dead, self.subjects.opening)
        if found is None:
            return None, None, None
        when, sentence = found
        value = f"{when.first or ''}/{when.last or ''}"
        self.note("incident", value, sentence, f"incident.{when.precision}")
        return when.first, when.last, when.precision

    def harm(self) -> tuple[str, ...]:
        """The codes of harm that some sentence states of a subject, and none takes back."""
        refused = set() if self.dead else {"suicide", "sudden_infant_death", "filicide"}
        if any(age.low >= _INFANT_MONTHS for age in self.ages) or not (
            self.ages or any(vocab.babies.intersection(s.words) for s in self.told)):  # fmt: skip
            refused.add("sudden_infant_death")
        if any(age.high >= _YOUNG_MONTHS for age in self.ages):
            refused.add("poisoning")  # a young person's own overdose
        if any(s.says("injury_explained") for s in self.told):
            refused.add("non_accidental_injury")
        next_to = dict(pairwise(self.telling))

        def codes(sentence: Sentence) -> list[str]:
            after, never = next_to.get(sentence), {*refused}
            if after and after.says("taken_back"):
                return []
            if after and (after.says("account_rejected") or (
                sentence.says("said") and after.says("disbelief"))):  # fmt: skip
                never.add("accident")
            return [name for name in stated.harms(sentence) if name not in never]

        return self.note_all("harm", self.telling, codes)

    def factors(self) -> tuple[str, ...]:
        """The codes of factors that some sentence states."""
        young, dead = all(age.high < _YOUNG_MONTHS for age in self.ages), self.dead is not None
        codes = partial(stated.factors, young=young, dead=dead)
        return self.note_all("factors", self.telling, codes)

    def model(self) -> str | None:
        """The method of this review; a model section has the only say where there is one."""
        others = (*_SECTIONS, "learning", "recommendations")
        for name in filter(self.sections.get, ["model"] if self.sections.get("model") else others):
            for sentence in self.read.get(name) or sentences(name, self.sections[name]):
                if value := stated.method_in(sentence):
                    self.note("model", value, sentence, "method.stated")
                    return value
        return None

    def agencies(self) -> tuple[str, ...]:
        """The bodies that recommendations ask to act, also those that the summary reports."""
        reported = [s for s in self.read["summary"] if "recommend" in " ".join(s.words)]
        asking = [*self.read["recommendations"], *reported]
        return self.note_all("agencies", asking, stated.agencies_in)
