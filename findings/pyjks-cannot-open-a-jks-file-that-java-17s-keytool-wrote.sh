#!/usr/bin/env bash
# Open keystores with a private key, written by keytool in three ways, in Python's pyjks.
#
# Package: pyjks 20.0.0 with pyasn1 0.6.1 (PyPI), openjdk-17-jre-headless 17 (Debian 12), OpenSSL 3.0.19
# Guessed: a keystore of type JKS by keytool is what pyjks is made for; a JCEKS file, with its other cipher, is the
#   special case of the two.
# Behaviour: the other way round. The JKS cipher has no parameters. pyjks writes an ASN.1 NULL in their place and
#   wants one; keytool of Java 17 leaves the place empty, and pyjks asks for it all the same. `load` raises an error
#   of pyasn1, which speaks of a schema and not of keystores, before anything can be asked, so the certificates
#   cannot be read either. The same entries as JCEKS open, and so does a JKS file with certificates only: a check of
#   truststores passes and that of a server's keystore fails. Nor is it the entries: what pyjks writes, keytool
#   reads, and pyjks reads it again; but once keytool has changed the key's password, it is lost to pyjks. With
#   try_decrypt_keys=False the certificates can be had.
# Output seen: JKS: PyAsn1Error; JKS, keys left alone: web, 2 certificates; JCEKS: web, 2; certificates only: root;
#   written by pyjks: web, 2; the same after keytool -keypasswd: PyAsn1Error
set -euo pipefail

command -v keytool >/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
java -version 2>&1 | head -1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyjks==20.0.0 pyasn1==0.6.1

openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf 2>/dev/null
openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -set_serial 2 -days 40 -out leaf.pem 2>/dev/null
openssl pkcs12 -export -in leaf.pem -inkey leaf.key -certfile root.pem -name web -passout pass:changeit -out web.p12
for type in JKS JCEKS; do
    keytool -importkeystore -noprompt -srckeystore web.p12 -srcstoretype PKCS12 -srcstorepass changeit \
        -destkeystore "keytool.$type" -deststoretype "$type" -deststorepass changeit 2>/dev/null
done
keytool -importcert -noprompt -alias root -file root.pem -keystore trusted.JKS -storetype JKS -storepass changeit 2>/dev/null

cat >write.py <<'PY'
import jks
entry = jks.KeyStore.load("keytool.JCEKS", "changeit").private_keys["web"]
chain = [certificate for _, certificate in entry.cert_chain]
again = jks.PrivateKeyEntry.new("web", chain, entry.pkey_pkcs8, "pkcs8")
jks.KeyStore.new("jks", [again]).save("pyjks.JKS", "changeit")
PY
venv/bin/python write.py
cp pyjks.JKS changed.JKS
keytool -keypasswd -alias web -keystore changed.JKS -storepass changeit -keypass changeit -new changeit2 2>/dev/null
keytool -keypasswd -alias web -keystore changed.JKS -storepass changeit -keypass changeit2 -new changeit 2>/dev/null
for store in keytool.JKS keytool.JCEKS pyjks.JKS changed.JKS; do
    echo "keytool: $store: $(keytool -list -v -keystore $store -storepass changeit 2>/dev/null | sed -n 's/^Certificate chain length: //p')"
done

cat >ask.py <<'PY'
import sys
import jks

def told(name, **options):
    try:
        store = jks.KeyStore.load(name, "changeit", **options)
    except Exception as error:
        return type(error).__name__
    return {alias: len(getattr(entry, "cert_chain", "1")) for alias, entry in store.entries.items()}

seen = [told("keytool.JKS"), told("keytool.JKS", try_decrypt_keys=False), told("keytool.JCEKS"),
        told("trusted.JKS"), told("pyjks.JKS"), told("changed.JKS")]
labels = ("JKS", "JKS, keys left alone", "JCEKS", "certificates only", "written by pyjks", "and changed by keytool")
for label, what in zip(labels, seen):
    print(f"{label}: {what}")
if seen != ["PyAsn1Error", {"web": 2}, {"web": 2}, {"root": 1}, {"web": 2}, "PyAsn1Error"]:
    sys.exit("CHANGED: pyjks opens other keystores")
PY
venv/bin/python ask.py
