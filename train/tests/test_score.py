import pytest

from sayso_train.corpus import article_of
from sayso_train.score import line, load_scorer, score

SCORER = '''
"""A scorer with one figure: how many cues are the same characters."""
class Counts:
    def __init__(self): self.tp = self.fp = self.fn = 0
    def figures(self): return dict(f1=round(200 * self.tp / (2 * self.tp + self.fp + self.fn), 1))
def chars(value, text): return frozenset(i for a, b in value or [] for i in range(a, b))
def match(gold, pred): return {}
def score_spans(gold, pred, count):
    want, have = ({x["cue"] for _, x in rows} for rows in (gold, pred))
    c = count["cue exact"]; c.tp += len(want & have); c.fp += len(have - want); c.fn += len(want - have)
def score_relations(gold, pred, pairs, count): pass
def main(): raise SystemExit("the command line must not run")
main()
'''


@pytest.fixture
def scorer(tmp_path):
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "score.py").write_text(SCORER, encoding="utf-8")
    return load_scorer(tmp_path)


def article(discard=()):
    cue = {"source": [], "cue": [[4, 8]], "content": [[9, 12]]}
    return article_of(
        {"id": "a", "date": "2020-01-01", "text": "Ada said yes", "attributions": [cue], "discard": list(discard)}
    )


def test_the_scorers_functions_count(scorer):
    right = {"source": [], "cue": [[4, 8]], "content": [[9, 12]]}
    wrong = {"source": [], "cue": [[0, 3]], "content": [[9, 12]]}
    assert score(scorer, [article()], {"a": [right]})["cue exact"]["f1"] == 100.0
    assert score(scorer, [article()], {"a": [right, wrong]})["cue exact"]["f1"] == 66.7
    assert score(scorer, [article()], {})["cue exact"]["f1"] == 0.0


def test_discarded_stretches_count_on_neither_side(scorer):
    wrong = {"source": [], "cue": [[4, 7]], "content": [[9, 12]]}
    right = {"source": [], "cue": [[0, 3]], "content": []}
    figures = score(scorer, [article(discard=[[4, 8]])], {"a": [wrong, right]})
    assert figures["cue exact"]["f1"] == 0.0
    assert line({"cue exact": {"f1": 71.5}}) == "cue exact 71.5"
