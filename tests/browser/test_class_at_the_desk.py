"""The teacher's bar and board: they cover nothing, act once, and show what the phones do."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.main import app
from app.settings import PUBLIC_URL
from tests.browser.alive import Served
from tests.browser.taught import Taught, begin, press, say, vote


def test_a_double_click_acts_once(taught_mainly: Taught) -> None:
    """Where Close was, Vote again comes to stand: the second click meets neither."""
    teacher = taught_mainly.open()
    begin(teacher)
    for name, after in (("Ask the phones", "Close"), ("Close", "Reveal"), ("Vote again", "Close")):
        teacher.locator("#class").get_by_role("button", name=name).dblclick()
        expect(teacher.locator("#class").get_by_role("button", name=after)).to_be_visible()
    kept = app.state.class_store.classes[teacher.locator("#class strong").first.inner_text()]
    assert '"number":1' in kept.text
    assert '"round":2,"moment":"open"' in kept.text
    assert '"number":2' not in kept.text


def test_two_windows_lead_one_class(taught_mainly: Taught) -> None:
    """What one does the other shows; an act of a moment that is past is refused, and that is said."""
    teacher = taught_mainly.open()
    other = taught_mainly.page()
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


@pytest.mark.parametrize("public", ["", "https://hand.example.org"], ids=["without a QR code", "with one"])
def test_nothing_of_the_desk_is_cut(
    taught_mainly: Taught, monkeypatch: pytest.MonkeyPatch, public: str
) -> None:
    """On a phone the code, and how many are in, stand below one another where they must."""
    monkeypatch.setenv(PUBLIC_URL.variable, public)
    teacher = taught_mainly.open()
    assert teacher.locator(".entrance img").count() == bool(public)
    for width in (1366, 760, 390, 320):
        teacher.set_viewport_size({"width": width, "height": 768})
        for each in teacher.locator(".entrance > *").all():
            box = each.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        assert teacher.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with", "without"])
def test_a_stop_without_a_space_in_its_note_wraps(taught_mainly: Taught, has_scripts: bool) -> None:
    """Neither that nor the desk's field for those without scripts widens the page of a phone."""
    opened = taught_mainly.open()
    opened.get_by_label("A line a stop").fill(f"/sparse-autoencoder | 5 | {'x' * 120}")
    opened.get_by_role("button", name="Use this plan").click()
    expect(opened.locator(".next-stop")).to_contain_text("x" * 120)
    teacher = taught_mainly.page(320, 640, java_script_enabled=has_scripts)
    teacher.goto(opened.url)
    expect(teacher.locator(".next-stop")).to_contain_text("x" * 120)
    assert teacher.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_why_a_plan_is_refused_stays_to_be_read(taught_mainly: Taught) -> None:
    """The bar that comes once the class is heard of has nothing to say, and takes nothing away."""
    teacher = taught_mainly.open()
    teacher.get_by_label("A line a stop").fill("nonsense")
    teacher.get_by_role("button", name="Use this plan").click()
    said = teacher.locator("#class [data-says]")
    expect(said).to_contain_text("Line 1 of the plan begins with no address")
    taught_mainly.join(teacher)
    expect(teacher.locator(".class-in")).to_have_text("1 in")
    expect(said).to_contain_text("Line 1 of the plan begins with no address")


def test_a_bar_covers_nothing_and_the_board_can_be_shut(taught_mainly: Taught) -> None:
    teacher = taught_mainly.open()
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
def test_the_board_takes_room_and_covers_nothing(taught_mainly: Taught, scope: str) -> None:
    """Beside the stage or below the bar, until it is shut; projecting as well."""
    teacher = taught_mainly.open()
    phone = taught_mainly.join(teacher)
    begin(teacher)
    vote(teacher, phone, scope)
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
    """Whether the board and something else of the page have no room in common, in one picture of it.

    Two questions would be two pictures: a bar that is swapped between them has its board elsewhere.
    """
    apart: bool = page.evaluate(
        """name => {
          const [one, other] = ["#class-board", name]
              .map(each => document.querySelector(each)?.getBoundingClientRect());
          return one.height > 0 && (!other || one.left >= other.right - 1 || other.left >= one.right - 1
              || one.top >= other.bottom - 1 || other.top >= one.bottom - 1);
        }""",
        name,
    )
    return apart


def test_what_is_chosen_in_the_bar_stays_while_the_class_goes_on(taught_mainly: Taught) -> None:
    """The bar is drawn anew whenever the class has changed: at another frame, and around a question."""
    teacher = taught_mainly.open()
    begin(teacher)
    own = teacher.get_by_label("own numbers each")
    own.check()
    teacher.get_by_label("Of which cells").select_option("row")
    frame_on(teacher)
    expect(own).to_be_checked()
    expect(teacher.get_by_label("Of which cells")).to_have_value("row")
    for name in ("Ask the phones", "Close", "Put it away"):
        press(teacher, name)
    expect(own).to_be_checked()
    own.uncheck()
    frame_on(teacher)
    expect(own).not_to_be_checked()


def frame_on(teacher: Page) -> None:
    """The next frame, and the bar that is drawn for it."""
    line = teacher.locator("#class .class-line").element_handle()
    teacher.keyboard.press("PageDown")
    teacher.wait_for_function("line => !line.isConnected", arg=line)


def test_a_class_practises_and_the_teacher_sees_how_far_it_is(taught_mainly: Taught) -> None:
    teacher = taught_mainly.open("/sparse-autoencoder/4?cell=1,1")
    phone = taught_mainly.join(teacher)
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
    """What axe finds on a page in which nothing moves: what is fading in is pale for a moment."""
    page.emulate_media(reduced_motion="reduce")
    return [each["id"] for each in Axe().run(page).response["violations"]]


def test_that_the_server_is_away_is_said_until_it_is_heard_again(taught_mainly: Taught) -> None:
    teacher = taught_mainly.open()
    phone = taught_mainly.join(teacher)
    begin(teacher)
    # A gateway answers in its place.
    teacher.route("**/class/*", lambda route: route.fulfill(body="no answer of ours"))
    press(teacher, "Ask the phones")
    says = teacher.locator("#class [data-says]")
    expect(says).to_have_text("The server cannot be reached. Try again in a moment.")
    teacher.unroute_all()
    phone.close()
    expect(teacher.locator("#class [data-count=in]")).to_have_text("0")
    expect(says).to_have_text("")
