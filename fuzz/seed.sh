#!/usr/bin/env bash
# Fills corpus/<target>/ from the test data: every certificate file and key alone, and pairs of them;
# for the target `base64` what is between their markers; for `certificate` every certificate as DER; for `documents` and
# `bodies` a bundle and its key in files of each kind.
set -euo pipefail
cd "$(dirname "$0")"

testdata=../testdata
mkdir -p corpus/pem corpus/base64 corpus/bundle corpus/certificate corpus/documents corpus/bodies corpus/archives

name() { # testdata/demo/good.pem -> demo-good.pem
    local path=${1#"$testdata/"}
    echo "${path//\//-}"
}

while IFS= read -r file; do
    cp "$file" "corpus/pem/$(name "$file")"
    sed '/^-----/d' "$file" > "corpus/base64/$(name "$file")"
    key=${file%.pem}.key
    if [[ $file == *.pem && -f $key ]]; then
        { cat "$file"; printf '\n%%%% key\n'; cat "$key"; } > "corpus/bundle/$(name "$file")-with-key"
    fi
done < <(find "$testdata" \( -name '*.pem' -o -name '*.key' \) -size -64k)

{ cat "$testdata/demo/from-pfx.pem"; printf '\n%%%% key\n'; cat "$testdata/demo/proxy.key"; } \
    > corpus/bundle/demo-from-pfx-with-key

# Damage that mutation finds slowly.
good=$testdata/demo/good.pem
{ printf '\xEF\xBB\xBF'; cat "$good"; } > corpus/pem/with-byte-order-mark
sed 's/$/\r/' "$good" > corpus/pem/crlf
tr '\n' '\r' < "$good" > corpus/pem/cr
tr '\n' ' ' < "$good" > corpus/pem/spaces-for-newlines
sed 's/^/    /' "$good" > corpus/pem/indented
sed 's/^/> /' "$good" > corpus/pem/quoted
awk '{ printf "%s\\n", $0 }' "$good" > corpus/pem/escaped-newlines
tr -d '\n' < "$good" > corpus/pem/glued
sed 's/-----/----/g' "$good" > corpus/pem/four-dashes
base64 "$good" > corpus/pem/base64-of-pem
iconv -f ASCII -t UTF-16LE "$good" > corpus/pem/utf-16
grep -v -e ----- "$good" > corpus/pem/without-markers
head -n 20 "$good" > corpus/pem/truncated
# Expired and damaged: two classes in one report.
{ cat "$testdata/demo/expired-intermediate.pem"; echo '-----END CERTIFICATE-----'; } > corpus/pem/two-classes
cp corpus/pem/* corpus/bundle

# One line of base64 for each certificate. What is no base64 there is left out: the damage of text is not for this target.
find "$testdata" -name '*.pem' -size -64k -exec cat {} + | tr -d '\r' |
    awk '/^-----END CERTIFICATE-----/ { if (on) print text; on = 0 }
         on { text = text $0 }
         /^-----BEGIN CERTIFICATE-----/ { on = 1; text = "" }' |
    grep -E '^M[A-Za-z0-9+/]+=*$' | sort -u | awk '{ print NR, $0 }' |
    while read -r number text; do
        base64 -d <<< "$text" > "corpus/certificate/$number" 2> /dev/null || rm "corpus/certificate/$number"
    done

# Documents: the first byte says which kind of file it is.
key=$testdata/demo/proxy.key
indented() { sed 's/^/    /' "$1"; }
escaped() { awk '{ printf "%s\\n", $0 }' "$1"; }
coded() { base64 -w 0 "$1"; }
seed() { { printf "$1"; cat; } > "corpus/documents/$2"; }
{ printf 'kind: Secret\nmetadata:\n  name: web\ndata:\n  tls.crt: %s\n  tls.key: %s\n' "$(coded "$good")" "$(coded "$key")"; } |
    seed '\0' secret
{ printf -- '---\na:\n  - &x |\n'; indented "$good"; printf '  - *x\nb: >-\n'; indented "$key"; printf 'c: "%s"\n' "$(escaped "$good")"; } |
    seed '\0' yaml-forms
{ printf 'a: {{ b }}\n'; cat "$good" "$key"; } | seed '\0' template
printf '{"kind":"Secret","metadata":{"name":"web"},"data":{"tls.crt":"%s"},"x":[[{"y":"%s\\u000a"}]]}' "$(coded "$good")" "$(escaped "$key")" |
    seed '\1' json
printf "{'a': '%s', b: [1, 2,],}" "$(escaped "$good")" | seed '\1' json-of-yaml
{ printf 'export A="'; cat "$good"; printf '"\nB=%s\nC='"'"'%s'"'"'\n' "$(coded "$key")" "$(escaped "$good")"; } | seed '\2' env
{ printf 'x := `'; cat "$good"; printf '`\ny := `'; cat "$key"; printf '`\n'; } | seed '\3' go
{ printf 'a: %s\nb: %s\n' "$(coded "$good")" "$(coded "$good" | base64 -w 0)"; } | seed '\4' values
cp "$testdata"/request/*.json corpus/bodies
printf '{"certificates":[{"name":"proxy","certificate":"%s","key":"%s"}]}' "$(escaped "$good")" "$(escaped "$key")" > corpus/bodies/one

# Archives: the first byte says how the rest is opened.
for choice in 0 4 10; do # Octal.
    { printf "\\$choice"; cat "$testdata/keys/proxy.pfx"; } > "corpus/archives/proxy-$choice"
done
{ printf '\0'; cat "$testdata/keys/proxy.pfx"; echo more; } > corpus/archives/followed
{ printf '\0'; base64 "$testdata/keys/proxy.pfx"; } > corpus/archives/base64
if command -v openssl > /dev/null; then
    pack() { openssl pkcs12 -export -in "$good" -inkey "$testdata/demo/proxy.key" -passout pass:test-only "$@"; }
    { printf '\0'; pack -certpbe NONE -keypbe NONE -nomac; } > corpus/archives/bare 2> /dev/null || rm -f corpus/archives/bare
    { printf '\0'; pack -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1; } > corpus/archives/old
fi
