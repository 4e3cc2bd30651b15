"""Which blocks of a page are its article? Makes crates/sayso-read/src/html/model.tsv.

    cargo build --release -p sayso-read --example blocks
    pip install --editable 'train[pages]'
    python -m sayso_train.article --data DATA --blocks target/release/examples/blocks --out model.tsv

Pages with known text: fundus (bodies of per-publisher parsers), readability-pages (what Readability
gives, so weighed less) and trafilatura-eval (snippets that must or must not be in the text). The pages
of article-extraction-benchmark are measured on, never taught. The numbers of a block come from the
program itself, so that both see the same.
"""

import argparse
import gzip
import html
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

SEED = 0
# A block's label counts by the share of the page's words that it holds, so that long pages weigh as
# much as short ones; a little is added so that headings count too.
MIN_WEIGHT = 0.003
# Words of a block beyond which it does not weigh more.
MAX_WORDS = 300
# Pages whose known text is found in less of them are left out: they were filled in by scripts.
MIN_COVERED = 0.6

Blocks = list[tuple[str, str, list[float]]]
"""What the program sees of a page: for each block its text, its element and its numbers."""
Rows = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Of the blocks of a page: `float32[blocks, numbers]`, labels and weights, `float64[blocks]` both."""


def read(path: str) -> list[dict]:
    """Reads packed JSON Lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def words(text: str | None) -> list[str]:
    """The words of a text in lower case."""
    return [word.lower() for word in re.findall(r"\w+", text or "")]


def stripped(page: str | None) -> str:
    """The text of a piece of HTML, a line for each block."""
    page = re.sub(r"(?is)<(script|style)\b.*?</\1>", "", page or "")
    blocks = r"(?i)</?(p|div|li|h\d|br|tr|td|ul|ol|blockquote|section|figure|figcaption)\b[^>]*>"
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(blocks, "\n", page)))


def fundus(record: dict) -> str:
    """A body without its summary: the lines under the headline are not running text."""
    body = record["gold"]["body"] or {}
    lines = []
    for section in body.get("sections") or []:
        lines += list(section.get("headline") or []) + list(section.get("paragraphs") or [])
    return "\n".join(lines)


def seen(program: str, pages: list[str]) -> list[Blocks]:
    """What the program sees of each page: blocks of text, element, numbers."""
    lines = "".join(json.dumps({"id": n, "html": page}) + "\n" for n, page in enumerate(pages))
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line)["blocks"] for line in done.stdout.splitlines()]


def labels(blocks: Blocks, text: str) -> np.ndarray:
    """The share of each block's words that the known text has, in groups of four."""
    known = words(text)
    grams = {tuple(known[i : i + 4]) for i in range(len(known) - 3)}
    lines = {tuple(words(line)) for line in text.split("\n")}
    running = f" {' '.join(known)} "
    shares = []
    for block, _, _ in blocks:
        own = words(block)
        if len(own) < 6:
            whole = bool(own) and tuple(own) in lines
            inside = len(own) > 2 and f" {' '.join(own)} " in running
            shares.append(1.0 if whole else 0.5 if inside else 0.0)
            continue
        found = np.zeros(len(own))
        for i in range(len(own) - 3):
            if tuple(own[i : i + 4]) in grams:
                found[i : i + 4] = 1
        shares.append(found.mean())
    return np.array(shares)


def of_text(pages: list[Blocks], texts: list[str], weight: float) -> Iterator[Rows]:
    """Rows, labels and weights of each page with known text."""
    for blocks, text in zip(pages, texts, strict=True):
        if not blocks or not text.strip():
            continue
        share = labels(blocks, text)
        lengths = np.array([len(words(block)) for block, _, _ in blocks], float)
        total = max(50, len(words(text)))
        if (share * lengths).sum() < MIN_COVERED * total:
            continue
        weights = np.minimum(lengths, MAX_WORDS) / total + MIN_WEIGHT
        yield np.array([row for _, _, row in blocks], np.float32), share, weights * weight


def of_snippets(pages: list[Blocks], records: list[dict], weight: float) -> Iterator[Rows]:
    """The same where only snippets are known."""
    for blocks, record in zip(pages, records, strict=True):
        bare = [re.sub(r"\s+", "", block) for block, _, _ in blocks]
        rows, shares = [], []
        for snippets, label in ((record["with"], 1.0), (record["without"], 0.0)):
            for snippet in snippets or []:
                snippet = re.sub(r"\s+", "", snippet)
                found = [n for n, block in enumerate(bare) if len(snippet) > 5 and snippet in block]
                rows += [blocks[n][2] for n in found]
                shares += [label] * len(found)
        if rows:
            yield np.array(rows, np.float32), np.array(shares), np.full(len(rows), 0.05 * weight)


def fit(pages: list[Rows], iterations: int = 100, seed: int = SEED) -> HistGradientBoostingClassifier:
    """Teaches the trees; a block that is half known counts as both."""
    rows, known, weights = [], [], []
    for row, share, weight in pages:
        for label, part in ((1, share), (0, 1 - share)):
            kept = part > 0.02
            rows.append(row[kept])
            known.append(np.full(kept.sum(), label))
            weights.append((weight * part)[kept])
    weights = np.concatenate(weights)
    model = HistGradientBoostingClassifier(
        max_iter=iterations,
        max_leaf_nodes=10,
        learning_rate=0.1,
        min_samples_leaf=20,
        l2_regularization=1.0,
        max_features=0.3,
        early_stopping=False,
        random_state=seed,
    )
    return model.fit(np.vstack(rows), np.concatenate(known), sample_weight=weights / weights.mean())


def floor32(value: float) -> np.float32:
    """The largest single-precision number that is not above a limit: rows are single precision."""
    narrow = np.float32(value)
    return narrow if narrow <= value else np.nextafter(narrow, np.float32(-np.inf))


def table(model: HistGradientBoostingClassifier) -> str:
    """The trees as the program reads them: left branches follow their fork."""
    lines = [repr(float(np.float32(model._baseline_prediction.item())))]

    def write(nodes: np.ndarray, at: int) -> list[str]:
        node = nodes[at]
        if node["is_leaf"]:
            return [f"{node['value']:.5f}"]
        left, right = write(nodes, node["left"]), write(nodes, node["right"])
        limit = floor32(node["num_threshold"])
        return [f"{node['feature_idx']}\t{limit:.9g}\t{len(left) + 1}", *left, *right]

    for (tree,) in model._predictors:
        lines += ["", *write(tree.nodes, 0)]
    return "\n".join(lines) + "\n"


def teach(data: str, program: str) -> list[Rows]:
    """All that there is to learn from."""
    folder = f"{data}/data/extract"
    records = read(f"{folder}/fundus/dev.jsonl.gz")
    pages = list(of_text(seen(program, [r["html"] for r in records]), [fundus(r) for r in records], 1.0))
    records = read(f"{folder}/readability-pages/dev.jsonl.gz")
    texts = [stripped(r["expected_html"]) for r in records]
    pages += of_text(seen(program, [r["html"] for r in records]), texts, 0.5)
    records = read(f"{folder}/trafilatura-eval/dev.jsonl.gz")
    pages += of_snippets(seen(program, [r["html"] for r in records]), records, 1.0)
    return pages


def main() -> None:
    """Writes the table of the trees."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--blocks", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--iterations", type=int, default=70)
    arguments = parser.parse_args()
    pages = teach(arguments.data, arguments.blocks)
    Path(arguments.out).write_text(table(fit(pages, arguments.iterations)), encoding="utf-8")


if __name__ == "__main__":
    main()
