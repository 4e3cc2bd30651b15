//! What is searched for?
//!
//! Words stand beside each other and all must be there; `"…"` is a phrase, `harb*` a beginning, and
//! `AND`, `OR`, `NOT` in capitals with parentheses put them together. All else is a word: nothing that
//! a user writes reaches the index unquoted.

use sayso_core::{Error, Kind, Result};

/// Parentheses within parentheses beyond which nobody means it.
const DEEPEST: usize = 32;

/// Words and signs beyond which a search is none.
const MOST_TOKENS: usize = 500;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A word or phrase, and whether it is only the beginning of one.
    Term(String, bool),
    And,
    Or,
    Not,
    Open,
    Close,
}

/// The search in the language of the index.
///
/// # Errors
/// If it cannot be understood; the error says where, from 1.
pub fn to_index(search: &str) -> Result<String> {
    let tokens = tokens(search)?;
    if tokens.is_empty() {
        return Err(wrong(search, "it has no word").hint("search for at least one word"));
    }
    if tokens.len() > MOST_TOKENS {
        return Err(wrong(search, &format!("it has more than {MOST_TOKENS} words")));
    }
    let mut parser = Parser { search, tokens: &tokens, next: 0, depth: 0 };
    let parsed = parser.either()?;
    match parser.peek() {
        None => Ok(parsed),
        Some((Token::Close, at)) => Err(parser.at(*at, "closes a parenthesis that nothing opened")),
        Some((_, at)) => Err(parser.at(*at, "is not expected here")),
    }
}

/// The words that a search looks for, to be marked in what is found: each with whether it is only a
/// beginning.
pub fn terms(search: &str) -> Vec<(String, bool)> {
    let tokens = tokens(search).unwrap_or_default();
    let term = |(token, _)| match token {
        Token::Term(words, is_prefix) => Some((words, is_prefix)),
        _ => None,
    };
    tokens.into_iter().filter_map(term).collect()
}

fn wrong(search: &str, why: &str) -> Error {
    Error::new(Kind::Query, format!("cannot search for `{search}`")).because(why)
}

fn tokens(search: &str) -> Result<Vec<(Token, usize)>> {
    let mut tokens = Vec::new();
    let letters: Vec<char> = search.chars().collect();
    let mut idx = 0;
    while idx < letters.len() {
        let start = idx;
        match letters[idx] {
            letter if letter.is_whitespace() => idx += 1,
            '(' => {
                tokens.push((Token::Open, start));
                idx += 1;
            }
            ')' => {
                tokens.push((Token::Close, start));
                idx += 1;
            }
            open @ ('"' | '“' | '„') => {
                let is_end = |letter: &char| match open {
                    '"' => *letter == '"',
                    _ => matches!(letter, '”' | '“' | '"'),
                };
                let Some(length) = letters[idx + 1..].iter().position(is_end) else {
                    let error = wrong(search, &format!("the phrase at {} has no end", start + 1));
                    return Err(error.hint("close it with a quotation mark"));
                };
                let phrase: String = letters[idx + 1..idx + 1 + length].iter().collect();
                idx += length + 2;
                let is_prefix = letters.get(idx) == Some(&'*');
                idx += usize::from(is_prefix);
                if !phrase.contains(char::is_alphanumeric) {
                    let why = format!("the phrase at {} holds no word", start + 1);
                    return Err(wrong(search, &why));
                }
                tokens.push((Token::Term(phrase, is_prefix), start));
            }
            _ => {
                let ends = |letter: &char| {
                    letter.is_whitespace() || matches!(letter, '(' | ')' | '"' | '“' | '„')
                };
                let length = letters[idx..].iter().position(ends).unwrap_or(letters.len() - idx);
                let word: String = letters[idx..idx + length].iter().collect();
                idx += length;
                match word.as_str() {
                    "AND" => tokens.push((Token::And, start)),
                    "OR" => tokens.push((Token::Or, start)),
                    "NOT" => tokens.push((Token::Not, start)),
                    _ => {
                        let beginning = word.trim_end_matches('*');
                        let is_prefix = beginning.len() < word.len();
                        if beginning.contains(char::is_alphanumeric) {
                            tokens.push((Token::Term(beginning.to_owned(), is_prefix), start));
                        } else if is_prefix {
                            let why = format!("the `*` at {} follows no letters", start + 1);
                            let error = wrong(search, &why);
                            return Err(error.hint("`harb*` finds all that begins with harb"));
                        }
                        // Signs alone, as a dash between words, are nothing to search for.
                    }
                }
            }
        }
    }
    Ok(tokens)
}

