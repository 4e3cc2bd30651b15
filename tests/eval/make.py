#!/usr/bin/env python3
"""Writes what the scorer is tested on: gold, an extractor's lines with every kind of mistake, and the figures that a reference scorer gives for them.

    make.py SCORER GOLD... --articles DIR [--out DIR] [--seed N]

SCORER   the reference: `SCORER GOLD PREDICTED [--outermost] --json` prints the figures.
GOLD     gold files of invented articles, one JSON object or JSON Lines.
The same arguments write the same files. Those beside this script were written, from the root, by
    python3 tests/eval/make.py SCORER examples/gold/0[2457]*.json --articles examples
"""
import argparse, json, os, random, subprocess, sys

CLASSES = "named spokesperson organisation anonymous collective document author unattributed".split()
STANCES = ["asserts", "denies", "hedged", "forecast", None]

# Short texts with what the dossier's articles lack: other scripts, line ends, stretches left out, ids that are numbers, speech that continues itself.
ODD = [
    {"id": 7, "text": "« Trop tard », a dit Zoé Straßer à l’AFP.\r\n\r\nİlknur Öztürk 🦊 disagrees: “Ｎｏｔ yet.”\x1fNo reply came from the Mayor’s Office.",
     "discard": [[120, 140]],
     "attributions": [
         {"id": "a1", "source": [[22, 33]], "cue": [[16, 21]], "content": [[0, 13]], "speaker": {"class": "named", "name": "Zoé STRASSER"}, "via": ["AFP"], "stance": "asserts", "said": "2024-05"},
         {"id": "a2", "source": [{"start": 46, "end": 61}], "cue": [{"start": 62, "end": 71}], "content": [{"start": 73, "end": 83}], "speaker": {"class": "named", "name": "İlknur Öztürk"}, "addressee": "the room"},
         {"id": "a3", "source": [[104, 121]], "cue": [[84, 95]], "content": [[84, 121]], "speaker": {"class": "organisation", "name": "The Mayor’s Office"}, "required": False}],
     "furniture": [{"kind": "credit", "span": [84, 121]}, {"kind": "promotion", "start": 0, "end": 0}]},
    {"document": "unanswered", "text": "Nobody predicted this, says Ottoline Vance.", "attributions": [
         {"id": "a1", "source": [[28, 42]], "cue": [[23, 27]], "content": [[0, 21]], "speaker": {"class": "named", "name": "Ottoline Vance"}}]},
    {"id": "quiet", "text": "It rained all day.", "attributions": []},
]
DROPPED = ("text", "in_title", "same_as", "same_speaker_as", "role", "work", "note", "anonymity_span", "anonymity_reason", "disputes", "disputed_by")


def slim(attribution):
    """The attribution without what is not scored."""
    kept = {k: v for k, v in attribution.items() if k not in DROPPED}
    if isinstance(kept.get("speaker"), dict):
        kept["speaker"] = {k: v for k, v in kept["speaker"].items() if k not in DROPPED}
    return kept


def read(path, articles):
    raw = open(path, encoding="utf-8").read()
    try:
        documents = [json.loads(raw)]
    except json.JSONDecodeError:
        documents = [json.loads(line) for line in raw.split("\n") if line.strip()]
    for d in documents:
        key = d.get("id") or d["document"]
        text = d.get("text")
        if not isinstance(text, str):
            text = open(os.path.join(articles, f"{key}.txt"), encoding="utf-8", newline="").read()
        out = {"document": key, "text": text, "attributions": [slim(a) for a in d["attributions"]]}
        if d.get("discard"):
            out["discard"] = d["discard"]
        if d.get("furniture"):
            out["furniture"] = [{"kind": f["kind"], "span": f["span"]} for f in d["furniture"]]
        yield out


def pairs(spans):
    return [[s["start"], s["end"]] if isinstance(s, dict) else list(s) for s in spans or []]


