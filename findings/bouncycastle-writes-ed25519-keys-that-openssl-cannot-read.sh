#!/usr/bin/env bash
# Make Ed25519 and EC keys in Java with Bouncy Castle, save what getEncoded() gives, and read it with others.
#
# Package: libbcprov-java 1.72, openjdk-17 17.0, gnutls-bin 3.7.9, botan 2.19.3, erlang-public-key 1:25.2.3 (Debian 12),
#   OpenSSL 3.0.19, Node.js v20.20.2, cryptography 50.0.2 (PyPI), sshpk 1.18.0 (npm)
# Guessed: getFormat() says "PKCS#8", so the bytes between "BEGIN PRIVATE KEY" markers are a key for everybody, as they
#   are for RSA and EC.
# Behaviour: for Ed25519 (and X25519) Bouncy Castle writes version 2 of the form (RFC 5958), with the public key behind
#   the private one, as in an example of RFC 8410. OpenSSL, Node, cryptography, GnuTLS and Botan read version 1 only:
#   "unsupported", which sounds as if the algorithm were. Erlang, sshpk and the JDK itself read both. With the property
#   org.bouncycastle.pkcs8.v1_info_only=true the key is written for all of them. A second one: an EC key without a size
#   is not on P-256, the JDK's default, but on prime239v1, which no TLS has and of the eight readers only five.
# Output seen: EC 256: all read it; Ed25519: Erlang, sshpk and JDK; Ed25519 with the property: all; EC without size:
#   five
set -euo pipefail

command -v certtool >/dev/null && command -v botan >/dev/null && command -v erlc >/dev/null && command -v javac >/dev/null &&
    [ -e /usr/share/java/bcprov.jar ] || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libbcprov-java openjdk-17-jdk-headless \
        gnutls-bin botan erlang-base erlang-public-key >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cryptography==50.0.2
npm install --silent --no-audit --no-fund --ignore-scripts sshpk@1.18.0 >/dev/null
cat >Make.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

class Make {
    public static void main(String[] args) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(args[0], new BouncyCastleProvider());
        if (args.length > 1) {
            generator.initialize(Integer.parseInt(args[1]));
        }
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        Files.writeString(Path.of("key.pem"), "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
        KeyFactory.getInstance(args[0]).generatePrivate(new PKCS8EncodedKeySpec(key));
    }
}
JAVA
javac -cp /usr/share/java/bcprov.jar Make.java
cat >ask.erl <<'ERL'
-module(ask).
-export([main/0]).

main() ->
    {ok, Pem} = file:read_file("key.pem"),
    [Entry] = public_key:pem_decode(Pem),
    public_key:pem_entry_decode(Entry),
    halt().
ERL
erlc ask.erl
bad=
check() { # expected readers, algorithm and size, options of Java
    local told=""
    java "${@:3}" -cp /usr/share/java/bcprov.jar:. Make $2 && told+=" JDK"
    erl -noshell -run ask main >/dev/null 2>&1 && told+=" Erlang"
    node -e 'require("sshpk").parsePrivateKey(require("fs").readFileSync("key.pem"), "pem")' 2>/dev/null && told+=" sshpk"
    openssl pkey -in key.pem -noout 2>/dev/null && told+=" OpenSSL"
    node -e 'require("crypto").createPrivateKey(require("fs").readFileSync("key.pem"))' 2>/dev/null && told+=" Node"
    venv/bin/python -c 'import cryptography.hazmat.primitives.serialization as s
s.load_pem_private_key(open("key.pem", "rb").read(), None)' 2>/dev/null && told+=" cryptography"
    certtool -k --infile key.pem >/dev/null 2>&1 && told+=" GnuTLS"
    botan pkcs8 key.pem >/dev/null 2>&1 && told+=" Botan"
    echo "$2 ${*:3}:$told"
    [ "$told" = "$1" ] || bad=1
}
all=" JDK Erlang sshpk OpenSSL Node cryptography GnuTLS Botan"
check "$all" "EC 256"
check " JDK Erlang OpenSSL Node Botan" EC
check " JDK Erlang sshpk" Ed25519
check "$all" Ed25519 -Dorg.bouncycastle.pkcs8.v1_info_only=true
[ -z "$bad" ] || { echo "CHANGED: other programs read the keys" >&2; exit 1; }
