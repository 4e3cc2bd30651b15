"""What does a trained model say of whole articles?

Articles are read in overlapping windows; a word's tags come from the window in which it stands deepest, and
so does the reading of a trigger.
"""

from collections.abc import Iterable

import numpy as np
import torch

from sayso_train.batches import Pieces, collate, cut
from sayso_train.decode import Scores
from sayso_train.model import Encoder
from sayso_train.windows import BEGIN, LABELS, Encoded, owners, reading_cuts

LEAST_TRIGGER = 0.05
"""Triggers below this are not even read; decoding may ask for more."""
READINGS_AT_ONCE = 64


@torch.no_grad()
def read_articles(
    model: Encoder, articles: Iterable[Encoded], pieces: Pieces, size: int, overlap: int, annotator: int = 0
) -> list[Scores]:
    """Returns the scores of each article, read in windows of `size` pieces that share `overlap`."""
    model.eval()
    return [_read_article(model, encoded, pieces, size, overlap, annotator) for encoded in articles]


def _read_article(model: Encoder, encoded: Encoded, pieces: Pieces, size: int, overlap: int, annotator: int) -> Scores:
    words = len(encoded.start)
    device = next(model.parameters()).device
    cuts = reading_cuts(encoded, size - 2, overlap)
    owner = owners(cuts, words)
    scores = Scores(np.zeros((words, len(LABELS)), np.float32), [], [], [])
    for number, (begin, stop) in enumerate(cuts):
        window = cut(encoded, begin, stop)
        batch = collate([window], pieces, {window.annotator: annotator})
        batch = type(batch)(*(tensor.to(device) for tensor in vars(batch).values()))
        vectors, tags = model(batch)
        log = tags[0].float().log_softmax(-1).cpu().numpy()
        mine = np.flatnonzero(owner[begin:stop] == number)
        scores.tags[begin + mine] = log[mine]
        triggers = mine[log[mine, BEGIN["cue"]] >= np.log(LEAST_TRIGGER)]
        for part in np.array_split(triggers, max(1, -(-len(triggers) // READINGS_AT_ONCE))):
            if not len(part):
                continue
            trigger = torch.from_numpy(part).to(device)
            read = model.reader(vectors, batch.words, torch.zeros_like(trigger), trigger)
            rows = read.float().log_softmax(-1).cpu().numpy()
            scores.trigger.extend(int(begin + word) for word in part)
            scores.begin.extend([begin] * len(part))
            scores.read.extend(rows)
    return scores
