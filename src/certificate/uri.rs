//! Whether a URI can be parsed, as Go does it when it reads a certificate: the one library that refuses a certificate for a
//! URI among its names.

use core::net::Ipv6Addr;

/// By RFC 3986 as Go's net/url and crypto/x509 of 1.27 read it.
pub(crate) fn is_parsable(uri: &str) -> bool {
    let (uri, fragment) = uri.split_once('#').unwrap_or((uri, ""));
    if uri.bytes().any(|octet| octet < b' ' || octet == 0x7F) || !escapes_are_whole(fragment) {
        return false;
    }
    let Some((scheme, rest)) = scheme(uri) else {
        return false;
    };
    let rest = rest.split('?').next().unwrap_or(rest);
    if !rest.starts_with('/') {
        let segment = rest.split('/').next().unwrap_or(rest);
        // What follows a scheme without a slash is opaque; without a scheme it is a path.
        return !scheme.is_empty() || (!segment.contains(':') && escapes_are_whole(rest));
    }
    let has_authority = !scheme.is_empty() || !rest.starts_with("///");
    match rest.strip_prefix("//").filter(|_| has_authority) {
        None => escapes_are_whole(rest),
        Some(after) => {
            let authority = after.split('/').next().unwrap_or(after);
            let path = after.get(authority.len()..).unwrap_or_default();
            is_authority(scheme, authority) && escapes_are_whole(path)
        }
    }
}

/// Whether one that can be parsed has a scheme.
pub(crate) fn has_scheme(uri: &str) -> bool {
    scheme(uri).is_some_and(|(scheme, _)| !scheme.is_empty())
}

/// Scheme, which may be empty, and the rest; `None` where a colon comes first.
fn scheme(uri: &str) -> Option<(&str, &str)> {
    let end = uri.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.')));
    let end = end.filter(|end| uri.get(*end..).is_some_and(|rest| rest.starts_with(':')));
    match (end, uri.bytes().next()) {
        (Some(0), _) => None,
        (Some(end), Some(first)) if first.is_ascii_alphabetic() => {
            let (scheme, rest) = uri.split_at_checked(end)?;
            Some((scheme, rest.strip_prefix(':')?))
        }
        _ => Some(("", uri)),
    }
}

fn is_authority(scheme: &str, authority: &str) -> bool {
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (user, host),
        None => ("", authority),
    };
    let is_user = |it: u8| it.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&it);
    if !user.bytes().all(is_user) || !escapes_are_whole(user) {
        return false;
    }
    if let Some(literal) = host.strip_prefix('[') {
        let Some((address, port)) = literal.rsplit_once(']') else {
            return false;
        };
        return !literal.contains('[') && is_port(port) && is_literal(address);
    }
    let is_web = ["http", "https"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
    let port = match is_web {
        true => host.find(':'),
        false => host.rfind(':'),
    };
    let port = port.and_then(|at| host.get(at..)).unwrap_or_default();
    !host.contains('[') && is_port(port) && is_host(host)
}

/// An IPv6 address, perhaps with a zone.
fn is_literal(address: &str) -> bool {
    let (address, zone) = match address.split_once("%25") {
        Some((address, zone)) => (address, Some(zone)),
        None => (address, None),
    };
    address.parse::<Ipv6Addr>().is_ok() && zone.is_none_or(|zone| !zone.is_empty() && is_host(zone))
}

/// Nothing, or a colon and digits.
fn is_port(port: &str) -> bool {
    port.is_empty()
        || port
            .strip_prefix(':')
            .is_some_and(|digits| digits.bytes().all(|it| it.is_ascii_digit()))
}

/// A name of labels, port included. Of what is escaped, only the percent sign is a character of names.
fn is_host(host: &str) -> bool {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:[]<>\"".contains(&it);
    let labels = || host.split('.');
    host.split("%25").all(|part| part.bytes().all(is_plain))
        && (host.is_empty() || labels().all(|label| !label.is_empty()))
}

/// Each percent sign stands before two hex digits.
fn escapes_are_whole(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

#[cfg(test)]
mod tests {
    use super::is_parsable;

    #[test]
    fn uris_are_judged_as_go_judges_them() {
        for good in [
            "",
            "*",
            "https://example.com/a?b=%zz#c",
            "https://user:p%40ss@example.com:8443/",
            "spiffe://trust.example/ns/a/sa/b",
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "mailto:a b%",
            "relative/path",
            "https://[2001:db8::1]:443/",
            "https://[fe80::1%25eth0]/",
            "mongodb://a.example:1,b.example:2/db",
            "ldap:///CN=Example",
            "//host/path",
            "https://exam_ple.com",
        ] {
            assert!(is_parsable(good), "{good}");
        }
        for bad in [
            ":no-scheme",
            "https://example.com:port/",
            "https://exa mple.com/",
            "https://example.com/%zz",
            "https://[2001:db8::1/",
            "https://[192.0.2.1]/",
            "https://a..b/",
            "https://example.com./",
            "https://a:1:2/",
            "1a:b",
            "https://\u{7f}/",
            "https://ex%41mple.com/",
            "https://a^b/",
            "https://example.com/#%",
            "https://us er@example.com/",
            "https://[::1%25]/",
            "https://.example.com/",
        ] {
            assert!(!is_parsable(bad), "{bad}");
        }
    }
}
