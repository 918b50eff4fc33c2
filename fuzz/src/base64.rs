//! Base64 of what is public is decoded in two ways, of which one is for processors with wide registers.

/// Both read the same of any body: bytes, line ends, and whether it takes a closer look.
pub fn laws(body: &[u8]) {
    assert!(!pemvet::internals::base64_differs(body));
}
