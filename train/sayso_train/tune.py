"""Which decoding settings are best on the held-out month?"""

import types
from dataclasses import replace

from sayso_train.corpus import Article
from sayso_train.decode import Scores, Settings, characters, decode
from sayso_train.score import Predicted, score
from sayso_train.windows import Encoded

SEARCHED = {
    "keep": (0.3, 0.4, 0.5, 0.6, 0.7),
    "tag_share": (0.0, 0.15, 0.3, 0.5, 0.8),
    "trigger": (0.1, 0.2, 0.3, 0.4),
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
ROUNDS = 2


def predict(
    articles: list[Article], encoded: list[Encoded], scores: list[Scores], settings: Settings
) -> dict[str, list[Predicted]]:
    """Decodes every article; returns statements by article id."""
    return {
        article.id: characters(item, decode(item, article.text, said, settings))
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
        figures = score(scorer, articles, predict(articles, encoded, scores, candidate))
        return sum(figures[name]["f1"] for name in TUNED_FOR)

    best = worth(settings)
    for _ in range(ROUNDS):
        for name, values in SEARCHED.items():
            for value in values:
                candidate = replace(settings, **{name: value})
                if candidate != settings and (found := worth(candidate)) > best:
                    settings, best = candidate, found
    return settings
