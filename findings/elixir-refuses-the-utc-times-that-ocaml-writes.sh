#!/usr/bin/env bash
# Write the end of a certificate by OCaml's Ptime, which its x509 has for dates, and read it by Elixir.
#
# Package: libptime-ocaml-dev 1.0.0 with OCaml 4.13.1, Elixir 1.14.0, ruby 3.1.2 (Debian 12), Python 3.11
# Guessed: Ptime.to_rfc3339 writes a time in UTC with a Z at its end, as the first example of RFC 3339 has it and as
#   it was read, and DateTime.from_iso8601 of Elixir, which reads offsets with a sign, reads what is written.
# Behaviour: it writes 2027-03-01T13:37:46-00:00, which in RFC 3339 is UTC at a place that is not known; ISO 8601 has
#   no such offset, and Elixir says invalid_format, to each time of a program that has not named an offset. jq 1.6,
#   which wants a Z, fails as well; Python, Ruby and Java read it. With ~tz_offset_s:0 there is a Z.
# Output seen: OCaml: 2027-03-01T13:37:46-00:00; Elixir: invalid_format, +00:00 and Z: read; with ~tz_offset_s:0: Z
set -euo pipefail

{ command -v ocamlfind && ocamlfind query ptime && command -v elixir && command -v ruby; } >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-upgrade --no-install-recommends \
        ocaml-nox ocaml-findlib libptime-ocaml-dev elixir ruby >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
dpkg-query -W -f '${Package} ${Version}\n' libptime-ocaml-dev elixir
cat >write.ml <<'ML'
let () =
  match Ptime.of_rfc3339 "2027-03-01T13:37:46Z" with
  | Error _ -> print_endline "not read"
  | Ok (t, _, _) ->
    print_endline (Ptime.to_rfc3339 t);
    print_endline (Ptime.to_rfc3339 ~tz_offset_s:0 t)
ML
ocamlfind ocamlopt -package ptime -linkpkg write.ml -o write
mapfile -t written < <(./write)
bad=
check() { # time, what Elixir says
    local told
    told=$(LC_ALL=C.UTF-8 elixir -e 'case DateTime.from_iso8601(hd(System.argv())) do
        {:ok, time, 0} -> IO.puts(DateTime.to_iso8601(time))
        {:error, error} -> IO.puts(error) end' "$1")
    echo "$1: Elixir $told; Ruby $(ruby -rtime -e 'puts Time.iso8601(ARGV[0]).utc.iso8601' -- "$1");" \
        "Python $(python3 -c 'import datetime, sys; print(datetime.datetime.fromisoformat(sys.argv[1]))' "$1")"
    [ "$told" = "$2" ] || bad=1
}
[ "${written[*]}" = "2027-03-01T13:37:46-00:00 2027-03-01T13:37:46Z" ] || bad=1
check "${written[0]}" invalid_format
check "${written[1]}" 2027-03-01T13:37:46Z
check 2027-03-01T13:37:46+00:00 2027-03-01T13:37:46Z
[ -z "$bad" ] || { echo "CHANGED: OCaml writes or Elixir reads other times" >&2; exit 1; }
