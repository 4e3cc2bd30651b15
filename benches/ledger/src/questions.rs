//! Which questions, and how long does each take?

use std::time::Instant;

use sayso_core::Result;
use sayso_core::record::{SpeakerClass, Stance};
use sayso_store::{Filter, Ledger, Order, Page};

use crate::invented::{Chance, World, day};

/// Times that each question is asked, each time about something else.
const TIMES: usize = 60;

/// One kind of question.
struct Question {
    name: &'static str,
    ask: Ask,
}

enum Ask {
    Statements(fn(&World, &mut Chance) -> (Filter, Order)),
    NextPage(fn(&World, &mut Chance) -> (Filter, Order)),
    Other(fn(&Ledger, &World, &mut Chance) -> Result<usize>),
}

fn often(world: &World, chance: &mut Chance) -> String {
    world.people[chance.seldom(2_000)].clone()
}

fn word(world: &World, chance: &mut Chance, from: usize, n: usize) -> String {
    world.words[from + chance.below(n)].clone()
}

fn filtered(fill: impl FnOnce(&mut Filter)) -> Filter {
    let mut filter = Filter::default();
    fill(&mut filter);
    filter
}

#[expect(clippy::too_many_lines, reason = "a list, one question after another")]
fn questions() -> Vec<Question> {
    let newest = |name, ask| Question { name, ask: Ask::Statements(ask) };
    vec![
        newest("the newest", |_, _| (Filter::default(), Order::Newest)),
        newest("by speaker", |w, c| (filtered(|f| f.speaker = Some(often(w, c))), Order::Newest)),
        newest("by any word of a name", |w, c| {
            let name = often(w, c);
            let last = name.rsplit(' ').next().map(str::to_owned);
            (filtered(|f| f.speaker = last), Order::Newest)
        }),
        newest("by class", |_, c| {
            let class = SpeakerClass::ALL[c.below(8)];
            (filtered(|f| f.classes = vec![class]), Order::Newest)
        }),
        newest("by outlet", |w, c| {
            (filtered(|f| f.outlet = Some(w.outlets[c.below(200)].clone())), Order::Newest)
        }),
        newest("by class and outlet", |w, c| {
            let outlet = w.outlets[c.below(200)].clone();
            let filter = filtered(|f| {
                f.outlet = Some(outlet);
                f.classes = vec![SpeakerClass::Anonymous];
            });
            (filter, Order::Newest)
        }),
        newest("by carrier (via)", |w, c| {
            (filtered(|f| f.via = Some(w.outlets[c.below(60)].clone())), Order::Newest)
        }),
        newest("by carrier, in a month", |w, c| {
            let start = c.below(1_400);
            let filter = filtered(|f| {
                f.via = Some(w.outlets[c.below(60)].clone());
                f.from = day(start);
                f.to = day(start + 30);
            });
            (filter, Order::Newest)
        }),
        newest("of a week", |_, c| {
            let start = c.below(1_400);
            let filter = filtered(|f| {
                f.from = day(start);
                f.to = day(start + 6);
            });
            (filter, Order::Oldest)
        }),
        newest("of a person over a year", |w, c| {
            let start = c.below(1_000);
            let filter = filtered(|f| {
                f.speaker = Some(often(w, c));
                f.from = day(start);
                f.to = day(start + 365);
            });
            (filter, Order::Oldest)
        }),
        newest("denials", |_, _| (filtered(|f| f.stance = Some(Stance::Denies)), Order::Newest)),
        newest("forecasts of a person", |w, c| {
            let filter = filtered(|f| {
                f.speaker = Some(often(w, c));
                f.stance = Some(Stance::Forecast);
            });
            (filter, Order::Newest)
        }),
        Question {
            name: "the second page of a speaker",
            ask: Ask::NextPage(|w, c| (filtered(|f| f.speaker = Some(often(w, c))), Order::Newest)),
        },
        newest("a phrase of two words", |w, c| {
            let phrase = format!("\"{} {}\"", word(w, c, 0, 60), word(w, c, 0, 60));
            (filtered(|f| f.words = Some(phrase)), Order::Added)
        }),
        newest("two words", |w, c| {
            let words = format!("{} {}", word(w, c, 100, 900), word(w, c, 100, 900));
            (filtered(|f| f.words = Some(words)), Order::Added)
        }),
        newest("the beginning of a word", |w, c| {
            let beginning: String = word(w, c, 100, 900).chars().take(4).collect();
            (filtered(|f| f.words = Some(beginning + "*")), Order::Added)
        }),
        newest("a OR b NOT c, best first", |w, c| {
            let [a, b, not] = [0; 3].map(|_| word(w, c, 1_000, 9_000));
            (filtered(|f| f.words = Some(format!("({a} OR {b}) NOT {not}"))), Order::Relevance)
        }),
        newest("a common word of a person", |w, c| {
            let filter = filtered(|f| {
                f.words = Some(word(w, c, 20, 200));
                f.speaker = Some(often(w, c));
            });
            (filter, Order::Added)
        }),
        Question {
            name: "who NAME: sums by outlet, month, role",
            ask: Ask::Other(|ledger, w, c| Ok(ledger.who(&often(w, c))?.len())),
        },
        Question {
            name: "outlets: shares of all",
            ask: Ask::Other(|ledger, _, _| Ok(ledger.outlets()?.len())),
        },
        Question {
            name: "a phrase in texts, with snippets",
            ask: Ask::Other(|ledger, w, c| {
                let phrase = format!("\"{} {}\"", word(w, c, 0, 60), word(w, c, 0, 60));
                Ok(ledger.texts(&phrase, 20, 0)?.len())
            }),
        },
        Question {
            name: "why ID: a statement with its article",
            ask: Ask::Other(|ledger, w, c| {
                let n = ledger.size()?.articles as usize;
                let record = w.article(c.below(n.max(1)));
                let statement = &record.statements[c.below(record.statements.len())];
                let start = Instant::now();
                let found = ledger.found(&statement.id)?;
                // Only the asking counts, not the making of the article that it is compared with.
                SPENT.with(|spent| spent.set(Some(start.elapsed().as_secs_f64())));
                Ok(found.record.statements.len())
            }),
        },
    ]
}

