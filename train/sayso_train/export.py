"""What does a model directory hold?

- `manifest.toml`: format and version, what it was trained on and under which terms, shapes, features, labels,
  windows, decoding and calibration, and the SHA-256 of every other file.
- `weights.safetensors`: the tensors of `quantise.export_tensors`.
- `vocab.txt`: WordPiece, one piece a line, the line number is the id.
- `replay.json`: invented sentences with what the eight-bit model says of them, for tests of parity.
"""

import hashlib
import json
import shutil
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import save_file

from sayso_train import model as shapes
from sayso_train.batches import Pieces, collate, cut
from sayso_train.corpus import Article
from sayso_train.decode import Settings
from sayso_train.labelled import MENTION_KINDS, NAME_KINDS, TIME_KINDS
from sayso_train.model import Encoder
from sayso_train.quantise import export_tensors, simulate
from sayso_train.windows import BEGIN, BREAK_PIECE, CASES, LABELS, QUOTES, SPACES, encode, load_tokenizer

FORMAT = 2
REPLAYED = (
    "Harbour tolls to rise, council says\n\nMayor Ilse Brandt told reporters on Tuesday that tolls would rise.",
    "“We never signed it,” said Tomas Okoro, a spokesman for the ferry line. “And we never will.”",
    'According to two people briefed on the talks, the offer "is dead."\n\nThe ministry declined to comment.',
    "The bridge opened in May.",
)
DATA_STATEMENT = (
    "Starting weights: all-MiniLM-L6-v2 (Apache-2.0). Attribution: PolNeAR 1.0.0, train split "
    "(US political news, 2015-11 to early 2016-09; no licence stated). Names: English Worldwide Newswire (no licence "
    "stated). Temporal expressions: TimeBank and AQUAINT (TempEval-3), WikiWars (CC BY-SA 3.0). Mentions: "
    "GUM 11 (CC BY 4.0), LitBank (CC BY 4.0), GAP (Apache-2.0). The texts belong to their publishers and are not part "
    "of this model directory."
)


def export_model(
    model: Encoder,
    tokenizer_folder: Path,
    folder: Path,
    decoding: dict,
    figures: dict,
    annotator: int,
    size: int,
) -> None:
    """Writes a model directory.

    `decoding` holds the settings of `decode.Settings` and the calibration, `figures` F1 by split and name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    save_file(export_tensors(model, annotator), folder / "weights.safetensors")
    (folder / "weights.safetensors").chmod(0o644)
    shutil.copyfile(tokenizer_folder / "vocab.txt", folder / "vocab.txt")
    replay = json.dumps(replays(simulate(model, annotator), tokenizer_folder), ensure_ascii=False)
    (folder / "replay.json").write_text(replay + "\n", encoding="utf-8")
    files = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in ("replay.json", "vocab.txt", "weights.safetensors")
    }
    sections = {
        "": {
            "format": FORMAT,
            "name": "sayso-attribution",
            "version": "0.2.0",
            "licence": "MIT OR Apache-2.0",
            "data": DATA_STATEMENT,
        },
        "shape": {
            "hidden": shapes.HIDDEN,
            "layers": shapes.LAYERS,
            "heads": shapes.HEADS,
            "inner": shapes.INNER,
            "positions": shapes.POSITIONS,
            "vocabulary": shapes.VOCABULARY,
            "norm_epsilon": shapes.EPSILON,
            "reader_hidden": shapes.NARROW,
            "reader_layers": shapes.READER_LAYERS,
            "reader_heads": shapes.NARROW_HEADS,
            "reader_inner": shapes.NARROW_INNER,
            "reader_distances": shapes.DISTANCES,
            "antecedent_hidden": shapes.NARROW,
            "antecedent_distances": shapes.LOOKS_BACK,
        },
        "input": {
            "window_pieces": size,
            "break_piece": BREAK_PIECE,
            "cases": CASES,
            "quotes": QUOTES,
            "spaces": SPACES,
        },
        "labels": {
            "tags": list(LABELS),
            "names": list(NAME_KINDS),
            "times": list(TIME_KINDS),
            "mentions": list(MENTION_KINDS),
        },
        "decoding": decoding,
        **{f"figures.{split}": values for split, values in figures.items()},
        "sha256": files,
    }
    (folder / "manifest.toml").write_text(toml(sections), encoding="utf-8")


@torch.no_grad()
def replays(model: Encoder, tokenizer_folder: Path) -> list[dict]:
    """Reads `REPLAYED` with the eight-bit model: pieces, features, raw scores of all heads, and one reading each.

    `pairs` are the antecedent scores of each word after the first: one for each word before it.
    """
    tokenizer = load_tokenizer(tokenizer_folder)
    pieces = Pieces.of(tokenizer)
    recorded = []
    for text in REPLAYED:
        encoded = encode(Article("", "2000-01-01", text, "", ()), tokenizer)
        batch = collate([cut(encoded, 0, len(encoded.start))], pieces, {})
        vectors, tags = model(batch)
        trigger = tags[0].softmax(-1)[:, BEGIN["cue"]].argmax()[None]
        read = model.reader(vectors, batch.words, torch.zeros_like(trigger), trigger)
        rows = vectors[0]
        index = torch.arange(len(rows))
        pairs = model.antecedents(rows, rows, index[:, None] - index[None, :])
        columns = {name: getattr(encoded, name).tolist() for name in ("start", "end", "first")}
        inputs = {name: getattr(batch, name)[0].tolist() for name in ("ids", "case", "quote", "space")}
        recorded.append(
            {
                "text": text,
                **inputs,
                **columns,
                "tags": _rounded(tags[0]),
                "trigger": int(trigger),
                "read": _rounded(read[0]),
                **{name: _rounded(getattr(model, name)(rows)) for name in ("names", "times", "mentions")},
                "pairs": [_rounded(row[None, :number])[0] for number, row in enumerate(pairs) if number],
            }
        )
    return recorded


def toml(sections: dict[str, dict]) -> str:
    """Writes sections of plain values as TOML; the section "" stands first, without a heading."""
    lines: list[str] = []
    for name, values in sections.items():
        if name:
            lines += ["", f"[{name}]"]
        for key, value in values.items():
            lines.append(f"{_key(key)} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def decoding_section(settings: Settings, calibration: dict[str, float]) -> dict:
    """Joins the settings and the calibration of confidence."""
    return {**asdict(settings), **{f"calibration_{name}": value for name, value in calibration.items()}}


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() else json.dumps(key)


def _rounded(values: torch.Tensor) -> list[list[float]]:
    return [[round(value, 5) for value in row] for row in values.float().tolist()]
