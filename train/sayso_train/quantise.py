"""How does the model fit into eight bits, and what does that cost?

Every linear layer has weights of 8 bits per output channel and activations of 8 bits per token, symmetric:

    scale_w[o] = max|w[o]| / 127        q_w = round(w / scale_w)      (rounding half to even, all in f32)
    scale_x    = max|x| / 127           q_x = round(x / scale_x)      (per token; a token of zeros has scale 1)
    y[o]       = (sum of q_x · q_w[o]) · (scale_x · scale_w[o]) + bias[o]     the sum is exact in 32-bit integers

The vocabulary's embedding has 8 bits per row. Positions (with the constant segment embedding and the chosen
annotator's added), features, layer norms, softmax, GELU and attention's own products stay in f32.

[`simulate`] returns a model that computes just that; [`export_tensors`] the tensors of the model directory.
"""

import copy

import torch
from torch import Tensor, nn

from sayso_train.model import Encoder

LEVELS = 127.0


def quantise_rows(values: Tensor) -> tuple[Tensor, Tensor]:
    """Returns `int8[rows, columns]` and the scales `float32[rows]`."""
    scale = values.abs().amax(-1) / LEVELS
    scale = torch.where(scale > 0, scale, torch.ones_like(scale))
    return torch.round(values / scale[..., None]).to(torch.int8), scale


class EightBitLinear(nn.Module):
    """A linear layer in the arithmetic of this module, simulated in double precision so that sums are exact."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        weight, scale = quantise_rows(linear.weight.detach())
        self.register_buffer("weight", weight)
        self.register_buffer("scale", scale)
        self.register_buffer("bias", linear.bias.detach().clone())

    def forward(self, values: Tensor) -> Tensor:
        """`[..., in]` → `[..., out]`."""
        rounded, scale = quantise_rows(values.float())
        sums = rounded.to(self.sum_type) @ self.weight.to(self.sum_type).T
        return sums.float() * (scale[..., None] * self.scale) + self.bias

    @property
    def sum_type(self) -> torch.dtype:
        """f32 holds every integer up to 2^24; longer rows could exceed it, so they are summed in f64."""
        return torch.float32 if self.weight.shape[1] * LEVELS * LEVELS < 2**24 else torch.float64


def simulate(model: Encoder, annotator: int = 0) -> Encoder:
    """Returns a copy that computes as the exported model does."""
    copied = copy.deepcopy(model).eval()
    with torch.no_grad():
        rows, scale = quantise_rows(copied.piece.weight)
        copied.piece.weight.copy_(rows.float() * scale[:, None])
        copied.annotator.weight.copy_(copied.annotator.weight[annotator].expand_as(copied.annotator.weight))
    for parent in list(copied.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.Linear):
                setattr(parent, name, EightBitLinear(child))
    return copied


def export_tensors(model: Encoder, annotator: int = 0) -> dict[str, Tensor]:
    """Returns the tensors by name: `X.weight` int8 with `X.scale` and `X.bias` f32 for linear layers."""
    tensors: dict[str, Tensor] = {}
    rows, scale = quantise_rows(model.piece.weight.detach())
    tensors["piece.weight"], tensors["piece.scale"] = rows, scale
    constant = model.kind.detach() + model.annotator.weight[annotator].detach()
    tensors["position.weight"] = model.position.weight.detach() + constant
    for name in ("case", "quote", "space"):
        tensors[f"{name}.weight"] = getattr(model, name).weight.detach()
    for name, part in (("reader", model.reader), ("antecedents", model.antecedents)):
        tensors[f"{name}.distance.weight"] = part.distance.weight.detach()
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear):
            weight, scale = quantise_rows(module.weight.detach())
            tensors[f"{name}.weight"], tensors[f"{name}.scale"] = weight, scale
            tensors[f"{name}.bias"] = module.bias.detach()
        elif isinstance(module, nn.LayerNorm):
            tensors[f"{name}.weight"] = module.weight.detach()
            tensors[f"{name}.bias"] = module.bias.detach()
    return {name: tensor.contiguous().cpu() for name, tensor in sorted(tensors.items())}
