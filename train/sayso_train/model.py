"""What does the encoder compute?

One forward pass of a six-layer MiniLM over a window gives one vector a piece; heads read those vectors.

- `tags`: the seven labels of `windows.LABELS` for every word.
- `names`, `times`, `mentions`: labels of `tasks` for every word: names by kind, temporal expressions, and heads
  of mentions by kind.
- `antecedents`: how well a word goes with an earlier one as two mentions of one thing.
- the *reader*: for one trigger (a word that may open a cue) it reads the whole window again, narrowly, and
  tags source, cue and content **of that statement alone**. Two statements may so share a source, and a
  content in pieces stays one. A trigger that opens no statement gets no label anywhere.

Shapes: B windows, P pieces, W words, T triggers, H = 384 hidden, N = 128 narrow.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from sayso_train.labelled import MENTIONS, NAMES, TIMES
from sayso_train.windows import CASES, LABELS, QUOTES, SPACES

HIDDEN, LAYERS, HEADS, INNER, POSITIONS, VOCABULARY = 384, 6, 12, 1536, 512, 30522
NARROW, NARROW_HEADS, NARROW_INNER = 128, 4, 256
READER_LAYERS = 2
DROPOUT = 0.1
"""Share of the numbers dropped, while training, of the input and of what each half of a layer adds."""
DISTANCES = 32
"""Buckets of the signed distance in words between a word and the trigger."""
LOOKS_BACK = 24
"""Buckets of the distance in words between a mention and its antecedent."""
EPSILON = 1e-12


@dataclass
class Batch:
    """Windows as tensors.

    `ids`, `case`, `quote`, `space`: `int64[B, P]`, with [CLS] before and [SEP] after; `real`: `bool[B, P]`.
    `first`: `int64[B, W]`, the piece of each word; `words`: `bool[B, W]`; `labels`: `int64[B, W]`.
    `annotator`: `int64[B]`, 0 for nobody.
    """

    ids: Tensor
    case: Tensor
    quote: Tensor
    space: Tensor
    real: Tensor
    first: Tensor
    words: Tensor
    labels: Tensor
    annotator: Tensor


class Attention(nn.Module):
    """Plain multi-head attention: scores, softmax and weighted sum as separate products."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key = nn.Linear(width, width), nn.Linear(width, width)
        self.value, self.output = nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """`hidden[B, P, width]`, `mask[B, 1, 1, P]` (0 or a large negative) → `[B, P, width]`."""
        batch, length, width = hidden.shape
        size = width // self.heads

        def split(values: Tensor) -> Tensor:
            return values.view(batch, length, self.heads, size).transpose(1, 2)

        query = split(self.query(hidden)) * (1.0 / math.sqrt(size))
        key, value = split(self.key(hidden)), split(self.value(hidden))
        weights = (query @ key.transpose(-1, -2)).add_(mask).softmax(-1)
        return self.output((weights @ value).transpose(1, 2).reshape(batch, length, width))


class Layer(nn.Module):
    """One transformer layer, normalised after each residual as BERT does."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.attention = Attention(width, heads)
        self.attention_norm = nn.LayerNorm(width, eps=EPSILON)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.output_norm = nn.LayerNorm(width, eps=EPSILON)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """`hidden[B, P, width]` → the same shape."""
        hidden = self.attention_norm(hidden + self.dropout(self.attention(hidden, mask)))
        return self.output_norm(hidden + self.dropout(self.down(nn.functional.gelu(self.up(hidden)))))


class Reader(nn.Module):
    """Tags the words of a window for one trigger."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Linear(HIDDEN, NARROW)
        self.trigger = nn.Linear(HIDDEN, 2 * NARROW)
        self.distance = nn.Embedding(DISTANCES, NARROW)
        self.norm = nn.LayerNorm(NARROW, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(NARROW, NARROW_HEADS, NARROW_INNER) for _ in range(READER_LAYERS))
        self.labels = nn.Linear(NARROW, len(LABELS))
        nn.init.normal_(self.distance.weight, std=0.5)

    def forward(self, words: Tensor, real: Tensor, window: Tensor, trigger: Tensor) -> Tensor:
        """`words[B, W, H]`, `real[B, W]`, `window[T]`, `trigger[T]` (word of the window) → `[T, W, 7]`."""
        narrow = self.word(words)[window]
        scale, shift = self.trigger(words[window, trigger]).chunk(2, -1)
        index = torch.arange(words.shape[1], device=words.device)
        distance = self.distance(distance_bucket(index[None, :] - trigger[:, None]))
        hidden = self.norm(narrow * (1.0 + scale[:, None]) + shift[:, None] + distance)
        mask = attention_mask(real[window])
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return self.labels(hidden)


