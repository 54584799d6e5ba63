"""A file or a text of one matrix: by its name or its shape, in every encoding, names beside its numbers."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.opening.made_files import answered, given_there, npy, npz
from tests.opening.test_opening import AE, B_DEC, B_ENC, SAE, W_ENC, as_lists


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("b_enc.npy", npy(B_ENC), f"{SAE}?b_enc=0;1;2;3;4;5&opened=table,b_enc"),
        ("my b_dec (2).csv", b"1;2;3", f"{SAE}?b_dec=1;2;3&opened=table,b_dec"),
        ("a.npz", npz(b_dec=B_DEC), f"{SAE}?b_dec=0;1;2&opened=table,b_dec"),
        ("x.tsv", b"1\t2\t3\t4\t5\n" * 3, f"{SAE}?X=1,2,3,4,5;1,2,3,4,5;1,2,3,4,5&opened=table,X"),
        ("W_enc.txt", "1,5 2 3\n".encode("utf-16") * 1 + "1 2 3\n".encode("utf-16-le") * 5, None),
        ("lambda.txt", b"2", f"{SAE}?lambda=2&opened=table,lambda"),
        ("w4.csv", "\ufeff1,2,3\r\n4,5,6\r\n7,8,9\r\n1,1,1".encode(),
         f"{AE}?W4=1,2,3;4,5,6;7,8,9;1,1,1&opened=table,W4"),
    ],
)  # fmt: skip
def test_one_matrix_is_known_by_its_name_or_its_shape(
    client: TestClient, name: str, content: bytes, where: str | None
) -> None:
    found = answered(client, content, name)
    assert found.where == where or (where is None and found.where.startswith(f"{SAE}?W_enc=1.5,2,3;1,2,3;"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_is_read_in_every_encoding(client: TestClient, encoding: str) -> None:
    """A pandas table with names: they are offered."""
    table = ",Ulm,Zürich,Kiel,Jena,Gera\n0,1,2,3,4,5\n1,1,2,3,4,5\n2,1,2,3,4,½\n"
    found = answered(client, table.encode(encoding), "X.csv")
    assert "Names stand beside the numbers: Ulm, Zürich, Kiel, Jena, Gera." in found.says
    assert found.kept == table
    assert found.buttons == ["sparse-autoencoder/X/paste-named", "sparse-autoencoder/X/paste-numbers"]
    opened = answered(client, b"", exercise=found.kept, do=found.buttons[0])
    assert opened.where.startswith(f"{SAE}?X=1,2,3,4,5;1,2,3,4,5;1,2,3,4,1/2&tokens=Ulm,Z%C3%BCrich,")


def test_names_for_which_there_is_no_place_are_not_dropped_without_a_word(client: TestClient) -> None:
    """The dimensions of the lesson have no names, as its tokens and features have."""
    asked = answered(client, b"x,y\n1,2", "a.csv")
    assert "Names stand beside the numbers: x, y. b2 has none here." in asked.says
    assert asked.buttons == [f"{AE[1:]}/b2/paste-numbers"]
    found = answered(client, b"", exercise=asked.kept, do=asked.buttons[0])
    assert found.where == f"{AE}?b2=1;2&opened=table,b2"
    turned = answered(
        client,
        b"",
        exercise="x,y,z,u,v,w\n" + "1,2,3,4,5,6\n" * 3,
        do=f"{SAE[1:]}/W_enc/paste-turned-numbers",
    )
    assert turned.where.endswith("opened=table,W_enc:turned")
    plain = answered(client, b"0,1\n1,2", "a.csv", do=f"{AE[1:]}/X/paste-resized")
    assert "Names" not in plain.says


def test_where_several_matrices_fit_the_choice_keeps_the_numbers(client: TestClient) -> None:
    found = answered(client, npy(np.arange(8.0).reshape(4, 2)), "numbers.npy")
    assert "It is 4×2, and may be several of the matrices: which of them is it?" in found.says
    assert found.kept == "0\t1\n2\t3\n4\t5\n6\t7\n"
    assert "sparse-autoencoder/X/paste-resized" in found.buttons
    chosen = answered(client, b"", exercise=found.kept, do="sparse-autoencoder/X/paste-resized")
    assert given_there(client, chosen.where)["X"] == [[0, 1], [2, 3], [4, 5], [6, 7]]
    assert len(given_there(client, chosen.where)["W_enc"][0]) == 4
    here = answered(client, npy(np.arange(8.0).reshape(4, 2)), "n.npy", **{"from": "autoencoder"})
    assert here.buttons[0].startswith("autoencoder/")


def test_matrices_in_a_text_by_their_names(client: TestClient) -> None:
    """JSON, Python and MATLAB, without any word of a lesson."""
    text = json.dumps({"W_enc": W_ENC.tolist(), "b_enc": B_ENC.tolist(), "note": {"by": "me"}})
    for each in (text, f"W_enc = np.array({W_ENC.tolist()})\nb_enc = {B_ENC.tolist()}\n"):
        there = given_there(client, answered(client, b"", exercise=each).where)
        assert there["W_enc"] == W_ENC.tolist()
        assert there["b_enc"] == as_lists(B_ENC)


def test_an_exercise_without_its_lesson_s_name_is_known_by_its_matrices(client: TestClient) -> None:
    text = '{"given": {"b1": [[1], [2], [3]]}}'
    assert answered(client, b"", exercise=text).where == f"{AE}?b1=1;2;3"
    assert "lesson takes" in answered(client, b"", exercise='{"given": {"X": [[1]]}}').says


def test_the_json_reads_a_matrix_that_is_text_as_pasting_does(client: TestClient) -> None:
    def given(name: str, value: object) -> Any:
        answer = client.post(f"/api/lessons{SAE}", json={"given": {name: value}})
        return answer.json()["given"][name] if answer.status_code == 200 else answer.json()["detail"][0]

    column = [[1], [2], [0.5], [4], [5], [6]]
    for text in ("1,2,½,4,5,6", "1\n2\n0.5\n4\n5\n6", "tensor([1., 2., 0.5, 4., 5., 6.])", "[1;2;0.5;4;5;6]"):
        assert given("b_enc", text) == column
    assert given("b_enc", [1, 2, "1/2", 4, 5, 6]) == column
    assert given("X", "1 2\n3 4\n5 6") == [[1, 2], [3, 4], [5, 6]]
    assert "Every row needs as many numbers" in given("X", "1 2\n3")["msg"]
    named = given("X", ",Ulm,Bonn,Kiel,Jena,Gera\na,1,2,3,4,5\nb,1,2,3,4,5\nc,1,2,3,4,5")
    assert named["msg"].startswith("Names stand beside the numbers: Ulm, Bonn")
    assert given("X", "1 2 3 4 x\n" * 3)["loc"] == ["body", "given", "X", 1, 5]
    assert given("b_enc", "")["msg"] == "There is nothing to read yet."
