"""How well does the name finder that people use today find names, taught on the same documents?

Trains spaCy's recogniser, with the configuration that spaCy itself writes for a CPU, on a corpus of names, and prints
what it finds in the corpus's development documents as lines that `sayso eval --names --predicted` scores.
"""

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import spacy
from spacy.cli.init_config import init_config
from spacy.cli.train import train
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans

# The labels of the corpus as sayso's kinds; others are no names. `work` and `event` are scored as one.
KINDS = {
    "Person": "person",
    "Organization": "organisation",
    "Location": "place",
    "Facility": "place",
    "NORP": "group",
    "Misc": "work",
    "Product": "work",
}


def main() -> None:
    """Trains what is missing, and prints what it finds."""
    arguments = parse()
    corpus = list(documents(arguments.corpus))
    dev = [document for document in corpus if is_dev(document["id"], arguments.dev)]
    known = [document for document in corpus if not is_dev(document["id"], arguments.dev)]
    best = arguments.cache / "model-best"
    if not best.exists():
        taught(arguments.cache, known, dev, arguments.steps)
    recogniser = spacy.load(best)
    for document in dev:
        print(json.dumps(found(recogniser, document), ensure_ascii=False))
    print(f"taught on {len(known)} documents, read {len(dev)}", file=sys.stderr)


def parse() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="JSON Lines with `id`, `text` and `entities`, or the same gzipped")
    parser.add_argument("--dev", default="45", help="development documents: the first digits of the SHA-1 of ids")
    parser.add_argument("--cache", type=Path, default=Path("runs/names-peer"), help="folder for the trained pipeline")
    parser.add_argument("--steps", type=int, default=20000, help="most steps; it ends when nothing improves")
    return parser.parse_args()


def documents(path: Path) -> Iterator[dict]:
    """Reads the documents of the corpus."""
    raw = path.read_bytes()
    for line in (gzip.decompress(raw) if path.suffix == ".gz" else raw).splitlines():
        yield json.loads(line)


def is_dev(name: str, digits: str) -> bool:
    """Whether a document is kept from training; the same rule as `sha1` in `tests/gate.toml`."""
    return hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()[0] in digits


def taught(folder: Path, known: list[dict], dev: list[dict], steps: int) -> None:
    """Trains with spaCy's own settings, which keep the step that is best on `dev`: in favour of spaCy."""
    folder.mkdir(parents=True, exist_ok=True)
    blank = spacy.blank("en")
    for name, part in [("train", known), ("dev", dev)]:
        DocBin(docs=[labelled(blank, document) for document in part]).to_disk(folder / f"{name}.spacy")
    config = init_config(lang="en", pipeline=["ner"], optimize="efficiency", gpu=False)
    config.to_disk(folder / "config.cfg")
    overrides = {
        "paths.train": str(folder / "train.spacy"),
        "paths.dev": str(folder / "dev.spacy"),
        "training.max_steps": steps,
    }
    with redirect_stdout(sys.stderr):
        train(folder / "config.cfg", folder, overrides=overrides)


def labelled(blank: Language, document: dict) -> Doc:
    """A document with its names; where tokens are cut otherwise than names, a name takes the whole token."""
    doc = blank.make_doc(document["text"])
    spans = (
        doc.char_span(name["start"], name["end"], label=KINDS[name["label"]], alignment_mode="expand")
        for name in document["entities"]
        if name["label"] in KINDS
    )
    doc.set_ents(filter_spans([span for span in spans if span is not None]))
    return doc


def found(recogniser: Language, document: dict) -> dict:
    """What the recogniser finds, as a line of `sayso extract`, as far as it is scored."""
    doc = recogniser(document["text"])
    entities = [
        {
            "id": f"e{number}",
            "name": span.text,
            "kind": span.label_,
            "mentions": [{"start": span.start_char, "end": span.end_char, "form": "name"}],
        }
        for number, span in enumerate(doc.ents, start=1)
    ]
    return {"id": document["id"], "text": document["text"], "entities": entities}


if __name__ == "__main__":
    main()
