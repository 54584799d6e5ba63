"""A teacher and three phones: joining, following, asking, voting twice, revealing, looking around, ending."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.main import app
from app.notation.number_text import MINUS
from tests.browser.alive import Served, listening

PHONE = 360, 740
STEP = "/sparse-autoencoder/1?cell=2,3"
EXPECTED = (
    "409",
    "404 (Not Found)",
    "interrupted while the page was loading",
    "establish a connection",
    "for <msub/>",
)
"""What browsers say of a late answer, of a class that has just ended, of a stream whose page is left; Firefox
of a formula that it has read by half."""


@dataclass
class Taught:
    """A class: the teacher's page, the phones' pages, and what their consoles said."""

    browser: Browser
    served: Served
    contexts: list[BrowserContext] = field(default_factory=list)
    said: list[list[str]] = field(default_factory=list)

    def page(self, width: int = 1366, height: int = 768, **more: bool) -> Page:
        """A page of a window of its own."""
        size = {"width": width, "height": height}
        context = self.browser.new_context(base_url=self.served.url, viewport=size, **more)  # type: ignore[arg-type]
        self.contexts.append(context)
        self.said.append(listening(context))
        return context.new_page()

    def open(self, at: str = STEP) -> Page:
        """The teacher at the desk of a new class."""
        teacher = self.page()
        teacher.goto(at)
        teacher.get_by_role("button", name="Teach a class").click()
        expect(teacher.locator(".class-code")).to_be_visible()
        return teacher

    def join(self, teacher: Page, **more: bool) -> Page:
        """A phone that types the code."""
        phone = self.page(*PHONE, **more)
        phone.goto("/join")
        phone.get_by_label("The code on the board").fill(teacher.locator(".class-code").inner_text().lower())
        phone.get_by_role("button", name="Join").click()
        expect(phone.locator("#seen")).to_be_visible()
        return phone


@pytest.fixture
def taught(either: Browser, served: Served) -> Iterator[Taught]:
    """A class in one browser, then in the other."""
    found = Taught(either, served)
    yield found
    for context in found.contexts:
        context.close()
    said = [line for lines in found.said for line in lines]
    assert [line for line in said if not any(expected in line for expected in EXPECTED)] == []


def begin(teacher: Page) -> None:
    """From the desk to the step."""
    teacher.locator("#begin").click()
    expect(teacher.get_by_role("button", name="Ask the phones")).to_be_visible()


def say(phone: Page, text: str) -> None:
    """A phone answers."""
    phone.locator("#answering [name=answer]").fill(text)
    phone.locator("#answering button").click()
    expect(phone.locator("#sent")).to_contain_text("Your answer is in")


def press(teacher: Page, name: str) -> None:
    """A button of the bar."""
    teacher.locator("#class").get_by_role("button", name=name).click()


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
    teacher.get_by_role("button", name="End the class").click()
    expect(phones[1].locator("#in-class")).to_have_text("This class is over. Nothing of it is kept.")
    assert phones[1].evaluate("Object.keys(localStorage).filter((name) => name.includes('join'))") == []


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


def test_a_double_click_acts_once(taught: Taught) -> None:
    """Where Close was, Vote again comes to stand: the second click meets neither."""
    teacher = taught.open()
    begin(teacher)
    for name, after in (("Ask the phones", "Close"), ("Close", "Reveal"), ("Vote again", "Close")):
        teacher.locator("#class").get_by_role("button", name=name).dblclick()
        expect(teacher.locator("#class").get_by_role("button", name=after)).to_be_visible()
    kept = app.state.class_store.classes[teacher.locator("#class strong").first.inner_text()]
    assert '"number":1' in kept.text
    assert '"round":2,"moment":"open"' in kept.text
    assert '"number":2' not in kept.text


def test_two_windows_lead_one_class(taught: Taught) -> None:
    """What one does the other shows; an act of a moment that is past is refused, and that is said."""
    teacher = taught.open()
    other = taught.page()
    other.goto(teacher.url)
    begin(teacher)
    begin(other)
    press(teacher, "Ask the phones")
    expect(other.locator("#class").get_by_role("button", name="Close")).to_be_visible()
    other.evaluate("document.querySelector('#class [name=turn]').value = '0'")
    press(other, "Close")
    expect(other.locator("#class [data-says]")).to_contain_text("already gone on")
    press(teacher, "Close")
    expect(other.locator("#class").get_by_role("button", name="Reveal")).to_be_visible()


def test_what_is_typed_stays_while_the_teacher_moves(taught: Taught) -> None:
    teacher = taught.open()
    phone = taught.join(teacher)
    begin(teacher)
    press(teacher, "Ask the phones")
    box = phone.locator("#answering [name=answer]")
    box.fill("12")
    teacher.keyboard.press("PageDown")
    teacher.keyboard.press("PageDown")
    expect(teacher).to_have_url(re.compile("reveal=value|cell=2,3&ask"))
    expect(box).to_have_value("12")
    expect(phone.locator("#seen td.current")).to_have_class(re.compile("blank"))


def test_without_scripts_a_phone_has_a_form_and_a_link(
    taught: Taught, browser: Browser, served: Served
) -> None:
    """Of the two browsers only Chromium lets a test take its scripts away."""
    teacher = taught.open()
    simple = Taught(browser, served, taught.contexts, taught.said)
    phone = simple.join(teacher, java_script_enabled=False)
    begin(teacher)
    press(teacher, "Ask the phones")
    expect(teacher).to_have_url(re.compile("reveal=cells&ask=1"))
    phone.get_by_role("link", name="Look again").click()
    phone.locator("[name=answer]").fill("-1")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("#sent")).to_contain_text("Your answer is in")
    expect(teacher.locator("#class [data-count=answered]")).to_have_text("1")


def test_a_bar_covers_nothing_and_the_board_can_be_shut(taught: Taught) -> None:
    teacher = taught.open()
    begin(teacher)
    for width, height in ((1366, 768), (1024, 768), (1920, 1080)):
        teacher.set_viewport_size({"width": width, "height": height})
        bar, step = (teacher.locator(name).bounding_box() for name in ("#class", ".step"))
        assert bar is not None
        assert step is not None
        assert bar["y"] + bar["height"] <= step["y"] + 1
        assert step["y"] + step["height"] <= height + 1
        assert teacher.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scope", ["cell", "result"])
def test_the_board_takes_room_and_covers_nothing(taught: Taught, scope: str) -> None:
    """Beside the stage or below the bar, until it is shut; projecting as well."""
    teacher = taught.open()
    phone = taught.join(teacher)
    begin(teacher)
    teacher.get_by_label("Of which cells").select_option(scope)
    press(teacher, "Ask the phones")
    for box in phone.locator("#answering [name=answer]").all():
        box.fill("1")
    phone.get_by_role("button", name="Send").click()
    expect(teacher.locator("#class [data-count=answered]")).to_have_text("1")
    press(teacher, "Close")
    board = teacher.locator("#class-board")
    for width, height in ((1366, 768), (1024, 768), (1920, 1080), (1366, 768)):
        teacher.set_viewport_size({"width": width, "height": height})
        expect(board).to_be_visible()
        for name in ("main", "footer.site", ".class-line", "header.site"):
            assert are_apart(teacher, name), (name, width)
        assert teacher.evaluate("document.documentElement.scrollWidth <= innerWidth")
    teacher.keyboard.press("p")
    expect(teacher).to_have_url(re.compile("present=1"))
    assert are_apart(teacher, "main")
    wide = teacher.locator(".step").bounding_box()
    teacher.locator("#class").get_by_text("Board", exact=True).click()
    expect(board).to_be_hidden()
    assert wide != teacher.locator(".step").bounding_box(), "what it took is given back"


def are_apart(page: Page, name: str) -> bool:
    """Whether the board and something else of the page have no room in common."""
    one, other = (page.locator(each).bounding_box() for each in ("#class-board", name))
    if one is None or other is None:
        return other is None
    beside = one["x"] >= other["x"] + other["width"] - 1 or other["x"] >= one["x"] + one["width"] - 1
    below = one["y"] >= other["y"] + other["height"] - 1 or other["y"] >= one["y"] + one["height"] - 1
    return beside or below


def test_a_class_practises_and_the_teacher_sees_how_far_it_is(taught: Taught) -> None:
    teacher = taught.open("/sparse-autoencoder/4?cell=1,1")
    phone = taught.join(teacher)
    begin(teacher)
    teacher.get_by_label("What is asked for").select_option("practice")
    press(teacher, "Ask the phones")
    phone.get_by_role("link", name="Work it on this phone").click()
    expect(teacher.locator("#class [data-count=progress]")).to_have_text("step 4: 1 begun")
    for column, text in enumerate(("√2", "√2", "1", "1", "√2", "√2"), 1):
        phone.locator(f'[name="n[1,{column}]"]').fill(text)
    phone.get_by_role("button", name="Check").click()
    expect(teacher.locator("#class [data-count=progress]")).to_have_text(
        re.compile("step 4: 1 (begun|all right)")
    )
    phone.get_by_role("link", name="Back to the class").click()
    expect(phone.locator("#asked")).to_contain_text("Practice: step 4")


def test_axe_finds_nothing_on_the_pages_of_a_class(browser: Browser, served: Served) -> None:
    """The desk, a phone that is asked, the board."""
    taught = Taught(browser, served)
    teacher = taught.open()
    phone = taught.join(teacher)
    found = [violations(teacher)]
    begin(teacher)
    press(teacher, "Ask the phones")
    expect(phone.locator("#answering")).to_be_visible()
    found.append(violations(phone))
    say(phone, "0")
    press(teacher, "Close")
    expect(teacher.locator(".bars tbody tr")).to_have_count(1)
    found.append(violations(teacher))
    for context in taught.contexts:
        context.close()
    assert found == [[], [], []]


def violations(page: Page) -> list[str]:
    """What axe finds on a page."""
    return [each["id"] for each in Axe().run(page).response["violations"]]


def test_a_phone_that_cannot_reach_the_server_says_so_until_it_can(taught: Taught) -> None:
    teacher = taught.open()
    phone = taught.join(teacher)
    phone.route("**/join/**", lambda route: route.abort())
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(phone.locator("#following")).to_contain_text("cannot be reached", timeout=20_000)
    phone.unroute("**/join/**")
    expect(phone.locator("#following")).to_have_text("", timeout=20_000)
    taught.said[-1].clear()  # what was cut is named on the console
