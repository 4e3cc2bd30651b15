"""Are figures taken apart as they should be?"""

import types

from sayso_train.breakdown import _kind, breakdown
from sayso_train.card import card
from sayso_train.corpus import article_of
from sayso_train.score import FIGURES

TEXT = "“Not so,” Ada Oyelaran wrote. She said that it “was never” so."


def place(words):
    start = TEXT.index(words)
    return [start, start + len(words)]


def test_kinds_of_quotation_by_the_marks_around_the_words():
    assert _kind(TEXT, [place("“Not so,”")]) == "direct"
    assert _kind(TEXT, [place("that it “was never” so")]) == "mixed"
    assert _kind(TEXT, [place("She said")]) == "indirect"


def test_what_is_found_is_counted_by_kind(monkeypatch):
    monkeypatch.setattr("sayso_train.breakdown.score", lambda *_: {name: {"f1": 50.0} for name in FIGURES})
    scorer = types.SimpleNamespace(
        chars=lambda spans, text: {index for start, end in spans or [] for index in range(start, end)},
        match=lambda gold, mine: {0: 0},
        iou=lambda one, other: len(one & other) / len(one | other),
    )
    statements = [
        {"id": "a", "source": [place("Ada Oyelaran")], "cue": [place("wrote")], "content": [place("“Not so,”")]},
        {"id": "b", "source": [place("She")], "cue": [place("said")], "content": [place("that it “was never” so")]},
    ]
    article = article_of({"id": "x", "date": "2020-01-01", "text": TEXT, "publisher": "p", "attributions": statements})
    found = breakdown(scorer, [article], {"x": statements[:1]})
    assert found["quotation"]["direct"] == {"statements": 1, "exact": 100.0, "overlap": 100.0}
    assert found["quotation"]["mixed"] == {"statements": 1, "exact": 0.0, "overlap": 0.0}
    assert found["content"]["short"]["statements"] == 2
    figures = {"dev-eight-bits": dict.fromkeys(FIGURES, 50.0) | {"calibration error": 0.02}}
    text = card(figures, {"dev-eight-bits": found}, {"seed": 7})
    assert "| p | 1 |" in text and "| direct | 1 | 100.0 % | 100.0 % |" in text
