#!/usr/bin/env bash
# Read a bundle by OCaml's x509 in which one line has a blank at its end.
#
# Package: libx509-ocaml-dev 0.16.2 with OCaml 4.13 (Debian 12), OpenSSL 3.0.19 for the files and the comparison
# Guessed: decode_pem_multiple, which serves MirageOS and its TLS, passes over a blank at the end of a line, as RFC 7468
#   asks of readers, or it refuses the file: with Error, as its type promises.
# Behaviour: it depends on the line. A blank behind base64 or behind the END marker is an Error. Behind the BEGIN marker it
#   makes the whole block a comment: Ok, with one certificate less, and nothing says that there was one. Such blanks come
#   from terminals and web pages by copying. A trust anchor lost in this way shows as failing handshakes with that one
#   authority; where each line has a blank the answer is Ok and an empty list.
# Output seen: no blank: a b; behind BEGIN: b; behind base64, behind END: Error; behind all: none; OpenSSL: a b in each
set -euo pipefail

ocamlfind query x509 fmt >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ocaml-nox ocaml-findlib libx509-ocaml-dev >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo "OCaml $(ocamlfind ocamlopt -version), x509 $(ocamlfind query -format %v x509)"
cat >ask.ml <<'ML'
let read file =
  let channel = open_in_bin file in
  let text = really_input_string channel (in_channel_length channel) in
  close_in channel;
  Cstruct.of_string text

let name cert = Fmt.to_to_string X509.Distinguished_name.pp (X509.Certificate.subject cert)

let () =
  Array.sub Sys.argv 1 (Array.length Sys.argv - 1)
  |> Array.iter (fun file ->
         match X509.Certificate.decode_pem_multiple (read file) with
         | Ok certs -> Printf.printf "%s: Ok %s\n" file (String.concat " " (List.map name certs))
         | Error (`Msg text) -> Printf.printf "%s: Error, %s\n" file text)
ML
ocamlfind ocamlopt -package x509,fmt -linkpkg ask.ml -o ask
for name in a b; do
    openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -out $name.pem -subj /CN=$name -days 30 2>/dev/null
done
cat a.pem b.pem >none
{ sed '1s/$/ /' a.pem; cat b.pem; } >begin
{ sed '2s/$/ /' a.pem; cat b.pem; } >base64
{ sed '$s/$/ /' a.pem; cat b.pem; } >end
sed 's/$/ /' none >all
for file in none begin base64 end all; do
    names=$(openssl crl2pkcs7 -nocrl -certfile $file | openssl pkcs7 -print_certs -noout | sed -n 's/^subject=CN = //p' | paste -sd' ')
    echo "OpenSSL, $file: $names"
    [ "$names" = "a b" ]
done
./ask none begin base64 end all | tee out
grep -qx 'none: Ok /CN=a /CN=b' out
grep -qx 'begin: Ok /CN=b' out && grep -q '^base64: Error' out && grep -q '^end: Error' out && grep -qx 'all: Ok ' out ||
    { echo "CHANGED: OCaml's x509 treats blanks otherwise" >&2; exit 1; }
