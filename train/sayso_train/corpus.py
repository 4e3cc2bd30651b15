"""Which articles are there to learn from, and which are kept aside?

Reads the corpora of a data folder (PolNeAR's JSON Lines: `id`, `date`, `text`, `attributions`, `discard`,
`annotator`) into [`Article`]s. Offsets are Unicode code points, end exclusive, as in the corpora.

The last 31 days of the training articles are kept aside while a model is developed: thresholds, early
stopping and calibration look at them and never at the development set.
"""

import datetime
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

HELD_OUT_DAYS = 31
ROLES = ("source", "cue", "content")

Span = tuple[int, int]


@dataclass(frozen=True)
class Attribution:
    """One statement that a person marked: the spans of each role, in text order, possibly none."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True)
class Article:
    """One text with its attributions.

    `gold` is the corpus's own line, as the scorer reads it; `discard` are stretches outside the article.
    """

    id: str
    date: str
    text: str
    annotator: str
    attributions: tuple[Attribution, ...]
    discard: tuple[Span, ...] = ()
    gold: dict = field(default_factory=dict, compare=False)


def data_folder(given: str | None) -> Path:
    """Returns the data folder: the argument, else `SAYSO_DATA`, else `../shared`."""
    return Path(given or os.environ.get("SAYSO_DATA") or "../shared")


def read_articles(data: Path, split: str) -> list[Article]:
    """Reads PolNeAR's `train` or `dev`, ordered by date and id."""
    path = data / "data" / "attribution" / "polnear" / f"{split}.jsonl"
    with path.open(encoding="utf-8") as lines:
        articles = [article_of(json.loads(line)) for line in lines if line.strip()]
    return sorted(articles, key=lambda article: (article.date, article.id))


def article_of(line: dict) -> Article:
    """Builds an article of one line of the corpus."""
    return Article(
        id=line["id"],
        date=line["date"],
        text=line["text"],
        annotator=line.get("annotator") or "",
        attributions=tuple(
            Attribution(*(_spans(attribution.get(role)) for role in ROLES)) for attribution in line["attributions"]
        ),
        discard=_spans(line.get("discard")),
        gold=line,
    )


def split_last_month(articles: Iterable[Article]) -> tuple[list[Article], list[Article]]:
    """Splits into (earlier, last `HELD_OUT_DAYS` days by date)."""
    articles = list(articles)
    if not articles:
        return [], []
    last = max(datetime.date.fromisoformat(article.date) for article in articles)
    first_held_out = (last - datetime.timedelta(days=HELD_OUT_DAYS - 1)).isoformat()
    early = [article for article in articles if article.date < first_held_out]
    late = [article for article in articles if article.date >= first_held_out]
    return early, late


def _spans(value: list | None) -> tuple[Span, ...]:
    return tuple(sorted((int(start), int(end)) for start, end in value or []))