thread_local! {
    /// What a question says that it took itself.
    static SPENT: std::cell::Cell<Option<f64>> = const { std::cell::Cell::new(None) };
}

/// Asks every question and prints a table, then the plans.
pub(crate) fn ask(ledger: &Ledger, world: &World) -> Result<()> {
    println!("| question | found | median, ms | 95th percentile, ms |");
    println!("| --- | --- | --- | --- |");
    let mut plans = Vec::new();
    for Question { name, ask } in questions() {
        let mut chance = Chance::new(42);
        let mut times = Vec::new();
        let mut found = 0;
        for time in 0..TIMES {
            let page = |order, after| Page { order, limit: 50, after };
            let (seconds, n) = match &ask {
                Ask::Statements(make) => {
                    let (filter, order) = make(world, &mut chance);
                    if time == 0 {
                        plans.push((name, ledger.plan(&filter, &page(order, None))?));
                    }
                    let start = Instant::now();
                    let rows = ledger.statements(&filter, &page(order, None))?;
                    (start.elapsed().as_secs_f64(), rows.len())
                }
                Ask::NextPage(make) => {
                    let (filter, order) = make(world, &mut chance);
                    let rows = ledger.statements(&filter, &page(order, None))?;
                    let Some(last) = rows.last() else { continue };
                    let page = page(order, Some(last.id.clone()));
                    if time == 0 {
                        plans.push((name, ledger.plan(&filter, &page)?));
                    }
                    let start = Instant::now();
                    let rows = ledger.statements(&filter, &page)?;
                    (start.elapsed().as_secs_f64(), rows.len())
                }
                Ask::Other(ask) => {
                    let start = Instant::now();
                    let n = ask(ledger, world, &mut chance)?;
                    let own = SPENT.with(std::cell::Cell::take);
                    (own.unwrap_or(start.elapsed().as_secs_f64()), n)
                }
            };
            times.push(seconds * 1e3);
            found += n;
        }
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        println!(
            "| {name} | {:.0} | {:.1} | {:.1} |",
            found as f64 / TIMES as f64,
            at(0.5),
            at(0.95)
        );
    }
    println!();
    for (name, (_, plan)) in plans {
        println!("- **{name}**: {}", plan.join("; "));
    }
    Ok(())
}
