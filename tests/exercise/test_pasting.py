"""A pasted block fills what it fits; where it does not, the ways are offered, and nothing of it is lost."""

from __future__ import annotations

import html
import re

import pytest
from httpx2 import Response
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.exercise.resize import shapes_around
from app.lessons import LESSONS
from tests.long import examples

SAE, AE = "/sparse-autoencoder", "/autoencoder"
THREE_BY_SIX = "1\t2\t3\t4\t5\t6\n7\t8\t9\t10\t11\t12\n13\t14\t15\t16\t17\t18"


def pasted(client: TestClient, at: str, text: str, do: str = "paste", page: str = f"{SAE}/sheet") -> Response:
    return client.post(page, data={"paste": text, "at": at, "do": do})


def filled(client: TestClient, at: str, text: str, do: str = "paste", page: str = f"{SAE}/sheet") -> str:
    """What the address says after a paste, without what it was before."""
    answer = pasted(client, at, text, do, page)
    assert answer.status_code == 303, re.findall("<li>.*", answer.text)
    return str(answer.headers["location"]).partition("?")[2].partition("&was=")[0]


def refused(client: TestClient, at: str, text: str, do: str = "paste") -> str:
    """The page that refuses a paste, with its text kept."""
    answer = pasted(client, at, text, do)
    assert answer.status_code == 422
    kept = re.search(r'<textarea id="paste"[^>]*>\n?(.*?)</textarea>', answer.text, re.S)
    assert kept
    assert html.unescape(kept[1]) == text
    assert f'name="at" value="{at}"' in answer.text
    return str(answer.text)


def offers(page: str) -> list[str]:
    return re.findall(r'name="do" value="(paste-[a-z-]+)"', page)


@pytest.mark.parametrize(
    ("at", "text", "says"),
    [
        ("X[1,1]", "9 8\n7 6", "X=9,8,-1,2,1;7,6,1,-1,1;2,1,1,1,-1"),
        ("b_enc", "1,2,3,4,5,6", "b_enc=1;2;3;4;5;6"),
        ("b_enc[1,1]", "1\t2\t3\t4\t5\t6", "b_enc=1;2;3;4;5;6"),
        ("b_enc[3,1]", "[1, 2]", "b_enc=-1;-1;1;2;-1;-1"),
        ("b_enc", "tensor([1., 2., 3., 4., 5., 6.])", "b_enc=1;2;3;4;5;6"),
        ("b_dec[2,1]", "4\n5", "b_dec=0;4;5"),
        ("lambda[1,1]", "[[2]]", "lambda=2"),
        ("tokens[2]", "Ulm\nBonn", "tokens=,Ulm,Bonn"),
        ("tokens[1]", "Ulm\tBonn\tKiel\r\n", "tokens=Ulm,Bonn,Kiel"),
        ("features[1]", "a, b; c", "features=a,b,c"),
    ],
)
def test_what_fits_fills(client: TestClient, at: str, text: str, says: str) -> None:
    assert filled(client, at, text) == says


def test_a_matrix_of_another_shape_is_turned_or_the_exercise_is_resized(client: TestClient) -> None:
    page = refused(client, "W_enc[1,1]", THREE_BY_SIX)
    assert "What was pasted is 3×6 and does not fit W_enc, which is 6×3." in page
    assert offers(page) == ["paste-turned", "paste-resized"]
    assert "X 3×5 → 6×5, b_enc 6×1 → 3×1, W_dec 3×6 → 6×3, b_dec 3×1 → 6×1" in page
    turned = "W_enc=1,7,13;2,8,14;3,9,15;4,10,16;5,11,17;6,12,18"
    assert filled(client, "W_enc[1,1]", THREE_BY_SIX, "paste-turned") == turned
    resized = filled(client, "W_enc[1,1]", THREE_BY_SIX, "paste-resized")
    assert "W_enc=1,2,3,4,5,6;7,8,9,10,11,12;13,14,15,16,17,18&b_enc=-1;-1;1&" in resized
    assert resized.startswith("X=0,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1;0,0,0,0,0;0,0,0,0,0;0,0,0,0,0&")
    assert client.get(f"{SAE}/sheet?{resized}").status_code == 200


def test_the_layers_of_an_autoencoder_follow(client: TestClient) -> None:
    """X of two rows: the first layer reads two numbers and the last gives two."""
    page = pasted(client, "X[1,1]", "1,2,3\n4,5,6", "paste-resized", f"{AE}/sheet")
    assert page.status_code == 303
    shown = client.get(f"/api/lessons{AE}?{page.headers['location'].partition('?')[2]}").json()
    assert shown["given"]["X"] == [[1, 2, 3], [4, 5, 6]]
    assert [len(shown["given"][name]) for name in ("W1", "W4", "b4")] == [3, 2, 2]
    assert len(shown["given"]["W1"][0]) == 2


@pytest.mark.parametrize("text", ["1\t2\n3", "[[1, 2], [3]]", "[[[1]]]", "1 ... 2\n3 4 5"])
def test_what_is_no_table_comes_back_as_it_was(client: TestClient, text: str) -> None:
    assert "Not changed yet" in refused(client, "W_enc[1,1]", text)


def test_what_is_far_too_large_is_refused_with_both_shapes(client: TestClient) -> None:
    page = refused(client, "X[1,1]", "\n".join(["\t".join(["1"] * 20)] * 20))
    says = (
        "What was pasted is 20×20 and does not fit X, which is 3×5. A matrix has at most 16 rows and columns."
    )
    assert says in page
    assert offers(page) == []


