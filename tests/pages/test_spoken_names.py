"""What a screen reader is told: names as one speaks them, never as they are spelled in addresses."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

import pytest
from starlette.testclient import TestClient

from app.lessons import LESSONS

SAE: Final = "/sparse-autoencoder"
SAID: Final = re.compile(
    r'\b(?:aria-label|title|alt)="([^"]*)"|<[^>]*(?:class="hidden"|id="spoken")[^>]*>([^<]*)<'
)
SPELLED: Final = re.compile(r"_|\N{COMBINING CIRCUMFLEX ACCENT}|λ|η|\bd[A-Z]")
"""How names stand in addresses and formulas: W_enc, X̂, λ, dZ."""
PAGES: Final = (
    *(
        "",
        "/sheet",
        "/overview",
        "/training?updates=10",
        "/balance",
        "/features",
        "/1/worksheet",
        "/worksheet",
    ),
    *(
        "/1?cell=2,3",
        "/3?cell=1,1",
        "/8?cell=L1_weighted,1,1",
        "/11?cell=dW_dec,1,1",
        "/14?cell=W_enc_new,1,1",
    ),
    *(
        "/12?cell=df,2,4&nudge=0.1",
        "/13?lambda=0.2&was=lambda=1&cell=dW_enc,1,1",
        "/3/practice",
        "/14?cell=0",
    ),
)
ADDRESSES: Final = (
    *(f"{SAE}{page}" for page in PAGES),
    *("/autoencoder/sheet", "/autoencoder/overview", "/autoencoder/8?cell=dW3,1,1", "/autoencoder/training"),
)


def said(client: TestClient, address: str) -> list[str]:
    """Every label, title and hidden text of a page."""
    found = SAID.findall(client.get(address, follow_redirects=True).text)
    return [unescape(one or other) for one, other in found]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_label_or_title_spells_a_name(client: TestClient, address: str) -> None:
    told = said(client, address)
    assert len(told) > 5
    assert not [text for text in told if SPELLED.search(text)]


def test_cells_matrices_and_lines_are_said_by_their_spoken_names(client: TestClient) -> None:
    sheet = said(client, f"{SAE}/sheet")
    assert {"W enc", "X hat: 0", "Copy L1 weighted", "Paste into b dec"} <= set(sheet)
    assert "X hat[1,1] = −1·1 + 1·1 + 0·0 + 1·0 + 0·0 + (−1)·0 + 0·1 = 0" in sheet
    frame = said(client, f"{SAE}/12?cell=df,2,4")
    assert any(text.startswith("d f capital Tokyo is B capital Tokyo, minus lambda times") for text in frame)
    edited = said(client, f"{SAE}/13?lambda=0.2&was=lambda=1")
    assert "d W enc: 18 changed" in edited
    assert "lambda" in edited


def test_every_matrix_of_every_lesson_has_a_name_that_can_be_said(client: TestClient) -> None:
    for lesson in LESSONS.values():
        if lesson.is_listed:
            told = said(client, f"/{lesson.slug}/overview") + said(client, f"/{lesson.slug}/sheet")
            assert not [text for text in told if SPELLED.search(text)], lesson.slug
