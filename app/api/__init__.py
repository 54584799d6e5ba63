"""The lessons as JSON, for other programs; routes.py is where to begin."""

from app.api.body import exercise_in_body
from app.api.error_answers import tidied
from app.api.examples import answers
from app.api.models import ExerciseBody
from app.api.routes import router

__all__ = ["ExerciseBody", "answers", "exercise_in_body", "router", "tidied"]
