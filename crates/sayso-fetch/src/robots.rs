//! What does a site ask of machines?
//!
//! `robots.txt` as RFC 9309 has it: the group for our product, or else the one for everybody; the longest
//! rule that fits decides, and of two as long the one that allows. `Crawl-delay` and `Sitemap`, which the
//! standard leaves open, are read as well. Reading is total: what is no rule is passed over.

use std::time::Duration;

/// Bytes of a `robots.txt` that are read; the standard wants at least so many.
pub const READ: usize = 500 * 1024;

/// Longest path of a rule, in bytes; a longer one fits no address that is asked.
const LONGEST_RULE: usize = 8 * 1024;

/// Most sitemaps that are kept.
const MOST_SITEMAPS: usize = 200;

/// What one `robots.txt` says to one product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// The least time between two requests.
    pub delay: Option<Duration>,
    /// Addresses of sitemaps, as written.
    pub sitemaps: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allows: bool,
    /// The path in the form of [`normal`], with `*` and `$` as they mean something.
    path: Vec<u8>,
}

/// One group of lines: for whom it speaks, and what it says.
#[derive(Default)]
struct Group {
    is_ours: bool,
    is_everybodys: bool,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Robots {
    /// A site that asks for nothing.
    pub fn allow_all() -> Self {
        Robots::default()
    }

    /// A site that wants no machines, or does not say because it is out of order.
    pub fn deny_all() -> Self {
        Robots { rules: vec![Rule { allows: false, path: b"/".to_vec() }], ..Robots::default() }
    }

    /// Reads a `robots.txt` for the product of this name.
    pub fn read(bytes: &[u8], product: &str) -> Self {
        let bytes = &bytes[..bytes.len().min(READ)];
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
        let mut groups = Vec::new();
        let mut group = Group::default();
        let mut sitemaps = Vec::new();
        // Lines of agents that follow one another share a group.
        let mut agents_go_on = false;
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !agents_go_on {
                    groups.push(std::mem::take(&mut group));
                }
                agents_go_on = true;
                group.is_everybodys |= value == "*" || value.starts_with("* ");
                group.is_ours |= names(value, product);
                continue;
            }
            match key.as_str() {
                "allow" | "disallow" => {
                    agents_go_on = false;
                    // An empty path forbids nothing and allows nothing.
                    if !value.is_empty() && value.len() <= LONGEST_RULE {
                        let path = normal(value.as_bytes());
                        group.rules.push(Rule { allows: key == "allow", path });
                    }
                }
                "crawl-delay" => group.delay = seconds(value).or(group.delay),
                "sitemap" if sitemaps.len() < MOST_SITEMAPS => sitemaps.push(value.to_owned()),
                _ => {}
            }
        }
        groups.push(group);
        let are_named = groups.iter().any(|group| group.is_ours);
        let mut robots = Robots { sitemaps, ..Robots::default() };
        for group in groups {
            if if are_named { group.is_ours } else { group.is_everybodys } {
                robots.rules.extend(group.rules);
                robots.delay = robots.delay.max(group.delay);
            }
        }
        robots
    }

    /// Whether a path with its query may be asked for.
    pub fn allows(&self, path_and_query: &str) -> bool {
        let path = normal(path_and_query.as_bytes());
        if path == b"/robots.txt" {
            return true;
        }
        let fitting = self.rules.iter().filter(|rule| rule.fits(&path));
        fitting.map(|rule| (rule.path.len(), rule.allows)).max().is_none_or(|(_, allows)| allows)
    }
}

impl Rule {
    /// Whether the rule speaks of a path. Takes the leftmost place for each stretch between two `*`, which
    /// leaves most to the ones after it, so nothing is ever tried twice.
    fn fits(&self, path: &[u8]) -> bool {
        let (pattern, ends) = match self.path.strip_suffix(b"$") {
            Some(pattern) => (pattern, true),
            None => (self.path.as_slice(), false),
        };
        let mut stretches = pattern.split(|b| *b == b'*');
        let first = stretches.next().unwrap_or_default();
        let Some(mut rest) = path.strip_prefix(first) else { return false };
        let mut last: Option<&[u8]> = None;
        for stretch in stretches {
            if let Some(stretch) = last.replace(stretch) {
                let Some(at) = find(rest, stretch) else { return false };
                rest = &rest[at + stretch.len()..];
            }
        }
        match (last, ends) {
            (None, false) => true,
            (None, true) => rest.is_empty(),
            (Some(last), false) => find(rest, last).is_some(),
            (Some(last), true) => rest.ends_with(last),
        }
    }
}

/// Whether a line of agents speaks of the product: its letters, whatever comes after them.
fn names(value: &str, product: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphabetic() || c == '-' || c == '_';
    let end = value.find(|c| !is_part(c)).unwrap_or(value.len());
    !product.is_empty() && value[..end].eq_ignore_ascii_case(product)
}

/// A path in the one form in which two that mean the same are the same: what is beyond ASCII is escaped,
/// what needs no escape is not, digits of escapes are large.
fn normal(path: &[u8]) -> Vec<u8> {
    let digit = |at: usize| path.get(at).and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(path.len());
    let escape = |out: &mut Vec<u8>, byte: u8| {
        out.push(b'%');
        for half in [byte >> 4, byte & 15] {
            out.push(b"0123456789ABCDEF"[usize::from(half)]);
        }
    };
    let mut at = 0;
    while let Some(&byte) = path.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                let meant = (high * 16 + low) as u8;
                if meant.is_ascii_alphanumeric() || b"-._~".contains(&meant) {
                    out.push(meant);
                } else {
                    escape(&mut out, meant);
                }
                at += 2;
            }
            _ if byte.is_ascii_graphic() => out.push(byte),
            _ => escape(&mut out, byte),
        }
        at += 1;
    }
    out
}

