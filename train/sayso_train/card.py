"""What should somebody know before they rely on the model?

Writes the model card: the prose is here, the figures come from the run.
"""

from sayso_train.breakdown import Breakdown
from sayso_train.score import FIGURES

PEOPLE = {
    "source exact": 79.3,
    "cue exact": 71.8,
    "content exact": 68.9,
    "content token": 91.3,
    "relation exact": 63.7,
    "relation overlap": 73.9,
    "triple exact": 60.1,
}
"""Annotators of PolNeAR against each other, on the 18 articles that several of them marked."""

HEAD = """# sayso-attribution: the model card

A six-layer encoder (22 M parameters, 8 bits) that reads English news and marks who said what: the words that name
a source, the words that cite, and what is attributed, one statement at a time; beside that names, temporal
expressions, and which earlier mention a word goes back to. `docs/model-format.md` says what the files are, `train/`
made them. It is part of the program; nothing is downloaded.

## What it is for
Finding attributions in news articles in English, with a confidence that is calibrated on news, and giving hints of
names and of who is meant to the rules that decide it. It says nothing of truth, nor on what authority somebody
speaks: other parts of sayso do.

## What it was trained on
| data | what for | licence |
| --- | --- | --- |
| all-MiniLM-L6-v2 | starting weights and vocabulary | Apache-2.0 |
| PolNeAR 1.0.0, training split (below) | attribution, settings, calibration | **none stated** |
| English Worldwide Newswire, 609 of its 798 open articles | names | **none stated** |
| TimeBank and AQUAINT (TempEval-3), 200 of 256 articles | temporal expressions | text belongs to its publishers |
| WikiWars, documents 1 to 12 | temporal expressions | CC BY-SA 3.0 |
| GUM 11, open genres, 90 of 103 texts | mentions, antecedents | CC BY 4.0, text CC BY and CC BY-SA |
| LitBank, 77 of 100 novels' beginnings | mentions, antecedents | CC BY 4.0 |
| GAP, development part | antecedents of pronouns | Apache-2.0, text CC BY-SA |

PolNeAR's training split is 840 articles of seven US outlets, November 2015 to early September 2016, marked by
six people. Their last 31 days were kept aside to choose settings and to calibrate; the last stage of training had
them, too. The texts belong to their publishers and are in no file here.

The weights themselves are given under the licence of the program (`manifest.toml`). Whoever needs a model of texts
with a stated licence alone should not use this one.
"""

TAIL = """
## What it gets wrong
- It has learnt from American political news of one year. British single quotation marks are shown to it as double
  ones; interviews, live blogs, court reports and transcripts are rarer in its data than in the world.
- Contents of five words or fewer, and attitudes without speech ("Orr opposes the plan"), are often missed; people
  disagree about them as well.
- Contents are cut too early at a subordinate clause, or run on over one that is the writer's own.
- A statement within a statement is not marked in its data: it finds the outer one, and rules look inside.
- Lists, tables, captions and furniture are read as if they were sentences unless they are recognised beforehand.
- It is as partial as its annotators: whose words count as "said" and whose as "claimed" is theirs.
- Other languages are not read.
"""


def card(figures: dict[str, dict[str, float]], taken_apart: dict[str, Breakdown], plan: dict) -> str:
    """Writes the card from the figures of a run by split, the same taken apart, and the run's plan."""
    split = "dev-eight-bits"
    lines = [HEAD, "## How good it is", ""]
    lines += [
        "F1 in per cent on PolNeAR's development split (84 articles of the month after, looked at for reporting only),",
        "computed as the program computes, by the training code. *People* are the annotators against each other.",
        "",
        "| | this model | people |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {name} | {figures[split][name]} | {PEOPLE[name]} |" for name in FIGURES]
    lines += ["", f"Expected calibration error of its confidence: {figures[split]['calibration error']:.3f}."]
    others = figures.get("other-heads", {})
    if others:
        lines += ["", "Its other heads by themselves, on what was kept aside of their corpora, F1:", ""]
        lines += ["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in others.items())]
    lines += ["", "By outlet:", "", "| outlet | articles | source | content | relation exact | relation overlap |"]
    lines += ["| --- | --- | --- | --- | --- | --- |"]
    shown = ("articles", "source exact", "content exact", "relation exact", "relation overlap")
    for outlet, row in taken_apart[split]["outlet"].items():
        lines.append(f"| {outlet} | " + " | ".join(str(row[name]) for name in shown) + " |")
    lines += ["", "How much of what people marked is found, by kind of quotation and length of content:"]
    lines += ["", "| | statements | exactly | by half at least |", "| --- | --- | --- | --- |"]
    for group, names in (("quotation", ("direct", "mixed", "indirect")), ("content", ("short", "longer"))):
        for name in names:
            row = taken_apart[split][group].get(name)
            if row:
                told = f"{name} (five words or fewer)" if name == "short" else name
                lines.append(f"| {told} | {row['statements']} | {row['exact']} % | {row['overlap']} % |")
    lines += [TAIL, "## How it was made", ""]
    lines += ["`train/README.md` has the commands, `train/LOG.md` every run and every look at a figure.", ""]
    lines += _stages(plan)
    return "\n".join(lines) + "\n"


def _stages(plan: dict) -> list[str]:
    """Returns a line for each run that the weights went through, the first first."""
    before = _stages(plan["continues"]) if "continues" in plan else []
    settings = ", ".join(f"{name} {value}" for name, value in plan.items() if name != "continues")
    return [*before, f"{len(before) + 1}. {settings}"]
