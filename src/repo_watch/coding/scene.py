"""A sentence with its persons: what the rules for factors are asked about."""

from dataclasses import dataclass

from repo_watch.coding.people import Mention, Sex
from repo_watch.coding.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its persons, and what is known of the entry around it.

    Attributes:
        sentence: the sentence.
        mentions: its persons.
        young: whether the subject is too young to drink, be treated or have a partner.
        kin_carer: whether a relative brings the subject up.
        several: whether there is more than one subject, so that "her" is none of them.
        sex: of the subject, or of all of them where it is one.
    """

    sentence: Sentence
    mentions: tuple[Mention, ...]
    young: bool = True
    kin_carer: bool = False
    sex: Sex | None = None
    several: bool = False
