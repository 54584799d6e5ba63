"""The address is the document: every view reads back as itself, in one short form; edits can be undone."""

import random
import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app import pages
from app.exercise.edits import edited, redo, undo
from app.exercise.exercise import name_problem
from app.exercise.parse_exercise import LONGEST_QUERY, read_state
from app.exercise.state import PACES, REVEALS, Frame, State, looking, query_of
from app.exercise.urls import Urls
from app.lessons import LESSONS
from app.notation import numerals
from tests.long import examples

CHECKED = settings(deadline=None, derandomize=True, max_examples=examples(80))
SAE, AE = "sparse-autoencoder", "autoencoder"
Fields = list[tuple[str, str]]
NUMBERS = st.one_of(
    st.integers(-9, 9).map(str),
    st.sampled_from(
        ["−4", "+2", ".5", "-0.50", "1/3", "-2/7", "4/2", "1e-3", "2.5e-7", "1e6", "-0", "1e-99"]
    ),
    st.integers(-(10**9), 10**9).map(lambda thousandths: str(thousandths / 1000)),
    st.fractions(-5, 5, max_denominator=99).map(str),
)
NAMES = st.text("abÄß€+&=%#?/<>\"' -.日本🗻", max_size=24).filter(lambda name: not name_problem(name.strip()))
TYPED = r"[-+−]?([0-9]{1,30}\.?[0-9]{0,9}|\.[0-9]{1,38})(e-?[0-9]{1,2})?( ?/ ?[0-9]{1,9}(e-?[0-9]{1,2})?)?"
BASES = ["", "seed=7", "seed=0&dims=2,3&examples=2", "dims=1,1", "seed=1000000000&examples=4"]
DEEP = [
    "",
    "seed=7",
    "seed=3&dims=2,1,2&examples=3",
    "seed=9&dims=2,2,1,1,2,2,1,2,2",
    "dims=" + "1," * 12 + "1",
]


def start(slug: str, query: str = "") -> State:
    """The state of an address."""
    return read_state(LESSONS[slug], query)


def after(state: State, *fields: tuple[str, str]) -> State:
    """The state after a form with these fields is posted."""
    return edited(state, pages.page(state, "").context.given, fields)


@st.composite
def forms(draw: st.DrawFn, state: State) -> Fields:
    """A few fields of the form that edits an exercise."""
    exercise = state.exercise
    places = [(n, range(len(rows)), range(len(rows[0]))) for n, rows in exercise.given.items()]
    cells = [f"{n}[{i + 1},{j + 1}]" for n, rows, columns in places for i, j in product(rows, columns)]
    named = [f"{n}[{k + 1}]" for n in ("tokens", "features") for k in range(len(getattr(exercise, n)))]
    kinds = [kind.removesuffix("s") for kind in exercise.lesson.called]
    buttons = [*(f"add-{kind}" for kind in kinds), *(f"remove-{kind}-{k}" for kind in kinds for k in (1, 2))]
    fields = draw(st.lists(st.tuples(st.sampled_from(cells), NUMBERS), max_size=6))
    fields += draw(st.lists(st.tuples(st.sampled_from(named), NAMES), max_size=3))
    return fields + draw(st.lists(st.tuples(st.just("do"), st.sampled_from(buttons)), max_size=3))


