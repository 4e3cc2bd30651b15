"""What is the model taught by texts labelled for names, times and coreference?

Cross-entropies of the three tags; and for coreference the likelihood of the right antecedents (Lee et al. 2017):
each mention chooses among the earlier mentions of its text, gold ones and those that the model takes for one,
or none of them. A pronoun with two candidates chooses among the two and none.

These texts are of other kinds than those with attributions, and say nothing of them: left alone, the model would
forget there what it has learnt of attribution. So an earlier model may teach: on these texts, too, tags and
readings are to stay what it said (learning without forgetting, Li and Hoiem 2016).
"""

import torch
from torch import Tensor, nn

from sayso_train.model import Batch, Encoder
from sayso_train.tasks import UNLABELLED, TaskWindow
from sayso_train.windows import BEGIN, IGNORED

MENTION_WEIGHT, ANTECEDENT_WEIGHT = 0.5, 0.3
LEAST_MENTION = 0.1
"""Words that are mentions with this probability are candidates, gold or not."""
IMPOSSIBLE = -1e4
KEPT_READING_WEIGHT = 4.0
READINGS_KEPT, LEAST_TRIGGER = 12, 0.2
"""Of a batch so many words that the teacher takes for the beginning of a cue are read again."""


def task_losses(
    model: Encoder, batch: Batch, windows: list[TaskWindow], teacher: Encoder | None = None
) -> dict[str, Tensor]:
    """Returns the losses of a batch by head; a head that nothing in it is labelled for is left out."""
    vectors, tags = model(batch)
    rows = torch.cat([vectors[row, : len(item.window.first)] for row, item in enumerate(windows)])
    device = rows.device

    def labels(name: str) -> Tensor:
        parts = [torch.from_numpy(getattr(item.task, name)[item.begin : item.stop]) for item in windows]
        return torch.cat(parts).to(device)

    found = kept(model, batch, vectors, tags, teacher) if teacher else {}
    for name, head in (("names", model.names), ("times", model.times)):
        wanted = labels(name)
        if (wanted != IGNORED).any():
            found[name] = nn.functional.cross_entropy(head(rows).float(), wanted, ignore_index=IGNORED)
    kind = labels("mentions")
    if (kind != IGNORED).any():
        scores = model.mentions(rows).float().log_softmax(-1)
        found["mentions"] = MENTION_WEIGHT * _mention_loss(scores, kind)
        likely = 1.0 - scores.detach()[:, 0].exp()
        found["antecedents"] = ANTECEDENT_WEIGHT * _antecedent_loss(
            model, rows, labels("chain"), (likely > LEAST_MENTION) & (kind != IGNORED), *_places(windows, device)
        )
    chosen = _choice_loss(model, rows, windows)
    if chosen is not None:
        found["choices"] = ANTECEDENT_WEIGHT * chosen
    return found


def kept(model: Encoder, batch: Batch, vectors: Tensor, tags: Tensor, teacher: Encoder) -> dict[str, Tensor]:
    """How far tags and readings are from what an earlier model says of the same batch."""
    with torch.no_grad():
        old_vectors, old = teacher(batch)
        begin_cue = (old.softmax(-1)[..., BEGIN["cue"]] * batch.words).flatten()
        most = min(READINGS_KEPT, int((begin_cue > LEAST_TRIGGER).sum()))
        chosen = begin_cue.topk(most).indices
        window, word = chosen // old.shape[1], chosen % old.shape[1]
    found = {"kept tags": _divergence(tags[batch.words], old[batch.words])}
    if most:
        with torch.no_grad():
            old_rows = teacher.reader(old_vectors, batch.words, window, word)
        rows = model.reader(vectors, batch.words, window, word)
        real = batch.words[window]
        found["kept readings"] = KEPT_READING_WEIGHT * _divergence(rows[real], old_rows[real])
    return found


def _divergence(scores: Tensor, wanted: Tensor) -> Tensor:
    """Kullback-Leibler divergence from one set of rows to another, the mean of the rows."""
    scores, wanted = scores.float().log_softmax(-1), wanted.float().log_softmax(-1)
    return nn.functional.kl_div(scores, wanted, log_target=True, reduction="batchmean")


def _mention_loss(scores: Tensor, kind: Tensor) -> Tensor:
    """Where kinds are left out, a word without label is none or one of the last kind."""
    either = torch.logaddexp(scores[:, 0], scores[:, -1])
    given = scores.gather(1, kind.clamp(min=0)[:, None])[:, 0]
    right = torch.where(kind == UNLABELLED, either, given)
    return -right[kind != IGNORED].mean()


def _places(windows: list[TaskWindow], device: torch.device) -> tuple[Tensor, Tensor]:
    """Returns of each word of a batch the text (a number) and its place there."""
    numbers: dict[int, int] = {}
    texts = [numbers.setdefault(id(item.task), len(numbers)) for item in windows]
    text = torch.cat([torch.full((item.stop - item.begin,), n) for n, item in zip(texts, windows, strict=True)])
    place = torch.cat([torch.arange(item.begin, item.stop) for item in windows])
    return text.to(device), place.to(device)


def _antecedent_loss(
    model: Encoder, rows: Tensor, chain: Tensor, likely: Tensor, text: Tensor, place: Tensor
) -> Tensor:
    anaphors = (chain > 0).nonzero()[:, 0]
    candidates = ((chain > 0) | likely).nonzero()[:, 0]
    if not len(anaphors):
        return rows.new_zeros(())
    distance = place[anaphors][:, None] - place[candidates][None, :]
    earlier = (distance > 0) & (text[anaphors][:, None] == text[candidates][None, :])
    scores = model.antecedents(rows[anaphors], rows[candidates], distance).float()
    scores = torch.where(earlier, scores, IMPOSSIBLE)
    scores = torch.cat([scores.new_zeros(len(anaphors), 1), scores], 1)
    right = earlier & (chain[anaphors][:, None] == chain[candidates][None, :])
    right = torch.cat([~right.any(1, keepdim=True), right], 1)
    return (scores.logsumexp(1) - torch.where(right, scores, IMPOSSIBLE).logsumexp(1)).mean()


def _choice_loss(model: Encoder, rows: Tensor, windows: list[TaskWindow]) -> Tensor | None:
    losses, offset = [], 0
    for item in windows:
        for pronoun, candidates, right in item.task.choices:
            words = (pronoun, *candidates)
            if all(item.begin <= word < item.stop for word in words):
                at = [offset + word - item.begin for word in words]
                back = torch.tensor([[pronoun - word for word in candidates]], device=rows.device)
                scores = model.antecedents(rows[at[:1]], rows[at[1:]], back).float()
                scores = torch.cat([scores, scores.new_zeros(1, 1)], 1)
                wanted = torch.tensor([2 if right is None else right], device=rows.device)
                losses.append(nn.functional.cross_entropy(scores, wanted))
        offset += item.stop - item.begin
    return torch.stack(losses).mean() if losses else None
