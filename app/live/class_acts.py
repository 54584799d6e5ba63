"""What a teacher does with a class, and what a phone answers: the store read, changed, and written again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from app.exercise.exercise import ExerciseError
from app.live.class_answers import Kind, Scope, checked_answer
from app.live.class_keys import code_of, lock_of, new_key, opens
from app.live.class_memory import FORGOTTEN, forget_classes
from app.live.class_sent_again import class_sent_again
from app.live.class_store import MOST_CLASSES, ClassStore, StoreFull
from app.live.class_tally import tallied
from app.live.class_turns import OVERTAKEN, Change, OvertakenError, made_at
from app.live.classroom import LARGEST_CLASS, Classroom, Question, ReadClass, read_class
from app.live.seen_step import SeenStep, step_at
from app.web.concurrency import briefly, in_thread
from app.web.made_once import MadeOnce

TRIES = 20
NO_CELL = "Go to a cell first: then it can be asked, or its row, or its column."
NO_CELLS = "With these numbers this step has no cell to ask."
NO_COLUMN = (
    "The largest of a column can be asked where this step works all of a column of two numbers or more."
)
TOO_LATE = "This question is closed: the answer came too late to count."
BUSY = "Too many windows lead this class at the same moment. Press it once more."
NOT_READ = "What this page holds of the class cannot be read."


STEPS: Final = MadeOnce[SeenStep](MOST_CLASSES, lambda _: 1)
"""What classes are asked about, read beside the event loop: then an answer is checked sooner than handed to
another thread."""
FORGOTTEN.append(STEPS.forget)


class ActError(ValueError):
    """What cannot be done; the message is a sentence."""


class NoSuchClass(LookupError):
    """There is no class of that key or code: it is over, or the server lost it."""


@dataclass(frozen=True)
class TeachersClass:
    """A class in its teacher's hands. text: as the store has it; turn: what an act was made from."""

    store: ClassStore
    key: str
    room: Classroom
    text: str
    turn: str = ""

    @property
    def code(self) -> str:
        """The code that phones join by."""
        return code_of(self.key)

    def acting(self, turn: str) -> TeachersClass:
        """The same, led by an act that was made from a turn."""
        return replace(self, turn=turn)

    async def changed(self, change: Change) -> TeachersClass:
        """The class changed; where somebody else changed it meanwhile, what is there then is changed instead.

        Raises NoSuchClass, ActError, and what the change raises.
        """
        found = self
        for _ in range(TRIES):
            room = await briefly(change, found.room)
            if room == found.room:
                return found
            if kept := await found.kept(room):
                return kept
            found = replace(await class_of_key(self.store, self.key), turn=self.turn)
        raise ActError(BUSY)

    async def kept(self, room: Classroom) -> TeachersClass | None:
        """The class as it is from now on, unless somebody else has changed it: None.

        The answers of a round that it has left are forgotten. Raises ActError where it has become too large.
        """
        text = room.model_dump_json()
        if len(text) > LARGEST_CLASS:
            raise ActError("There is no more room in this class. Take the results, and open another.")
        if not await self.store.write(self.code, self.text, text):
            return None
        before, now = self.room.question, room.question
        if before and (now is None or now.place != before.place):
            await self.store.forget_answers(self.code, before.place)
        return replace(self, room=room, text=text)

    async def pressed(self, change: Change, leads: str) -> TeachersClass:
        """What a button does, once, however often it is pressed at its turn. Raises ActError, NoSuchClass."""
        try:
            return await self.changed(made_at(self.turn, change, leads))
        except OvertakenError as error:
            raise ActError(str(error)) from error

    async def show(self, address: str) -> TeachersClass:
        """The class follows; nothing is written where it is there already."""
        return await self.changed(lambda room: room.showing(address))

    async def ask(self, address: str, kind: Kind, scope: Scope, *, own: bool) -> TeachersClass:
        """A new question. Raises ActError."""
        seen = await briefly(step_at, address)
        scope = "result" if kind == "practice" else scope if kind == "value" else "cell"
        if scope != "result" and seen.current is None:
            raise ActError(NO_CELL)
        if not seen.asked(scope):
            raise ActError(NO_CELLS)
        if kind == "largest" and not seen.has_whole_column:
            raise ActError(NO_COLUMN)
        if own and (why_not := seen.why_not_owned):
            raise ActError(why_not)
        try:
            after = await self.pressed(lambda room: room.asking(address, kind, scope, own=own), "asked")
        except ValueError as error:
            raise ActError(str(error)) from error
        asked = after.room.questions[-1]
        if (asked.address, asked.kind, asked.scope, asked.own) != (address, kind, scope, own):
            raise ActError(OVERTAKEN)
        return after

    async def close_question(self) -> TeachersClass:
        """No more answers; those that came are counted."""
        return await (await self.pressed(Classroom.closing, "closed")).count()

    async def count(self) -> TeachersClass:
        """The answers of a closed round counted, unless they were: the store may have been away meanwhile."""
        question = self.room.question
        if question is None or not question.is_to_count:
            return self
        answers = await self.store.answers(self.code, question.place)
        tally = await briefly(
            tallied, question.address, question.kind, question.scope, answers, own=question.own
        )
        return await self.changed(lambda room: room.counted(question.place, tally))

    async def ask_again(self) -> TeachersClass:
        """The same question once more."""
        return await (await self.count()).pressed(Classroom.again, "again")

    async def reveal(self) -> TeachersClass:
        """The answer told."""
        return await (await self.count()).pressed(Classroom.revealing, "revealed")

    async def drop(self) -> TeachersClass:
        """The question put away."""
        return await (await self.count()).pressed(Classroom.over, "over")

    async def plan(self, text: str) -> TeachersClass:
        """The plan beside the class, which begins with its first stop."""
        return await self.changed(lambda room: room.model_copy(update={"plan": text, "stop": 0}))

    async def go_to_stop(self, stop: int, address: str) -> TeachersClass:
        """The class goes to a stop of its plan."""
        return await self.changed(lambda room: room.stopping(stop, address))

    async def end(self) -> None:
        """Everything forgotten."""
        await self.store.end(self.code)
        forget_classes()