@st.composite
def states(draw: st.DrawFn, slug: str) -> State:
    """Anything that can stand on the screen: an exercise, edited or not, looked at in any way."""
    state = start(slug, draw(st.sampled_from(DEEP if slug == AE else BASES)))
    for _ in range(draw(st.integers(0, 2))):
        state = after(state, *draw(forms(state)))
    if draw(st.booleans()):
        state = undo(state) or state
    updates = draw(st.sampled_from([0, 0, 1, 1000]))
    state = replace(state, exercise=replace(state.exercise, updates=updates))
    number = st.integers(1, 16)
    frame = st.builds(Frame, st.sampled_from(["", "A1", "dW_dec"]), number, number, st.sampled_from(REVEALS))
    shown = draw(st.none() | st.just(Frame("", 0, 0)) | frame)
    guesses = st.sampled_from(["", "-4", "2√3", "1/3", "a+b & c%", "<b>"])
    return looking(
        state,
        view=draw(st.sampled_from(["", "recipe", "derivative"])),
        frame=shown,
        ask=draw(st.booleans()),
        guess=draw(guesses) if shown and shown.row else "",
        nudge=draw(st.sampled_from(["", "0.1", "1/3", "10", "0.0001"])),
        pace=draw(st.sampled_from(PACES)),
        compare=draw(st.booleans()),
        present=draw(st.booleans()),
    )


@pytest.mark.parametrize("slug", LESSONS)
def test_every_view_reads_back_as_itself(slug: str) -> None:
    """read() undoes query_of(), which is its own canonical form whatever the order of the parameters."""

    @CHECKED
    @given(states(slug), st.randoms(use_true_random=False))
    def reads_back(state: State, dice: random.Random) -> None:
        query = query_of(state)
        assume(len(query) <= LONGEST_QUERY)
        assert read_state(state.exercise.lesson, query) == state
        pairs = query.split("&")
        dice.shuffle(pairs)
        assert query_of(read_state(state.exercise.lesson, "&".join(["utm_source=mail", *pairs]))) == query
        assert re.fullmatch(r"[!-~]*", query)

    reads_back()


@pytest.mark.parametrize("slug", LESSONS)
def test_undo_and_redo_take_each_other_back(slug: str) -> None:
    """An edit remembers the exercise before; undo shows it and remembers the edit; redo is the edit again."""

    @CHECKED
    @given(st.data())
    def taken_back(data: st.DataObject) -> None:
        before = start(slug, data.draw(st.sampled_from(DEEP if slug == AE else BASES)))
        state = after(before, *data.draw(forms(before)))
        back = undo(state)
        if state == before:
            assert back is None
            return
        assert back is not None
        assert back.exercise == before.exercise
        assert redo(back) == state
        assert undo(redo(back) or back) == back
        assert (redo(state), undo(back)) == (None, None)

    taken_back()


def test_one_number_of_the_examples_can_be_changed() -> None:
    """X alone in the address of an autoencoder replaces the preset's X and keeps its layers."""
    # every address that changes only X is a 404 ("Autoencoder: Y."), also after a seed: no edit of X works.
    state = start(AE, "X=2,-1,0,-1;-1,0,1,0;2,1,-1,1;1,2,3,1")
    assert state.exercise.given["X"][3] == ("1", "2", "3", "1")
    assert state.exercise.given["W1"] == start(AE).exercise.given["W1"]
    assert (
        start(AE, "seed=7&X=1,1;0,0;0,0;1,2").exercise.given["W4"] == start(AE, "seed=7").exercise.given["W4"]
    )


@pytest.mark.parametrize("query", ["", "seed=1&dims=2,2,2&examples=3", "seed=3&dims=2,1,2&examples=3"])
def test_edits_of_the_first_layer_keep_the_others(query: str) -> None:
    """X, W1 and b1 alone in the address would be a network of one layer."""
    before = start(AE, query)
    state = after(before, ("X[1,1]", "7"), ("W1[1,1]", "8"), ("b1[1,1]", "9"))
    assert state.exercise.given.keys() == before.exercise.given.keys()
    back = undo(state)
    assert back is not None
    assert [read_state(LESSONS[AE], query_of(each)) for each in (state, back)] == [state, back]


