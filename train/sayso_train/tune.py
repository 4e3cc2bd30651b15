"""Which decoding settings are best on the held-out month?"""

import types
from dataclasses import replace

from sayso_train.calibrate import Calibration
from sayso_train.corpus import Article
from sayso_train.decode import Scores, Settings, characters, decode
from sayso_train.score import Predicted, score
from sayso_train.windows import Encoded

SEARCHED = {
    "keep": (0.3, 0.4, 0.5, 0.6, 0.7),
    "tag_share": (0.0, 0.15, 0.3, 0.5, 0.8),
    "trigger": (0.2, 0.3, 0.4, 0.5),
    "piece_cost": (0.0, 0.5, 1.0, 1.5, 2.0),
    "source_bonus": (0.0, 0.3, 0.6),
    "quotation_share": (0.3, 0.5, 0.7, 2.0),
}
TUNED_FOR = (
    "source exact",
    "cue exact",
    "content exact",
    "relation exact",
    "relation overlap",
    "triple exact",
)
LEAST_CONFIDENCE = (0.0, 0.25, 0.3, 0.35, 0.4, 0.45)
ROUNDS = 2


def predict(
    articles: list[Article],
    encoded: list[Encoded],
    scores: list[Scores],
    settings: Settings,
    calibration: Calibration | None = None,
) -> dict[str, list[Predicted]]:
    """Decodes every article; returns statements by article id."""
    return {
        article.id: characters(item, decode(item, article.text, said, settings, calibration))
        for article, item, said in zip(articles, encoded, scores, strict=True)
    }


def tune(
    scorer: types.ModuleType,
    articles: list[Article],
    encoded: list[Encoded],
    scores: list[Scores],
    settings: Settings,
) -> Settings:
    """Searches one setting after the other, `ROUNDS` times, for the highest sum of the reported figures."""

    def worth(candidate: Settings) -> float:
        return _worth(score(scorer, articles, predict(articles, encoded, scores, candidate)))

    best = worth(settings)
    for _ in range(ROUNDS):
        for name, values in SEARCHED.items():
            for value in values:
                candidate = replace(settings, **{name: value})
                if candidate != settings and (found := worth(candidate)) > best:
                    settings, best = candidate, found
    return settings


def tune_confidence(
    scorer: types.ModuleType,
    articles: list[Article],
    encoded: list[Encoded],
    scores: list[Scores],
    settings: Settings,
    calibration: Calibration,
) -> Settings:
    """Chooses the confidence below which statements are dropped, for the highest sum of the reported figures."""

    def worth(least: float) -> float:
        candidate = replace(settings, least_confidence=least)
        return _worth(score(scorer, articles, predict(articles, encoded, scores, candidate, calibration)))

    return replace(settings, least_confidence=max(LEAST_CONFIDENCE, key=worth))


def _worth(figures: dict) -> float:
    return sum(figures[name]["f1"] for name in TUNED_FOR)
