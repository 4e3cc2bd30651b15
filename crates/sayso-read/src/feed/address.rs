//! Which address is meant by this link?

/// The whole address of a link that stands in what has the address `base`; `None` if it leads to no
/// page.
pub(super) fn whole(link: &str, base: Option<&str>) -> Option<String> {
    let link = link.trim();
    if link.is_empty() || link.contains(char::is_whitespace) || link.contains(char::is_control) {
        return None;
    }
    let scheme_end = link.find(':').filter(|end| {
        link[..*end].chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
            && link.starts_with(|c: char| c.is_ascii_alphabetic())
    });
    if let Some(end) = scheme_end {
        let scheme = link[..end].to_ascii_lowercase();
        return (matches!(scheme.as_str(), "http" | "https") && link[end..].starts_with("://"))
            .then(|| link.to_owned());
    }
    let base = base?.split('#').next()?;
    let (scheme, rest) = base.split_once("://")?;
    if let Some(with_host) = link.strip_prefix("//") {
        return Some(format!("{scheme}://{with_host}"));
    }
    let (host, path) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
    if link.starts_with('/') {
        return Some(format!("{scheme}://{host}{link}"));
    }
    if link.starts_with(['#', '?']) {
        let path = if link.starts_with('?') { path.split('?').next()? } else { path };
        return Some(format!("{scheme}://{host}{path}{link}"));
    }
    let path = path.split('?').next()?;
    let mut folders: Vec<&str> = path.split('/').skip(1).collect();
    folders.pop();
    let mut link = link;
    loop {
        if let Some(rest) = link.strip_prefix("./") {
            link = rest;
        } else if let Some(rest) = link.strip_prefix("../") {
            folders.pop();
            link = rest;
        } else {
            break;
        }
    }
    folders.push(link);
    Some(format!("{scheme}://{host}/{}", folders.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_completed() {
        let base = Some("https://orb.example/news/feed.xml?a=/b#c");
        for (link, address) in [
            ("http://echo.example/x", Some("http://echo.example/x")),
            ("//echo.example/x", Some("https://echo.example/x")),
            ("/wall", Some("https://orb.example/wall")),
            ("wall:2", None),
            ("wall", Some("https://orb.example/news/wall")),
            (" ./a/../b ", Some("https://orb.example/news/a/../b")),
            ("../wall", Some("https://orb.example/wall")),
            ("../../../wall", Some("https://orb.example/wall")),
            ("?p=1", Some("https://orb.example/news/feed.xml?p=1")),
            ("mailto:a@b.example", None),
            ("javascript:alert(1)", None),
            ("", None),
            ("a b", None),
        ] {
            assert_eq!(whole(link, base).as_deref(), address, "{link}");
        }
        assert_eq!(whole("/wall", None), None);
        assert_eq!(
            whole("x", Some("https://orb.example")).as_deref(),
            Some("https://orb.example/x")
        );
    }
}
