#!/usr/bin/env bash
# Read the key of a certificate file by Erlang's jose.
#
# Package: erlang-jose 1.11.5 with Erlang 25 (Debian 12), CryptX 0.077 (Debian 12) and jwcrypto 1.6.1 (PyPI) as the
#   comparison
# Guessed: jose_jwk:from_pem_file() on leaf and issuer gives the key of the leaf, as on the leaf alone and as in other
#   libraries, or a list with the key of each, or an error that says why not.
# Behaviour: it gives a list, and in it no keys: the entries of the file as Erlang's public_key reads them. The error comes
#   with the next call, to_public() or to_map(): function_clause, with the whole certificate in numbers. The same key from
#   the same file with the second certificate cut off is a key.
# Output seen: leaf: RSA; leaf and issuer: a list, function_clause; CryptX and jwcrypto: the same key for both
set -euo pipefail

{ ls /usr/lib/erlang/lib/jose-*/ebin && perl -MCrypt::PK::RSA -e 1; } >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends erlang-jose libcryptx-perl >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' erlang-jose libcryptx-perl
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jwcrypto==1.6.1
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=ca 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -subj /CN=leaf 2>/dev/null |
    openssl x509 -req -CA ca.pem -CAkey ca.key -set_serial 7 -days 9 -out leaf.pem 2>/dev/null
cat leaf.pem ca.pem >fullchain.pem
cat >ask.escript <<'ERL'
#!/usr/bin/env escript
main([File]) ->
    code:add_pathsa(filelib:wildcard("/usr/lib/erlang/lib/jose-*/ebin")),
    {ok, _} = application:ensure_all_started(jose),
    Read = jose_jwk:from_pem_file(File),
    Kind = if is_list(Read) -> "a list"; true -> "a key" end,
    Told = try jose_jwk:to_map(jose_jwk:to_public(Read)) of
               {_, #{<<"kty">> := Type}} -> binary_to_list(Type)
           catch error:Reason -> atom_to_list(Reason)
           end,
    io:format("~s ~s~n", [Kind, Told]).
ERL
bad=
check() { # file, expected
    local told
    told=$(escript ask.escript "$1")
    echo "$1: jose $told"
    [ "$told" = "$2" ] || bad=1
    perl -MCrypt::PK::RSA -e 'print "$ARGV[0]: CryptX ", Crypt::PK::RSA->new($ARGV[0])->export_key_jwk_thumbprint("SHA256"), "\n"' "$1"
    venv/bin/python -W ignore -c 'import sys
from jwcrypto.jwk import JWK
print(f"{sys.argv[1]}: jwcrypto", JWK.from_pem(open(sys.argv[1], "rb").read()).thumbprint())' "$1"
}
check leaf.pem "a key RSA" | tee out
check fullchain.pem "a list function_clause" | tee -a out
grep -qx 'leaf.pem: jose a key RSA' out && grep -qx 'fullchain.pem: jose a list function_clause' out || bad=1
[ "$(grep -cE 'CryptX|jwcrypto' out)" = 4 ] && [ "$(grep -E 'CryptX|jwcrypto' out | cut -d' ' -f3 | sort -u | wc -l)" = 1 ] || bad=1
[ -z "$bad" ] || { echo "CHANGED: jose reads other files" >&2; exit 1; }
