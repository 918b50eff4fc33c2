#!/usr/bin/env bash
# Serve a fullchain by Netty in which one line of the intermediate ends with a blank.
#
# Package: libnetty-java 4.1.48 with openjdk-17-jdk-headless 17 (Debian 12), OpenSSL 3.0.19 for the files and the
#   client
# Guessed: SslContextBuilder.forServer(File, File) passes over a blank at the end of a line, as RFC 7468 asks of
#   readers and Java's own CertificateFactory does; or it throws.
# Behaviour: certificates are searched by a pattern that has no room for blanks between base64 and the END marker. The
#   block does not match, so it is none: the server starts with one certificate less and clients that know only the
#   root refuse it. Blanks behind BEGIN or END do no harm. In a file for trustManager() one authority is missing in the
#   same way. Only where no block is left does it say that there are no certificates.
# Output seen: no blank, behind BEGIN, behind END: leaf issuing, code 0; in the base64: leaf, code 21
set -euo pipefail

jars() { ls /usr/share/java/netty-{handler,buffer,common,codec,transport,resolver}.jar 2>/dev/null | paste -sd:; }
if [ -z "$(jars)" ] || ! command -v javac >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libnetty-java openjdk-17-jdk-headless >/dev/null
fi
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
sign() { # issuer, name, serial, extensions
    openssl req -new -newkey rsa:2048 -nodes -keyout "$2.key" -out "$2.csr" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$2.csr" -CA "$1.pem" -CAkey "$1.key" -set_serial "$3" -days 40 \
        -extfile <(printf "$4") -out "$2.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -subj /CN=root -days 60 2>/dev/null
sign root issuing 2 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n'
sign issuing leaf 3 'subjectAltName=DNS:localhost\n'
cat >Serve.java <<'JAVA'
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;

public class Serve {
    public static void main(String[] args) throws Exception {
        SslContext context = SslContextBuilder.forServer(new File(args[1]), new File("leaf.key")).build();
        new ServerBootstrap().group(new NioEventLoopGroup(1)).channel(NioServerSocketChannel.class)
            .childHandler(new ChannelInitializer<SocketChannel>() {
                protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(context.newHandler(channel.alloc()));
                }
            }).bind("127.0.0.1", Integer.parseInt(args[0])).sync();
    }
}
JAVA
javac -cp "$(jars)" Serve.java
cat leaf.pem issuing.pem >none
{ cat leaf.pem; sed '1s/$/ /' issuing.pem; } >begin
{ cat leaf.pem; sed '3s/$/ /' issuing.pem; } >base64
{ cat leaf.pem; sed '$s/$/ /' issuing.pem; } >end
bad=
check() { # file, expected
    local port shown="" names code
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    java -cp "$(jars):." Serve "$port" "$1" 2>"$1.log" &
    server=$!
    for _ in $(seq 60); do
        shown=$(timeout 5 openssl s_client -connect "127.0.0.1:$port" -showcerts -CAfile root.pem </dev/null 2>/dev/null || true)
        ! grep -q ' s:CN = ' <<<"$shown" || break
        sleep 0.25
    done
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
    names=$(sed -n 's/^ *[0-9]* s:CN = //p' <<<"$shown" | paste -sd' ')
    code=$(sed -n 's/^.*Verify return code: \([0-9]*\).*/\1/p' <<<"$shown" | head -1)
    echo "$1: OpenSSL reads $(openssl crl2pkcs7 -nocrl -certfile "$1" | openssl pkcs7 -print_certs -noout | grep -c ^subject), sent: $names, code $code"
    [ "$names, code $code" = "$2" ] || bad=1
}
check none "leaf issuing, code 0"
check begin "leaf issuing, code 0"
check base64 "leaf, code 21"
check end "leaf issuing, code 0"
[ -z "$bad" ] || { echo "CHANGED: Netty reads the file otherwise" >&2; exit 1; }
