"""The registry of lessons, in the order of the home page."""

from __future__ import annotations

from app.core.lesson import Lesson
from app.lessons.autoencoder import AUTOENCODER
from app.lessons.sparse_autoencoder import SPARSE_AUTOENCODER
from app.lessons.sparse_autoencoder_centred import CENTRED

LESSONS: dict[str, Lesson] = {lesson.slug: lesson for lesson in (AUTOENCODER, SPARSE_AUTOENCODER, CENTRED)}
