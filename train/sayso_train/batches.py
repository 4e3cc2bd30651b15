"""How do windows become batches, and what is varied in them while training?

Windows of like length share a batch, so that little is padded. While training, some windows lose their
quotation marks, get straight ones, or lose their case: the model must not hang on typography.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

from sayso_train.corpus import Span
from sayso_train.loss import Statement
from sayso_train.model import Batch
from sayso_train.windows import CLOSING, IGNORED, OPENING, STRAIGHT, Encoded, training_cuts

SMALL_WORDS = (
    "a",
    "an",
    "and",
    "as",
    "at",
    "but",
    "by",
    "for",
    "from",
    "in",
    "of",
    "on",
    "or",
    "the",
    "to",
    "with",
    "s",
)
QUOTES_DROPPED, QUOTES_STRAIGHT, CASE_DROPPED, ANNOTATOR_DROPPED = 0.06, 0.12, 0.04, 0.3


@dataclass(frozen=True)
class Pieces:
    """The ids of pieces that batches handle by name; `small` are the words that headlines write small."""

    start: int
    end: int
    opening: int
    closing: int
    straight: int
    small: tuple[int, ...]

    @classmethod
    def of(cls, tokenizer: Tokenizer) -> "Pieces":
        """Looks them up."""
        named = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", OPENING, CLOSING, STRAIGHT))
        return cls(*named, tuple(tokenizer.token_to_id(word) for word in SMALL_WORDS))


@dataclass
class Window:
    """A stretch of an article: the columns of `Encoded`, cut, indices counted from the window's start."""

    ids: np.ndarray
    case: np.ndarray
    quote: np.ndarray
    space: np.ndarray
    first: np.ndarray
    labels: np.ndarray
    statements: list[Statement]
    annotator: str


def cut(encoded: Encoded, begin: int, stop: int) -> Window:
    """Cuts words `begin..stop` out of an article.

    A statement is kept when all of its cue is inside, with what is inside of its other spans.
    """
    edges = np.append(encoded.first, len(encoded.ids))
    low, high = int(edges[begin]), int(edges[stop])
    statements = []
    for statement in encoded.statements:
        if all(begin <= start and end <= stop for start, end in statement["cue"]):
            statements.append({role: _clip(spans, begin, stop) for role, spans in statement.items()})
    return Window(
        ids=encoded.ids[low:high],
        case=encoded.case[low:high],
        quote=encoded.quote[low:high],
        space=encoded.space[low:high],
        first=encoded.first[begin:stop] - low,
        labels=encoded.labels[begin:stop],
        statements=statements,
        annotator=encoded.annotator,
    )


def vary(window: Window, pieces: Pieces, random: np.random.Generator) -> Window:
    """Returns the window with its typography varied; labels are unchanged."""
    ids, case, quote = window.ids, window.case, window.quote
    draw = random.random()
    curly = (ids == pieces.opening) | (ids == pieces.closing)
    marks = curly | (ids == pieces.straight)
    if draw < QUOTES_DROPPED and marks.any():
        return _without(window, marks)
    if draw < QUOTES_DROPPED + QUOTES_STRAIGHT:
        ids = np.where(curly, pieces.straight, ids)
    if random.random() < CASE_DROPPED:
        case = np.where(case > 0, 1, case)
    return Window(ids, case, quote, window.space, window.first, window.labels, window.statements, window.annotator)


def collate(windows: list[Window], pieces: Pieces, annotators: dict[str, int]) -> Batch:
    """Pads windows to one batch; [CLS] and [SEP] stand around each."""
    longest = max(len(window.ids) for window in windows) + 2
    most = max(len(window.first) for window in windows)
    shape, words = (len(windows), longest), (len(windows), most)
    ids, case, quote, space = (np.zeros(shape, np.int64) for _ in range(4))
    real, first = np.zeros(shape, bool), np.zeros(words, np.int64)
    labels, present = np.full(words, IGNORED, np.int64), np.zeros(words, bool)
    for row, window in enumerate(windows):
        length, count = len(window.ids), len(window.first)
        ids[row, 0], ids[row, length + 1] = pieces.start, pieces.end
        ids[row, 1 : length + 1] = window.ids
        case[row, 1 : length + 1] = window.case
        quote[row, 1 : length + 1] = window.quote
        space[row, 1 : length + 1] = window.space
        real[row, : length + 2] = True
        first[row, :count] = window.first + 1
        labels[row, :count] = window.labels
        present[row, :count] = True
    who = np.asarray([annotators.get(window.annotator, 0) for window in windows], np.int64)
    arrays = (ids, case, quote, space, real, first, present, labels, who)
    return Batch(*(torch.from_numpy(array) for array in arrays))


def epoch_batches(
    articles: list[Encoded], pieces: Pieces, size: int, tokens: int, random: np.random.Generator
) -> Iterator[list[Window]]:
    """Yields one epoch: every word once, windows of at most `size` pieces, about `tokens` pieces a batch."""
    windows = []
    for encoded in articles:
        for begin, stop in training_cuts(encoded, size - 2, random):
            window = vary(cut(encoded, begin, stop), pieces, random)
            if random.random() < ANNOTATOR_DROPPED:
                window.annotator = ""
            windows.append(window)
    noise = random.random(len(windows)) * 16
    order = np.argsort([len(window.ids) + extra for window, extra in zip(windows, noise, strict=True)])
    batches: list[list[Window]] = [[]]
    for number in order:
        window = windows[number]
        if batches[-1] and (len(batches[-1]) + 1) * (len(window.ids) + 2) > tokens:
            batches.append([])
        batches[-1].append(window)
    for number in random.permutation(len(batches)):
        yield batches[number]


def _clip(spans: list[Span], begin: int, stop: int) -> list[Span]:
    clipped = [(max(start, begin) - begin, min(end, stop) - begin) for start, end in spans]
    return [(start, end) for start, end in clipped if start < end]


def _without(window: Window, dropped: np.ndarray) -> Window:
    """Removes pieces that are whole words (quotation marks), and with them the in-quotation feature."""
    word_gone = dropped[window.first]
    keep, keep_word = ~dropped, ~word_gone
    piece_at = np.cumsum(keep) - 1
    word_at = np.append(0, np.cumsum(keep_word))
    labels = window.labels.copy()
    for word in np.flatnonzero(word_gone):
        following = word + 1
        begins = labels[word] > 0 and labels[word] % 2 == 1
        if begins and following < len(labels) and labels[following] == labels[word] + 1:
            labels[following] = labels[word]
    statements = []
    for statement in window.statements:
        moved = {
            role: [(int(word_at[a]), int(word_at[b])) for a, b in spans if word_at[a] < word_at[b]]
            for role, spans in statement.items()
        }
        if moved["cue"]:
            statements.append(moved)
    return Window(
        ids=window.ids[keep],
        case=window.case[keep],
        quote=np.zeros(int(keep.sum()), np.int32),
        space=window.space[keep],
        first=piece_at[window.first[keep_word]].astype(np.int32),
        labels=labels[keep_word],
        statements=statements,
        annotator=window.annotator,
    )
