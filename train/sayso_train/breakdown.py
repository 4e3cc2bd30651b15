"""For which outlets and which kinds of speech is it good?

Figures of one evaluation, taken apart: F1 by outlet, and how many of the gold's statements are found by kind of
quotation and by length of content.
"""

import types
from collections import defaultdict

from sayso_train.corpus import Article
from sayso_train.score import FIGURES, Predicted, rows, score

OVERLAP = 0.5
SHORT = 5
"""Contents of at most so many words are short."""

Breakdown = dict[str, dict[str, dict[str, float]]]


def breakdown(scorer: types.ModuleType, articles: list[Article], predicted: dict[str, list[Predicted]]) -> Breakdown:
    """Returns figures by "outlet" (F1), by "quotation" and by "content" (share of the gold found, with its count)."""
    by_outlet: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_outlet[article.gold.get("publisher") or "unknown"].append(article)
    outlets = {}
    for outlet, some in sorted(by_outlet.items()):
        figures = score(scorer, some, predicted)
        outlets[outlet] = {"articles": len(some)} | {name: figures[name]["f1"] for name in FIGURES}
    kinds: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    lengths: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for article in articles:
        gold, mine = rows(scorer, article, article.gold["attributions"]), rows(scorer, article, predicted[article.id])
        pairs = scorer.match(gold, mine)
        for number, (item, spans) in enumerate(gold):
            found = mine[pairs[number]][1] if number in pairs else None
            same = found is not None and all(found[role] == spans[role] for role in ("source", "content"))
            near = found is not None and all(
                scorer.iou(found[role], spans[role]) >= OVERLAP for role in ("source", "content")
            )
            kinds[_kind(article.text, item["content"])].append((same, near))
            words = sum(len(article.text[start:end].split()) for start, end in item["content"])
            lengths["short" if words <= SHORT else "longer"].append((same, near))
    return {"outlet": outlets, "quotation": _shares(kinds), "content": _shares(lengths)}


def _shares(groups: dict[str, list[tuple[bool, bool]]]) -> dict[str, dict[str, float]]:
    return {
        name: {
            "statements": len(group),
            "exact": round(100 * sum(same for same, _ in group) / len(group), 1),
            "overlap": round(100 * sum(near for _, near in group) / len(group), 1),
        }
        for name, group in sorted(groups.items())
    }


def _kind(text: str, content: list[list[int]]) -> str:
    """Says how much of a content stands between double quotation marks of its line."""
    inside, outside = 0, 0
    for start, end in content:
        line = text.rfind("\n", 0, start) + 1
        within = False
        for place in range(line, end):
            mark = text[place]
            if mark in "“”" or mark == '"' or text[place : place + 2] == "''":
                within = mark == "“" or (mark != "”" and not within)
            elif place >= start and mark.isalnum():
                inside, outside = inside + within, outside + (not within)
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"