struct Parser<'a> {
    search: &'a str,
    tokens: &'a [(Token, usize)],
    next: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a (Token, usize)> {
        self.tokens.get(self.next)
    }

    fn take(&mut self, token: &Token) -> bool {
        let is_it = self.peek().is_some_and(|(next, _)| next == token);
        self.next += usize::from(is_it);
        is_it
    }

    fn at(&self, idx: usize, why: &str) -> Error {
        let word: String =
            self.search.chars().skip(idx).take_while(|letter| !letter.is_whitespace()).collect();
        let error = wrong(self.search, &format!("`{word}` at {} {why}", idx + 1));
        error.hint("put a word in quotation marks to search for the word itself")
    }

    /// `a OR b OR …`
    fn either(&mut self) -> Result<String> {
        let mut parts = vec![self.all()?];
        while self.take(&Token::Or) {
            parts.push(self.all()?);
        }
        Ok(joined(parts, " OR "))
    }

    /// `a b AND c NOT d …`
    fn all(&mut self) -> Result<String> {
        let mut wanted = vec![self.one()?];
        let mut unwanted = Vec::new();
        loop {
            match self.peek() {
                Some((Token::Not, _)) => {
                    self.next += 1;
                    unwanted.push(self.one()?);
                }
                Some((Token::And, _)) => {
                    self.next += 1;
                    if self.take(&Token::Not) {
                        unwanted.push(self.one()?);
                    } else {
                        wanted.push(self.one()?);
                    }
                }
                Some((Token::Term(..) | Token::Open, _)) => wanted.push(self.one()?),
                _ => break,
            }
        }
        let wanted = joined(wanted, " AND ");
        if unwanted.is_empty() {
            return Ok(wanted);
        }
        Ok(format!("({wanted} NOT {})", joined(unwanted, " OR ")))
    }

    fn one(&mut self) -> Result<String> {
        let Some((token, at)) = self.peek() else {
            let error = wrong(self.search, "a word is missing at its end");
            return Err(error.hint("AND, OR and NOT stand between words"));
        };
        self.next += 1;
        match token {
            Token::Term(words, is_prefix) => {
                let star = if *is_prefix { "*" } else { "" };
                Ok(format!("\"{}\"{star}", words.replace('"', " ")))
            }
            Token::Open => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(self.at(*at, "is one parenthesis too many"));
                }
                let inner = self.either()?;
                if !self.take(&Token::Close) {
                    return Err(self.at(*at, "opens a parenthesis that nothing closes"));
                }
                self.depth -= 1;
                Ok(inner)
            }
            Token::Not => Err(self.at(*at, "needs a word before it that is to be found")),
            Token::And | Token::Or => Err(self.at(*at, "needs a word on both sides")),
            Token::Close => Err(self.at(*at, "closes a parenthesis around nothing")),
        }
    }
}

fn joined(mut parts: Vec<String>, by: &str) -> String {
    match parts.len() {
        1 => parts.remove(0),
        _ => format!("({})", parts.join(by)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn searches_are_understood() {
        for (search, wanted) in [
            ("rudder", "\"rudder\""),
            ("the rudder", "(\"the\" AND \"rudder\")"),
            ("“may be gone”", "\"may be gone\""),
            ("harb*", "\"harb\"*"),
            ("a OR b c", "(\"a\" OR (\"b\" AND \"c\"))"),
            ("a NOT (b OR c)", "(\"a\" NOT (\"b\" OR \"c\"))"),
            ("a AND NOT b", "(\"a\" NOT \"b\")"),
            ("and or not", "(\"and\" AND \"or\" AND \"not\")"),
            ("O’Hara – col:umn", "(\"O’Hara\" AND \"col:umn\")"),
        ] {
            assert_eq!(to_index(search).expect(search), wanted);
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (search, why) in [
            ("", "no word"),
            ("\"open", "phrase at 1 has no end"),
            ("(a", "`(a` at 1 opens"),
            ("a)", "closes a parenthesis"),
            ("NOT a", "needs a word before it"),
            ("a OR", "missing at its end"),
            ("OR a", "needs a word on both sides"),
            ("a ()", "around nothing"),
            ("a *", "follows no letters"),
            ("\"…\"", "holds no word"),
        ] {
            let error = to_index(search).expect_err(search).to_string();
            assert!(error.contains(why), "{search}: {error}");
        }
        let deep = "(".repeat(100_000);
        assert!(to_index(&deep).is_err());
    }

    proptest! {
        #[test]
        fn what_is_understood_the_index_understands(search in "[a-c\"“”()*:^{}+' ]{0,24}|(AND|OR|NOT|a|\"|\\(|\\)| ){0,12}") {
            let connection = Connection::open_in_memory().expect("memory");
            connection.execute_batch("CREATE VIRTUAL TABLE w USING fts5 (a)").expect("an index");
            if let Ok(query) = to_index(&search) {
                let n = connection.query_row("SELECT count(*) FROM w WHERE w MATCH ?1", [&query], |row| row.get::<_, i64>(0));
                prop_assert!(n.is_ok(), "{} became {}: {:?}", search, query, n);
            }
        }
    }
}
