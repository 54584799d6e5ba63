"""A class that its teacher's page sends again, checked as what anybody may have written: only what can be
shown, counted on and put into a file is taken.
"""

from __future__ import annotations

from app.live.class_tally import PRACTICE, RoundTally
from app.live.classroom import Classroom, Question
from app.live.seen_step import public_state, step_at
from app.notation.lookalikes import visible

SCOPES = {"practice": "result"}
UNFIT = "This class does not fit together."


def class_sent_again(text: str) -> Classroom:
    """The class in a text; a round that was closed but not counted is open once more: its answers are gone.

    Raises ValueError, LookupError, ExerciseError for what is no class of ours.
    """
    room = Classroom.model_validate_json(text)
    check_address(room.address)
    for number, question in enumerate(room.questions, 1):
        is_last = number == len(room.questions)
        if question.number != number or (question.moment != "over" and not is_last):
            raise ValueError(UNFIT)
        check_question(question)
    lost = room.question is not None and room.question.is_to_count
    return room.with_last(room.questions[-1].model_copy(update={"moment": "open"})) if lost else room


def check_address(address: str) -> None:
    """Raises ValueError where an address says more than a class sees, else as step_at() does."""
    state = step_at(address).state
    if public_state(state) != state:
        raise ValueError(UNFIT)


def check_question(question: Question) -> None:
    """Raises ValueError where a question cannot have been asked at its address, or not been answered so."""
    check_address(question.address)
    seen = step_at(question.address)
    is_askable = (
        (question.scope == "result" or seen.current is not None)
        and (question.kind == "value" or question.scope == SCOPES.get(question.kind, "cell"))
        and not (question.own and seen.why_not_owned)
    )
    rounds = {question.round - 1, *([question.round] if question.moment != "open" else [])}
    if not is_askable or len(question.tallies) not in rounds:
        raise ValueError(UNFIT)
    asked = [PRACTICE] if question.kind == "practice" else seen.asked(question.scope)
    for tally in question.tallies:
        if [cell.ref for cell in tally.cells] != asked or not is_visible(tally):
            raise ValueError(UNFIT)


def is_visible(tally: RoundTally) -> bool:
    """Whether all that a board would say of a round can be seen."""
    said = (text for cell in tally.cells for bar in cell.bars for text in (bar.answer, bar.slip, bar.code))
    return all(visible(text) == text for text in said)
