"""The lessons as JSON, for other programs; routes.py is where to begin."""

from app.api.body import exercise_in_body
from app.api.error_answers import NO_JSON_BODY, tidied, unread_body, unread_query
from app.api.examples import answers
from app.api.models import ExerciseBody
from app.api.routes import router

__all__ = [
    "NO_JSON_BODY",
    "ExerciseBody",
    "answers",
    "exercise_in_body",
    "router",
    "tidied",
    "unread_body",
    "unread_query",
]
