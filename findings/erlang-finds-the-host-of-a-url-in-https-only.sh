#!/usr/bin/env bash
# Check in Erlang whether a certificate is for the host of a URL.
#
# Package: erlang-public-key of OTP 25.2.3 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: public_key:pkix_verify_hostname(Cert, [{uri_id, Url}]) takes the host out of the URL and looks for it among
#   the names, as it does for {dns_id, Host} and {ip, Address}, whatever the scheme.
# Behaviour: it does so for https and for host names only. The same host under ldaps, imaps, wss or http is not found,
#   and nor is an address, though the certificate has it and {ip, ...} finds it: false, without an error. For other
#   schemes one has to bring a function (fqdn_fun) or take the URL apart oneself.
# Output seen: https://www.example.com:8443/x true; ldaps, imaps, wss false; https://192.0.2.1 false, {ip, ...} true
set -euo pipefail

command -v escript >/dev/null && dpkg -s erlang-public-key >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends erlang-base erlang-public-key >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' erlang-public-key
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -out cert.pem -days 30 -subj /CN=x \
    -addext subjectAltName=DNS:www.example.com,IP:192.0.2.1 2>/dev/null
cat >ask.escript <<'ERL'
#!/usr/bin/env escript
main(_) ->
    {ok, Text} = file:read_file("cert.pem"),
    [{_, Der, _}] = public_key:pem_decode(Text),
    Ids = [{dns_id, "www.example.com"}, {ip, {192, 0, 2, 1}}, {uri_id, "https://www.example.com:8443/x"},
           {uri_id, "ldaps://www.example.com"}, {uri_id, "imaps://www.example.com"}, {uri_id, "wss://www.example.com"},
           {uri_id, "https://192.0.2.1"}],
    [io:format("~p ~p~n", [Id, public_key:pkix_verify_hostname(Der, [Id])]) || Id <- Ids].
ERL
escript ask.escript | tee out
diff out - <<'TEXT' || { echo "CHANGED: Erlang finds other hosts" >&2; exit 1; }
{dns_id,"www.example.com"} true
{ip,{192,0,2,1}} true
{uri_id,"https://www.example.com:8443/x"} true
{uri_id,"ldaps://www.example.com"} false
{uri_id,"imaps://www.example.com"} false
{uri_id,"wss://www.example.com"} false
{uri_id,"https://192.0.2.1"} false
TEXT
