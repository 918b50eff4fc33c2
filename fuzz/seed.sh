#!/usr/bin/env bash
# Fills corpus/<target>/ from the test data: every certificate file and key alone, and pairs of them;
# for the target `certificate` every certificate as DER.
set -euo pipefail
cd "$(dirname "$0")"

testdata=../testdata
mkdir -p corpus/pem corpus/bundle corpus/certificate

name() { # testdata/demo/good.pem -> demo-good.pem
    local path=${1#"$testdata/"}
    echo "${path//\//-}"
}

while IFS= read -r file; do
    cp "$file" "corpus/pem/$(name "$file")"
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
