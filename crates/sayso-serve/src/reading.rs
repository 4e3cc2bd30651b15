//! What does a reader of the document find in it?
//!
//! A strict little parser for the tests: it accepts less than a browser would, so that what it
//! accepts every browser reads alike.

use std::collections::BTreeMap;

/// A piece of a document.
#[derive(Debug, PartialEq)]
pub(crate) enum Token {
    Open(Element),
    Close,
    Text(String),
}

/// An element's name and attributes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
}

impl Element {
    pub(crate) fn get(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map_or("", String::as_str)
    }

    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.get("class").split(' ').any(|one| one == class)
    }
}

/// Reads a whole document; says what is wrong with the first thing that is.
pub(crate) fn read(html: &str) -> Result<Vec<Token>, String> {
    let mut rest = html.strip_prefix("<!DOCTYPE html>").ok_or("no document type")?;
    let mut open: Vec<String> = Vec::new();
    let mut tokens = Vec::new();
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            tokens.push(Token::Text(unescape(&rest[..end])?));
            rest = &rest[end..];
            continue;
        };
        if let Some(name) = tag.strip_prefix('/') {
            let (name, after) = name.split_once('>').ok_or("a tag without end")?;
            let expected = open.pop().ok_or_else(|| format!("</{name}> closes nothing"))?;
            if expected != name {
                return Err(format!("</{name}> closes <{expected}>"));
            }
            tokens.push(Token::Close);
            rest = after;
            continue;
        }
        let (element, after) = element(tag)?;
        rest = after;
        let name = element.name.clone();
        tokens.push(Token::Open(element));
        if ["meta", "input", "wbr"].contains(&name.as_str()) {
            tokens.push(Token::Close);
        } else if ["style", "script"].contains(&name.as_str()) {
            let end = format!("</{name}>");
            let (raw, after) = rest.split_once(&end).ok_or("raw text without end")?;
            tokens.push(Token::Text(raw.to_owned()));
            tokens.push(Token::Close);
            rest = after;
        } else {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(tokens) } else { Err(format!("never closed: {open:?}")) }
}

/// The words of the first element of this class, without what the page added to them.
pub(crate) fn words_in(tokens: &[Token], class: &str) -> String {
    let mut words = String::new();
    let mut stack: Vec<(bool, bool)> = Vec::new();
    for token in tokens {
        let (inside, added) = stack.last().copied().unwrap_or((false, false));
        match token {
            Token::Open(element) => {
                let starts = element.has_class(class);
                let extra = ["t", "note", "odd"].iter().any(|class| element.has_class(class));
                if inside && !added && element.has_class("odd") {
                    let code = u32::from_str_radix(element.get("data-c"), 16).ok();
                    words.extend(code.and_then(char::from_u32));
                }
                stack.push((inside || starts, added || extra));
            }
            Token::Close => {
                stack.pop();
                if inside && !stack.iter().any(|(inside, _)| *inside) {
                    return words;
                }
            }
            Token::Text(text) if inside && !added => words.push_str(text),
            Token::Text(_) => {}
        }
    }
    words
}

fn element(tag: &str) -> Result<(Element, &str), String> {
    let name_end = tag.find([' ', '>']).ok_or("a tag without end")?;
    let name = &tag[..name_end];
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(format!("`{name}` is no name of an element"));
    }
    let mut element = Element { name: name.to_owned(), ..Element::default() };
    let mut rest = &tag[name_end..];
    loop {
        if let Some(after) = rest.strip_prefix('>') {
            return Ok((element, after));
        }
        rest = rest.strip_prefix(' ').ok_or_else(|| format!("no space in <{name}>"))?;
        let end = rest.find(['=', ' ', '>']).ok_or("an attribute without end")?;
        let attribute = &rest[..end];
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (raw, after) = quoted.split_once('"').ok_or("a value without end")?;
            value = unescape(raw)?;
            rest = after;
        }
        if element.attributes.insert(attribute.to_owned(), value).is_some() {
            return Err(format!("`{attribute}` stands twice in <{name}>"));
        }
    }
}

fn unescape(raw: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '<', '>']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"')];
        let (name, char) =
            known.into_iter().find(|(name, _)| rest.starts_with(name)).ok_or_else(|| {
                format!("not escaped: `{}`", rest.chars().take(20).collect::<String>())
            })?;
        out.push(char);
        rest = &rest[name.len()..];
    }
    out.push_str(rest);
    Ok(out)
}
