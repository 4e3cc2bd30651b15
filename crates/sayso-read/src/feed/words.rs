//! What does this piece of HTML say, as words on one line?
//!
//! For titles and for telling how much there is; articles are read from HTML elsewhere.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// Tags that do not part words.
const INLINE: [&str; 7] = ["a", "b", "em", "i", "q", "span", "strong"];

/// The text of HTML without tags, white space as single spaces.
pub(super) fn of_html(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    // What stands behind the last `>` holds no whole tag.
    let tags_end = html.rfind('>').map_or(0, |at| at + 1);
    let (mut rest, tail) = html.split_at(tags_end);
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].trim_start_matches('/');
        let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let end = rest.find('>').filter(|_| is_tag);
        let Some(end) = end else {
            text.push('<');
            rest = &rest[1..];
            continue;
        };
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if !INLINE.contains(&name.to_ascii_lowercase().as_str()) {
            text.push(' ');
        }
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    text.push_str(tail);
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
        if let Some(end) = end
            && let Some(meant) = entity(&rest[1..end])
        {
            whole.push_str(&meant);
            rest = &rest[end + 1..];
        } else {
            whole.push('&');
            rest = &rest[1..];
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