async def opened_class(store: ClassStore, address: str) -> TeachersClass:
    """A new class at a step. Raises StoreFull."""
    for _ in range(TRIES):
        key = new_key()
        room = Classroom(lock=lock_of(key), address=address)
        text = room.model_dump_json()
        if await store.begin(code_of(key), text):
            return TeachersClass(store, key, room, text)
    raise StoreFull("No code is free just now. Try again.")


async def class_of_key(store: ClassStore, key: str) -> TeachersClass:
    """The class that a key opens. Raises NoSuchClass."""
    text = await text_of_code(store, code_of(key))
    room = read_class(text).room
    if not opens(key, room.lock):
        raise NoSuchClass
    return TeachersClass(store, key, room, text)


async def class_of_code(store: ClassStore, code: str) -> Classroom:
    """The class that a code is of. Raises NoSuchClass."""
    return read_class(await text_of_code(store, code)).room


async def class_glanced(store: ClassStore, code: str) -> ReadClass:
    """The class that a code is of, as it was at the last change that was heard of. Raises NoSuchClass."""
    text = await store.glance(code)
    if text is None:
        raise NoSuchClass
    return read_class(text)


async def text_of_code(store: ClassStore, code: str) -> str:
    """What is kept of the class that a code is of. Raises NoSuchClass."""
    text = await store.read(code)
    if text is None:
        raise NoSuchClass
    return text


async def restored_class(store: ClassStore, key: str, text: str) -> TeachersClass:
    """A class that the server had lost, as its teacher's page holds it. Raises ActError, StoreFull."""
    try:
        room = await in_thread(class_sent_again, text)
    except (ValueError, LookupError, ExerciseError) as error:
        raise ActError(NOT_READ) from error
    if not opens(key, room.lock):
        raise ActError(NOT_READ)
    await store.begin(code_of(key), room.model_dump_json())
    return await class_of_key(store, key)


async def take_answer(store: ClassStore, code: str, seat: str, place: str, texts: Sequence[str]) -> Question:
    """Keeps what a phone answers to a question; late answers are left out. Raises NoSuchClass, ActError."""
    room = await class_of_code(store, code)
    question = open_question(room, place)
    try:
        await STEPS.made(question.address, partial(step_at, question.address))
        packed = checked_answer(question.address, question.kind, question.scope, seat, texts)
    except ValueError as error:
        raise ActError(str(error)) from error
    await store.answer(code, place, seat, packed)
    # It may have been closed and counted meanwhile: then nobody is told that this answer is in.
    return open_question(await class_of_code(store, code), place)


def open_question(room: Classroom, place: str) -> Question:
    """The question whose round an answer is for. Raises ActError where it is closed."""
    question = room.question
    if question is None or question.place != place or question.moment != "open":
        raise ActError(TOO_LATE)
    return question
