//! Which documents of a corpus are scored?
//!
//! A corpus without an official division is divided by the SHA-1 of its ids, so that everybody who
//! knows the ids has the same parts: those whose hexadecimal form begins with one of some digits.

use sha1::{Digest, Sha1};

/// Whether the SHA-1 of an id, in lower-case hexadecimal, begins with one of the digits.
pub fn in_sample(id: &str, digits: &str) -> bool {
    let first = Sha1::digest(id.as_bytes())[0] >> 4;
    digits.chars().any(|digit| digit.to_digit(16) == Some(u32::from(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_digit_of_the_hash_decides() {
        // The SHA-1 of "abc" is a9993e36…, an example of the standard.
        assert!(in_sample("abc", "09a"));
        assert!(in_sample("abc", "A"));
        assert!(!in_sample("abc", "9"));
        assert!(!in_sample("abc", ""));
    }
}
