"""What does the pipeline compute that people use today?

One of spaCy with the architecture of `en_core_web_sm`: the same components, widths, depths and numbers of labels. Its
labels are made up and learnt in two minutes, so it stands for the real one's speed alone. The lemmatiser is left out,
for its tables would have to be downloaded; the real pipeline is a little slower for it.
"""

import random
from pathlib import Path
from zlib import crc32

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

STEPS = 100
TAGS, DEPENDENCIES, ENTITIES = 50, 45, 18
CHUNK = 3


def prepare(folder: Path, texts: list[str]) -> Language:
    """Returns the pipeline; trains it if it is not there."""
    path = folder / "spacy-stand-in"
    if not path.exists():
        trained(texts).to_disk(path)
    return spacy.load(path)


def trained(texts: list[str]) -> Language:
    """Trains a pipeline on labels that depend on nothing but the words."""
    random.seed(7)
    pipeline = spacy.blank("en")
    shared = [("NORM", 5000), ("PREFIX", 1000), ("SUFFIX", 2500), ("SHAPE", 2500), ("SPACY", 50), ("IS_SPACE", 50)]
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    pipeline.add_pipe("tok2vec", config={"model": vectors(shared)})
    pipeline.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    pipeline.add_pipe("parser", config={"model": transitions("parser", listener), "min_action_freq": 1})
    ruler = pipeline.add_pipe("attribute_ruler")
    pipeline.add_pipe("ner", config={"model": transitions("ner", vectors(shared[:4]))})
    examples = [labelled(pipeline.make_doc(text)) for text in texts]
    optimizer = pipeline.initialize(lambda: examples)
    ruler.load_from_tag_map({f"T{number}": {"POS": "NOUN" if number % 2 else "VERB"} for number in range(TAGS)})
    for _ in range(STEPS):
        pipeline.update(random.sample(examples, k=min(4, len(examples))), sgd=optimizer)
    return pipeline


def vectors(columns: list[tuple[str, int]]) -> dict:
    """A vector for each word from its looks and its neighbours."""
    names, rows = zip(*columns, strict=True)
    embed = {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "attrs": list(names), "rows": list(rows)}
    encode = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4}
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": embed | {"include_static_vectors": False},
        "encode": encode | {"window_size": 1, "maxout_pieces": 3},
    }


def transitions(kind: str, tok2vec: dict) -> dict:
    """A reader that goes from word to word."""
    sizes = {"extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2, "use_upper": True}
    return {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "tok2vec": tok2vec} | sizes


def labelled(doc: Doc) -> Example:
    """Makes labels up: flat trees over chunks of a few words, and every capital opens an entity."""
    kinds = [crc32(word.norm_.encode()) for word in doc]
    ends = [word.i + 1 for word in doc if word.text in ".?!" or word.i + 1 == len(doc)]
    heads, starts = [0] * len(doc), [False] * len(doc)
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        starts[start] = True
        root = min(start + CHUNK, end) - 1
        for word in range(start, end):
            last = min(start + (word - start) // CHUNK * CHUNK + CHUNK, end) - 1
            heads[word] = root if word == last else last
    entities = [f"U-E{kind % ENTITIES}" if word.is_title else "O" for word, kind in zip(doc, kinds, strict=True)]
    is_root = [head == word for word, head in enumerate(heads)]
    labels = {
        "words": [word.text for word in doc],
        "tags": [f"T{kind % TAGS}" for kind in kinds],
        "heads": heads,
        "deps": ["ROOT" if root else f"d{kind % DEPENDENCIES}" for root, kind in zip(is_root, kinds, strict=True)],
        "entities": entities,
        "sent_starts": starts,
    }
    return Example.from_dict(doc, labels)
