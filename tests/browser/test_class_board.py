"""The board beside the stage: nothing wraps or is cut for it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.taught import Taught, begin, press, say, vote

IS_ONE_LINE = """(box) => {
    const seen = [...box.children].map((one) => one.getBoundingClientRect()).filter(({ height }) => height);
    const least = Math.min(...seen.map(({ bottom }) => bottom));
    return seen.every(({ top }) => top < least);
}"""
FITS = """() => {
    const { scrollWidth, clientWidth } = document.getElementById("class-board");
    return scrollWidth <= clientWidth;
}"""
IS_UNBROKEN = """() => {
    const words = document.createRange();
    words.selectNodeContents(document.querySelector(".bars tbody th"));
    return new Set([...words.getClientRects()].map(({ top }) => top)).size === 1;
}"""


def test_beside_a_docked_board_no_line_and_no_word_is_broken(taught_mainly: Taught) -> None:
    teacher = taught_mainly.open()
    phone = taught_mainly.join(teacher)
    begin(teacher)
    press(teacher, "Ask the phones")
    for _ in range(2):
        say(phone, "7")
        press(teacher, "Close")
        expect(teacher.locator(".bars tbody th")).to_have_text("other")
        if teacher.locator(".bars thead th").count() == 2:
            press(teacher, "Vote again")
            expect(phone.locator("#answering")).to_be_visible()
    expect(teacher.locator(".bars thead th")).to_have_count(3)
    assert teacher.locator("#controls").evaluate(IS_ONE_LINE)
    teacher.get_by_role("link", name="Project", exact=True).click()
    expect(teacher.locator("#full")).to_be_visible()
    for width in (1290, 1366):
        teacher.set_viewport_size({"width": width, "height": 768})
        assert teacher.locator("#controls").evaluate(IS_ONE_LINE), width
    teacher.get_by_role("link", name="Stop projecting").click()
    # The bar is drawn anew whenever the class has changed.
    teacher.wait_for_function(IS_UNBROKEN)
    teacher.wait_for_function(FITS)


def test_a_column_of_answers_stands_beside_the_stage(taught_mainly: Taught) -> None:
    teacher = taught_mainly.open("/sparse-autoencoder/2?cell=1,3")
    phone = taught_mainly.join(teacher)
    begin(teacher)
    vote(teacher, phone, "column")
    expect(teacher.locator("#class-board .several")).to_be_visible()
    board, stage = (teacher.locator(name).bounding_box() for name in ("#class-board", ".board"))
    assert board is not None
    assert stage is not None
    assert board["x"] >= stage["x"] + stage["width"]
    teacher.wait_for_function(FITS)


def test_a_window_that_teaches_offers_no_second_class(taught_mainly: Taught) -> None:
    teacher = taught_mainly.open()
    begin(teacher)
    expect(teacher.get_by_role("link", name="Work it yourself")).to_be_visible()
    expect(teacher.get_by_role("button", name="Teach a class")).to_be_hidden()


def test_a_large_exercise_fits_below_the_bar(taught_mainly: Taught) -> None:
    """Ten rows, ten columns and the notice that such numbers are not small: no row of it is out of sight."""
    teacher = taught_mainly.open("/sparse-autoencoder/1?seed=3&dims=10,10&examples=10&cell=10,3")
    begin(teacher)
    teacher.wait_for_function(
        "() => { const { scrollHeight, clientHeight } = document.querySelector('.board');"
        "return scrollHeight <= clientHeight; }"
    )
    expect(teacher.locator("td.current")).to_be_in_viewport()
