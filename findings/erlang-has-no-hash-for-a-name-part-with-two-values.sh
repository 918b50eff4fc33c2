#!/usr/bin/env bash
# Compute in Erlang the number under which OpenSSL looks for an authority in a folder.
#
# Package: erlang-public-key 1:25.2.3 (Debian 12), OpenSSL 3.0.19 for the certificates and the comparison
# Guessed: public_key:short_name_hash/1, "generated according to OpenSSL's", gives what `openssl x509 -subject_hash` gives,
#   for each name that pkix_decode_cert has decoded; umlauts, blanks and capital letters are the hard part of it.
# Behaviour: these it does right, a run of blanks and an empty name included. But each part of a name is expected to have one
#   value. With O=A+OU=B, which the same library decodes and compares without trouble, there is a function_clause error
#   from the inside of the library, and no hash. Who builds a folder of authorities has to catch it.
# Output seen: CN=Root; O=Müller; blanks and capitals; no parts: as OpenSSL; O=A+OU=B: function_clause
set -euo pipefail

erl -noshell -eval 'public_key:module_info(), halt().' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends erlang-base erlang-public-key >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl genpkey -algorithm RSA -out key.pem 2>/dev/null
cat >ask.erl <<'ERL'
-module(ask).
-export([main/0]).

main() ->
    {ok, Pem} = file:read_file("cert.pem"),
    [{'Certificate', Der, _}] = public_key:pem_decode(Pem),
    Certificate = public_key:pkix_decode_cert(Der, otp),
    Name = element(7, element(2, Certificate)), % the subject of the tbsCertificate
    true = public_key:pkix_is_self_signed(Certificate),
    try io:format("~s", [public_key:short_name_hash(Name)]) catch error:Reason -> io:format("~p", [Reason]) end,
    halt().
ERL
erlc ask.erl
bad=
check() { # subject, expected: same or an error
    local told
    openssl req -x509 -utf8 -multivalue-rdn -key key.pem -out cert.pem -days 30 -subj "$1"
    told=$(erl -noshell -run ask main)
    [ "$told" != "$(openssl x509 -in cert.pem -noout -subject_hash)" ] || told=same
    echo "$1: $told"
    [ "$told" = "$2" ] || bad=1
}
check /CN=Root same
check "/O=Müller & Söhne/CN=Root" same
check "/O=  Two   WORDS /CN=Root" same
check / same
check /O=A+OU=B/CN=Root function_clause
[ -z "$bad" ] || { echo "CHANGED: Erlang gives other hashes" >&2; exit 1; }
