#!/usr/bin/env bash
# Open PKCS#12 files by OCaml's x509.
#
# Package: libx509-ocaml-dev 0.16.2 with OCaml 4.13 (Debian 12), OpenSSL 3.0.19 for the files and the comparison
# Guessed: the friendly name, the attribute that all tools write and Java and Windows show, is read or passed over; the
#   local key identifier, the other attribute, is read.
# Behaviour: any file with a friendly name is an Error: "Type mismatch: expected: (ANY UNIVERSAL 4) got: (Primitive
#   UNIVERSAL 30)". An attribute's value is taken for an octet string as the key identifier is one, and a name is a
#   BMPString. `openssl pkcs12 -export` without -name gives a file that opens, with -name one that does not; keytool
#   always writes a name. The password, which verify is for, has nothing to do with it. What opens comes the other way
#   round: issuer first, then leaf, then the key.
# Output seen: without -name: issuing, leaf, key; with -name: Type mismatch
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
open X509

let read file =
  let channel = open_in_bin file in
  let data = really_input_string channel (in_channel_length channel) in
  close_in channel;
  Cstruct.of_string data

let show = function
  | `Certificate cert -> Fmt.to_to_string Distinguished_name.pp (Certificate.subject cert)
  | `Crl _ -> "CRL"
  | `Private_key _ | `Decrypted_private_key _ -> "key"

let () =
  let opened = Result.bind (PKCS12.decode_der (read Sys.argv.(1))) (PKCS12.verify "secret") in
  match opened with
  | Ok parts -> print_endline (String.concat " " (List.map show parts))
  | Error (`Msg text) -> print_endline ("Error, " ^ text)
ML
ocamlfind ocamlopt -package x509,fmt -linkpkg ask.ml -o ask
openssl req -x509 -newkey rsa:2048 -nodes -keyout issuing.key -out issuing.pem -subj /CN=issuing -days 60 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA issuing.pem -CAkey issuing.key -set_serial 2 -days 30 -out leaf.pem 2>/dev/null
make() { # file, more options
    local file=$1
    shift
    openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile issuing.pem -passout pass:secret -out "$file" "$@"
    [ "$(openssl pkcs12 -in "$file" -passin pass:secret -nokeys 2>/dev/null | grep -c BEGIN)" = 2 ]
}
make plain
make named -name www
for file in plain named; do echo "$file: $(./ask $file)"; done | tee out
grep -qx 'plain: /CN=issuing /CN=leaf key' out && grep -q '^named: Error, Type mismatch' out ||
    { echo "CHANGED: OCaml's x509 opens other files" >&2; exit 1; }
