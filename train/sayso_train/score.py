"""How good are predicted statements, by the counts that everyone uses?

The scorer is a script of the data folder (`tools/score.py`); its functions are loaded from there, not copied,
so that a figure here is a figure there.
"""

import ast
import types
from collections import defaultdict
from pathlib import Path

from sayso_train.corpus import ROLES, Article

Predicted = dict[str, list[list[int]]]
FIGURES = (
    "source exact",
    "cue exact",
    "content exact",
    "content token",
    "relation exact",
    "relation overlap",
    "triple exact",
)


def load_scorer(data: Path) -> types.ModuleType:
    """Loads the scorer's functions without running its command line."""
    path = data / "tools" / "score.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))]
    module = types.ModuleType("score")
    exec(compile(tree, str(path), "exec"), module.__dict__)
    return module


def score(scorer: types.ModuleType, articles: list[Article], predicted: dict[str, list[Predicted]]) -> dict:
    """Scores statements by article id; returns the scorer's figures (`p`, `r`, `f1`, `n` and counts) by name."""
    count: dict = defaultdict(scorer.Counts)
    for article in articles:
        gold = rows(scorer, article, article.gold["attributions"])
        mine = rows(scorer, article, predicted.get(article.id, []))
        pairs = scorer.match(gold, mine)
        scorer.score_spans(gold, mine, count)
        scorer.score_relations(gold, mine, pairs, count)
    return {name: counts.figures() for name, counts in count.items()}


def rows(scorer: types.ModuleType, article: Article, items: list[dict]) -> list[tuple[dict, dict]]:
    """Returns what counts of an article's statements, gold or predicted: each with its characters by role."""
    left_out = {index for start, end in article.discard for index in range(start, end)}
    counted = [(item, {role: scorer.chars(item.get(role), article.text) for role in ROLES}) for item in items]
    return [(item, spans) for item, spans in counted if not (spans["cue"] | spans["content"]) & left_out]


def line(figures: dict) -> str:
    """Prints the F1 of the figures that are reported, on one line."""
    return "  ".join(f"{name} {figures[name]['f1']}" for name in FIGURES if name in figures)
