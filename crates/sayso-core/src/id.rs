//! Which one, and will it keep its name?
//!
//! Content ids name what they are made of: same input, same id, on any machine. Stable ids follow a
//! thing while what is known of it grows; they are minted across articles, never within one.

use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::span::CharSpan;

/// Makes a documented newtype over a string for one kind of id.
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(String);

        impl $name {
            /// Takes a string as it is.
            pub fn new(id: impl Into<String>) -> Self {
                $name(id.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

id_type! {
    /// Names an article: its file name without extension, or the `id` of its JSON line.
    ArticleId
}
id_type! {
    /// Content id of a statement: `<article>/<hash of its spans and quotation>`.
    StatementId
}
id_type! {
    /// Names an entity within one article: `e1`, `e2`, … in order of first mention.
    EntityId
}
id_type! {
    /// Stable id of a person, body or place across articles.
    PersonId
}
id_type! {
    /// Stable id of a story.
    StoryId
}
id_type! {
    /// Stable id of a claim.
    ClaimId
}

impl StatementId {
    /// The id of the statement with these spans, in code points, and this kind of quotation.
    ///
    /// Ten hexadecimal digits of a SHA-256 over the spans: within one article two different
    /// statements share an id with a chance of less than one in ten million million per pair.
    pub fn of(
        article: &ArticleId,
        source: &[CharSpan],
        cue: &[CharSpan],
        content: &[CharSpan],
        quotation: &str,
    ) -> Self {
        let mut hash = Sha256::new();
        for (role, spans) in [("source", source), ("cue", cue), ("content", content)] {
            hash.update(role);
            for span in spans {
                hash.update(format!(" {}-{}", span.start(), span.end()));
            }
            hash.update("\n");
        }
        hash.update(quotation);
        let mut id = format!("{article}/");
        for byte in &hash.finalize()[..5] {
            write!(id, "{byte:02x}").expect("a string takes all that is written to it");
        }
        StatementId(id)
    }

    /// The article's part of the id.
    pub fn article(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(article, _)| article)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_spans_same_id_and_role_matters() {
        let article = ArticleId::new("a/b");
        let span = [CharSpan::new(3, 9)];
        let id = StatementId::of(&article, &span, &[], &span, "direct");
        assert_eq!(id, StatementId::of(&article, &span, &[], &span, "direct"));
        assert_eq!(id.as_str(), "a/b/c879cb4df0");
        assert_ne!(id, StatementId::of(&article, &[], &span, &span, "direct"));
        assert_eq!(id.article(), "a/b");
    }
}
