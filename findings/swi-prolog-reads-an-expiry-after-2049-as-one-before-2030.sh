#!/usr/bin/env bash
# Ask SWI-Prolog when certificates expire.
#
# Package: swi-prolog-nox 9.0.4 (Debian 12), OpenSSL 3.0.19 for the certificates
# Guessed: certificate_field(Cert, not_after(Time)) gives the time stamp of the expiry, whichever of the two forms of
#   time RFC 5280 4.1.2.5 demands for its year.
# Behaviour: a date from 2050 on, with four digits for the year, is read as one with two. 20810902000000Z becomes the
#   81st month of 2020, day 9: in September 2026. The rest of the century falls between 2024 and 2028 in this way, and
#   no error says that there is no 81st month. A list of what has expired thus names the roots that live longest.
# Output seen: 2049-12-31: 2049; 2050-06-01: 2024; 2081-09-02: 2026-09-09; 9999-12-31: 2007
set -euo pipefail

command -v swipl >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends swi-prolog-nox >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
swipl --version
openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.csr -subj /CN=x 2>/dev/null
mkdir new
touch index
cat >ca.cnf <<'CNF'
[ca]
default_ca = a
[a]
database = index
new_certs_dir = new
policy = p
default_md = sha256
rand_serial = yes
unique_subject = no
[p]
commonName = supplied
CNF
for date in 20491231000000Z 20500601000000Z 20810902000000Z 99991231235959Z; do
    openssl ca -config ca.cnf -batch -selfsign -keyfile key.pem -in request.csr -startdate 20200101000000Z -enddate $date \
        -out $date.pem -notext 2>/dev/null
done
cat >ask.pl <<'PL'
:- use_module(library(ssl)).
:- initialization(main).
main :-
    current_prolog_flag(argv, Files),
    forall(member(File, Files), show(File)),
    halt.
show(File) :-
    setup_call_cleanup(open(File, read, In), load_certificate(In, Cert), close(In)),
    certificate_field(Cert, not_after(Time)),
    format_time(atom(Text), '%Y-%m-%d', Time),
    format("~w ~w~n", [File, Text]).
PL
TZ=UTC swipl ask.pl 2*.pem 9*.pem | tee out
grep -q '^20491231000000Z.pem 2049-12-31' out
[ "$(grep -cE '^(2050|2081|9999)[0-9Z]+.pem 20[0-2]' out)" = 3 ] || { echo "CHANGED: SWI-Prolog reads the dates otherwise" >&2; exit 1; }
