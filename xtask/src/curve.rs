//! How does the share of speakers that are right grow with the confidence that is asked for?
//!
//! Draws coverage against accuracy for two sets of the gate into `docs/images/coverage.svg`, and prints
//! the points as a table for the documentation.

use std::fmt::Write as _;
use std::path::Path;

use sayso::eval::Calibration;
use sayso_core::{Error, Result};

use crate::Problems;

const FILE: &str = "docs/images/coverage.svg";
/// The sets, what they are called, and how they are drawn.
const SETS: [(&str, &str, &str); 2] = [
    ("speakers-train-given", "32 articles that confidences come from", "4 3"),
    ("speakers-dev-given", "16 other articles", "none"),
];
const LEFT: f64 = 56.0;
const TOP: f64 = 20.0;
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 240.0;
/// The accuracy at which the axis begins.
const LOWEST: f64 = 0.8;

/// Scores the sets and writes the drawing.
pub(crate) fn run(root: &Path) -> Result<Problems> {
    let mut drawn = Vec::new();
    for (set, label, dashes) in SETS {
        let speakers = crate::gate::speakers_of(root, set)?;
        println!("{label}\n| at least | coverage | right |\n| --- | --- | --- |");
        for (from, coverage, right) in speakers.coverage() {
            println!("| {from:.1} | {:.0} % | {:.1} % |", 100.0 * coverage, 100.0 * right);
        }
        println!();
        drawn.push((label, dashes, speakers));
    }
    let cannot = |e| Error::input("cannot write").at(FILE).because(e);
    std::fs::write(root.join(FILE), svg(&drawn)).map_err(cannot)?;
    println!("{FILE} is drawn");
    Ok(Problems::new())
}

fn svg(drawn: &[(&str, &str, Calibration)]) -> String {
    let x = |coverage: f64| LEFT + WIDTH * coverage;
    let y = |right: f64| TOP + HEIGHT * (1.0 - (right.max(LOWEST) - LOWEST) / (1.0 - LOWEST));
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 560 320\" role=\"img\" \
         aria-label=\"Share of right speakers against coverage\" font-family=\"sans-serif\" \
         font-size=\"12\" fill=\"none\" stroke=\"none\">\n<rect width=\"560\" height=\"320\" fill=\"#fff\"/>\n",
    );
    for step in 0..=4 {
        let right = LOWEST + f64::from(step) * (1.0 - LOWEST) / 4.0;
        let (at, label) = (y(right), 100.0 * right);
        let _ = writeln!(
            out,
            "<path d=\"M{LEFT} {at}h{WIDTH}\" stroke=\"#ccc\"/><text x=\"{}\" y=\"{}\" \
             text-anchor=\"end\" fill=\"#333\">{label:.0} %</text>",
            LEFT - 8.0,
            at + 4.0
        );
    }
    for step in 0..=5 {
        let coverage = f64::from(step) / 5.0;
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#333\">{:.0} %</text>",
            x(coverage),
            TOP + HEIGHT + 18.0,
            100.0 * coverage
        );
    }
    for (number, (label, dashes, speakers)) in drawn.iter().enumerate() {
        let points = speakers.coverage();
        let line: Vec<String> = points
            .iter()
            .map(|(_, coverage, right)| format!("{:.1},{:.1}", x(*coverage), y(*right)))
            .collect();
        let _ = writeln!(
            out,
            "<polyline points=\"{}\" stroke=\"#06c\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/>",
            line.join(" ")
        );
        for (from, coverage, right) in points {
            let _ = writeln!(
                out,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"#06c\"><title>confidence {from:.1} or \
                 more</title></circle>",
                x(coverage),
                y(right)
            );
        }
        let below = TOP + HEIGHT - 44.0 + 18.0 * number as f64;
        let _ = writeln!(
            out,
            "<path d=\"M{} {below}h28\" stroke=\"#06c\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/>\
             <text x=\"{}\" y=\"{}\" fill=\"#333\">{label}</text>",
            LEFT + 12.0,
            LEFT + 48.0,
            below + 4.0
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#333\">statements whose speaker is at \
         least so sure; right: class and name</text>",
        LEFT + WIDTH / 2.0,
        TOP + HEIGHT + 40.0
    );
    out.push_str("</svg>\n");
    out
}
