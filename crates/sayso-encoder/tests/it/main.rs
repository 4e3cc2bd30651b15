//! Does the encoder compute what it was trained to compute?

mod parity;
