"""How often is a statement right that the model is so sure of?

A logistic regression over three probabilities of a decoded statement (as log odds), fitted on the held-out
month. "Right" means source and content both overlap the gold's by half (the scorer's `relation overlap`).
"""

import types
from dataclasses import astuple, dataclass

import numpy as np

from sayso_train.corpus import ROLES, Article
from sayso_train.decode import Found, characters
from sayso_train.windows import Encoded

LARGEST_ODDS = 8.0
RIDGE = 1.0
BINS = 10


@dataclass(frozen=True)
class Calibration:
    """Weights of the log odds of the three probabilities, and a constant."""

    bias: float = 0.0
    cue: float = 1.0
    source: float = 0.0
    content: float = 0.0

    def confidence(self, found: list[Found]) -> np.ndarray:
        """Returns the calibrated probability of each statement."""
        return 1.0 / (1.0 + np.exp(-_features(found) @ np.asarray(astuple(self))))


def fit(found: list[Found], right: np.ndarray) -> Calibration:
    """Fits by Newton's method with a small ridge on all but the constant."""
    features, weights = _features(found), np.zeros(4)
    ridge = np.diag([0.0, RIDGE, RIDGE, RIDGE])
    for _ in range(30):
        probability = 1.0 / (1.0 + np.exp(-features @ weights))
        gradient = features.T @ (probability - right) + ridge @ weights
        curvature = (features * (probability * (1 - probability))[:, None]).T @ features + ridge
        weights = weights - np.linalg.solve(curvature + 1e-9 * np.eye(4), gradient)
    return Calibration(*(float(weight) for weight in weights))


def calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:
    """Returns the expected calibration error over `BINS` bins of equal width."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    error = 0.0
    for number in range(BINS):
        inside = bins == number
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - right[inside].mean())
    return float(error)


def judge(
    scorer: types.ModuleType, articles: list[Article], encoded: list[Encoded], found: list[list[Found]]
) -> np.ndarray:
    """Says of every statement, in order, whether it overlaps its gold: `bool[statements]`."""
    right: list[bool] = []
    for article, item, statements in zip(articles, encoded, found, strict=True):
        gold = [(a, _roles(scorer, a, article.text)) for a in article.gold["attributions"]]
        mine = [(a, _roles(scorer, a, article.text)) for a in characters(item, statements)]
        partner = {theirs: ours for ours, theirs in scorer.match(gold, mine).items()}
        for number, (_, spans) in enumerate(mine):
            hit = number in partner and all(
                scorer.iou(gold[partner[number]][1][role], spans[role]) >= 0.5 for role in ("source", "content")
            )
            right.append(hit)
    return np.asarray(right, bool)


def _features(found: list[Found]) -> np.ndarray:
    values = np.asarray([(item.cue_sure, item.source_sure, item.content_sure) for item in found]).reshape(-1, 3)
    values = np.clip(values, 1e-6, 1 - 1e-6)
    odds = np.clip(np.log(values / (1 - values)), -LARGEST_ODDS, LARGEST_ODDS)
    return np.concatenate([np.ones((len(found), 1)), odds], 1)


def _roles(scorer: types.ModuleType, item: dict, text: str) -> dict:
    return {role: scorer.chars(item.get(role), text) for role in ROLES}
