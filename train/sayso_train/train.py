"""How are the weights found?

Batches of attributions and of the other tasks come in a drawn order, one of them a step.

AdamW, a short warm-up and a linear decay; embeddings of pieces and positions stay as they were given. A
running average of the weights is what is kept and evaluated.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from sayso_train.batches import Pieces, Window, collate, epoch_batches
from sayso_train.loss import losses
from sayso_train.model import Batch, Encoder, load_starting_weights
from sayso_train.task_loss import task_losses
from sayso_train.tasks import Task, TaskWindow, task_batches
from sayso_train.windows import Encoded

READER_WEIGHT = 4.0
"""Most words are outside the one statement that the reader tags, so that its mean loss is small."""
LATER_HEADS = ("names.", "times.", "mentions.", "antecedents.")
"""A checkpoint from before these heads may be gone on from; they start untrained."""
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


def mixed_batches(
    articles: list[Encoded], tasks: list[Task], pieces: Pieces, plan: Plan, random: np.random.Generator
) -> Iterator[list[Window] | list[TaskWindow]]:
    """Yields one epoch of both kinds of batches in a drawn order."""
    attributions = list(epoch_batches(articles, pieces, plan.size, plan.tokens, random))
    others = list(task_batches(tasks, pieces, plan.size, plan.tokens, random)) if tasks else []
    for number in random.permutation(len(attributions) + len(others)):
        yield attributions[number] if number < len(attributions) else others[number - len(attributions)]


def batch_losses(
    model: Encoder,
    windows: list[Window] | list[TaskWindow],
    pieces: Pieces,
    annotators: dict[str, int],
    device: str,
    teacher: Encoder | None = None,
) -> dict[str, torch.Tensor]:
    """Returns the weighted losses of a batch by head."""
    if isinstance(windows[0], TaskWindow):
        batch = to_device(collate([item.window for item in windows], pieces, {}), device)
        return task_losses(model, batch, windows, teacher)
    batch = to_device(collate(windows, pieces, annotators), device)
    tags, read = losses(model, batch, [window.statements for window in windows])
    return {"tags": tags, "read": READER_WEIGHT * read}


def train(
    articles: list[Encoded],
    tasks: list[Task],
    pieces: Pieces,
    start: Path,
    out: Path,
    plan: Plan,
    device: str,
    after_epoch: Callable[[Encoder, int], None],
    earlier: tuple[Encoder, dict[str, int]] | None = None,
    teacher: Encoder | None = None,
) -> Encoder:
    """Trains on `articles` and `tasks` from the checkpoint folder `start`; leaves `checkpoint.pt` and `log.txt` in
    `out`.

    `after_epoch` is shown the averaged model and the epochs done. With `earlier`, a model and its numbering of
    annotators, training goes on from there; `teacher` is a model whose attributions are kept on the other texts.
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
    per_epoch = len(list(mixed_batches(articles, tasks, pieces, plan, np.random.default_rng(0))))
    steps, step, begun = plan.epochs * per_epoch, 0, time.monotonic()
    cast = torch.autocast(device, torch.bfloat16) if plan.bf16 else nullcontext()
    log = (out / "log.txt").open("a", encoding="utf-8")
    for epoch in range(plan.epochs):
        model.train()
        seen: dict[str, list[float]] = {}
        for windows in mixed_batches(articles, tasks, pieces, plan, random):
            for group in groups:
                group["lr"] = group["base"] * rate_at(min(step, steps - 1), steps)
            with cast:
                parts = batch_losses(model, windows, pieces, annotators, device, teacher)
                total = torch.stack(list(parts.values())).sum()
            optimiser.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(learned, CLIP)
            optimiser.step()
            step += 1
            if step % AVERAGED_EVERY == 0:
                decay = min(plan.average, step / (step + 10 * AVERAGED_EVERY))
                with torch.no_grad():
                    torch._foreach_lerp_(averaged, learned, 1.0 - decay)
            for name, value in parts.items():
                seen.setdefault(name, []).append(value.item())
            if step % 20 == 0:
                pace = (time.monotonic() - begun) / step
                means = " ".join(f"{name} {np.mean(values):.4f}" for name, values in sorted(seen.items()))
                print(f"epoch {epoch + 1} step {step}/{steps} {means} {pace:.2f} s a step", file=log, flush=True)
                seen.clear()
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
    missing, unknown = model.load_state_dict(saved["model"], strict=False)
    assert not unknown and all(name.startswith(LATER_HEADS) for name in missing), (missing, unknown)
    return model.to(device).eval(), saved["annotators"]


def mix(model: Encoder, other: Encoder) -> None:
    """Moves a model halfway to another one, but for the heads that only it has learnt.

    Between a model and one that it was fine-tuned to lie models that have much of both (Wortsman et al. 2022).
    """
    with torch.no_grad():
        theirs = other.state_dict()
        for name, value in model.state_dict().items():
            if value.is_floating_point() and not name.startswith(LATER_HEADS):
                value.lerp_(theirs[name], 0.5)
