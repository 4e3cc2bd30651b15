use super::About;
use super::gather::Parts;
use super::json_ld::Told;

pub(super) fn fill(_about: &mut About, _parts: &Parts, _told: &Told, _url: Option<&str>) {}
