#!/usr/bin/env python3
"""Are origins counted right where they are known?

    origins.py SAYSO [--dossiers 20] [--seed 7] [--least 90]

Makes small dossiers of invented statements as records: claims by independent sources, papers that retell another
paper and name it, and articles of one source told again. Runs `SAYSO across` on each and prints for how many claims
the number of origins is exact; exit status 1 if it is for fewer than --least per cent.
"""
import argparse, json, random, subprocess, sys, tempfile

PEOPLE = ["Ines Calder", "Otto Renn", "Mara Voss", "Piet Halloran", "Lena Strand", "Jonas Quill", "Ada Merrow", "Tomas Birk"]
OUTLETS = ["Corvane Gazette", "Evening Lamp", "Northern Post", "Harbour Dispatch", "Weekly Anchor", "Radio Skarrow", "Daily Beacon", "Sunday Ledger"]
CLAIMS = [
    "the night ferry to Skarrow will be sold to a shipyard in Lund",
    "the roof of the fish market has leaked since the January storm",
    "the lighthouse keeper hid two crates of smuggled brandy",
    "the museum paid nine million for a forged harpsichord",
    "the railway tunnel under the fjord cracked during drilling",
    "the orchard cooperative lost half of its plum harvest to hail",
    "the mayor's cousin owns the gravel quarry behind the school",
    "the hospital laundry flooded three operating theatres",
]
FRAMES = ["{who} said that {claim}.", "{who} said on Monday that {claim}.", "According to {who}, {claim}."]


WORDS = ("amber basin candle drizzle ember fathom gable hollow inlet jetty kettle lantern meadow nettle otter pebble quiver ripple saddle thimble umber velvet willow yarrow anvil bramble "
         "copper dapple elder fennel garnet heron ivory juniper kelp linen marble nutmeg opal plover quartz russet sorrel tinder urchin vessel walnut zephyr acorn burrow").split()


def record(key, outlet, day, sentences, filler):
    """One article; a sentence is (text, source, cue, content, class, name)."""
    text, entities, statements, names = "", [], [], {}
    for sentence, source, cue, content, kind, name in sentences:
        start = len(text) + (2 if text else 0)
        text += ("\n\n" if text else "") + sentence
        place = lambda words: [{"start": start + sentence.index(words), "end": start + sentence.index(words) + len(words)}] if words else []
        if kind == "named" and name not in names:
            names[name] = f"e{len(entities) + 1}"
            entities.append({"id": names[name], "name": name, "kind": "person", "attributes": [], "mentions": [{**place(source)[0], "form": "name"}]})
        speaker = {"class": kind, "entity": names.get(name), "name": name, "role": None, "speaks_for": None, "close_to": None, "anonymity_reason": None, "confidence": 1, "candidates": []}
        statements.append({"id": f"{key}/{len(statements)}", "source": place(source), "cue": place(cue), "content": place(content), "quotation": "indirect", "speaker": speaker, "via": [], "work": None,
                           "addressee": None, "said": None, "stance": "asserts", "negated": False, "parent": None, "continues": None, "disputes": [], "disputed_by": [], "confidence": 1, "evidence": []})
    text += "\n\n" + filler
    return {"sayso": 1, "id": key, "url": None, "title": None, "outlet": outlet, "byline": None, "published": day, "published_inferred": None, "language": "en", "text": text,
            "extractor": {"version": "made", "model": None}, "entities": entities, "statements": statements, "events": [], "times": [], "furniture": [], "notes": [], "provenance": []}


def dossier(rng):
    """Articles of one dossier, and the number of origins of each claim by the statements that make it."""
    outlets, articles, truth = rng.sample(OUTLETS, len(OUTLETS)), {o: [] for o in OUTLETS}, []
    for claim in rng.sample(CLAIMS, 3):
        roots, order, made = rng.randint(1, 3), list(outlets), []
        rng.shuffle(order)
        people = rng.sample(PEOPLE, roots)
        for root, who in enumerate(people):
            home = order.pop()
            kind = rng.choice(["named", "anonymous"])
            name = who if kind == "named" else rng.choice(["a pilot", "an accountant", "a clerk", "a diver"])
            tell = lambda frame: (frame.format(who=name, claim=claim), name, "said" if "said" in frame else "According to", claim, kind, name if kind == "named" else None)
            articles[home].append(tell(rng.choice(FRAMES)))
            made.append((home, len(articles[home]) - 1))
            for _ in range(rng.randint(0, 2)):
                if len(order) <= roots:
                    break
                other = order.pop()
                if kind == "named" and rng.random() < 0.5:
                    articles[other].append(tell(rng.choice(FRAMES)))
                else:
                    articles[other].append((f"The {home} reported that {claim}.", f"The {home}", "reported", claim, "organisation", home))
                made.append((other, len(articles[other]) - 1))
        truth.append((roots, made))
    filler = {o: " ".join(" ".join(rng.sample(WORDS, 9)).capitalize() + "." for _ in range(6)) for o in OUTLETS}
    days = {o: f"2024-05-{10 + n:02d}" for n, o in enumerate(outlets)}
    lines = [record(o.replace(" ", "-"), o, days[o], s, filler[o]) for o, s in articles.items() if s]
    copied = {o: f"Copy-of-{o.replace(' ', '-')}" for o, s in articles.items() if s and rng.random() < 0.25}
    lines += [record(key, None, days[o][:-2] + "28", articles[o], filler[o]) for o, key in copied.items()]
    ids = lambda o, n: [f"{key}/{n}" for key in [o.replace(" ", "-")] + ([copied[o]] if o in copied else [])]
    return lines, [(roots, {i for o, n in made for i in ids(o, n)}) for roots, made in truth]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sayso"); parser.add_argument("--dossiers", type=int, default=20); parser.add_argument("--seed", type=int, default=7); parser.add_argument("--least", type=float, default=90)
    args = parser.parse_args()
    rng, right, asked = random.Random(args.seed), 0, 0
    for _ in range(args.dossiers):
        lines, truth = dossier(rng)
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write("\n".join(json.dumps(line) for line in lines) + "\n"); file.flush()
            out = subprocess.run([args.sayso, "across", file.name, "--json"], check=True, capture_output=True, text=True).stdout
        claims = [c for c in map(json.loads, out.splitlines()) if c["type"] == "claim"]
        for roots, made in truth:
            if len(made) < 2:
                continue
            asked += 1
            found = next((c for c in claims if len(set(c["statements"]) & made) * 2 > len(made)), None)
            right += found is not None and len(found["origins"]) == roots
    share = 100 * right / max(1, asked)
    print(f"origins exact for {right} of {asked} claims: {share:.1f} %")
    return share < args.least


sys.exit(main())
