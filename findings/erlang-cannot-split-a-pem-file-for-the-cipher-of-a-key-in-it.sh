#!/usr/bin/env bash
# Take the certificate from a PEM file in Erlang that holds an encrypted key beside it.
#
# Package: erlang-public-key 1:25.2.3 (Debian 12), OpenSSL 3.0.19 for the files
# Guessed: public_key:pem_decode/1 takes the file apart and decrypts nothing, it has no password; a cipher that Erlang
#   does not know is an error of pem_entry_decode/2, when the key is wanted.
# Behaviour: pem_decode reads the cipher's name and parameters of an encrypted PKCS#8 key at once. With Camellia or
#   ARIA, and with the old PBE-SHA1-3DES that PKCS#12 files have, it ends in function_clause from the inside of the
#   library, and nothing of the file comes out: the certificate cannot be read for the sake of a key that nobody asked
#   for. With scrypt it is as one thinks, and so it is with the traditional form. AES and 3DES by PBES2 are fine.
# Output seen: AES, 3DES, scrypt, traditional Camellia: certificate; Camellia, ARIA, PBE-SHA1-3DES: function_clause
set -euo pipefail

erl -noshell -eval 'public_key:module_info(), halt().' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends erlang-base erlang-public-key >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -keyout plain.pem -out cert.pem -subj /CN=a -days 30 2>/dev/null
cat >ask.erl <<'ERL'
-module(ask).
-export([main/0]).

main() ->
    {ok, Pem} = file:read_file("both.pem"),
    try [Kind || {Kind, _, _} <- public_key:pem_decode(Pem), Kind =:= 'Certificate'] of
        ['Certificate'] -> io:format("certificate")
    catch
        error:Reason -> io:format("~p", [Reason])
    end,
    halt().
ERL
erlc ask.erl
bad=
check() { # expected, how the key is encrypted
    local told
    "${@:2}" -in plain.pem -passout pass:secret -out key.pem 2>/dev/null
    cat cert.pem key.pem >both.pem
    told=$(erl -noshell -run ask main)
    echo "${*:2}: $told"
    [ "$told" = "$1" ] || bad=1
}
check certificate openssl pkcs8 -topk8
check certificate openssl pkcs8 -topk8 -v2 des3
check certificate openssl pkcs8 -topk8 -scrypt
check certificate openssl rsa -traditional -camellia256
check function_clause openssl pkcs8 -topk8 -v2 camellia-256-cbc
check function_clause openssl pkcs8 -topk8 -v2 aria-256-cbc
check function_clause openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES
[ -z "$bad" ] || { echo "CHANGED: Erlang reads other files" >&2; exit 1; }
