#!/usr/bin/env bash
# List a certificate's alternative names in Guile.
#
# Package: guile-gnutls 3.7.9 with Guile 3.0.8 (Debian 12), OpenSSL 3.0.19 for the certificate
# Guessed: x509-certificate-subject-alternative-name gives an address as text, or as its four bytes, with the type
#   "ipaddress" beside it.
# Behaviour: it gives a text of the bytes up to the first that is zero: of 10.0.0.1 and of 10.0.7.7 the one character of
#   code 10. What is behind the zero cannot be had by this binding, which has no other way to the names than this and
#   the whole DER. Two hosts in 10.0.0.0/16 are one in such an inventory. Names, e-mail addresses and URLs are as they
#   should be.
# Output seen: dnsname "www.example.com"; ipaddress codes 10; ipaddress codes 10
set -euo pipefail
export LC_ALL=C.UTF-8 GUILE_AUTO_COMPILE=0

guile -c '(use-modules (gnutls))' 2>/dev/null || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends guile-3.0 guile-gnutls >/dev/null
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out cert.pem -subj /CN=x -days 30 \
    -addext 'subjectAltName=DNS:www.example.com,IP:10.0.0.1,IP:10.0.7.7,URI:http://x/' 2>/dev/null
cat >ask.scm <<'SCM'
(use-modules (gnutls) (ice-9 binary-ports))
(format #t "Guile ~a, gnutls ~a~%" (version) (gnutls-version))
(define cert
  (import-x509-certificate (call-with-input-file "cert.pem" get-bytevector-all #:binary #t)
                           x509-certificate-format/pem))
(do ((index 0 (+ index 1))) ((= index 4))
  (call-with-values (lambda () (x509-certificate-subject-alternative-name cert index))
    (lambda (type name)
      (format #t "~a: ~a~%" (x509-subject-alternative-name->string type)
              (if (eq? type x509-subject-alternative-name/ipaddress)
                  (map char->integer (string->list name))
                  name)))))
SCM
guile -s ask.scm | tee out
openssl x509 -in cert.pem -noout -ext subjectAltName | tail -1
[ "$(grep -c '(10)$' out)" = 2 ] && grep -q ': www.example.com$' out && grep -q ': http://x/$' out ||
    { echo "CHANGED: Guile gives addresses otherwise" >&2; exit 1; }
