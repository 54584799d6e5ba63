"""The page of the features: where each is active, what it adds, what is lost without it, and steering."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.exercise.edit_words import isolated
from app.exercise.state import Steer, exercise_pairs, looking, screen_pairs
from app.notation import number_text
from app.notation.numerals import value
from app.pages.common import Page
from app.pages.context import Link
from app.pages.editor import Editor, NameField
from app.pages.opened_words import names_in_words
from app.training.interventions import Feature, Forced
from app.views.labels import label


@dataclass(frozen=True)
class Strength:
    """How strong a feature is for a token, and that in percent of the strongest anywhere."""

    token: str
    text: str
    share: float
    steer: str


@dataclass(frozen=True)
class FeatureCard:
    """A feature on the page. field: name, value, label and what is wrong of the input for its name."""

    ident: str
    title: str
    field: NameField
    strengths: list[Strength]
    fires: str
    direction: str
    norm: str
    without: str
    alive: bool


@dataclass(frozen=True)
class Steered:
    """A token steered: for each dimension what was wanted, what came back before and now, the change."""

    sentence: str
    rows: list[list[str]]
    errors: tuple[str, str]


@dataclass(frozen=True)
class FeaturesPage(Page):
    """Every feature of the exercise, as a card."""

    template = "features.html"

    @cached_property
    def steer(self) -> Steer | None:
        """The steering asked for."""
        return self.screen.steer

    @cached_property
    def editor(self) -> Editor:
        """What is edited below: the features' names stand at their cards."""
        return Editor(self.context, elsewhere=frozenset({"features"}))

    @property
    def is_named(self) -> bool:
        """Whether any feature has a name."""
        return any(label(self.exercise, "features", k + 1).name for k in range(len(self.exercise.features)))

    @cached_property
    def features(self) -> list[Feature]:
        """The features, worked out."""
        return [Feature(self.sheet, row) for row in range(1, len(self.exercise.features) + 1)]

    @cached_property
    def strongest(self) -> float:
        """The strongest activation anywhere."""
        return max(max(feature.strengths) for feature in self.features)

    @cached_property
    def cards(self) -> list[FeatureCard]:
        """One card a feature."""
        fields = next(names.fields for names in self.editor.all_names if names.kind == "features")
        return [self.card(feature, field) for feature, field in zip(self.features, fields, strict=True)]

    def card(self, feature: Feature, field: NameField) -> FeatureCard:
        """The card of a feature."""
        tokens = len(self.exercise.tokens)
        all_tokens = "1 token" if tokens == 1 else f"{tokens} tokens"
        norm = feature.length
        root = number_text.root_of(norm, norm**2)
        return FeatureCard(
            f"f{feature.row}",
            label(self.exercise, "features", feature.row).short,
            field,
            [self.strength(feature, k) for k in range(tokens)],
            f"{feature.fires} of {all_tokens}, density {number_text.short(feature.fires / tokens)}",
            f"({', '.join(map(number_text.short, feature.direction))})",
            f"{root} ≈ {number_text.short(norm)}" if root else number_text.short(norm),
            self.told_without(feature),
            feature.fires > 0,
        )

    def strength(self, feature: Feature, k: int) -> Strength:
        """How strong it is for the k-th token."""
        strength = feature.strengths[k]
        share = 100 * strength / self.strongest if self.strongest > 0 else 0.0
        steer = Steer(feature.row, k + 1, "0" if strength else "1")
        text = number_text.short(strength)
        return Strength(
            self.exercise.tokens[k],
            text,
            round(share, 1),
            self.urls.here(steer=steer) + "#steering",
        )

    def told_without(self, feature: Feature) -> str:
        """What is lost without it, all in all and where most."""
        before, after = self.unforced, feature.without()
        worse = after.errors - before.errors
        said = changed_error(before.error, after.error)
        if not worse.any():
            return f"{said}: nothing changes"
        if len(worse) == 1:
            return said
        sizes = abs(worse)
        most = np.flatnonzero(np.isclose(sizes, sizes.max()))
        if len(most) == len(worse):
            return f"{said}; as much at every token"
        if len(most) > 1:
            return f"{said}; most, and as much, at {names_in_words(self.tokens_called(most))}"
        errors = changed_error(float(before.errors[most[0]]), float(after.errors[most[0]]))
        return f"{said}; most at {self.tokens_called(most)[0]}, {errors}"

    def tokens_called(self, places: Iterable[int]) -> list[str]:
        """The names of some tokens, counted from 0."""
        return [isolated(self.exercise.tokens[k]) for k in places]

    @cached_property
    def steered(self) -> Steered | None:
        """What steering does to the token's reconstruction."""
        if self.steer is None:
            return None
        before, after = self.unforced, self.forced(self.steer)
        k = self.steer.token - 1
        output, wanted = self.sheet.plan.compared
        target = self.sheet.values[wanted][:, k]
        old, new = before.values[output][:, k], after.values[output][:, k]
        columns = zip(target, old, new, new - old, strict=True)
        rows = [[number_text.short(float(number)) for number in row] for row in columns]
        errors = number_text.short(float(before.errors[k])), number_text.short(float(after.errors[k]))
        return Steered(self.told_steering(self.steer), rows, errors)

    @property
    def unforced(self) -> Forced:
        """The sheet with no feature forced."""
        return Forced(self.sheet.plan, dict(self.sheet.values))

    def forced(self, steer: Steer) -> Forced:
        """What follows from steering."""
        return self.features[steer.feature - 1].with_strength(steer.token, value(steer.strength))

    def told_steering(self, steer: Steer) -> str:
        """What is done, in a sentence."""
        feature = self.features[steer.feature - 1]
        was = number_text.short(feature.strengths[steer.token - 1])
        title = label(self.exercise, "features", steer.feature).short
        to = number_text.short(value(steer.strength))
        token = isolated(self.exercise.tokens[steer.token - 1])
        return f"{isolated(title)} at {token}: {to} in place of {was}."

    @cached_property
    def chosen(self) -> Steer:
        """What the form for steering starts with."""
        return self.steer or Steer(len(self.features), 1, "1")

    @cached_property
    def kept_fields(self) -> list[tuple[str, str]]:
        """Everything in the address but the steering, for the form that steers."""
        screen = looking(self.state, steer=None).screen
        return exercise_pairs(self.exercise) + screen_pairs(screen)

    @cached_property
    def unsteered(self) -> Link:
        """Takes the steering back."""
        return Link(self.urls.here(steer=None), "Stop steering")


def changed_error(before: float, after: float) -> str:
    """ "5 → 12"; where both look alike and are not, by how much the second is more or less."""
    texts = number_text.short(before), number_text.short(after)
    if texts[0] != texts[1] or before == after:
        return " → ".join(texts)
    change = f"{number_text.short(abs(after - before))} {'more' if after > before else 'less'}"
    return f"{' → '.join(texts)} ({change})"
