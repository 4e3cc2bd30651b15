"""How does the time of `sayso across` grow with the number of articles?

    python3 benches/across.py RECORDS [--sayso PATH] [--counts 1000 10000 100000] [--seed 1]

RECORDS are lines of `sayso extract`, of any articles. As many as wanted are made of them: in every world
the letters of longer words are turned by another number, so that each world has names and matters of its
own; in each world every article stands three times, as it is and twice with a twentieth of its words
turned once more, a day apart and by other outlets. Words keep their length, so that every place in a
record stays right. Time is processor time, memory the peak of the process.
"""
import argparse
import datetime
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile

WORD = re.compile(r"[A-Za-z]{4,}")


def turned(word, by):
    """The word with each letter moved on in the alphabet; capitals stay capitals."""
    move = lambda c: chr((ord(c) - base(c) + by) % 26 + base(c))
    base = lambda c: 65 if c.isupper() else 97
    return "".join(move(c) for c in word)


def world_word(word, world):
    """The word in a world: the move differs from word to word, so that 26 worlds are not all there are."""
    seed = sum(map(ord, word.lower())) + len(word)
    return turned(word, (world * (1 + seed % 5) + world // 26 * seed) % 26)


def articles(records, count, seed):
    random.seed(seed)
    day = datetime.date(2020, 1, 1)
    made = 0
    world = 0
    while True:
        for number, record in enumerate(records):
            for copy in range(3):
                if made == count:
                    return
                change = lambda m: world_word(m.group(), world)
                noise = lambda m: turned(m.group(), 3) if copy and random.random() < 0.05 else m.group()
                new = dict(record, id=f"w{world}-{number}-{copy}", outlet=f"Outlet {made % 97}", url=None)
                new["text"] = WORD.sub(noise, WORD.sub(change, record["text"]))
                new["title"] = record["title"] and WORD.sub(change, record["title"])
                new["published"] = (day + datetime.timedelta(days=world % 2000 + copy)).isoformat()
                new["entities"] = [dict(e, name=WORD.sub(change, e["name"])) for e in record["entities"]]
                new["statements"] = [dict(s, id=f"{new['id']}/{s['id'].rsplit('/')[-1]}") for s in record["statements"]]
                made += 1
                yield new
        world += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records")
    parser.add_argument("--sayso", default=os.path.join(os.path.dirname(__file__), "..", "target", "release", "sayso"))
    parser.add_argument("--counts", type=int, nargs="+", default=[1000, 10000, 100000])
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with open(args.records, encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    print("articles  seconds  seconds per 1,000  peak MB  lines")
    for count in args.counts:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "records.jsonl")
            with open(path, "w", encoding="utf-8") as out:
                for article in articles(records, count, args.seed):
                    out.write(json.dumps(article, ensure_ascii=False) + "\n")
            with open(os.path.join(folder, "out"), "w+b") as out:
                child = subprocess.Popen([args.sayso, "across", path, "--json"], stdout=out)
                _, status, used = os.wait4(child.pid, 0)
                if status:
                    sys.exit(f"sayso ends with {status}")
                out.seek(0)
                n_lines = sum(1 for _ in out)
            seconds = used.ru_utime + used.ru_stime
            print(f"{count:8}  {seconds:7.1f}  {seconds * 1000 / count:17.2f}  {used.ru_maxrss / 1024:7.0f}  {n_lines}", flush=True)


main()