/// Where `needle` first stands. Rules are short and few, so nothing cleverer is needed.
fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() {
        return Some(0);
    }
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// A number of seconds, whole or not.
fn seconds(words: &str) -> Option<Duration> {
    let number: f64 = words.split_whitespace().next()?.parse().ok()?;
    (0.0..=86_400.0).contains(&number).then(|| Duration::from_secs_f64(number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Robots {
        Robots::read(text.as_bytes(), "sayso")
    }

    fn allows(rules: &str, path: &str) -> bool {
        read(&format!("User-agent: *\n{rules}")).allows(path)
    }

    #[test]
    fn the_group_for_us_speaks_instead_of_the_one_for_everybody() {
        let text = "User-agent: *\nDisallow: /\nCrawl-delay: 9\n\nUser-Agent: SaySo/2.0\nDisallow: /private\n";
        let robots = read(text);
        assert!(robots.allows("/news") && !robots.allows("/private/a"));
        assert_eq!(robots.delay, None);
        let other = Robots::read(text.as_bytes(), "other");
        assert!(!other.allows("/news") && other.allows("/robots.txt"));
        assert_eq!(other.delay, Some(Duration::from_secs(9)));
        assert!(read("User-agent: sayso-bot\nDisallow: /").allows("/"));
    }

    #[test]
    fn groups_of_one_agent_are_put_together() {
        let robots = read(
            "user-agent: a\nuser-agent: sayso # us\ndisallow: /a\nuser-agent: b\ndisallow: /b\nuser-agent: sayso\ndisallow: /c\ncrawl-delay: 2.5",
        );
        assert!(!robots.allows("/a") && robots.allows("/b") && !robots.allows("/c"));
        assert_eq!(robots.delay, Some(Duration::from_millis(2500)));
    }

    #[test]
    fn the_longest_rule_decides_and_allowing_wins_a_draw() {
        assert!(allows("Disallow: /a\nAllow: /a/b", "/a/b/c"));
        assert!(!allows("Allow: /a\nDisallow: /a/b", "/a/b/c"));
        assert!(allows("Disallow: /page\nAllow: /page", "/page"));
        assert!(allows("Disallow:", "/anything"));
        assert!(allows("", "/anything"));
        assert!(!allows("Disallow: /*.php$\nAllow: /a", "/a/x.php"));
        assert!(allows("Disallow: /*.php$\nAllow: /a", "/a/x.php?q"));
    }

    #[test]
    fn stars_and_ends() {
        for (pattern, path, fits) in [
            ("/fish*", "/fish.html", true),
            ("/fish", "/Fish", false),
            ("/*fish", "/catfish/x", true),
            ("/a*b*c$", "/a-b-b-c", true),
            ("/a*b*c$", "/a-b-c-d", false),
            ("/a*aa$", "/aa", false),
            ("/a$", "/a", true),
            ("/a$", "/ab", false),
            ("/*$", "/ab", true),
            ("*", "/ab", true),
            ("/a$b", "/a$bc", true),
            ("/ä", "/%C3%A4x", true),
            ("/%c3%a4", "/%C3%A4x", true),
            ("/%61", "/a", true),
            ("/a%2fb", "/a/b", false),
        ] {
            assert_eq!(!allows(&format!("Disallow: {pattern}"), path), fits, "{pattern} {path}");
        }
    }

    #[test]
    fn what_is_no_rule_is_passed_over() {
        let robots = Robots::read(
            b"\xEF\xBB\xBFUser-agent: sayso\r\nfoo\r\nSitemap: https://a.example/s.xml\r\nDisallow: /x\r\nCrawl-delay: -1\r\n<html>\xff\n",
            "sayso",
        );
        assert!(!robots.allows("/x") && robots.allows("/y"));
        assert_eq!((robots.delay, robots.sitemaps.len()), (None, 1));
        assert!(read("Disallow: /").allows("/"));
        assert!(!Robots::deny_all().allows("/a") && Robots::allow_all().allows("/a"));
    }

    /// What a rule means, tried every way.
    fn slow(pattern: &[u8], path: &[u8]) -> bool {
        match pattern {
            [] => true,
            [b'$'] => path.is_empty(),
            [b'*', rest @ ..] => (0..=path.len()).any(|at| slow(rest, &path[at..])),
            [first, rest @ ..] => path.first() == Some(first) && slow(rest, &path[1..]),
        }
    }

    proptest! {
        #[test]
        fn fitting_is_what_it_means(pattern in "/[ab*]{0,8}[$]?", path in "/[ab]{0,8}") {
            let rule = Rule { allows: false, path: pattern.clone().into_bytes() };
            prop_assert_eq!(rule.fits(path.as_bytes()), slow(pattern.as_bytes(), path.as_bytes()));
        }

        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300), path in "/\\PC{0,20}") {
            let mut text = b"user-agent: *\nallow: ".to_vec();
            text.extend(bytes);
            let robots = Robots::read(&text, "sayso");
            let _ = robots.allows(&path);
        }

        #[test]
        fn the_one_form_is_the_one_form(path in "\\PC{0,40}") {
            let once = normal(path.as_bytes());
            prop_assert_eq!(normal(&once), once);
        }
    }
}
