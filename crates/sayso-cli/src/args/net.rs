//! What did the user ask of the web?

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::Reading;
use super::kept::OfLedger;

/// How servers are asked.
#[derive(Clone, Debug, Args)]
pub(crate) struct Fetching {
    /// Ask addresses of this machine and of private networks too
    #[arg(long, help_heading = "Fetching")]
    pub(crate) allow_private: bool,
    /// Do not ask for robots.txt, nor keep to it
    #[arg(long, help_heading = "Fetching")]
    pub(crate) ignore_robots: bool,
    /// What servers are told who asks [default: sayso/VERSION]
    #[arg(long, help_heading = "Fetching", value_name = "WORDS")]
    pub(crate) user_agent: Option<String>,
    /// Proxy that asks in our place: http://host:port
    #[arg(long, help_heading = "Fetching", value_name = "ADDRESS")]
    pub(crate) proxy: Option<String>,
    /// Most time for one address, without the waiting for its turn [default: 60s]
    #[arg(long, help_heading = "Fetching", value_name = "TIME", value_parser = time)]
    pub(crate) timeout: Option<Duration>,
    /// Least time between two requests to one host [default: 1s]
    #[arg(long, help_heading = "Fetching", value_name = "TIME", value_parser = time)]
    pub(crate) delay: Option<Duration>,
    /// Most bytes that an address may give: 10000000, 10MB [default: 10 MiB]
    #[arg(long, help_heading = "Fetching", value_name = "SIZE", value_parser = sayso::config::bytes)]
    pub(crate) max_fetch: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// Feeds, sitemaps, pages that name their feeds, lists of feeds (OPML), folders
    #[arg(value_name = "FEED|FOLDER", required = true)]
    pub(crate) sources: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) ledger: OfLedger,
    /// Visit what is due once, and end
    #[arg(long)]
    pub(crate) once: bool,
    /// Time between two visits of a source: 30s, 15m, 2h, 1d
    #[arg(long, value_name = "TIME", value_parser = time, default_value = "15m")]
    pub(crate) every: Duration,
    /// Fetch the page of each entry, instead of taking what its feed holds
    #[arg(long)]
    pub(crate) full: bool,
    /// Most entries of a feed that are taken at one visit
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) most: u32,
    /// Print one line of JSON for each article
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) fetching: Fetching,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

impl Watch {
    /// The flags as settings.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = self.reading.settings();
        settings.extend(self.ledger.settings());
        settings
    }
}

/// A time: `90`, `90s`, `15m`, `2h`, `1d`.
fn time(words: &str) -> Result<Duration, String> {
    let words = words.trim();
    let split = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    let (number, unit) = words.split_at(split);
    let factor = match unit.trim() {
        "" | "s" => 1,
        "m" | "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        unit => return Err(format!("`{unit}` is no unit of time: use s, m, h or d")),
    };
    // A year is longer than any sensible wait, and far from what overflows.
    let number = number.parse().ok().filter(|n: &u64| *n <= 31_536_000);
    let time = number.and_then(|n| n.checked_mul(factor)).filter(|n| *n <= 31_536_000);
    time.map(Duration::from_secs)
        .ok_or_else(|| format!("`{words}` is no time: write 90s, 15m or 2h"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        for (words, seconds) in [("90", 90), ("0s", 0), ("15m", 900), ("2 h", 7200), ("1d", 86_400)]
        {
            assert_eq!(time(words), Ok(Duration::from_secs(seconds)), "{words}");
        }
        for words in ["", "m", "1w", "-1", "99999999999999999999", "9999d"] {
            assert!(time(words).is_err(), "{words}");
        }
    }
}
