//! What does the head of an answer say?

use std::time::Duration;

/// Longest name of a character set or a kind of content that is believed.
const LONGEST_NAME: usize = 80;

/// The kind of content and its character set, both in small letters: `text/html; charset=UTF-8`.
///
/// What is no name is left out: a lie about the content must not become words of a message.
pub(crate) fn content_type(value: &str) -> (Option<String>, Option<String>) {
    let mut parts = value.split(';');
    let kind = parts.next().and_then(|kind| {
        let (group, member) = kind.trim().split_once('/')?;
        (is_name(group) && is_name(member)).then(|| kind.trim().to_ascii_lowercase())
    });
    let charset = parts.find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (key.trim().eq_ignore_ascii_case("charset") && is_name(value))
            .then(|| value.to_ascii_lowercase())
    });
    (kind, charset)
}

fn is_name(word: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"!#$&^_.+-:".contains(&b);
    !word.is_empty() && word.len() <= LONGEST_NAME && word.bytes().all(is_part)
}

/// How long `Retry-After` says to wait: a number of seconds, or until a date.
pub(crate) fn retry_after(value: &str, now: Duration) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    // `httpdate` counts from a time that the system knows; so do we, without asking what time it is.
    let then = httpdate::parse_http_date(value).ok()?;
    let then = then.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(then.saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> (Option<String>, Option<String>) {
        content_type(value)
    }

    #[test]
    fn kinds_and_character_sets() {
        let both = |kind: &str, charset: &str| (Some(kind.to_owned()), Some(charset.to_owned()));
        assert_eq!(read("text/html; charset=UTF-8"), both("text/html", "utf-8"));
        assert_eq!(
            read("Text/HTML;a=b; CharSet = \"ISO-8859-1\" "),
            both("text/html", "iso-8859-1")
        );
        assert_eq!(read("application/rss+xml"), (Some("application/rss+xml".to_owned()), None));
        assert_eq!(read("html; charset=\u{1b}[31m"), (None, None));
        assert_eq!(read(&format!("text/html; charset={}", "x".repeat(500))).1, None);
        assert_eq!(read(""), (None, None));
    }

    #[test]
    fn waits_are_seconds_or_a_date() {
        let now = Duration::from_secs(784_111_777 - 30);
        assert_eq!(retry_after(" 90 ", now), Some(Duration::from_secs(90)));
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(retry_after(date, now), Some(Duration::from_secs(30)));
        assert_eq!(retry_after(date, now * 2), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
        assert_eq!(retry_after("-5", now), None);
    }
}
