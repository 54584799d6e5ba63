"""L0 per token and explained variance beside the live losses, against plain numpy."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.exercise.parse_exercise import read_state
from app.lessons import LESSONS
from app.training.descent import worked
from app.training.measures import explained_variance
from tests import golden
from tests.oracle.slopes import trained
from tests.oracle.sparse_autoencoder import sparse_autoencoder

SAE: Final = "/sparse-autoencoder"
ROW: Final = re.compile(r'<th scope="row"><a href="[^"]*">([^<]*)</a></th>((?:<td>[^<]*</td>)+)')


def panel(client: TestClient, address: str) -> tuple[list[str], dict[str, list[str]]]:
    """The heads of the loss panel and its rows by what stands before them."""
    html = (
        client.get(address, follow_redirects=True)
        .text.partition('class="loss-panel"')[2]
        .partition("</section>")[0]
    )
    heads = re.findall(r'<th scope="col">([^<]*)</th>', html)
    return heads, {name: re.findall(r"<td>([^<]*)</td>", cells) for name, cells in ROW.findall(html)}


def reckoned(lambda_: float, updates: int) -> tuple[float, float]:
    """Active features of a token, on average, and 1 minus the squared error by the squares about the mean."""
    given = trained(golden.SAE_GIVEN, lambda now: sparse_autoencoder(now, lambda_, golden.SAE_ETA), updates)
    made = sparse_autoencoder(given, lambda_, golden.SAE_ETA)
    tokens, rebuilt, active = (np.array(each, dtype=float) for each in (given["X"], made["X_hat"], made["f"]))
    about = sum(((row - row.mean()) ** 2).sum() for row in tokens)
    return np.count_nonzero(active > 0) / tokens.shape[1], 1 - ((rebuilt - tokens) ** 2).sum() / about


@pytest.mark.parametrize(("query", "lambda_"), [("", 0.1), ("lambda=0.5", 0.5)])
def test_the_panel_tells_what_papers_give(client: TestClient, query: str, lambda_: float) -> None:
    heads, rows = panel(client, f"{SAE}/10?{query}")
    assert heads[-2:] == ["L0\N{NO-BREAK SPACE}per token", "explained variance"]
    for name, updates in (("now", 0), ("+1", 1), ("+50", 50)):
        sparsity, kept = reckoned(lambda_, updates)
        assert float(rows[name][-2]) == pytest.approx(sparsity, abs=5e-4)
        assert float(rows[name][-1].replace("−", "-")) == pytest.approx(kept, abs=5e-4)


def test_the_preset_keeps_what_the_lesson_says(client: TestClient) -> None:
    """Eleven of thirty cells are active for five tokens; 1 - 5/20.8."""
    _, rows = panel(client, f"{SAE}/9")
    assert rows["now"][-2:] == ["2.2", "0.76"]


def test_tokens_that_are_all_the_same_have_no_variance_to_explain(client: TestClient) -> None:
    _, rows = panel(client, f"{SAE}/9?X=1,1;0,0;2,2&tokens=a,b")
    assert rows["now"][-1] == "none"


@pytest.mark.parametrize("address", [f"{SAE}/9?ask=1", f"{SAE}/9?cell=1,1", f"{SAE}/9?cell=0"])
def test_nothing_is_told_before_it_is_revealed(client: TestClient, address: str) -> None:
    _, rows = panel(client, address)
    assert rows == {}


def test_what_is_the_same_everywhere_has_no_variance() -> None:
    """The mean of 0.1, 0.1 and 0.1 is not 0.1 in binary; still nothing varies."""
    of = read_state(LESSONS["sparse-autoencoder"], "X=0.1,0.1,0.1;0.7,0.7,0.7;2.3,2.3,2.3").exercise
    assert explained_variance(of.plan, worked(of)[0].values) is None
