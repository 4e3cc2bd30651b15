//! Which day does this value name?
//!
//! Values are made by programs for programs (`2024-06-23T10:14:00+02:00`, a count of seconds) or
//! printed for people in the language of the page (`23. Juni 2024`, `June 23, 2024`). The day is taken
//! as it is written, in the zone that the value has: that is the day the outlet means.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use sayso_core::time::Date;

use crate::dates;
use crate::lines::start_of;

/// Bytes of a text that are searched for dates.
const MAX_WORDS: usize = 600;

/// Months as they are printed, January first: English, German, French, Spanish, Italian, Portuguese,
/// Dutch, Swedish, Danish, Norwegian, Polish, Czech, Turkish, Russian, Indonesian.
const MONTHS: [&str; 12] = [
    "jan january januar jänner januari janvier janv enero ene gennaio gen janeiro stycznia sty ledna leden ocak oca \
     января янв",
    "feb february februar februari feber février fevrier févr fév fevr febrero febbraio febb fevereiro fev lutego lut \
     února únor şubat şub февраля фев februarie",
    "mar march märz maerz mär mrz mars marzo março maart mrt marts marca března březen mart марта мар maret",
    "apr april avril avr abril abr aprile kwietnia kwi dubna duben nisan nis апреля апр",
    "may mai mayo maggio mag maio mei maj maja května květen mayıs мая май",
    "jun june juni juin junio giugno giu junho czerwca cze června červen haziran haz июня июн",
    "jul july juli juillet juil julio luglio lug julho lipca lip července červenec temmuz tem июля июл",
    "aug august août aout agosto ago augustus augusti sierpnia sie srpna srpen ağustos ağu августа авг agustus",
    "sep sept september septembre septiembre setiembre settembre set setembro września wrz září eylül eyl сентября сен",
    "oct october oktober okt octobre octubre ottobre ott outubro out października paź října říjen ekim eki октября окт",
    "nov november novembre noviembre novembro listopada lis listopadu listopad kasım kas ноября ноя nopember",
    "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro desember des grudnia gru \
     prosince prosinec aralık ara декабря дек",
];

/// In which order a page writes the numbers of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// `23/06/2024`.
    DayFirst,
    /// `06/23/2024`.
    MonthFirst,
    /// Nobody knows: `03/04/2024` names no day.
    Unknown,
}

impl Order {
    /// The order in a language: `en-US` begins with the month, plain `en` may do either.
    pub(super) fn of(language: Option<&str>) -> Self {
        let language = language.unwrap_or_default().to_ascii_lowercase().replace('_', "-");
        match language.as_str() {
            "en-us" => Order::MonthFirst,
            "" | "en" => Order::Unknown,
            _ => Order::DayFirst,
        }
    }
}

/// A date within words, earliest in the words first.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?x)
        (?-u:\b)(?P<y1>[0-9]{4})\ ?[-/.年]\ ?(?P<m1>[0-9]{1,2})\ ?[-/.月]\ ?(?P<d1>[0-9]{1,2})(?:[^0-9]|$)
      | (?P<y8>[12][0-9]{3})년?\ ?(?P<m8>[0-9]{1,2})월\ ?(?P<d8>[0-9]{1,2})일
      | (?-u:\b)(?P<y7>(?:19|20)[0-9]{2})(?P<m7>[01][0-9])(?P<d7>[0-3][0-9])(?:[tT\ ]?[0-9]{4,6}[zZ]?)?(?-u:\b)
      | (?-u:\b)(?P<d2>[0-9]{1,2})(?:st|nd|rd|th|er|º|ª|\.)?[\ -]*(?:of\ |de\ |d[’'])?(?P<m2>\p{L}{3,10})[.,]?[\ -]+(?:de\ |del\ )?[’']?(?P<y2>[0-9]{4})(?-u:\b)
      | (?-u:\b)(?P<m3>\p{L}{3,10})\.?\ +(?P<d3>[0-9]{1,2})(?:st|nd|rd|th|\.)?,?\ +(?P<y3>[0-9]{4})(?-u:\b)
      | (?-u:\b)(?P<m6>\p{L}{3})\ +(?P<d6>[0-9]{1,2})\ +[0-9:]{5,8}\ +(?:[A-Z+0-9:-]+\ +)?(?P<y6>[0-9]{4})(?-u:\b)
      | (?-u:\b)(?P<a4>[0-9]{1,2})(?P<s4>[/.-])\ ?(?P<b4>[0-9]{1,2})[/.-]\ ?(?P<y4>[0-9]{4})(?-u:\b)
      | (?-u:\b)(?P<a5>[0-9]{1,2})\.\ ?(?P<b5>[0-9]{1,2})\.\ ?(?P<y5>[0-9]{2})(?-u:\b)
    ";
    Regex::new(pattern).expect("the pattern is constant and a test compiles it")
});

/// The day that a value of an attribute or of structured data names.
pub(super) fn of_value(value: &str, order: Order) -> Option<Date> {
    let value = start_of(value.trim(), MAX_WORDS);
    if !value.is_empty()
        && value.bytes().all(|b| b.is_ascii_digit())
        && matches!(value.len(), 10 | 13)
    {
        let seconds: i64 = value.get(..10)?.parse().ok()?;
        let days = i32::try_from(seconds / 86_400).ok()?;
        return Date::day_of(1970, 1, 1)?.plus_days(days).filter(|date| is_plausible(*date));
    }
    if let Some(found) = in_words(value, order).next() {
        return Some(found.0);
    }
    // `2024-06` and no more.
    let month: Date = value.parse().ok()?;
    (month.month().is_some() && is_plausible(month)).then_some(month)
}

