"""What a teacher does with a class, and what a phone answers: the store read, changed, and written again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.exercise.exercise import ExerciseError
from app.live.class_answers import Kind, Scope, forget_explanations, packed_answer
from app.live.class_keys import code_of, lock_of, new_key, opens
from app.live.class_store import ClassStore
from app.live.class_tally import tallied
from app.live.classroom import LARGEST_CLASS, Classroom, read_class
from app.live.seen_step import step_at
from app.web.concurrency import briefly

TRIES = 20
NO_CELL = "Go to a cell first: then it can be asked, or its row, or its column."
NOT_OWN = "At this step not every exercise works the same cells, so all must have the same numbers."
NOT_READ = "What this page holds of the class cannot be read."


class ActError(ValueError):
    """What cannot be done; the message is a sentence."""


class NoSuchClass(LookupError):
    """There is no class of that key or code: it is over, or the server lost it."""


@dataclass(frozen=True)
class TeachersClass:
    """A class in its teacher's hands."""

    store: ClassStore
    key: str
    room: Classroom

    @property
    def code(self) -> str:
        """The code that phones join by."""
        return code_of(self.key)

    async def kept(self, room: Classroom) -> TeachersClass:
        """The class as it is now. Raises NoSuchClass, ActError where it has become too large."""
        text = room.model_dump_json()
        if len(text) > LARGEST_CLASS:
            raise ActError("There is no more room in this class. Take the results, and open another.")
        if not await self.store.write(self.code, text):
            raise NoSuchClass
        return TeachersClass(self.store, self.key, room)

    async def show(self, address: str) -> TeachersClass:
        """The class follows; nothing is written where it is there already."""
        room = self.room.showing(address)
        return self if room == self.room else await self.kept(room)

    async def ask(self, address: str, kind: Kind, scope: Scope, *, own: bool) -> TeachersClass:
        """A new question. Raises ActError."""
        seen = await briefly(step_at, address)
        scope = scope if kind == "value" else "cell"
        if scope != "result" and seen.current is None:
            raise ActError(NO_CELL)
        if own and not seen.can_be_owned:
            raise ActError(NOT_OWN)
        before = self.room.question
        try:
            room = await briefly(self.room.asking, address, kind, scope, own=own)
        except ValueError as error:
            raise ActError(str(error)) from error
        after = await self.kept(room)
        if before:
            await self.store.forget_answers(self.code, before.place)
        return after

    async def close_question(self) -> TeachersClass:
        """No more answers; those that came are counted."""
        closed = await self.kept(self.room.closing())
        question = closed.room.question
        if question is None:
            return closed
        answers = await self.store.answers(self.code, question.place)
        tally = await briefly(
            tallied, question.address, question.kind, question.scope, answers, own=question.own
        )
        return await closed.kept(closed.room.counted(tally))

    async def ask_again(self) -> TeachersClass:
        """The same question once more."""
        return await self.kept(self.room.again())

    async def reveal(self) -> TeachersClass:
        """The answer told."""
        return await self.kept(await briefly(self.room.revealing))

    async def drop(self) -> TeachersClass:
        """The question put away."""
        return await self.kept(self.room.over())

    async def plan(self, text: str) -> TeachersClass:
        """The plan beside the class."""
        return await self.kept(self.room.model_copy(update={"plan": text}))

    async def end(self) -> None:
        """Everything forgotten."""
        await self.store.end(self.code)
        forget_explanations()


async def opened_class(store: ClassStore, address: str) -> TeachersClass:
    """A new class at a step. Raises StoreFull."""
    for _ in range(TRIES):
        key = new_key()
        room = Classroom(lock=lock_of(key), address=address)
        if await store.begin(code_of(key), room.model_dump_json()):
            return TeachersClass(store, key, room)
    raise ActError("No code is free just now. Try again.")


async def class_of_key(store: ClassStore, key: str) -> TeachersClass:
    """The class that a key opens. Raises NoSuchClass."""
    room = await class_of_code(store, code_of(key))
    if not opens(key, room.lock):
        raise NoSuchClass
    return TeachersClass(store, key, room)


async def class_of_code(store: ClassStore, code: str) -> Classroom:
    """The class that a code is of. Raises NoSuchClass."""
    text = await store.read(code)
    if text is None:
        raise NoSuchClass
    return read_class(text)


async def restored_class(store: ClassStore, key: str, text: str) -> TeachersClass:
    """A class that the server had lost, as its teacher's page holds it. Raises ActError, StoreFull."""
    try:
        room = read_class(text)
        for address in {room.address, *(q.address for q in room.questions if q.moment != "over")}:
            await briefly(step_at, address)
    except (ValueError, LookupError, ExerciseError) as error:
        raise ActError(NOT_READ) from error
    if not opens(key, room.lock):
        raise ActError(NOT_READ)
    await store.begin(code_of(key), text)
    return await class_of_key(store, key)


async def take_answer(store: ClassStore, code: str, seat: str, place: str, texts: Sequence[str]) -> Classroom:
    """Keeps what a phone answers; late answers are left out. Raises NoSuchClass, ActError."""
    room = await class_of_code(store, code)
    question = room.question
    if question is None or question.place != place or question.moment != "open":
        raise ActError("This question is closed: the answer came too late to count.")
    seen = await briefly(step_at, question.address)
    cells = len(seen.asked(question.scope, seat))
    try:
        packed = packed_answer(texts, cells)
    except ValueError as error:
        raise ActError(str(error)) from error
    await store.answer(code, place, seat, packed)
    return room
