"""Numbers typed as fast as a machine can while answers come late and unevenly: nothing is lost.

`ALIVE_RUNS=100` runs it a hundred times in each.
"""

from __future__ import annotations

import os

from playwright.sync_api import Browser, Page

from tests.browser.alive import Served, listening, opened, settled, where

RUNS = int(os.environ.get("ALIVE_RUNS", "3"))
START = "/sparse-autoencoder/1"
TYPED = ("-12.75", "3.5", "1/3")
REST = "1,0,1;1,1,0;0,0,-1;0,1,1;-2,0,0"
AFTER = f"sparse-autoencoder/1?W_enc=-12.75,3.5,1/3;{REST}&was=W_enc=-12.75,3.5,0;{REST}"


def typed_into(page: Page) -> None:
    page.locator("#W_enc-1-1").focus()
    for text in TYPED:
        page.keyboard.type(text)
        page.keyboard.press("Tab")


def shown(page: Page) -> list[str]:
    """What the inputs hold and what the results say."""
    inputs = page.locator("form.exercise input[name]").evaluate_all(
        "all => all.map(i => `${i.id} ${i.value}`)"
    )
    results = page.locator("td.worked a").evaluate_all("all => all.map(a => `${a.id} ${a.textContent}`)")
    return [*inputs, *results]


def test_typing_fast_loses_nothing(either: Browser, served: Served) -> None:
    context = either.new_context(base_url=served.url)
    said = listening(context)
    page = context.new_page()
    page.goto(AFTER)
    reference, wrong = shown(page), []
    for run in range(RUNS):
        page.close()
        page = context.new_page()
        served.slow(0)
        opened(page, START)
        before = page.evaluate("history.length")
        served.ragged(run)
        typed_into(page)
        settled(page)
        entries = page.evaluate("history.length") - before
        if shown(page) != reference or where(page) != AFTER or entries != 3 or said:
            wrong.append((run, where(page), entries, said, set(shown(page)) ^ set(reference)))
    context.close()
    assert not wrong, f"{len(wrong)} of {RUNS}"
