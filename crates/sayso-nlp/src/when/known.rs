//! Which days does everybody know?
//!
//! Birthdays of people whose ages news print with their names, and the years of games that come back: what a
//! reader would look up to date an undated article. Public facts; a wrong one would only cost an inference.

use sayso_core::time::Date;

use super::atoms::Atoms;

/// Names in lower case, and year, month and day of birth.
const BIRTHS: &[(&[&str], u16, u8, u8)] = &[
    (&["queen elizabeth ii"], 1926, 4, 21),
    (&["king charles", "prince charles", "king charles iii"], 1948, 11, 14),
    (&["queen camilla", "camilla parker bowles"], 1947, 7, 17),
    (&["prince william"], 1982, 6, 21),
    (&["prince harry"], 1984, 9, 15),
    (&["princess anne", "the princess royal"], 1950, 8, 15),
    (&["prince andrew"], 1960, 2, 19),
    (&["prince edward"], 1964, 3, 10),
    (&["kate middleton", "princess kate"], 1982, 1, 9),
    (&["meghan markle"], 1981, 8, 4),
    (&["king felipe", "king felipe vi"], 1968, 1, 30),
    (&["king juan carlos"], 1938, 1, 5),
    (&["king willem-alexander"], 1967, 4, 27),
    (&["king harald", "king harald v"], 1937, 2, 21),
    (&["queen margrethe", "queen margrethe ii"], 1940, 4, 16),
    (&["king frederik", "crown prince frederik"], 1968, 5, 26),
    (&["pope francis"], 1936, 12, 17),
    (&["pope leo", "pope leo xiv"], 1955, 9, 14),
    (&["pope benedict", "pope benedict xvi"], 1927, 4, 16),
    (&["dalai lama"], 1935, 7, 6),
    (&["donald trump"], 1946, 6, 14),
    (&["joe biden"], 1942, 11, 20),
    (&["barack obama"], 1961, 8, 4),
    (&["george w. bush"], 1946, 7, 6),
    (&["bill clinton"], 1946, 8, 19),
    (&["hillary clinton"], 1947, 10, 26),
    (&["jimmy carter"], 1924, 10, 1),
    (&["kamala harris"], 1964, 10, 20),
    (&["jd vance"], 1984, 8, 2),
    (&["bernie sanders"], 1941, 9, 8),
    (&["nancy pelosi"], 1940, 3, 26),
    (&["mitch mcconnell"], 1942, 2, 20),
    (&["ruth bader ginsburg"], 1933, 3, 15),
    (&["boris johnson"], 1964, 6, 19),
    (&["theresa may"], 1956, 10, 1),
    (&["david cameron"], 1966, 10, 9),
    (&["tony blair"], 1953, 5, 6),
    (&["gordon brown"], 1951, 2, 20),
    (&["rishi sunak"], 1980, 5, 12),
    (&["liz truss"], 1975, 7, 26),
    (&["keir starmer"], 1962, 9, 2),
    (&["nigel farage"], 1964, 4, 3),
    (&["jeremy corbyn"], 1949, 5, 26),
    (&["angela merkel"], 1954, 7, 17),
    (&["olaf scholz"], 1958, 6, 14),
    (&["friedrich merz"], 1955, 11, 11),
    (&["emmanuel macron"], 1977, 12, 21),
    (&["marine le pen"], 1968, 8, 5),
    (&["vladimir putin"], 1952, 10, 7),
    (&["volodymyr zelensky", "volodymyr zelenskyy"], 1978, 1, 25),
    (&["xi jinping"], 1953, 6, 15),
    (&["narendra modi"], 1950, 9, 17),
    (&["benjamin netanyahu"], 1949, 10, 21),
    (&["recep tayyip erdogan"], 1954, 2, 26),
    (&["justin trudeau"], 1971, 12, 25),
    (&["jacinda ardern"], 1980, 7, 26),
    (&["silvio berlusconi"], 1936, 9, 29),
    (&["giorgia meloni"], 1977, 1, 15),
    (&["nelson mandela"], 1918, 7, 18),
    (&["rupert murdoch"], 1931, 3, 11),
    (&["elon musk"], 1971, 6, 28),
    (&["bill gates"], 1955, 10, 28),
    (&["jeff bezos"], 1964, 1, 12),
    (&["mark zuckerberg"], 1984, 5, 14),
    (&["warren buffett"], 1930, 8, 30),
    (&["taylor swift"], 1989, 12, 13),
    (&["paul mccartney"], 1942, 6, 18),
    (&["mick jagger"], 1943, 7, 26),
    (&["cristiano ronaldo"], 1985, 2, 5),
    (&["lionel messi"], 1987, 6, 24),
    (&["serena williams"], 1981, 9, 26),
    (&["roger federer"], 1981, 8, 8),
    (&["rafael nadal"], 1986, 6, 3),
    (&["novak djokovic"], 1987, 5, 22),
    (&["andy murray"], 1987, 5, 15),
    (&["lewis hamilton"], 1985, 1, 7),
];

/// Games that come back, by the first days of their editions.
#[derive(Debug)]
pub(super) struct Games {
    pub(super) name: &'static str,
    words: &'static [&'static str],
    begun: &'static [(u16, u8, u8)],
}

