"""Edits: what a posted form changes in an exercise, and how to call it and take it back.

A form posts cells as W_dec[2,3]=0.5, names as tokens[2]=Alps, and one button as do=add-token. Whatever cannot
be read is raised as an EditError that carries everything typed, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.core.cell import Ref
from app.core.lesson import Axis, Matrix, Plan, Texts
from app.exercise.exercise import NAMELESS, Draft, Exercise, ExerciseError, Problem
from app.exercise.parse_exercise import LONGEST_QUERY, remembered
from app.exercise.parse_view import guess_problem
from app.exercise.pasting import Misfit, Offer, Target, pasted_fields
from app.exercise.refused import (
    BLOCK,
    CELL,
    NAME,
    Fields,
    as_fields,
    pasted_blocks,
    refused_text,
    typed_fields,
    with_typed,
)
from app.exercise.rounding import ROUNDINGS, rounded_texts
from app.exercise.state import State, exercise_query, looking, query_of
from app.notation import lookalikes, numerals

ADD = re.compile(r"add-(token|feature)")
REMOVE = re.compile(r"remove-(token|feature)-([1-9][0-9]?)", re.ASCII)
KINDS: Mapping[str, Axis] = {"token": "tokens", "feature": "features"}
FITS_NOW = "What was typed before can be put in here: apply the changes, or discard it."


class EditError(ExerciseError):
    """An edit that cannot be made; typed has what stood in every cell, with a sentence where it is wrong."""

    def __init__(self, problems: Sequence[Problem], fields: Fields, offers: Sequence[Offer] = ()) -> None:
        super().__init__(problems)
        self.offers = tuple(offers)
        self.sent = tuple(fields)
        self.place, self.pasted = next(iter(pasted_blocks(fields).items()), ("", ""))
        self.pasted = lookalikes.visible(self.pasted, "\t\r\n")
        self.fields = tuple((name, lookalikes.visible(value)) for name, value in fields)

    @property
    def typed(self) -> dict[Ref, tuple[str, str]]:
        """What stood in each cell of the form, and what is wrong with it."""
        wrong = {Ref(p.parameter, p.row, p.column): p.says for p in self.problems}
        cells = ((CELL.fullmatch(name), value) for name, value in self.fields)
        refs = ((Ref(m[1], int(m[2]), int(m[3])), value) for m, value in cells if m)
        return {ref: (value, wrong.get(ref, "")) for ref, value in refs}


@dataclass
class Edit:
    """An exercise while it is being edited: its given matrices as lists of lists of text, its names."""

    matrices: Mapping[str, Matrix]
    given: dict[str, list[list[str]]]
    names: Mapping[Axis, list[str]]
    problems: list[Problem] = field(default_factory=list)

    def set_cell(self, name: str, row: int, column: int, typed: str) -> None:
        """Puts a number in a cell; a problem where it cannot be read or there is no such cell."""
        try:
            cells = self.given[name] if row and column else []
            cells[row - 1][column - 1] = numerals.canonical(typed)
        except (KeyError, IndexError):
            self.problems.append(Problem(name, typed, "There is no such cell.", row, column))
        except numerals.NumeralError as error:
            self.problems.append(Problem(name, typed, str(error), row, column))

    def check_numbers(self) -> None:
        """A problem for every number that no address can hold: after many updates they may be of any size."""
        for name, rows in self.given.items():
            for i, row in enumerate(rows, start=1):
                for j, text in enumerate(row, start=1):
                    self.set_cell(name, i, j, text)

    def forget(self, field: str) -> None:
        """Forgets what was wrong with a cell that is filled anew."""
        if match := CELL.fullmatch(field):
            place = (match[1], int(match[2]), int(match[3]))
            self.problems = [p for p in self.problems if (p.parameter, p.row, p.column) != place]

    def set_name(self, kind: Axis, number: int, typed: str) -> None:
        """Renames a token or a feature."""
        names = self.names[kind]
        if 1 <= number <= len(names):
            names[number - 1] = typed.strip() if typed.isprintable() else typed

    def add(self, kind: Axis) -> None:
        """Adds a token or a feature of zeros, in a lesson that has some."""
        if not self.names[kind]:
            return
        for name, rows in self.given.items():
            if self.matrices[name].rows == kind:
                rows.append(["0"] * len(rows[0]))
            if self.matrices[name].columns == kind:
                self.given[name] = [[*row, "0"] for row in rows]
        self.names[kind].append("")

    def remove(self, kind: Axis, number: int) -> None:
        """Removes a token or a feature; the last one stays."""
        if not 1 <= number <= len(self.names[kind]) > 1:
            return
        for name, rows in self.given.items():
            if self.matrices[name].rows == kind:
                del rows[number - 1]
            if self.matrices[name].columns == kind:
                self.given[name] = [row[: number - 1] + row[number:] for row in rows]
        del self.names[kind][number - 1]

    def keep(self, plan: Plan, button: str) -> None:
        """Makes the numbers that training has led to the given ones, rounded as the button says."""
        given = {name: tuple(tuple(row) for row in rows) for name, rows in self.given.items()}
        if not self.problems:
            self.given = {
                n: [list(r) for r in rows] for n, rows in rounded_texts(plan, given, button).items()
            }

    def press(self, button: str) -> None:
        """What a button does; a word that is no button's does nothing."""
        if match := ADD.fullmatch(button):
            self.add(KINDS[match[1]])
        elif match := REMOVE.fullmatch(button):
            self.remove(KINDS[match[1]], int(match[2]))


