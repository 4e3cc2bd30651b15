"""What does a trained model say of whole articles?

Articles are read in overlapping windows, each on its own. What several windows say of a word is averaged, the
edges of windows left out: tags by word, and the readings of a trigger by word of the article. So a trigger is
read with the context before it and with that after it.
"""

from collections.abc import Iterable

import numpy as np
import torch

from sayso_train.batches import Pieces, collate, cut
from sayso_train.decode import Scores
from sayso_train.model import Encoder
from sayso_train.windows import BEGIN, LABELS, Encoded, depths, reading_cuts

LEAST_TRIGGER = 0.2
"""Triggers below this are not even read; decoding may ask for more."""
MARGIN = 24
"""Words this near to the edge of a window count only where no window holds them deeper."""
READINGS_AT_ONCE = 64
LEAST_PROBABILITY = 1e-9


@torch.no_grad()
def read_articles(
    model: Encoder, articles: Iterable[Encoded], pieces: Pieces, size: int, overlap: int, annotator: int = 0
) -> list[Scores]:
    """Returns the scores of each article, read in windows of `size` pieces that share `overlap`."""
    model.eval()
    return [_read_article(model, encoded, pieces, size, overlap, annotator) for encoded in articles]


def _read_article(model: Encoder, encoded: Encoded, pieces: Pieces, size: int, overlap: int, annotator: int) -> Scores:
    words = len(encoded.start)
    cuts = reading_cuts(encoded, size - 2, overlap)
    depth = depths(cuts, words)
    deepest = np.zeros(words, np.int64)
    for (begin, stop), inside in zip(cuts, depth, strict=True):
        deepest[begin:stop] = np.maximum(deepest[begin:stop], inside)
    tags, count = np.zeros((words, len(LABELS))), np.zeros(words)
    readings: dict[int, list[tuple[int, np.ndarray]]] = {}
    for (begin, stop), inside in zip(cuts, depth, strict=True):
        counted = (inside >= MARGIN) | (inside == deepest[begin:stop])
        said, read = _read_window(model, encoded, pieces, begin, stop, annotator, counted)
        tags[begin:stop][counted] += said[counted]
        count[begin:stop] += counted
        for trigger, rows in read:
            readings.setdefault(trigger, []).append((begin, rows))
    tags /= np.maximum(count, 1)[:, None]
    scores = Scores(_log(tags), [], [], [])
    for trigger in sorted(readings):
        if tags[trigger, BEGIN["cue"]] >= LEAST_TRIGGER:
            first, rows = _mean_reading(readings[trigger])
            scores.trigger.append(trigger)
            scores.begin.append(first)
            scores.read.append(_log(rows))
    return scores


def _read_window(
    model: Encoder, encoded: Encoded, pieces: Pieces, begin: int, stop: int, annotator: int, counted: np.ndarray
) -> tuple[np.ndarray, list[tuple[int, np.ndarray]]]:
    """Returns the tag probabilities `[words, 7]` of a window, and (trigger, probabilities) of its readings."""
    device = next(model.parameters()).device
    window = cut(encoded, begin, stop)
    batch = collate([window], pieces, {window.annotator: annotator})
    batch = type(batch)(*(tensor.to(device) for tensor in vars(batch).values()))
    vectors, scores = model(batch)
    said = scores[0].float().softmax(-1).cpu().numpy()
    triggers = np.flatnonzero(counted & (said[:, BEGIN["cue"]] >= LEAST_TRIGGER))
    read: list[tuple[int, np.ndarray]] = []
    for part in np.array_split(triggers, max(1, -(-len(triggers) // READINGS_AT_ONCE))):
        if len(part):
            trigger = torch.from_numpy(part).to(device)
            rows = model.reader(vectors, batch.words, torch.zeros_like(trigger), trigger)
            rows = rows.float().softmax(-1).cpu().numpy()
            read.extend((int(begin + word), row) for word, row in zip(part, rows, strict=True))
    return said, read


def _mean_reading(readings: list[tuple[int, np.ndarray]]) -> tuple[int, np.ndarray]:
    """Returns the first word read, and for each word the mean of the readings that hold it."""
    first = min(begin for begin, _ in readings)
    total = np.zeros((max(begin + len(rows) for begin, rows in readings) - first, len(LABELS)))
    count = np.zeros(len(total))
    for begin, rows in readings:
        total[begin - first : begin - first + len(rows)] += rows
        count[begin - first : begin - first + len(rows)] += 1
    return first, total / count[:, None]


def _log(probabilities: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(probabilities, LEAST_PROBABILITY)).astype(np.float32)
