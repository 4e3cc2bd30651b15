//! How fast is sayso, and how does that grow with a document?
//!
//! One thread and processor time, unless it says otherwise. Engines that are compared take turns, so
//! that what else the machine does meets them alike; figures are medians over the rounds.

mod clock;
mod engines;
mod extraction;

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, BufRead as _, Write as _};
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use sayso::Annotator;
use serde::Serialize;

use crate::clock::median;
use crate::engines::{Engine, Windows};
use crate::extraction::{Cost, News};

/// Why there are no figures.
pub(crate) type Failure = Box<dyn Error>;

/// Measures the speed of sayso.
#[derive(Parser)]
struct Arguments {
    /// Folder of the articles that are read
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples"))]
    articles: PathBuf,
    /// Folder of the model whose encoder is measured alone
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../model"))]
    model: PathBuf,
    /// Graph for the engine to compare with (feature `rten`)
    #[arg(long)]
    onnx: Option<PathBuf>,
    /// How often everything is measured
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Prints JSON
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Subcommand)]
enum Part {
    /// Measures growth and threads alone
    Growth,
    /// Answers lines, each with a rate: `NAME LENGTH BATCH` for an encoder, or `extraction`
    Serve,
    /// Reads one document of so many words and prints what it cost, as JSON
    Document { words: usize },
}

/// All figures.
#[derive(Serialize)]
struct Figures {
    encoders: Vec<EncoderFigure>,
    /// Words a second.
    extraction: Option<f64>,
    /// The same by rules alone, without the encoder.
    rules: Option<f64>,
    growth: Vec<Cost>,
    two_threads: Option<f64>,
}

#[derive(Serialize)]
struct EncoderFigure {
    name: &'static str,
    length: usize,
    batch: usize,
    pieces_per_second: f64,
}

fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let news = News::of(&arguments.articles)?;
    let figures = match arguments.part {
        Some(Part::Serve) => return serve(&arguments, &news),
        Some(Part::Document { words }) => {
            println!("{}", serde_json::to_string(&news.cost(words))?);
            return Ok(());
        }
        Some(Part::Growth) => Figures::grown(&news, arguments.rounds)?,
        None => Figures::all(&arguments, &news)?,
    };
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&figures)?);
    } else {
        print!("{}", figures.in_words()?);
    }
    Ok(())
}

/// Answers one line after the other, so that another program can let its own engines take turns.
fn serve(arguments: &Arguments, news: &News) -> Result<(), Failure> {
    let mut engines = Engine::all(&arguments.model, arguments.onnx.as_deref())?;
    let names: Vec<&str> = engines.iter().map(|engine| engine.name).collect();
    let mut out = io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(&names)?)?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let rate = match line.rsplitn(3, ' ').collect::<Vec<_>>()[..] {
            ["extraction"] => news.rate(&Annotator::built_in())?,
            [batch, length, name] => {
                let windows = Windows { length: length.parse()?, batch: batch.parse()? };
                let engine = engines.iter_mut().find(|engine| engine.name == name);
                engine.ok_or("no such engine")?.rate(windows)
            }
            _ => return Err(format!("not understood: {line}").into()),
        };
        writeln!(out, "{rate}")?;
        out.flush()?;
    }
    Ok(())
}

impl Figures {
    fn grown(news: &News, rounds: usize) -> Result<Self, Failure> {
        let (growth, two_threads) = (news.growth()?, news.two_threads(rounds)?);
        Ok(Figures { encoders: Vec::new(), extraction: None, rules: None, growth, two_threads })
    }

    fn all(arguments: &Arguments, news: &News) -> Result<Self, Failure> {
        let mut engines = Engine::all(&arguments.model, arguments.onnx.as_deref())?;
        let turns = Windows::ALL.len() * engines.len();
        let turn = |n: usize| (n % engines.len(), Windows::ALL[n / engines.len()]);
        let turns: Vec<(usize, Windows)> = (0..turns).map(turn).collect();
        let mut rates = vec![Vec::new(); turns.len()];
        let [mut extraction, mut rules] = [Vec::new(), Vec::new()];
        for _ in 0..arguments.rounds {
            for (&(engine, windows), rates) in turns.iter().zip(&mut rates) {
                rates.push(engines[engine].rate(windows));
            }
            extraction.push(news.rate(&Annotator::built_in())?);
            rules.push(news.rate(&Annotator::rules())?);
        }
        let encoders = turns.iter().zip(rates).map(|(&(engine, windows), rates)| EncoderFigure {
            name: engines[engine].name,
            length: windows.length,
            batch: windows.batch,
            pieces_per_second: median(rates),
        });
        Ok(Figures {
            encoders: encoders.collect(),
            extraction: Some(median(extraction)),
            rules: Some(median(rules)),
            ..Figures::grown(news, arguments.rounds)?
        })
    }

    fn in_words(&self) -> Result<String, Failure> {
        let mut out = String::new();
        for figure in &self.encoders {
            let EncoderFigure { name, length, batch, pieces_per_second } = figure;
            writeln!(out, "{name:<12} {length} x {batch}  {pieces_per_second:>7.0} pieces/s")?;
        }
        for (name, rate) in [("extraction", self.extraction), ("rules alone", self.rules)] {
            if let Some(rate) = rate {
                writeln!(out, "{name:<12} {rate:>16.0} words/s")?;
            }
        }
        for cost in &self.growth {
            writeln!(out, "{cost}")?;
        }
        match self.two_threads {
            Some(ratio) => writeln!(out, "two threads  {ratio:.2} x one")?,
            None => writeln!(out, "two threads  not measured: one processor only")?,
        }
        Ok(out)
    }
}