def edited(state: State, current: Mapping[str, Texts], fields: Fields) -> State:
    """The state after an edit, remembering the one before. Raises EditError.

    current: the given matrices as the page shows them, which after updates are not the exercise's own.
    """
    old = state.exercise
    fields = with_typed(typed_fields(state.screen.typed), fields)
    button = dict(fields).get("do", "")
    edit = Edit(
        old.plan.matrices,
        {n: [list(row) for row in rows] for n, rows in current.items()},
        {"tokens": list(old.tokens), "features": list(old.features)},
    )
    for name, value in fields:
        apply(edit, name, value)
    if button.startswith("paste"):
        fields = fill(old, edit, fields, button)
    if button in ROUNDINGS:
        edit.keep(old.plan, button)
    new = rebuilt(old, edit, fields)
    if button not in ROUNDINGS and dict(new.given) == dict(current):
        # Names alone: training goes on from where it began.
        new = replace(new, given=old.given, updates=old.updates)
    guess = dict(fields).get("guess", state.screen.guess).strip()
    # A block that nobody has put in yet waits for it on the next page.
    state = looking(state, guess=guess, typed=refused_text(as_fields(pasted_blocks(fields)), {}))
    if new == old:
        return state
    after = remembering(replace(state, exercise=new), old)
    if len(exercise_query(new)) > LONGEST_QUERY:
        says = f"So many long numbers do not fit: the address would have over {LONGEST_QUERY:,} characters."
        raise EditError([Problem("address", "", says)], fields)
    return after


def still_refused(state: State, current: Mapping[str, Texts]) -> EditError:
    """What is wrong with what was typed on an earlier page, or that it fits by now."""
    try:
        edited(state, current, button_of(typed_fields(state.screen.typed)))
    except EditError as error:
        return error
    return EditError([Problem("", "", FITS_NOW)], typed_fields(state.screen.typed))


def button_of(fields: Fields) -> Fields:
    """The button that was pressed, alone."""
    return [pair for pair in fields if pair[0] == "do"]


def fill(old: Exercise, edit: Edit, fields: Fields, button: str) -> Fields:
    """Puts pasted blocks into the edit; the fields with the cells that they fill in their place.

    Raises EditError with the ways that there are for the first that does not fit.
    """
    target = Target(old.lesson, old.plan, edit.given, edit.names)
    sent = [pair for pair in fields if pair[0] not in (*BLOCK, "do")]
    blocks = pasted_blocks(fields)
    for at, text in list(blocks.items()):
        try:
            filled = pasted_fields(target, at, text, button)
        except Misfit as misfit:
            waiting = [*sent, *as_fields(blocks), ("do", button)]
            raise EditError([*edit.problems, misfit.problem], waiting, misfit.offers) from misfit
        del blocks[at]
        for name, value in filled:
            edit.forget(name)
            apply(edit, name, value)
        sent = with_typed(sent, filled)
    return sent


def apply(edit: Edit, name: str, value: str) -> None:
    """One field of the form; fields that are not ours are ignored."""
    if match := CELL.fullmatch(name):
        edit.set_cell(match[1], int(match[2]), int(match[3]), value)
    elif match := NAME.fullmatch(name):
        edit.set_name("tokens" if match[1] == "tokens" else "features", int(match[2]), value)
    elif name == "guess" and (says := guess_problem(value)):
        edit.problems.append(Problem("guess", value, says))
    elif name == "do":
        edit.press(value)


def rebuilt(old: Exercise, edit: Edit, fields: Fields) -> Exercise:
    """The edited exercise, checked as one that came in the address. Raises EditError."""
    edit.check_numbers()
    draft = Draft(old.lesson, old.base, problems=edit.problems)
    draft.given = {name: tuple(tuple(row) for row in rows) for name, rows in edit.given.items()}
    draft.tokens, draft.features = edit.names["tokens"], [n or NAMELESS for n in edit.names["features"]]
    try:
        return draft.exercise()
    except ExerciseError as error:
        raise EditError(error.problems, fields) from error


def remembering(state: State, old: Exercise) -> State:
    """The state with the exercise before it in memory, unless the address would become too long."""
    kept = looking(state, was=exercise_query(old), undone=None, opened="")
    return kept if len(query_of(kept)) <= LONGEST_QUERY else looking(kept, was=None)


def undo(state: State) -> State | None:
    """The state before the last edit; None where none is remembered."""
    if state.screen.was is None:
        return None
    before = remembered(state.exercise.lesson, state.screen.was)
    return looking(replace(state, exercise=before), was=None, undone=exercise_query(state.exercise))


def redo(state: State) -> State | None:
    """The state that an undo took back; None where there is none."""
    if state.screen.undone is None:
        return None
    after = remembered(state.exercise.lesson, state.screen.undone)
    return looking(replace(state, exercise=after), was=exercise_query(state.exercise), undone=None)
