"""What everything is measured against: a FastAPI route that returns a constant string."""

from __future__ import annotations

from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def constant() -> str:
    """The constant string."""
    return "constant"