SHORT = [
    (SAE, "W_dec=-1,1,0,1,0,-1;-1,-1,1,-2,0,0;1,0,0,-2,2,-2", ""),
    (SAE, "b_enc=−1;-1.0;+1;-4/2;-1;-1e0", "b_enc=-1;-1;1;-2;-1;-1"),
    (SAE, "tokens=Paris,Alps", ""),
    (SAE, "tokens=Paris,Zermatt,,", "tokens=,Zermatt"),
    (SAE, "tokens=R%26D,100%25,a%2bb,%c3%a9,x+y", "tokens=R%26D,100%25,a%2Bb,%C3%A9,x%20y"),
    (SAE, "features=Europe,-,,,,Berg", "features=,-,,,,Berg"),
    (SAE, "eta=.10&lambda=1/3", "lambda=1/3&eta=0.1"),
    (SAE, "seed=7&dims=3,6&examples=5", "seed=7"),
    (SAE, "dims=4,8", "seed=1&dims=4,8"),
    (SAE, "examples=2", "seed=1&examples=2"),
    (AE, "seed=007&dims=4,3,2,3,4", "seed=7"),
    (AE, "dims=6,5,6&examples=16&seed=2", "seed=2&dims=6,5,6&examples=16"),
    (AE, "X=1,2;3,4&W1=1,0;0,1&b1=0;0", "X=1,2;3,4&W1=1,0;0,1&b1=0;0"),
    (AE, "dims=1,1,1&examples=2&W1=9&b1=9&b2=9", "seed=1&dims=1,1,1&examples=2&W1=9&b1=9&b2=9"),
    (AE, "dims=1,1&examples=2&W1=9&b1=9", "seed=1&dims=1,1&examples=2&W1=9&b1=9"),
    (AE, "eta=0.0005&updates=0", ""),
    (SAE, "updates=10&cell=2,3", "updates=10&cell=2,3"),
    (SAE, "cell=02,03&reveal=value", "cell=2,3"),
    (AE, "reveal=cells&cell=A1,2,3", "cell=A1,2,3&reveal=cells"),
    (SAE, "cell=0&reveal=cells&guess=3", "cell=0"),
    (SAE, "guess=1%2F3&cell=1,1&reveal=cells", "cell=1,1&reveal=cells&guess=1/3"),
    (SAE, "reveal=products&pace=guided&ask=0&present=0&view=&compare=", ""),
    (SAE, "present=1&compare=preset&pace=row&ask=1", "ask=1&pace=row&compare=preset&present=1"),
    (SAE, "was=b_enc%3D-1%3B-1%3B1%3B-2%3B-1%3B-1&lambda=1", "lambda=1&was=b_enc=-1;-1;1;-2;-1;-1"),
    (SAE, "was=&undone=lambda%3D2", "was=&undone=lambda=2"),
    (SAE, "utm_source=mail&fbclid=x&w=1", ""),
]


@pytest.mark.parametrize(("slug", "typed", "short"), SHORT)
def test_the_short_form(slug: str, typed: str, short: str) -> None:
    """Only what differs from the preset, in one order, numbers in shortest exact form."""
    assert query_of(start(slug, typed)) == short
    assert Urls(start(slug, typed), 3).here() == f"/{slug}/3" + (f"?{short}" if short else "")
    assert Urls(start(slug)).introduction() == f"/{slug}"


def test_what_is_remembered_is_canonical_too() -> None:
    """The exercise before an edit stands in the address in its short form, or two addresses show one page."""
    for typed in ("lambda=0.1", "lambda=.10", "utm_source=mail", "was=", "cell=1,1", "tokens=Paris"):
        assert query_of(start(SAE, f"was={typed.replace('=', '%3D')}")) == "was=", typed


@settings(deadline=None, derandomize=True, max_examples=examples(400))
@given(st.from_regex(TYPED, fullmatch=True))
@example("1e-99/3")
@example("0.333333333333333333333333333333333333/3")
@example(".1234567890123456789012345678901234567")
def test_a_typed_number_is_kept_exactly(text: str) -> None:
    """What is accepted reads back as the same number from its canonical text, which is its own."""
    try:
        short = numerals.canonical(text)
    except numerals.NumeralError:
        return
    assert numerals.canonical(short) == short
    assert numerals.exact(text) == numerals.exact(short)
