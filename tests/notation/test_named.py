"""Names of matrices in sentences, as they are in formulas."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from starlette.testclient import TestClient

from app.lessons.sparse_autoencoder.lesson import PLAN
from app.notation.formula_text import formula_mathml
from app.notation.named import names_in_math


def test_a_name_in_a_sentence_is_its_formula() -> None:
    said = names_in_math("Combine row 1 of W_enc, all of X̂ and b_enc[2].", PLAN.matrices)
    enc, hat, bias = (formula_mathml(name) for name in ("W_enc", "X_hat", "b_enc[2]"))
    whole = '<span class="whole">{}{}</span>'
    assert said == f"Combine row 1 of {whole.format(enc, ',')} all of {hat} and {whole.format(bias, '.')}"


def test_a_name_stays_one_with_its_square() -> None:
    said = names_in_math("work W_enc[1,6]² once more", PLAN.matrices)
    assert said == f'work <span class="whole">{formula_mathml("W_enc[1,6]")}²</span> once more'


def test_words_stay_words_and_markup_is_escaped() -> None:
    """A possessive s is no matrix, nor is a loss; what looks like markup is text."""
    said = names_in_math("the feature's loss, a <b>s-curve</b>, nX", PLAN.matrices)
    assert said == "the feature&#39;s loss, a &lt;b&gt;s-curve&lt;/b&gt;, nX"


def test_the_hint_and_the_title_of_a_working_name_matrices_so(client: TestClient) -> None:
    html = client.get("/sparse-autoencoder/14?cell=W_enc_new,1,1&guess=77").text
    heading = html[html.index('<h2 id="cell">') :].partition("</h2>")[0]
    hint = html[html.index('<p class="guess wrong">') :].partition("</p>")[0]
    for said in (f"{heading}</h2>", f"{hint}</p>"):
        text = "".join(ET.fromstring(said).itertext())
        assert "_" not in text, text
        assert "<math" in said