class Mistakes:
    def __init__(self, document, rng):
        self.rng, self.text, self.document = rng, document["text"], document
        self.entities = []

    def spans(self, spans):
        """Shifts, cuts, joins, splits or loses spans."""
        rng, out = self.rng, []
        for s, e in pairs(spans):
            way = rng.random()
            if way < 0.15:
                s, e = s + rng.randint(-12, 12), e + rng.randint(-25, 25)
            elif way < 0.25:
                e = s + max(1, (e - s) // 2)
            elif way < 0.30 and e - s > 6:
                middle = rng.randint(s + 1, e - 1)
                out.append([s, middle]); s = middle
            elif way < 0.33:
                continue
            s = max(0, min(s, len(self.text))); e = max(s, min(e, len(self.text)))
            out.append([s, e])
        rng.shuffle(out)
        return [{"start": s, "end": e} if rng.random() < 0.7 else [s, e] for s, e in out]

    def entity(self, name):
        """An entity for a name, with the mentions that the text has of its last word."""
        for e in self.entities:
            if e["name"] == name:
                return e["id"]
        word, mentions, at = name.split()[-1], [], -1
        while (at := self.text.find(word, at + 1)) >= 0 and len(mentions) < 4:
            mentions.append({"start": at, "end": at + len(word)})
        shown = name if self.rng.random() < 0.8 else f"somebody {len(self.entities)}"
        self.entities.append({"id": f"e{len(self.entities) + 1}", "name": shown, "kind": "person", "mentions": mentions})
        return self.entities[-1]["id"]

    def who(self, name):
        """A name in some form, or an entity's id."""
        rng = self.rng
        if not name or rng.random() < 0.1:
            return rng.choice([None, None, "Cosmo Wray"])
        return rng.choice([name, name.upper(), name.split()[-1], "the " + name, self.entity(name)])

    def speaker(self, gold):
        if not isinstance(gold, dict):
            gold = {"class": "unattributed"}
        rng = self.rng
        out = {"class": gold.get("class") if rng.random() < 0.7 else rng.choice(CLASSES + [None]), "entity": None, "name": None}
        name = gold.get("name")
        if name and rng.random() < 0.85:
            out["entity"] = self.entity(name) if rng.random() < 0.7 else None
            out["name"] = rng.choice([name, None, name.split()[0], "Cosmo Wray"])
        elif rng.random() < 0.15:
            out["name"], out["entity"] = rng.choice([("Cosmo Wray", None), (None, self.entity("Cosmo Wray")), ("", "e99")])
        for k in ("speaks_for", "close_to"):
            out[k] = self.who(gold.get(k)) if gold.get(k) or rng.random() < 0.1 else None
        return out

    def statement(self, gold, number):
        rng = self.rng
        out = {"id": f"x{number}", "source": self.spans(gold.get("source")), "cue": self.spans(gold.get("cue")), "content": self.spans(gold.get("content")),
               "speaker": self.speaker(gold.get("speaker")), "via": [v for v in map(self.who, gold.get("via") or []) if v] + (["Pipit Radio"] if rng.random() < 0.05 else []),
               "addressee": self.who(gold.get("addressee")) if gold.get("addressee") else None,
               "said": rng.choice([gold.get("said") or gold.get("date"), None, "2024-01-01"]),
               "stance": gold.get("stance") if rng.random() < 0.8 else rng.choice(STANCES), "confidence": rng.randint(0, 20) / 20}
        if rng.random() < 0.05:
            out["speaker"] = None
        return out

    def line(self):
        rng, statements, by_gold = self.rng, [], {}
        for gold in self.document["attributions"]:
            if rng.random() < 0.12:
                continue
            for _ in range(2 if rng.random() < 0.08 else 1):
                made = self.statement(gold, len(statements))
                by_gold[gold.get("id")] = made["id"]
                made["parent"] = by_gold.get(gold.get("parent")) if rng.random() < 0.9 else None
                made["continues"] = by_gold.get(gold.get("continues")) or (rng.choice(statements)["id"] if statements and rng.random() < 0.12 else None)
                statements.append(made)
        for _ in range(rng.randint(0, 3)):
            s = rng.randint(0, len(self.text))
            e = min(len(self.text), s + rng.randint(1, 90))
            statements.append(self.statement({"source": [[s, min(e, s + 8)]], "content": [[s, e]]}, len(statements)))
        if len(statements) > 2 and rng.random() < 0.5:
            # Speech that continues itself.
            statements[0]["continues"], statements[1]["continues"] = statements[1]["id"], statements[0]["id"]
        furniture = []
        for f in self.document.get("furniture") or []:
            for s, e in pairs(self.spans([f.get("span") or [f["start"], f["end"]]])):
                furniture.append({"start": s, "end": e, "kind": f["kind"]})
        furniture += [{"start": 0, "end": min(12, len(self.text)), "kind": rng.choice(["headline", "related", "interface"])} for _ in range(rng.randint(0, 2))]
        return {"sayso": 1, "id": str(self.document.get("id") or self.document["document"]), "text": self.text, "entities": self.entities, "statements": statements, "furniture": furniture}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scorer"); parser.add_argument("gold", nargs="+")
    parser.add_argument("--articles", default="."); parser.add_argument("--out", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    documents = [d for path in args.gold for d in read(path, args.articles)] + ODD
    lines = [Mistakes(d, rng).line() for d in documents if d.get("document") != "unanswered"]
    rng.shuffle(lines)
    path = lambda name: os.path.join(args.out, name)
    for name, rows in (("gold.jsonl", documents), ("predicted.jsonl", lines)):
        with open(path(name), "w", encoding="utf-8") as f:
            f.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    for name, flags in (("expected.json", []), ("expected-outermost.json", ["--outermost"])):
        out = subprocess.run([sys.executable, args.scorer, path("gold.jsonl"), path("predicted.jsonl"), "--json", *flags], check=True, capture_output=True, text=True).stdout
        with open(path(name), "w", encoding="utf-8") as f:
            f.write(json.dumps(json.loads(out), indent=1, ensure_ascii=False) + "\n")


main()
