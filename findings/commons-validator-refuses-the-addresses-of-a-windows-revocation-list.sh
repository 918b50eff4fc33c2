#!/usr/bin/env bash
# Check the addresses that certificates give for their revocation lists, by Java's commons-validator.
#
# Package: libcommons-validator-java 1.7 with openjdk-17-jdk-headless 17 (Debian 12)
# Guessed: UrlValidator with ALLOW_ALL_SCHEMES takes what RFC 3986 takes, and with ALLOW_LOCAL_URLS hosts without a domain
#   too; a revocation list is at a URL of either kind.
# Behaviour: a URL needs a host, except file:, so that ldap:///CN=..., which a Windows authority writes into certificates, is
#   none, whatever the options. http://pki/ca.crl wants ALLOW_LOCAL_URLS, and http://pki.internal/ca.crl is refused even
#   with it, as its ending is in no list of the DNS. Two slashes in a path are one too many. ldap with a host and
#   parentheses, as in CA(1).crl, are fine.
# Output seen: ldap:///CN=CA...: false, false; http://pki/ca.crl: false, true; http://pki.internal/ca.crl: false, false;
#   http://x.example.org//ca.crl: false, false; ldap://x.example.org/CN=CA..., http://x.example.org/CA(1).crl: true
set -euo pipefail

{ command -v javac && [ -e /usr/share/java/commons-validator.jar ]; } >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless \
        libcommons-validator-java >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libcommons-validator-java
cat >Ask.java <<'JAVA'
import java.net.URI;
import org.apache.commons.validator.routines.UrlValidator;

public class Ask {
    public static void main(String[] urls) throws Exception {
        UrlValidator all = new UrlValidator(UrlValidator.ALLOW_ALL_SCHEMES);
        UrlValidator local = new UrlValidator(UrlValidator.ALLOW_ALL_SCHEMES + UrlValidator.ALLOW_LOCAL_URLS);
        for (String url : urls) {
            System.out.println(new URI(url) + " " + all.isValid(url) + " " + local.isValid(url));
        }
    }
}
JAVA
ldap='CN=CA,CN=CDP,DC=example?certificateRevocationList?base?objectClass=cRLDistributionPoint'
java -cp /usr/share/java/commons-validator.jar Ask.java "ldap:///$ldap" http://pki/ca.crl http://pki.internal/ca.crl \
    http://x.example.org//ca.crl "ldap://x.example.org/$ldap" 'http://x.example.org/CA(1).crl' | tee seen
cat >expected <<SEEN
ldap:///$ldap false false
http://pki/ca.crl false true
http://pki.internal/ca.crl false false
http://x.example.org//ca.crl false false
ldap://x.example.org/$ldap true true
http://x.example.org/CA(1).crl true true
SEEN
cmp -s seen expected || { echo "CHANGED: other URLs are valid" >&2; exit 1; }
