#!/usr/bin/env bash
# Find the registered domains of the names in certificates by npm's libraries with the public suffix list.
#
# Package: tldts 7.6.0, parse-domain 8.4.0, psl 1.15.0 (npm) on Node.js v20.20.2; tldextract 5.4.0 (PyPI) and psl 0.21.2
#   (libpsl, Debian 12) as the comparison
# Guessed: *.example.org belongs to example.org, in each of them: a wildcard is the commonest name of a certificate after a
#   plain one.
# Behaviour: the three for JavaScript have nothing for it, null or INVALID; tldts does not even give the host name back. Yet
#   _443._tcp.example.org, which is no host name either, has a domain in two of them. The lists of Python and of C find
#   both. So a list of domains made from certificates loses all that have a wildcard only. tldts finds it with
#   validateHostname: false; for the others the "*." has to go first.
# Output seen: *.example.org: tldts null, parse-domain INVALID, psl null, tldextract and libpsl example.org; the underscores:
#   INVALID from parse-domain, the others example.org; www.example.org: all
set -euo pipefail

command -v psl >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends psl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check tldextract==5.4.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund tldts@7.6.0 parse-domain@8.4.0 psl@1.15.0
cat >ask.mjs <<'JS'
import { parseDomain } from 'parse-domain';
import psl from 'psl';
import { parse } from 'tldts';

const host = process.argv[2];
const found = parseDomain(host);
const parsed = found.type === 'LISTED' ? `${found.domain}.${found.topLevelDomains.join('.')}` : found.type;
console.log(parse(host).domain, parse(host, { validateHostname: false }).domain, parsed, psl.get(host));
JS
bad=
check() { # host, expected
    local told
    told="$(node ask.mjs "$1") $(venv/bin/python -c 'import sys, tldextract
print(tldextract.TLDExtract(suffix_list_urls=())(sys.argv[1]).top_domain_under_public_suffix)' "$1") $(psl --batch --print-reg-domain "$1")"
    echo "$1: tldts, unvalidated, parse-domain, psl, tldextract, libpsl: $told"
    [ "$told" = "$2" ] || bad=1
}
check www.example.org "example.org example.org example.org example.org example.org example.org"
check "*.example.org" "null example.org INVALID null example.org example.org"
check _443._tcp.example.org "example.org example.org INVALID example.org example.org example.org"
[ -z "$bad" ] || { echo "CHANGED: other domains" >&2; exit 1; }
