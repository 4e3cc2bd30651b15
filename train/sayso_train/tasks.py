"""How do texts labelled for names, times and coreference become batches?

Each text is cut into windows as articles are. A batch holds whole windows of one text or several; words of one
text may be antecedents of its later words in whatever window they stand, so that the model learns to look
further back than it reads at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from tokenizers import Tokenizer

from sayso_train.batches import Pieces, Window, cut
from sayso_train.corpus import Article, Span
from sayso_train.labelled import MENTIONS, NAMES, TIMES, Labelled
from sayso_train.windows import IGNORED, Encoded, encode, training_cuts

LOWER, UPPER, TITLE = 0.06, 0.03, 0.04
"""Shares of the windows that lose their capitals, are all capitals, or have a headline's capitals."""
QUOTES_STRAIGHT = 0.12
UNLABELLED = -2
"""A word that is no mention, or one of a kind that its corpus leaves out."""


@dataclass
class Task:
    """A labelled text as the encoder reads it.

    Per word, `int64[words]`: `names`, `times` (tags, `IGNORED` where unlabelled), `mentions` (index into
    `MENTIONS`, `UNLABELLED` or `IGNORED`), `chain` (0 for none). `choices` are (pronoun, two candidates, which of
    them or none), words all.
    """

    encoded: Encoded
    names: np.ndarray
    times: np.ndarray
    mentions: np.ndarray
    chain: np.ndarray
    choices: list[tuple[int, tuple[int, int], int | None]]


@dataclass
class TaskWindow:
    """A window of a task: which text it is of, and its first word there."""

    window: Window
    task: Task
    begin: int
    stop: int


def task_of(labelled: Labelled, tokenizer: Tokenizer) -> Task:
    """Labels the words of a text; a word belongs to a span that covers its middle."""
    encoded = encode(Article(labelled.id, "2000-01-01", labelled.text, "", ()), tokenizer)
    count = len(encoded.start)
    mentions, chain = np.full(count, IGNORED, np.int64), np.zeros(count, np.int64)
    if labelled.mentions is not None:
        mentions[:] = 0 if labelled.other_mentions else UNLABELLED
        for mention in labelled.mentions:
            word = _last(encoded, mention.head)
            if word is not None:
                mentions[word] = MENTIONS.index(mention.kind)
                chain[word] = mention.chain
    choices = []
    for choice in labelled.choices:
        words = [_last(encoded, span) for span in (choice.pronoun, *choice.candidates)]
        if None not in words:
            choices.append((words[0], (words[1], words[2]), choice.right))
    names, times = _tags(encoded, labelled.names, NAMES), _tags(encoded, labelled.times, TIMES)
    for span in labelled.unsure:
        names[_covered(encoded, span)] = IGNORED
    return Task(encoded, names, times, mentions, chain, choices)


def task_batches(
    tasks: list[Task], pieces: Pieces, size: int, tokens: int, random: np.random.Generator
) -> Iterator[list[TaskWindow]]:
    """Yields one epoch: every word once, about `tokens` pieces a batch, a text's windows together."""
    cuts = [training_cuts(task.encoded, size - 2, random) for task in tasks]
    longest = [max((stop - begin for begin, stop in spans), default=0) for spans in cuts]
    order = np.argsort(np.asarray(longest) + random.random(len(tasks)) * 16)
    batches: list[list[TaskWindow]] = [[]]
    room, width = tokens, 0
    for number in order:
        task = tasks[number]
        for begin, stop in cuts[number]:
            window = vary_case(cut(task.encoded, begin, stop), pieces, random)
            width = max(width, len(window.ids) + 2)
            if batches[-1] and (len(batches[-1]) + 1) * width > room:
                batches.append([])
                width = len(window.ids) + 2
            batches[-1].append(TaskWindow(window, task, begin, stop))
    for number in random.permutation(len(batches)):
        yield batches[number]


def vary_case(window: Window, pieces: Pieces, random: np.random.Generator) -> Window:
    """Returns the window, some with other capitals or straight quotation marks; labels are unchanged."""
    draw = random.random()
    letters = window.case > 0
    case = window.case
    if draw < LOWER:
        case = np.where(letters, 1, window.case)
    elif draw < LOWER + UPPER:
        case = np.where(letters, 3, window.case)
    elif draw < LOWER + UPPER + TITLE:
        case = np.where((window.case == 1) & ~np.isin(window.ids, pieces.small), 2, window.case)
    curly = (window.ids == pieces.opening) | (window.ids == pieces.closing)
    straight = curly & (random.random() < QUOTES_STRAIGHT)
    return replace(window, case=case, ids=np.where(straight, pieces.straight, window.ids))


def _tags(encoded: Encoded, spans: tuple[tuple[Span, str], ...] | None, labels: tuple[str, ...]) -> np.ndarray:
    tags = np.full(len(encoded.start), IGNORED if spans is None else 0, np.int64)
    for span, kind in spans or ():
        inside = _covered(encoded, span)
        if len(inside):
            tags[inside] = labels.index(f"I-{kind}")
            tags[inside[0]] = labels.index(f"B-{kind}")
    return tags


def _last(encoded: Encoded, span: Span) -> int | None:
    """The last word that a span covers."""
    inside = _covered(encoded, span)
    return int(inside[-1]) if len(inside) else None


def _covered(encoded: Encoded, span: Span) -> np.ndarray:
    """The words whose middle a span covers."""
    middle = (encoded.start + encoded.end) / 2.0
    return np.flatnonzero((middle >= span[0]) & (middle < span[1]))