def test_names_beside_numbers_are_offered(client: TestClient) -> None:
    frame = ",Ulm,Bonn,Kiel,Jena,Gera\n0,1,2,3,4,5\n1,1,2,3,4,5\n2,1,2,3,4,5\n"
    page = refused(client, "X[1,1]", frame)
    assert "Names stand beside the numbers: Ulm, Bonn, Kiel, Jena, Gera." in page
    assert offers(page) == ["paste-named", "paste-numbers"]
    numbers = "X=1,2,3,4,5;1,2,3,4,5;1,2,3,4,5"
    assert filled(client, "X[1,1]", frame, "paste-numbers") == numbers
    assert filled(client, "X[1,1]", frame, "paste-named") == f"{numbers}&tokens=Ulm,Bonn,Kiel,Jena,Gera"


def test_names_for_which_there_is_no_place_are_not_dropped_without_a_word(client: TestClient) -> None:
    """The rows of W_enc are features, its columns have no names."""
    page = refused(client, "W_enc[1,1]", ",x,y\nred,1,2\nblue,3,4\n")
    assert "Names stand beside the numbers: x, y, red, blue. There is no place here for x, y." in page
    assert offers(page) == ["paste-named", "paste-numbers"]


def test_more_names_than_there_is_room_for_are_refused(client: TestClient) -> None:
    assert "3 names were pasted where there are 2 tokens" in refused(client, "tokens[4]", "a\nb\nc")


def test_a_number_that_cannot_be_read_is_named_at_its_cell_with_the_block_around_it(
    client: TestClient,
) -> None:
    answer = pasted(client, "W_enc[1,1]", "9\tx\n8\t7")
    assert answer.status_code == 422
    values = dict(re.findall(r'<input name="(W_enc\[[12],[12]\])" value="([^"]*)"', answer.text))
    assert list(values.values()) == ["9", "x", "8", "7"]
    assert "“x” is not a number" in answer.text


def test_every_given_matrix_has_a_page_to_paste_into(client: TestClient) -> None:
    """Without a script, too: it is a form."""
    sheet = client.get(f"{SAE}/sheet").text
    assert f'href="{SAE}/matrix/W_enc#pasting" aria-label="Paste into W enc"' in sheet
    assert "Paste into Z" not in sheet
    page = client.get(f"{SAE}/matrix/W_enc").text
    assert '<form id="pasted" method="post" action="/sparse-autoencoder/matrix/W_enc">' in page
    where = client.post(
        f"{SAE}/matrix/W_enc", data={"at": "W_enc", "paste": THREE_BY_SIX, "do": "paste-turned"}
    )
    assert where.headers["location"].startswith(f"{SAE}/matrix/W_enc?W_enc=1,7,13;")
    assert (
        'value="paste-turned"'
        in client.post(f"{SAE}/matrix/W_enc", data={"at": "W_enc", "paste": THREE_BY_SIX, "do": "paste"}).text
    )
    assert 'id="pasting"' not in client.get(f"{SAE}/matrix/Z").text


SHAPES = st.tuples(st.integers(1, 17), st.integers(1, 17))


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.sampled_from([slug for slug, lesson in LESSONS.items() if lesson.dims]), st.data(), SHAPES)
def test_resized_exercises_are_exercises(slug: str, data: st.DataObject, wanted: tuple[int, int]) -> None:
    """The matrix has the wanted shape, and all shapes fit each other; or none can be."""
    lesson = LESSONS[slug]
    assert lesson.dims
    shapes = lesson.dims.shapes(lesson.preset_dims, 5)
    name = data.draw(st.sampled_from(list(shapes)))
    after = shapes_around(lesson, shapes, name, wanted)
    if after:
        assert after[name] == wanted
        settings_of = dict.fromkeys(lesson.settings, (1, 1))
        assert lesson.plan(tuple(after)).shapes(after | settings_of)
    elif max(wanted) <= 16 and name == "X":
        pytest.fail(f"X can have any shape: {wanted}")


@settings(deadline=None, derandomize=True, max_examples=examples(100))
@given(
    st.sampled_from(
        ["X[1,1]", "W_enc", "b_enc[9,9]", "tokens[2]", "features[9]", "Z", "lambda[1,1]", "", "a[b]"]
    ),
    st.text("0123456789.,;- \n\t[]{}|\\ab", max_size=60),
    st.sampled_from(
        ["paste", "paste-turned", "paste-resized", "paste-turned-resized-named", "paste-numbers", "x"]
    ),
)
def test_any_paste_is_an_edit_or_comes_back(client: TestClient, at: str, text: str, do: str) -> None:
    answer = pasted(client, at, text, do)
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        assert client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("block", "button", "kept"),
    [
        ("1\tx\t2\t3\t4", "paste", "1\tx\t2\t3\t4\n−2\t−2"),
        ("1\t2\t3\t4\nnan\t2\t3\t4", "paste", "nan\t2\t3\t4"),
        ('"Al, ps",b,c,d,e\n1,2,3,4,5\n1,2,3,4,5\n1,2,3,4,5', "paste-named", "Al, ps\tb\tc\td\te\n1\t2"),
    ],
)
def test_on_the_page_of_a_matrix_what_was_refused_can_be_mended_in_its_text(
    client: TestClient, block: str, button: str, kept: str
) -> None:
    """Its cells are no fields there."""
    sent = {"at": "X", "paste": block, "do": button}
    answer = client.post("/sparse-autoencoder/matrix/X", data=sent)
    assert answer.status_code == 422
    text = answer.text.partition('<textarea id="paste"')[2].partition("</textarea>")[0]
    assert kept.replace("−", "-") in text.replace("−", "-")
