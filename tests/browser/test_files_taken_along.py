"""Taking along and bringing back, in a browser: a matrix copied, an exercise saved and opened, files."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.alive import opened, where

SAE = "sparse-autoencoder"


def test_a_button_copies_its_text(alive: Page) -> None:
    opened(alive, f"{SAE}/matrix/W_dec")
    alive.click("[data-copies=text-tsv]")
    expect(alive.locator("[data-copies=text-tsv]")).to_have_text("Copied")
    opened(alive, "")
    alive.locator("#exercise").focus()
    alive.keyboard.press("ControlOrMeta+V")
    assert (
        alive.locator("#exercise").input_value()
        == "-1\t1\t0\t1\t0\t-1\n-1\t-1\t1\t-2\t0\t0\n1\t0\t0\t-2\t2\t-2\n"
    )


def test_an_exercise_is_saved_and_opened_again(alive: Page, tmp_path: Path) -> None:
    address = f"{SAE}?b_dec=1/3;0;1&tokens=,Matterhorn"
    opened(alive, address.replace("?", "/sheet?"))
    with alive.expect_download() as saving:
        alive.click("text=JSON >> nth=0")
    path = tmp_path / saving.value.suggested_filename
    saving.value.save_as(path)
    opened(alive, "")
    alive.set_input_files("#file", path)
    alive.click("text=Open >> nth=-1")
    alive.wait_for_url(f"**/{SAE}?**")
    assert where(alive) == address


def test_what_cannot_be_opened_stays_to_be_mended(alive: Page) -> None:
    opened(alive, "")
    alive.fill("#exercise", '{"lesson": "autoencoder", "given": {"b1": [[1], ["x"], [0]]}}')
    alive.click("text=Open >> nth=-1")
    expect(alive.locator(".problems")).to_contain_text("b1, row 2, column 1")
    box = alive.locator("#exercise")
    box.fill(box.input_value().replace('"x"', "2"))
    alive.click("text=Open >> nth=-1")
    alive.wait_for_url("**/autoencoder?**")
    assert where(alive) == "autoencoder?b1=1;2;0"


def test_the_sheet_hands_out_every_file(alive: Page) -> None:
    opened(alive, f"{SAE}/sheet?lambda=2")
    names = []
    for link in alive.locator(".taking a").all():
        with alive.expect_download() as handing:
            link.click()
        names.append(handing.value.suggested_filename)
    assert [name.rpartition(".")[2] for name in names] == ["xlsx", "xlsx", "tex", "tex", "py", "py", "json"]
    assert where(alive) == f"{SAE}/sheet?lambda=2"