const GAMES: &[Games] = &[
    Games {
        name: "Invictus Games",
        words: &["invictus", "games"],
        begun: &[
            (2014, 9, 10), (2016, 5, 8), (2017, 9, 23), (2018, 10, 20), (2022, 4, 16), (2023, 9, 9), (2025, 2, 8),
            (2027, 7, 10),
        ],
    },
    Games {
        name: "Winter Olympics",
        words: &["winter", "olympics"],
        begun: &[
            (1924, 1, 25), (1994, 2, 12), (1998, 2, 7), (2002, 2, 8), (2006, 2, 10), (2010, 2, 12), (2014, 2, 7),
            (2018, 2, 9), (2022, 2, 4), (2026, 2, 6),
        ],
    },
    Games {
        name: "Olympic Games",
        words: &["summer", "olympics"],
        begun: &[
            (1896, 4, 6), (1992, 7, 25), (1996, 7, 19), (2000, 9, 15), (2004, 8, 13), (2008, 8, 8), (2012, 7, 27),
            (2016, 8, 5), (2021, 7, 23), (2024, 7, 26), (2028, 7, 14),
        ],
    },
    Games {
        name: "Commonwealth Games",
        words: &["commonwealth", "games"],
        begun: &[
            (1930, 8, 16), (1998, 9, 11), (2002, 7, 25), (2006, 3, 15), (2010, 10, 3), (2014, 7, 23), (2018, 4, 4),
            (2022, 7, 28), (2026, 7, 23),
        ],
    },
];

/// Somebody's age, and since when they have one.
pub(super) struct Age {
    pub(super) name: String,
    pub(super) born: Date,
    pub(super) years: u16,
}

/// Where the text speaks of games, and what it says.
pub(super) struct OfGames {
    pub(super) games: &'static Games,
    pub(super) at: usize,
    pub(super) told: Told,
}

/// What a text says of games that dates it.
#[derive(Clone, Copy)]
pub(super) enum Told {
    /// The n-th anniversary of the first.
    Anniversary(u16),
    /// So many years before the next.
    Countdown(u16),
}

impl Games {
    pub(super) fn first_year(&self) -> u16 {
        self.begun.first().map_or(0, |(year, ..)| *year)
    }

    pub(super) fn next_after(&self, day: Date) -> Option<Date> {
        let dates = self.begun.iter().filter_map(|(year, month, day)| Date::day_of(*year, *month, *day));
        dates.into_iter().find(|date| *date > day)
    }
}

/// The ages of people whose birthdays are known: "Angela Merkel, 59,".
pub(super) fn ages(atoms: &Atoms<'_>) -> Vec<Age> {
    let mut ages = Vec::new();
    for at in 2..atoms.len() {
        if atoms.before(at) != "," || !atoms.is(at + 1, &[",", ".", ")", ";"]) {
            continue;
        }
        let Some(years) = atoms.number(at).filter(|(n, length)| *length == 1 && (1..120).contains(n)) else {
            continue;
        };
        let found = BIRTHS.iter().find_map(|(names, year, month, day)| {
            let name = names.iter().find(|name| {
                let words = name.split([' ', '-']).count();
                let start = (at - 1).checked_sub(words);
                start.is_some_and(|start| {
                    name.split([' ', '-']).enumerate().all(|(n, word)| atoms.lower(start + n) == word)
                        && atoms.is_capital(start)
                })
            })?;
            Some((*name, Date::day_of(*year, *month, *day)?))
        });
        if let Some((name, born)) = found
            && let Ok(years) = u16::try_from(years.0)
        {
            let capital = |word: &str| {
                let mut letters = word.chars();
                letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
            };
            let name = name.split(' ').map(capital).collect::<Vec<_>>().join(" ");
            ages.push(Age { name, born, years });
        }
    }
    ages
}

/// The games that the text dates itself by.
pub(super) fn games(atoms: &Atoms<'_>) -> Vec<OfGames> {
    let mut found = Vec::new();
    for at in 0..atoms.len() {
        let Some(games) = GAMES.iter().find(|games| atoms.reads(at, games.words)) else { continue };
        let mut before = at;
        while before > 0 && atoms.is(before - 1, &["the", "next", "first"]) {
            before -= 1;
        }
        let noun = before.checked_sub(2).map_or("", |noun| atoms.lower(noun));
        let told = match (noun, atoms.before(before)) {
            ("anniversary", "of") => {
                let number = before.checked_sub(3).and_then(|n| atoms.ordinal(n));
                number.map(|(n, _)| Told::Anniversary(u16::from(n)))
            }
            ("countdown", "to") => {
                let unit = before.checked_sub(3).filter(|unit| atoms.lower(*unit) == "year");
                let number = unit.and_then(|unit| unit.checked_sub(1)).and_then(|n| atoms.number(n));
                number.and_then(|(n, _)| u16::try_from(n).ok()).map(Told::Countdown)
            }
            _ => None,
        };
        found.extend(told.map(|told| OfGames { games, at, told }));
    }
    found
}
