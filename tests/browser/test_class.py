"""A teacher and three phones: joining, following, asking, voting twice, revealing, looking around, ending."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from app.main import app
from app.notation.number_text import MINUS
from tests.browser.alive import Served
from tests.browser.taught import PHONE, Taught, begin, press, say, teaching


def test_a_class_from_the_first_code_to_its_end(taught: Taught) -> None:
    teacher = taught.open()
    phones = [taught.join(teacher) for _ in range(3)]
    expect(teacher.locator(".class-in")).to_have_text("3 in")
    begin(teacher)
    assert "class" not in teacher.url, "the address that is projected has no key"

    teacher.keyboard.press("PageDown")
    for phone in phones:
        expect(phone.locator("#seen h2")).to_contain_text("column 5 sushi")
    teacher.keyboard.press("PageUp")
    for phone in phones:
        expect(phone.locator("#seen h2")).to_contain_text("column 3 Fuji")

    press(teacher, "Ask the phones")
    expect(teacher).to_have_url(re.compile("reveal=cells&ask=1"))
    expect(teacher.locator("td.current")).to_have_class(re.compile("blank"))
    for phone in phones:
        say(phone, "0")
    say(phones[0], "2")
    expect(teacher.locator("#class [data-count=answered]")).to_have_text("3")
    say(phones[0], "0")

    press(teacher, "Close")
    expect(teacher.locator(".bars tbody tr")).to_have_count(1)
    expect(teacher.locator(".bars tbody")).to_contain_text("3")
    expect(teacher.locator(".bars .right")).to_have_count(0)
    expect(phones[1].locator("#asked")).to_contain_text("Closed")

    press(teacher, "Vote again")
    for phone in phones:
        say(phone, "-1")
    press(teacher, "Close")
    expect(teacher.locator(".bars thead")).to_contain_text("Round 2: 3 answered")
    press(teacher, "Reveal")
    expect(teacher).to_have_url(re.compile(r"cell=2,3$"))
    expect(teacher.locator(".bars .right")).to_contain_text(f"{MINUS}1")
    expect(teacher.locator(".bars small")).to_contain_text("the bias is missing")
    for phone in phones:
        expect(phone.locator("#asked")).to_contain_text("Right")

    phones[0].get_by_role("link", name="Look around").click()
    expect(phones[0].locator("#controls")).to_be_visible()
    phones[0].get_by_role("link", name="Back to the class").click()
    expect(phones[0].locator("#seen")).to_be_visible()

    teacher.locator("#class a").first.click()
    teacher.get_by_text("End the class").click()
    teacher.get_by_role("button", name="End it and forget everything").click()
    expect(phones[1].locator("#in-class")).to_have_text("This class is over. Nothing of it is kept.")
    assert phones[1].evaluate("Object.keys(localStorage).filter((name) => name.includes('join'))") == []


def test_a_phone_that_is_loaded_again_is_the_same_phone(taught: Taught) -> None:
    """What it answered stands there at each moment, and nobody else is counted."""
    teacher = taught.open()
    phone = taught.join(teacher)
    begin(teacher)
    press(teacher, "Ask the phones")
    say(phone, "4")
    moments = (("", "Your answer is in"), ("Close", "Closed."), ("Reveal", "You said 4"))
    for button, told in moments:
        if button:
            press(teacher, button)
            expect(phone.locator("#asked")).to_contain_text(told)
        phone.reload()
        expect(phone.locator("#asked")).to_contain_text(told)
        expect(phone.locator("#asked")).not_to_contain_text("not answer")
        expect(teacher.locator("#class [data-count=in]")).to_have_text("1")


def test_an_empty_answer_is_not_taken_and_what_is_no_number_is_told_so(taught: Taught) -> None:
    teacher = taught.open()
    phone = taught.join(teacher)
    begin(teacher)
    press(teacher, "Ask the phones")
    say(phone, " ", "There is nothing in it yet")
    expect(teacher.locator("#class [data-count=answered]")).to_have_text("0")
    say(phone, "4")
    expect(teacher.locator("#class [data-count=answered]")).to_have_text("1")
    say(phone, " ", "what you sent before still counts")
    phone.reload()
    expect(phone.locator("#answering [name=answer]")).to_have_value("4")
    say(phone, "zz", "“zz” is not a number")
    expect(teacher.locator("#class [data-count=answered]")).to_have_text("1")


def test_a_phone_keeps_its_answer_and_sends_it_again(taught: Taught) -> None:
    """The server forgets everything in the middle of a question; nobody presses anything."""
    teacher = taught.open()
    phones = [taught.join(teacher) for _ in range(2)]
    begin(teacher)
    press(teacher, "Ask the phones")
    for phone in phones:
        say(phone, "4")
    answered = teacher.locator("#class [data-count=answered]")
    expect(answered).to_have_text("2")
    store = app.state.class_store
    store.classes.clear()
    answered.evaluate("(box) => { box.textContent = 'unknown'; }")
    for code in list(store.listeners.by_code):
        store.listeners.tell(code)
    expect(answered).to_have_text("2", timeout=20_000)
    assert [len(kept.answers["1.1"]) for kept in store.classes.values()] == [2]


def test_an_answer_that_comes_too_late_is_told_so_to_the_end(taught: Taught) -> None:
    """It was typed in time, on a phone that could not reach the class; it is counted nowhere."""
    teacher = taught.open()
    phone = taught.join(teacher)
    begin(teacher)
    press(teacher, "Ask the phones")
    phone.route(
        "**/join/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    say(phone, "-1", "Kept on this phone")
    press(teacher, "Close")
    expect(phone.locator("#asked")).to_contain_text("You have not answered")
    phone.unroute("**/join/**")
    expect(phone.locator("#sent")).to_contain_text("too late", timeout=20_000)
    press(teacher, "Reveal")
    expect(phone.locator("#asked")).to_contain_text("you did not answer")
    phone.reload()
    expect(phone.locator("#asked")).to_contain_text("you did not answer")
    taught.said[-1].clear()  # the answers that were cut are named on the console


def test_where_no_stream_comes_through_the_phone_asks(taught: Taught) -> None:
    teacher = taught.open()
    phone = taught.page(*PHONE)
    phone.route("**/events*", lambda route: route.abort())
    phone.goto(f"/join/{teacher.locator('.class-code').inner_text()}")
    begin(teacher)
    press(teacher, "Ask the phones")
    expect(phone.locator("#answering")).to_be_visible(timeout=20_000)
    say(phone, "-1")
    expect(teacher.locator("#class [data-count=answered]")).to_have_text("1")
    taught.said[-1].clear()  # the stream that was cut is named on the console


def test_what_is_typed_stays_while_the_teacher_moves(taught_mainly: Taught) -> None:
    teacher = taught_mainly.open()
    phone = taught_mainly.join(teacher)
    begin(teacher)
    press(teacher, "Ask the phones")
    box = phone.locator("#answering [name=answer]")
    box.fill("12")
    teacher.keyboard.press("PageDown")
    teacher.keyboard.press("PageDown")
    expect(teacher).to_have_url(re.compile("reveal=value|cell=2,3&ask"))
    expect(box).to_have_value("12")
    expect(phone.locator("#seen td.current")).to_have_class(re.compile("blank"))


def test_without_scripts_a_phone_has_a_form_and_a_link(browser: Browser, served: Served) -> None:
    """Of the two browsers only Chromium lets a test take its scripts away."""
    with teaching(browser, served) as taught:
        form_and_link(taught)


def form_and_link(taught: Taught) -> None:
    """A phone without scripts sends its answer by the form, and looks again by the link."""
    teacher = taught.open()
    phone = taught.join(teacher, java_script_enabled=False)
    begin(teacher)
    press(teacher, "Ask the phones")
    expect(teacher).to_have_url(re.compile("reveal=cells&ask=1"))
    phone.get_by_role("link", name="Look again").click()
    phone.locator("[name=answer]").fill("-1")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("#sent")).to_contain_text("Your answer is in")
    expect(teacher.locator("#class [data-count=answered]")).to_have_text("1")


def test_a_phone_that_cannot_reach_the_server_says_so_until_it_can(taught: Taught) -> None:
    teacher = taught.open()
    phone = taught.join(teacher)
    phone.route("**/join/**", lambda route: route.abort())
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(phone.locator("#following")).to_contain_text("cannot be reached", timeout=20_000)
    phone.unroute("**/join/**")
    expect(phone.locator("#following")).to_have_text("", timeout=20_000)
    taught.said[-1].clear()  # what was cut is named on the console
