"""How long a thousand updates of a preset take, beside the same loop in PyTorch where that is installed."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import Any, Final

import numpy as np

from app.exercise.exercise import Base, start
from app.exercise.matrices import as_arrays
from app.lessons import LESSONS
from app.training.descent import history, history_of, key_of, stretch
from tests.bench.table import aligned, figure, times

UPDATES: Final = 1000
AIM: Final = 40.0
"""Milliseconds."""
SAE: Final = "sparse-autoencoder"


def training(rounds: int) -> str:
    """A table of the best of some rounds, in milliseconds of the processor."""
    rows = [("1,000 updates", "ms", "aim ms", "")]
    ours = {slug: best(rounds, partial(all_moments, slug)) for slug in LESSONS}
    rows += [(f"{slug}, every moment kept", *against_aim(spent)) for slug, spent in ours.items()]
    if find_spec("torch"):
        theirs = best(rounds, in_torch)
        rows.append((f"{SAE} in PyTorch", figure(1000 * theirs), "", times(theirs / ours[SAE])))
    return aligned(rows)


def against_aim(seconds: float) -> tuple[str, str, str]:
    """The milliseconds, what they should stay within, and how they compare."""
    return figure(1000 * seconds), figure(AIM), times(1000 * seconds / AIM)


def best(rounds: int, work: Callable[[], object]) -> float:
    """The seconds of the fastest round."""
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


def all_moments(slug: str) -> None:
    """Trains a preset to the end as the page of training does, nothing remembered."""
    stretch.cache_clear()
    history_of.cache_clear()
    assert history(start(LESSONS[slug], Base())).updates == UPDATES


def in_torch() -> tuple[Any, ...]:
    """The same updates of the sparse autoencoder, by automatic differentiation: losses, what was learned."""
    import torch  # noqa: PLC0415 - only where it is installed

    given = {
        name: torch.tensor(array) for name, array in as_arrays(key_of(start(LESSONS[SAE], Base()))[1]).items()
    }
    X, weight, eta = given["X"], given["lambda"], given["eta"]
    learned = [given[name].requires_grad_() for name in ("W_enc", "b_enc", "W_dec", "b_dec")]
    W_enc, b_enc, W_dec, b_dec = learned
    losses = []
    for _ in range(UPDATES):
        f = torch.relu(W_enc @ X + b_enc)
        squares = ((W_dec @ f + b_dec - X) ** 2).sum()
        loss = squares + (weight * (W_dec.norm(dim=0) @ f)).sum()
        losses.append(loss.item())
        gradients = torch.autograd.grad(loss, learned)
        with torch.no_grad():
            for parameter, gradient in zip(learned, gradients, strict=True):
                parameter.sub_(eta * gradient)
    return losses, *(np.asarray(parameter.detach()) for parameter in learned)
