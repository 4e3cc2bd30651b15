"""How are the weights found?

AdamW, a short warm-up and a linear decay; embeddings of pieces and positions stay as they were given. A
running average of the weights is what is kept and evaluated.
"""

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from sayso_train.batches import Pieces, collate, epoch_batches
from sayso_train.loss import losses
from sayso_train.model import Batch, Encoder, load_starting_weights
from sayso_train.windows import Encoded

READER_WEIGHT = 4.0
"""Most words are outside the one statement that the reader tags, so that its mean loss is small."""
CLIP = 1.0
WARM_UP = 0.06
AVERAGED_EVERY = 4


@dataclass(frozen=True)
class Plan:
    """What a run is determined by, beside the corpus and the seed's draws."""

    seed: int = 7
    epochs: int = 5
    size: int = 192
    tokens: int = 3072
    rate: float = 2e-4
    head_rate: float = 1e-3
    average: float = 0.95
    bf16: bool = False


def to_device(batch: Batch, device: str) -> Batch:
    """Moves a batch."""
    return Batch(*(tensor.to(device) for tensor in vars(batch).values()))


def parameter_groups(model: Encoder, plan: Plan) -> list[dict]:
    """Freezes pieces and positions; gives heads and features the higher rate."""
    groups: dict[float, list[torch.Tensor]] = {plan.rate: [], plan.head_rate: []}
    for name, parameter in model.named_parameters():
        if name.startswith(("piece.", "position.", "kind")):
            parameter.requires_grad_(False)
        else:
            groups[plan.rate if name.startswith(("layers.", "input_norm.")) else plan.head_rate].append(parameter)
    return [{"params": parameters, "lr": rate, "base": rate} for rate, parameters in groups.items()]


def rate_at(step: int, steps: int) -> float:
    """Returns the share of the full rate at a step: up over `WARM_UP` of them, then linearly down to 0."""
    warm = max(1, round(WARM_UP * steps))
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))


def train(
    articles: list[Encoded],
    pieces: Pieces,
    start: Path,
    out: Path,
    plan: Plan,
    device: str,
    after_epoch: Callable[[Encoder, int], None],
    earlier: tuple[Encoder, dict[str, int]] | None = None,
) -> Encoder:
    """Trains on `articles` from the checkpoint folder `start`; leaves `checkpoint.pt` and `log.txt` in `out`.

    `after_epoch` is shown the averaged model and the epochs done. With `earlier`, a model and its numbering of
    annotators, training goes on from there.
    """
    torch.manual_seed(plan.seed)
    random = np.random.default_rng(plan.seed)
    names = sorted({encoded.annotator for encoded in articles if encoded.annotator})
    annotators = {name: number + 1 for number, name in enumerate(names)}
    if earlier:
        model, annotators = earlier
    else:
        model = Encoder(len(names))
        load_starting_weights(model, start)
    model.to(device)
    groups = parameter_groups(model, plan)
    learned = [parameter for parameter in model.parameters() if parameter.requires_grad]
    averaged = [parameter.detach().clone() for parameter in learned]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), eps=1e-6, fused=True)
    per_epoch = len(list(epoch_batches(articles, pieces, plan.size, plan.tokens, np.random.default_rng(0))))
    steps, step, begun = plan.epochs * per_epoch, 0, time.monotonic()
    cast = torch.autocast(device, torch.bfloat16) if plan.bf16 else nullcontext()
    log = (out / "log.txt").open("a", encoding="utf-8")
    for epoch in range(plan.epochs):
        model.train()
        sums = np.zeros(3)
        for windows in epoch_batches(articles, pieces, plan.size, plan.tokens, random):
            batch = to_device(collate(windows, pieces, annotators), device)
            for group in groups:
                group["lr"] = group["base"] * rate_at(min(step, steps - 1), steps)
            with cast:
                tags, read = losses(model, batch, [window.statements for window in windows])
                total = tags + READER_WEIGHT * read
            optimiser.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(learned, CLIP)
            optimiser.step()
            step += 1
            if step % AVERAGED_EVERY == 0:
                decay = min(plan.average, step / (step + 10 * AVERAGED_EVERY))
                with torch.no_grad():
                    torch._foreach_lerp_(averaged, learned, 1.0 - decay)
            sums += (tags.item(), read.item(), 1)
            if step % 20 == 0:
                pace = (time.monotonic() - begun) / step
                print(
                    f"epoch {epoch + 1} step {step}/{steps} tags {sums[0] / sums[2]:.4f} "
                    f"read {sums[1] / sums[2]:.4f} {pace:.2f} s a step",
                    file=log,
                    flush=True,
                )
                sums[:] = 0
        live = [parameter.detach().clone() for parameter in learned]
        with torch.no_grad():
            torch._foreach_copy_(learned, averaged)
        torch.save(
            {
                "model": model.state_dict(),
                "annotators": annotators,
                "plan": asdict(plan),
                "epochs": epoch + 1,
            },
            out / "checkpoint.pt",
        )
        after_epoch(model, epoch + 1)
        if epoch + 1 < plan.epochs:
            with torch.no_grad():
                torch._foreach_copy_(learned, live)
    log.close()
    return model


def load_checkpoint(out: Path, device: str) -> tuple[Encoder, dict[str, int]]:
    """Loads a run's model and its numbering of annotators."""
    saved = torch.load(out / "checkpoint.pt", map_location=device, weights_only=True)
    model = Encoder(len(saved["annotators"]))
    model.load_state_dict(saved["model"])
    return model.to(device).eval(), saved["annotators"]
