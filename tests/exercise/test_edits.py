"""Edits: described, made of what is shown, refused where there is nothing to edit, and undone."""

import pytest

from app import pages
from app.exercise.edit_words import edit_described
from app.exercise.edits import EditError, undo
from app.exercise.parse_exercise import LONGEST_QUERY, StateError, read_state
from app.exercise.state import looking, query_of
from app.lessons import LESSONS
from app.pages.editor import edit_in_words
from tests.exercise.test_state import AE, SAE, Fields, after, start

DESCRIBED = [
    ([("X[1,1]", "5")], "X row 1, column 1: 0 → 5"),
    ([("W_dec[2,4]", "-1/2")], "W_dec row 2, column 4: −2 → −1/2"),
    ([("lambda[1,1]", "1")], "lambda: 0.1 → 1"),
    ([("tokens[2]", " Alpen ")], "token 2: Alps → Alpen"),
    ([("features[6]", "Berg")], "feature 6: mountain → Berg"),
    ([("X[1,1]", "5"), ("X[1,2]", "5")], "2 changes"),
    ([("X[1,1]", "0.0"), ("tokens[1]", "")], "nothing"),
]


RESIZED = [
    (SAE, "X=1,2,3,4,5;1,2,3,4,5;1,2,3,4,5&tokens=a,a,a,a,a", ["remove-token-2"], "token 2 a removed"),
    (SAE, "seed=1&dims=2,4&examples=4", ["remove-feature-1"], "feature 1 removed"),
    (SAE, "", ["remove-token-1"], "token 1 Paris removed"),
    (SAE, "", ["add-token"], "token 6 x6 added"),
    (SAE, "", ["add-token", "add-token", "add-token"], "3 tokens added"),
    (SAE, "", ["remove-token-5", "remove-feature-6"], "token 5 sushi removed, feature 6 mountain removed"),
    (AE, "", ["remove-token-2"], "token 2 x2 removed"),
]


@pytest.mark.parametrize(("slug", "query", "buttons", "words"), RESIZED)
def test_what_was_added_or_removed_is_named(slug: str, query: str, buttons: list[str], words: str) -> None:
    """The one that was, whatever the others are called; several are counted."""
    before = start(slug, query)
    state = after(before, *[("do", button) for button in buttons])
    assert edit_described(before.exercise, state.exercise) == words


@pytest.mark.parametrize(
    ("query", "fields", "words"),
    [
        ("updates=5", [("X[1,1]", "7")], "X row 1, column 1: 0 → 7, after 5 updates"),
        ("updates=5", [("W_enc[1,1]", "3")], "W_enc row 1, column 1: −0.808 → 3, after 5 updates"),
        ("updates=5", [("do", "keep")], "keeping the numbers after 5 updates"),
        ("updates=1", [("do", "add-feature")], "feature 7 added, after 1 update"),
        ("eta=1000000&updates=3", [("X[1,1]", "7")], "X row 1, column 1: 0 → 7"),
        ("", [("do", "add-token"), ("X[1,1]", "7")], "token 6 x6 added, X row 1, column 1: 0 → 7"),
    ],
)
def test_an_edit_after_updates_is_described_by_what_was_typed(query: str, fields: Fields, words: str) -> None:
    """And by the updates that were made, not by those that were asked for."""
    before = start(SAE, query)
    assert edit_in_words(before.exercise, after(before, *fields).exercise) == words


@pytest.mark.parametrize(("fields", "words"), DESCRIBED)
def test_an_edit_is_described(fields: Fields, words: str) -> None:
    """In a few words, for the Undo button; what is typed again changes nothing and remembers nothing."""
    before = start(SAE)
    state = after(before, *fields)
    assert edit_described(before.exercise, state.exercise) == words
    assert (state == before) == (words == "nothing")


def test_editing_a_trained_exercise_starts_from_what_is_shown() -> None:
    """The numbers after ten updates become the given ones, and updates is dropped."""
    trained = start(SAE, "updates=10")
    shown = pages.page(trained, "").context.given
    state = after(trained, ("X[1,1]", "5"))
    assert state.exercise.updates == 0
    assert state.exercise.given["W_enc"] == shown["W_enc"] != start(SAE).exercise.given["W_enc"]
    assert undo(state) == looking(trained, undone=query_of(looking(state, was=None)))
    assert read_state(LESSONS[SAE], query_of(state)) == state
    assert after(trained, ("X[1,1]", "0")) == trained


