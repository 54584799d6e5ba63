"""The same as JSON, for other programs; routes.py is where to begin."""

from app.api.examples import answers
from app.api.routes import router

__all__ = ["answers", "router"]