/// The day that an address carries: `/2024/06/23/`, `/20240623/`.
pub(super) fn in_address(address: &str) -> Option<Date> {
    let whole = dates::in_address(address).filter(|date| date.day().is_some());
    whole.or_else(|| {
        // Eight digits may be a number of the outlet's; a folder's name is a day.
        let path = address.split(['?', '#']).next()?;
        let folders = path.split('/').skip(3).filter(|part| part.len() == 8);
        folders
            .filter_map(|part| of_value(part, Order::Unknown))
            .find(|date| (1990..=2100).contains(&date.year()))
    })
}

/// The days that words name, each with where its words begin and end.
pub(super) fn in_words(words: &str, order: Order) -> impl Iterator<Item = (Date, usize, usize)> {
    let words = start_of(words, MAX_WORDS);
    DATE.captures_iter(words).filter_map(move |found| {
        let whole = found.get(0)?;
        let date = date_of(&found, order).filter(|date| is_plausible(*date))?;
        Some((date, whole.start(), whole.end()))
    })
}

fn date_of(found: &Captures<'_>, order: Order) -> Option<Date> {
    let group = |name: &str| found.name(name).map(|m| m.as_str());
    let number = |name: &str| group(name).and_then(|digits| digits.parse::<u8>().ok());
    let year = |name: &str| group(name).and_then(|digits| digits.parse::<u16>().ok());
    for form in ["1", "7", "8"] {
        if let Some(year) = year(&format!("y{form}")) {
            return Date::day_of(year, number(&format!("m{form}"))?, number(&format!("d{form}"))?);
        }
    }
    for form in ["2", "3", "6"] {
        if let Some(year) = year(&format!("y{form}")) {
            return Date::day_of(
                year,
                month(group(&format!("m{form}"))?)?,
                number(&format!("d{form}"))?,
            );
        }
    }
    if let Some(year) = year("y5") {
        return Date::day_of(2000 + year, number("b5")?, number("a5")?);
    }
    let (year, first, second) = (year("y4")?, number("a4")?, number("b4")?);
    // With full stops the day comes first in every language that writes so.
    let order = if group("s4") == Some(".") { Order::DayFirst } else { order };
    dates::numeric(group("y4")?, group("a4"), group("b4")).or_else(|| match order {
        Order::DayFirst => Date::day_of(year, second, first),
        Order::MonthFirst => Date::day_of(year, first, second),
        Order::Unknown => None,
    })
}

fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let is_it = |names: &&str| names.split_ascii_whitespace().any(|name| name == word);
    MONTHS.iter().position(is_it).map(|at| at as u8 + 1)
}

/// Whether anything on the web can have been published then; the days that programs count from say
/// that nobody filled them in.
fn is_plausible(date: Date) -> bool {
    (1800..=2100).contains(&date.year())
        && !(date.year() == 1970 && date.month() == Some(1) && date.day() == Some(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(value: &str) -> Option<String> {
        of_value(value, Order::Unknown).map(|date| date.to_string())
    }

    #[test]
    fn one_day_in_many_forms() {
        for value in [
            "2024-06-23",
            "2024-06-23T23:14:00.000-05:00",
            "2024-6-23 10:14",
            "20240623",
            "20240623T101400Z",
            "2024/06/23",
            "1719137640",
            "1719137640000",
            "Sun, 23 Jun 2024 10:14:00 GMT",
            "Sun Jun 23 10:14:00 UTC 2024",
            "June 23rd, 2024",
            "Jun. 23, 2024, 10:14 a.m.",
            "23. Juni 2024",
            "Sonntag, 23.06.2024, 10:14 Uhr",
            "23.06.24",
            "le 23 juin 2024 à 10h14",
            "23 de junio de 2024",
            "23 giugno 2024",
            "23 Haziran 2024",
            "23 июня 2024",
            "2024年6月23日",
            "2024년 6월 23일",
            "23-06-2024",
        ] {
            assert_eq!(day(value).as_deref(), Some("2024-06-23"), "{value}");
        }
        assert_eq!(day("2024-06").as_deref(), Some("2024-06"));
    }

    #[test]
    fn values_that_name_no_day() {
        for value in [
            "",
            "0",
            "soon",
            "2024-13-40",
            "99999-01-01",
            "0001-01-01T00:00:00",
            "1970-01-01",
            "2024",
            "123456789012",
            "12 people 2024",
            "9999999999999",
            "3/4/2024",
        ] {
            assert_eq!(day(value), None, "{value}");
        }
    }

    #[test]
    fn the_order_of_numbers_is_that_of_the_language() {
        let day = |order| of_value("03/04/2024", order).map(|date| date.to_string());
        assert_eq!(day(Order::of(Some("en-US"))).as_deref(), Some("2024-03-04"));
        assert_eq!(day(Order::of(Some("en_GB"))).as_deref(), Some("2024-04-03"));
        assert_eq!(day(Order::of(Some("en"))), None);
        assert_eq!(of_value("03.04.2024", Order::Unknown), Date::day_of(2024, 4, 3));
    }

    proptest! {
        #[test]
        fn no_value_is_too_odd(value in r"[0-9./:TZ年月 a-zä-]{0,40}") {
            of_value(&value, Order::DayFirst);
        }
    }
}
