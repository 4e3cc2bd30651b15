//! What does this piece of HTML say, as words on one line?
//!
//! For titles and for telling how much there is; articles are read from HTML elsewhere.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// The text of HTML without tags, white space as single spaces.
pub(super) fn of_html(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let is_tag = rest[at + 1..]
            .starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let end = rest[at..].find('>').filter(|_| is_tag);
        match end {
            Some(end) => {
                let is_inline = [
                    "b>", "i>", "em", "strong", "a ", "span", "/b>", "/i>", "/em", "/strong",
                    "/a>", "/span",
                ]
                .iter()
                .any(|tag| rest[at + 1..].starts_with(tag));
                if !is_inline {
                    text.push(' ');
                }
                rest = &rest[at + end + 1..];
            }
            None => {
                text.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    text.push_str(rest);
    one_line(&decoded(&text))
}

/// Words with single spaces between them.
pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text with its entities replaced; what is no entity stays.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(34).position(|b| b == b';');
        match end.and_then(|end| Some((end, entity(&rest[1..end])?))) {
            Some((end, meant)) => {
                whole.push_str(&meant);
                rest = &rest[end + 1..];
            }
            None => {
                whole.push('&');
                rest = &rest[1..];
            }
        }
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

/// What the entity of this name means: `amp`, `#8217`, `#x2019`, `rsquo`.
pub(super) fn entity(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(Cow::Borrowed);
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    let c = char::from_u32(number.ok()?).filter(|c| !c.is_control() || c.is_whitespace())?;
    Some(Cow::Owned(c.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_entities_go() {
        for (html, text) in [
            ("<p>The <b>wall</b>,\n<br>he said</p><p>fell</p>", "The wall, he said fell"),
            ("5 < 6 &amp; 7 &gt; 6 &rsquo;&#8217;&#x2019; &nope; &", "5 < 6 & 7 > 6 ’’’ &nope; &"),
            ("a &amp;amp; b", "a &amp; b"),
            ("<unclosed", "<unclosed"),
            ("&#0;&#xD800;&#99999999999;", "&#0;&#xD800;&#99999999999;"),
        ] {
            assert_eq!(of_html(html), text, "{html}");
        }
    }
}