def test_an_edit_never_leads_to_an_address_that_cannot_be_read() -> None:
    """Training stops before its numbers pass a million, so that what is edited then has an address."""
    for query in ("eta=1000000&updates=3", "eta=0.2&updates=900"):
        state = after(start(SAE, query), ("X[1,1]", "7"))
        assert read_state(LESSONS[SAE], query_of(state)) == state


@pytest.mark.parametrize("cell", ["X[0,1]", "X[1,0]", "X[4,1]", "X[1,6]", "W1[1,1]", "Z[1,1]", "lambda[2,1]"])
def test_only_cells_that_exist_can_be_edited(cell: str) -> None:
    """Rows and columns count from 1; anything else is refused at its place."""
    with pytest.raises(EditError, match=r"There is no such cell") as error:
        after(start(SAE), (cell, "5"))
    assert error.value.problems[0].parameter == cell.partition("[")[0]


def test_wrong_layer_sizes_are_told_once_with_all_that_was_typed() -> None:
    with pytest.raises(StateError) as caught:
        read_state(LESSONS[SAE], "dims=999,999")
    says = [problem.says for problem in caught.value.problems if "from 1 to 16" in problem.says]
    assert says == ["dims takes whole numbers from 1 to 16."]
    assert caught.value.problems[0].typed == "999,999"


def test_limits_of_an_exercise() -> None:
    """16 tokens and features, names of 24 characters; the last token and the last feature stay."""
    state = start(SAE, "seed=1&dims=2,16&examples=16")
    for kind, matrix in (("token", "X is 2×17"), ("feature", "W_enc is 17×2")):
        with pytest.raises(EditError, match=f"{matrix}; at most 16 rows and columns fit"):
            after(state, ("do", f"add-{kind}"))
        few = after(state, *[("do", f"remove-{kind}-1")] * 20)
        assert len(getattr(few.exercise, f"{kind}s")) == 1
    assert after(state, ("tokens[1]", "a" * 24)).exercise.tokens[0] == "a" * 24
    for name in ("a" * 25, "a,b", "a;b", "a\x00b", "a\u202eb", "a\u200bb"):
        with pytest.raises(EditError, match="tokens"):
            after(state, ("tokens[1]", name))
    with pytest.raises(StateError, match="At most 1,000 given numbers"):
        start(AE, "dims=16,16,16,16,16")
    with pytest.raises(StateError, match="one to twelve layers"):
        start(AE, "dims=" + "1," * 13 + "1")


def test_an_edit_is_forgotten_where_remembering_would_make_the_address_too_long() -> None:
    """A large exercise can still be edited; only its Undo is missing."""
    rows = ";".join(",".join(f"{i}.{j}23" for j in range(16)) for i in range(16))
    state = start(SAE, f"X={rows}&W_enc={rows}&W_dec={rows}&b_enc={'1;' * 15}1&b_dec={'1;' * 15}1")
    edit = after(state, ("X[1,1]", "5"))
    assert (edit.screen.was, len(query_of(edit)) <= LONGEST_QUERY) == (None, True)


@pytest.mark.parametrize(
    ("number", "frame", "field", "link"),
    [
        (1, "1,6", ("do", "add-token"), "undo"),
        (6, "1,3", ("X[2,3]", "-3"), "undo"),
        (7, "1,3", ("X[2,3]", "-3"), "redo"),
    ],
)
def test_undo_and_redo_lead_somewhere(number: int, frame: str, field: tuple[str, str], link: str) -> None:
    """From a frame whose cell the other exercise does not have, or does not work at this step."""
    edit = after(start(SAE), field)
    shown = edit if link == "undo" else undo(edit)
    assert shown is not None
    page = pages.page(start(SAE, f"{query_of(shown)}&cell={frame}"), number)
    other = {"undo": page.editor.undo, "redo": page.editor.redo}[link]
    assert other is not None
    pages.page(start(SAE, other.href.partition("?")[2]), number)
