"""What is the model taught by attributions, and on which triggers?

Two cross-entropies: the tags of all words, and the reader's tags for chosen triggers. Triggers are the first
words of the gold cues, and words that the tag head itself takes for the start of a cue where no gold cue
starts: a word inside a gold cue teaches that cue's statement, any other teaches that there is none.
"""

import numpy as np
import torch
from torch import Tensor, nn

from sayso_train.corpus import Span
from sayso_train.model import Batch, Encoder
from sayso_train.windows import BEGIN, IGNORED

Statement = dict[str, list[Span]]
FALSE_TRIGGER_PROBABILITY = 0.08
FALSE_TRIGGERS_PER_WINDOW = 3


def statement_labels(statement: Statement | None, words: int) -> np.ndarray:
    """Returns the seven-tag labels of one statement: `int64[words]`; all zero for none."""
    labels = np.zeros(words, np.int64)
    for role, begin in BEGIN.items():
        for start, end in (statement or {}).get(role, []):
            labels[start] = begin
            labels[start + 1 : end] = begin + 1
    return labels


def choose_triggers(
    statements: list[Statement], begin_cue: np.ndarray, labels: np.ndarray
) -> list[tuple[int, Statement | None]]:
    """Chooses the triggers of one window and what each teaches.

    `begin_cue[W]` is the tag head's probability that a cue starts at a word; `labels[W]` its gold tags.
    """
    chosen: dict[int, Statement | None] = {}
    owner: dict[int, Statement] = {}
    for statement in statements:
        for start, end in statement["cue"]:
            owner.update(dict.fromkeys(range(start, end), statement))
        chosen[statement["cue"][0][0]] = statement
    likely = [
        int(word)
        for word in np.argsort(-begin_cue, kind="stable")[: len(chosen) + FALSE_TRIGGERS_PER_WINDOW]
        if begin_cue[word] > FALSE_TRIGGER_PROBABILITY and labels[word] != IGNORED and int(word) not in chosen
    ]
    for word in likely[:FALSE_TRIGGERS_PER_WINDOW]:
        cut_off = labels[word] in (BEGIN["cue"], BEGIN["cue"] + 1) and word not in owner
        if not cut_off:
            chosen[word] = owner.get(word)
    return sorted(chosen.items(), key=lambda pair: pair[0])


def losses(model: Encoder, batch: Batch, statements: list[list[Statement]]) -> tuple[Tensor, Tensor]:
    """Returns the tag loss and the reader loss of a batch; `statements` are those of each window."""
    vectors, tags = model(batch)
    flat = nn.functional.cross_entropy(tags.flatten(0, 1).float(), batch.labels.flatten(), ignore_index=IGNORED)
    begin_cue = tags.detach().float().softmax(-1)[..., BEGIN["cue"]].cpu().numpy()
    labels = batch.labels.cpu().numpy()
    windows, triggers, targets = [], [], []
    for window, found in enumerate(statements):
        count = int(batch.words[window].sum())
        for trigger, taught in choose_triggers(found, begin_cue[window, :count], labels[window, :count]):
            windows.append(window)
            triggers.append(trigger)
            target = statement_labels(taught, labels.shape[1])
            target[labels[window] == IGNORED] = IGNORED
            targets.append(target)
    if not windows:
        return flat, flat.new_zeros(())
    device = tags.device
    scores = model.reader(
        vectors, batch.words, torch.tensor(windows, device=device), torch.tensor(triggers, device=device)
    )
    wanted = torch.from_numpy(np.stack(targets)).to(device)
    read = nn.functional.cross_entropy(scores.flatten(0, 1).float(), wanted.flatten(), ignore_index=IGNORED)
    return flat, read
