"""A class as it is kept: what it sees, what was asked, how it answered. No phone is in it, and no name.

Every change makes a new one; the text of it is what the store holds and what the teacher's page can send
again, so all of it is checked when it is read.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final, Literal, NamedTuple

from pydantic import Field

from app.core.recently_made import RecentlyMade
from app.live.class_answers import Kind, Scope
from app.live.class_tally import Kept, RoundTally
from app.live.seen_step import step_at

Moment = Literal["open", "closed", "revealed", "over"]
MOST_QUESTIONS = 60
MOST_ROUNDS = 9
LONGEST_PLAN = 20_000
MOST_STOPS = 60
"""Of a plan."""
TOO_MANY = f"A class has at most {MOST_QUESTIONS} questions. Take the results, and open another."
LONGEST_ADDRESS = 8100
LARGEST_CLASS = 1_000_000
"""Characters of all that is kept of one."""


class Question(Kept):
    """What was asked at an address. tallies: one for each round that is closed."""

    number: int = Field(ge=1, le=MOST_QUESTIONS)
    kind: Kind
    scope: Scope
    own: bool = False
    address: str = Field(max_length=LONGEST_ADDRESS)
    round: int = Field(default=1, ge=1, le=MOST_ROUNDS)
    moment: Moment = "open"
    tallies: tuple[RoundTally, ...] = Field(default=(), max_length=MOST_ROUNDS)

    @property
    def place(self) -> str:
        """The round of the question that answers are for."""
        return f"{self.number}.{self.round}"

    @property
    def is_to_count(self) -> bool:
        """Whether a round of it is closed and not counted yet."""
        return self.moment == "closed" and len(self.tallies) < self.round

    @property
    def can_be_asked_again(self) -> bool:
        """Whether another round of it may follow: what is practised goes on by itself."""
        return self.moment == "closed" and self.kind != "practice" and self.round < MOST_ROUNDS

    @property
    def stage(self) -> str:
        """All that phones must know to see whether they show it."""
        return f"{self.place}.{self.moment}"


class Classroom(Kept):
    """A class. lock: what is kept of the teacher's key; address: what the class sees; stop: which of its plan
    it went to last, counted from 1."""

    lock: str = Field(pattern="^[0-9a-f]{64}$")
    address: str = Field(max_length=LONGEST_ADDRESS)
    questions: tuple[Question, ...] = Field(default=(), max_length=MOST_QUESTIONS)
    plan: str = Field(default="", max_length=LONGEST_PLAN)
    stop: int = Field(default=0, ge=0, le=MOST_STOPS)

    @property
    def question(self) -> Question | None:
        """What is being asked, or was just answered."""
        last = self.questions[-1] if self.questions else None
        return None if last is None or last.moment == "over" else last

    @property
    def is_asking(self) -> bool:
        """Whether a question holds the class where it is."""
        return self.question is not None and self.question.moment in {"open", "closed"}

    @property
    def stage(self) -> str:
        """The stage of the question, empty where there is none."""
        return self.question.stage if self.question else ""

    @property
    def tag(self) -> str:
        """A short name of what is shown, to see whether it is still that."""
        question = self.question
        differs = self.stage if question and (question.own or question.scope == "dealt") else ""
        return sha256(f"{self.address} {differs}".encode()).hexdigest()[:12]

    def with_last(self, question: Question) -> Classroom:
        """The class with its last question as it is now."""
        return self.model_copy(update={"questions": (*self.questions[:-1], question)})

    def over(self) -> Classroom:
        """The class without a question."""
        current = self.question
        return self.with_last(current.model_copy(update={"moment": "over"})) if current else self

    def showing(self, address: str) -> Classroom:
        """The class where its teacher is; while a question waits it stays there."""
        if self.is_asking or address == self.address:
            return self
        return self.over().model_copy(update={"address": address})

    def stopping(self, stop: int, address: str) -> Classroom:
        """The class at a stop of its plan, and what was answered before put away; while a question waits it
        stays where it is. address: empty for a page that only its teacher sees.
        """
        if self.is_asking:
            return self
        there = self.showing(address) if address else self
        return there.over().model_copy(update={"stop": stop})

    def asking(self, address: str, kind: Kind, scope: Scope, *, own: bool) -> Classroom:
        """The class with a new question about a frame. Raises ValueError where there were too many."""
        if len(self.questions) >= MOST_QUESTIONS:
            raise ValueError(TOO_MANY)
        before = self.over()
        asked = Question(number=len(self.questions) + 1, kind=kind, scope=scope, own=own, address=address)
        shown = step_at(address).asking(shown_scope(kind, scope))
        return before.model_copy(update={"questions": (*before.questions, asked), "address": shown})

    def closing(self) -> Classroom:
        """The class with its question closed: later answers do not count."""
        current = self.question
        if current is None or current.moment != "open":
            return self
        return self.with_last(current.model_copy(update={"moment": "closed"}))

    def counted(self, place: str, tally: RoundTally) -> Classroom:
        """The class with the answers of a round, where that is closed and was not counted."""
        current = self.question
        if current is None or current.place != place or not current.is_to_count:
            return self
        return self.with_last(current.model_copy(update={"tallies": (*current.tallies, tally)}))

    def again(self) -> Classroom:
        """The class asked once more, after it has talked."""
        current = self.question
        if current is None or not current.can_be_asked_again:
            return self
        return self.with_last(current.model_copy(update={"moment": "open", "round": current.round + 1}))

    def revealing(self) -> Classroom:
        """The class told: the frame goes on, and every phone says what its own answer was worth."""
        current = self.question
        if current is None or current.moment != "closed":
            return self
        told = step_at(current.address).told(shown_scope(current.kind, current.scope))
        revealed = self.with_last(current.model_copy(update={"moment": "revealed"}))
        return revealed.model_copy(update={"address": told})


def shown_scope(kind: Kind, scope: Scope) -> Scope:
    """What is blank while a question waits: for the largest of a column all of that."""
    return "column" if kind == "largest" else scope


class ReadClass(NamedTuple):
    """A class beside its text, and what every phone asks of it: its tag, its stage, a name for all of it."""

    text: str
    room: Classroom
    tag: str
    stage: str
    version: str


READ: Final = RecentlyMade[ReadClass](5_000_000, lambda read: len(read.text))
"""Classes as they were read lately, by their texts: a change is read once, however many phones hear it."""


def read_class(text: str) -> ReadClass:
    """A class from its text. Raises pydantic's ValidationError, which is a ValueError."""
    return READ.take(text) or READ.keep(text, newly_read(text))


def newly_read(text: str) -> ReadClass:
    """A class whose text was not read before. Raises as read_class() does."""
    room = Classroom.model_validate_json(text)
    return ReadClass(text, room, room.tag, room.stage, sha256(text.encode()).hexdigest())
