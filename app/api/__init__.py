"""The same as JSON, for other programs; routes.py is where to begin."""

from app.api.body import read_exercise
from app.api.errors import tidied
from app.api.examples import answers
from app.api.models import ExerciseBody
from app.api.routes import router

__all__ = ["ExerciseBody", "answers", "read_exercise", "router", "tidied"]