class Antecedents(nn.Module):
    """Scores pairs of words as mentions of one thing; 0 stands for no antecedent at all.

    A bilinear form with a vector for the distance, after the word-level coreference of Dobrovolskii (2021).
    """

    def __init__(self) -> None:
        super().__init__()
        self.anaphor = nn.Linear(HIDDEN, NARROW)
        self.candidate = nn.Linear(HIDDEN, NARROW)
        self.distance = nn.Embedding(LOOKS_BACK, NARROW)
        nn.init.zeros_(self.distance.weight)

    def forward(self, anaphors: Tensor, candidates: Tensor, distance: Tensor) -> Tensor:
        """`anaphors[A, H]`, `candidates[C, H]`, `distance[A, C]` (words, positive backwards) → `[A, C]`."""
        asks = self.anaphor(anaphors) * (1.0 / math.sqrt(NARROW))
        near = asks @ self.distance.weight.T
        return asks @ self.candidate(candidates).T + near.gather(1, looked_back(distance))


class Encoder(nn.Module):
    """MiniLM with features at the input, tags, further heads and the reader at the output."""

    def __init__(self, annotators: int = 0) -> None:
        super().__init__()
        self.piece = nn.Embedding(VOCABULARY, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.kind = nn.Parameter(torch.zeros(HIDDEN))
        self.case = nn.Embedding(CASES, HIDDEN)
        self.quote = nn.Embedding(QUOTES, HIDDEN)
        self.space = nn.Embedding(SPACES, HIDDEN)
        self.annotator = nn.Embedding(annotators + 1, HIDDEN)
        self.input_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.dropout = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(Layer(HIDDEN, HEADS, INNER) for _ in range(LAYERS))
        self.tags = nn.Linear(HIDDEN, len(LABELS))
        self.reader = Reader()
        self.names, self.times = nn.Linear(HIDDEN, len(NAMES)), nn.Linear(HIDDEN, len(TIMES))
        self.mentions, self.antecedents = nn.Linear(HIDDEN, len(MENTIONS)), Antecedents()
        for features in (self.case, self.quote, self.space, self.annotator):
            nn.init.normal_(features.weight, std=0.01)
        nn.init.zeros_(self.annotator.weight)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Returns the word vectors `[B, W, H]` and the tag scores `[B, W, 7]`."""
        length = batch.ids.shape[1]
        hidden = self.piece(batch.ids) + self.position.weight[:length] + self.kind
        hidden = hidden + self.case(batch.case) + self.quote(batch.quote) + self.space(batch.space)
        hidden = self.dropout(self.input_norm(hidden + self.annotator(batch.annotator)[:, None]))
        mask = attention_mask(batch.real)
        for layer in self.layers:
            hidden = layer(hidden, mask)
        words = hidden.gather(1, batch.first[..., None].expand(-1, -1, HIDDEN))
        return words, self.tags(words)


def attention_mask(real: Tensor) -> Tensor:
    """`bool[B, P]` → `float[B, 1, 1, P]`: 0 where real, a large negative elsewhere."""
    return (~real)[:, None, None, :].float() * -1e4


def distance_bucket(distance: Tensor) -> Tensor:
    """Buckets a signed distance: exact to 7, then by powers of the square root of 2, 16 a side."""
    size = distance.abs().clamp(min=1)
    far = 8 + (2.0 * torch.log2(size.float() / 8.0)).floor().long()
    bucket = torch.where(size < 8, size, far.clamp(max=15))
    bucket = torch.where(distance == 0, 0, bucket)
    return torch.where(distance < 0, bucket + DISTANCES // 2, bucket)


def looked_back(distance: Tensor) -> Tensor:
    """Buckets a distance backwards: exact to 7, then two buckets a doubling up to about 1,400 words."""
    size = distance.clamp(min=1)
    far = 8 + (2.0 * torch.log2(size.float() / 8.0)).floor().long()
    return torch.where(size < 8, size, far.clamp(max=LOOKS_BACK - 1))


def load_starting_weights(encoder: Encoder, folder: Path) -> None:
    """Copies the weights of a BERT checkpoint in `folder` (safetensors, Hugging Face names)."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert config["hidden_size"] == HIDDEN and config["num_hidden_layers"] == LAYERS
    given = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
    names = {
        "piece.weight": "embeddings.word_embeddings.weight",
        "position.weight": "embeddings.position_embeddings.weight",
        "input_norm.weight": "embeddings.LayerNorm.weight",
        "input_norm.bias": "embeddings.LayerNorm.bias",
    }
    parts = {
        "attention.query": "attention.self.query",
        "attention.key": "attention.self.key",
        "attention.value": "attention.self.value",
        "attention.output": "attention.output.dense",
        "attention_norm": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "output_norm": "output.LayerNorm",
    }
    for number in range(LAYERS):
        for ours, theirs in parts.items():
            for kind in ("weight", "bias"):
                names[f"layers.{number}.{ours}.{kind}"] = f"encoder.layer.{number}.{theirs}.{kind}"
    state = encoder.state_dict()
    with torch.no_grad():
        for ours, theirs in names.items():
            state[ours].copy_(given[theirs])
        state["kind"].copy_(given["embeddings.token_type_embeddings.weight"][0])
