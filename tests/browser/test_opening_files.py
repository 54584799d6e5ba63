"""Files opened in a browser, by keyboard, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from safetensors.numpy import save_file

from tests.browser.alive import Served, where


@pytest.fixture(params=[True, False], ids=["scripts", "none"])
def page(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Page]:
    """A page with scripts, and one without."""
    context = browser.new_context(base_url=served.url, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def chosen_by_keyboard(page: Page, path: Path) -> None:
    """The file is chosen where the focus is (the dialogue is the browser's own), the form sent with Enter."""
    field = page.get_by_label("A file: what a sheet saved")
    field.focus()
    field.set_input_files(path)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Open", exact=True)).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_weights_of_saelens_are_opened_by_keyboard(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "sae_weights.safetensors"
    weights = {"W_enc": np.ones((3, 6), np.float32), "W_dec": np.ones((6, 3), np.float32)}
    save_file({**weights, "b_enc": np.ones(6, np.float32), "b_dec": np.zeros(3, np.float32)}, path)
    page.goto("/")
    chosen_by_keyboard(page, path)
    assert where(page).startswith("sparse-autoencoder?W_enc=1,1,1;1,1,1;")
    said = "W_enc and W_dec were turned: SAELens stores them as (3, 6) and (6, 3)."
    expect(page.locator(".notice.opened")).to_contain_text(said)
    page.get_by_role("link", name="Start with step 1").click()
    page.wait_for_url("**/sparse-autoencoder/1?**")
    assert "opened=" not in where(page)


def test_a_matrix_without_a_name_is_asked_about_and_kept(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "numbers.npy"
    np.save(path, np.arange(8.0).reshape(4, 2))
    page.goto("/sparse-autoencoder")
    chosen_by_keyboard(page, path)
    expect(page.get_by_role("alert")).to_contain_text("It is 4×2, and may be several of the matrices")
    expect(page.locator("#exercise")).to_have_value("0\t1\n2\t3\n4\t5\n6\t7\n")
    page.get_by_role("button", name="X of the sparse autoencoder, resized to it").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sparse-autoencoder?X=0,1;2,3;4,5;6,7**")


def test_a_file_of_another_kind_leaves_what_was_typed(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "weights.pt"
    path.write_bytes(b"\x80\x04\x95")
    page.goto("/")
    page.locator("#exercise").fill("1 2\n3 4")
    chosen_by_keyboard(page, path)
    expect(page.get_by_role("alert")).to_contain_text("a Python pickle, which may run any program")
    expect(page.locator("#exercise")).to_have_value("1 2\n3 4")
