#!/usr/bin/env bash
# Import certificates as authorities into django-x509, the app of OpenWISP for a company's own certificates.
#
# Package: django-x509 1.4.1 with Django 5.2.19, cryptography 50.0.2 (PyPI), OpenSSL 3.0.19 for the certificates
# Guessed: Ca.full_clean(), which finds an RSA length chosen for an EC key, refuses a certificate that says that it is no
#   authority, and a key that is another's; a mixed-up pair of files is what happens at an import.
# Behaviour: the certificate of a server, CA:FALSE, becomes a Ca like any other, and certificates are issued under it, each
#   of which OpenSSL refuses: "invalid CA certificate". An authority with the key of something else is taken as well, and
#   what it issues has a signature that fails. Neither import nor issue says a word; the mistake shows on the devices that
#   got the certificates.
# Output seen: CA:TRUE with its key: taken, what it issues is OK; CA:FALSE: taken, invalid CA certificate; CA:TRUE with
#   another key: taken, certificate signature failure
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check django-x509==1.4.1 Django==5.2.19 cryptography==50.0.2
printf '[req]\ndistinguished_name = none\n[none]\n' >cnf
make() { # name, CA or not, key usage
    openssl req -x509 -config cnf -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.pem" -days 900 -subj "/O=Example/CN=$1" \
        -addext "basicConstraints=critical,CA:$2" -addext "keyUsage=critical,$3" -addext subjectKeyIdentifier=hash 2>/dev/null
}
make authority TRUE keyCertSign,cRLSign
make server FALSE digitalSignature
cat >try.py <<'PY'
import sys

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django_x509"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
)
django.setup()
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django_x509.models import Ca, Cert

call_command("migrate", verbosity=0)
cert, key, out = sys.argv[1:]
try:
    ca = Ca(name="a", certificate=open(cert).read(), private_key=open(key).read())
    ca.full_clean()
    ca.save()
except ValidationError as error:
    sys.exit(print(type(error).__name__))
issued = Cert(name="c", ca=ca, common_name="a.example", extensions=[])
issued.full_clean()
issued.save()
open(out, "w").write(issued.certificate)
print("taken")
PY
bad=
check() { # certificate, key, what the import says, what OpenSSL says of what is issued
    local told verdict=
    rm -f issued.pem
    told=$(venv/bin/python -W ignore try.py "$1.pem" "$2.key" issued.pem)
    [ ! -e issued.pem ] || verdict=$(openssl verify -CAfile "$1.pem" issued.pem 2>&1 | grep -oE 'OK|invalid CA certificate|certificate signature failure' | head -1 || true)
    echo "$1.pem with $2.key: $told; $verdict"
    [ "$told $verdict" = "$3 $4" ] || bad=1
}
check authority authority taken OK
check server server taken "invalid CA certificate"
check authority server taken "certificate signature failure"
[ -z "$bad" ] || { echo "CHANGED: django-x509 takes other authorities" >&2; exit 1; }
