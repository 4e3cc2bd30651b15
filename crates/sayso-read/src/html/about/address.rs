//! Do two addresses name the same page, or the same site?

/// The host of an address without `www.`, in lower case.
pub(super) fn host(address: &str) -> Option<String> {
    let rest = address.trim().split_once("//")?.1;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (host.contains('.') && !host.starts_with('.')).then(|| host.to_owned())
}

/// The part of a host that somebody registered: `orb.co.example` of `news.orb.co.example`.
pub(super) fn site(host: &str) -> &str {
    // Registries that give names below a second part; a guess that only makes two sites of one, or
    // one of two, in rare places.
    const SECOND: [&str; 12] =
        ["co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go", "gob", "nom"];
    let mut parts = host.rsplit('.');
    let (last, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let third = parts.next();
    let mut length = last.len() + 1 + second.len();
    if let Some(third) = third
        && last.len() == 2
        && SECOND.contains(&second)
    {
        length += 1 + third.len();
    }
    &host[host.len().saturating_sub(length)..]
}

/// Whether two addresses name one page, whatever their scheme, query and last stroke.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (page(one), page(other));
    !one.is_empty() && one == other
}

fn page(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default().trim();
    let Some((_, rest)) = address.split_once("//") else { return String::new() };
    let rest = rest.trim_end_matches('/').to_ascii_lowercase();
    let rest = rest.strip_prefix("www.").unwrap_or(&rest);
    // The address of a site names no article.
    if rest.contains('/') { rest.to_owned() } else { String::new() }
}

/// An address in full: one that begins with a stroke is of the page's own host.
pub(super) fn in_full(address: &str, page: Option<&str>) -> Option<String> {
    let address = address.trim();
    if address.starts_with("http://") || address.starts_with("https://") {
        return Some(address.to_owned());
    }
    let (scheme, rest) = page?.split_once("//")?;
    if let Some(rest) = address.strip_prefix("//") {
        return Some(format!("{scheme}//{rest}"));
    }
    let host = rest.split(['/', '?', '#']).next()?;
    address.starts_with('/').then(|| format!("{scheme}//{host}{address}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_sites() {
        assert_eq!(host("https://www.Orb.example:8080/x").as_deref(), Some("orb.example"));
        assert_eq!(host("https://ann@news.orb.example?x").as_deref(), Some("news.orb.example"));
        assert_eq!(host("orb.example/x"), None);
        assert_eq!(host("https://"), None);
        assert_eq!(site("m.orb.example"), "orb.example");
        assert_eq!(site("news.orb.co.zz"), "orb.co.zz");
        assert_eq!(site("orb"), "orb");
        assert_eq!(site(""), "");
    }

    #[test]
    fn pages() {
        assert!(is_same("https://www.orb.example/wall/?x=1#y", "http://orb.example/wall"));
        assert!(!is_same("https://orb.example/", "https://orb.example"));
        assert!(!is_same("https://orb.example/wall", "https://orb.example/storm"));
        assert_eq!(
            in_full("/wall", Some("https://orb.example/x")).as_deref(),
            Some("https://orb.example/wall")
        );
        assert_eq!(
            in_full("//b.example/x", Some("https://orb.example")).as_deref(),
            Some("https://b.example/x")
        );
        assert_eq!(in_full("wall", Some("https://orb.example/x")), None);
    }
}
