#!/usr/bin/env bash
# Erlang's eldap takes a distinguished name apart and leaves the escapes in it.
#
# Package: erlang-eldap 1:25.2.3 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: eldap:parse_dn/1 gives the values without their escapes, since each part comes back in a field of its own, and
#   it reads what OpenSSL prints by RFC 2253.
# Behaviour: the values keep the backslashes: "Foo\, Inc" and "M\C3\BCller", where the certificate has a comma and an
#   umlaut, so a comparison with a decoded subject fails for such names only, and a search filter built from them has
#   to be written with care. Two of OpenSSL's own subjects are refused: an equals sign inside a value, which needs no
#   escape, and an escaped blank at the end; "invalid_attribute_type" then points at the part behind.
# Output seen: O=Foo, Inc -> "Foo\\, Inc"; O=Müller -> "M\\C3\\BCller"; OU=a=b: invalid_attribute_type "=b,..."; blank at
#   the end: invalid_attribute_type
set -euo pipefail

erl -noshell -eval 'case code:which(eldap) of non_existing -> halt(1); _ -> halt(0) end.' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends erlang-base erlang-eldap >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' erlang-eldap
subject() { # organization, as in a configuration file of OpenSSL
    printf '[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nstring_mask=utf8only\n[dn]\nC=NL\nO=%s\n' "$1" >cnf
    openssl req -x509 -config cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out cert.pem \
        -days 30 2>/dev/null
    openssl x509 -in cert.pem -noout -subject -nameopt RFC2253 | sed 's/^subject=//'
}
for name in 'Foo' 'Foo, Inc' 'Müller' 'a=b' '"a "'; do subject "$name"; done >subjects
cat >ask.erl <<'ERL'
-module(ask).
-export([main/0]).
main() ->
    {ok, Text} = file:read_file("subjects"),
    [io:format("~s -> ~s~n", [Line, show(eldap:parse_dn(binary_to_list(Line)))])
     || Line <- binary:split(Text, <<"\n">>, [global, trim])].
show({ok, [[{attribute_type_and_value, _, Value}] | _] = Parts}) ->
    io_lib:format("~b parts, first ~s", [length(Parts), Value]);
show({parse_error, Reason, Where}) ->
    io_lib:format("~s at ~p", [Reason, Where]).
ERL
erlc ask.erl
erl -noshell -eval 'ask:main(), halt().' | tee out
grep -qxF 'O=Foo,C=NL -> 2 parts, first Foo' out
grep -qxF 'O=Foo\, Inc,C=NL -> 2 parts, first Foo\, Inc' out &&
    grep -qxF 'O=M\C3\BCller,C=NL -> 2 parts, first M\C3\BCller' out &&
    grep -qxF 'O=a=b,C=NL -> invalid_attribute_type at "=b,C=NL"' out &&
    grep -qF 'O=a\ ,C=NL -> invalid_attribute_type at ' out ||
    { echo "CHANGED: eldap reads these names otherwise" >&2; exit 1; }
