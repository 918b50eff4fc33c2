"""The kinds of archive, how each is made, and what is in it. `run` tells how this is started."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOM = pathlib.Path(sys.argv[1])
ONLY = set(sys.argv[2:])
HERE = pathlib.Path(__file__).resolve().parent
BAR = 100

kinds = []


def kind(name, password, certificates, keys, make, said=None):
    """An archive with so many certificates and keys; or words that pemvet has to say instead of reading it."""
    kinds.append((name, password, certificates, keys, make, said))


def do(*command, **more):
    subprocess.run([str(it) for it in command], check=True, capture_output=True, timeout=120, cwd=ROOM, **more)


def pki():
    """A leaf of P-256 and one of RSA, an issuing CA and a root, a CRL, made once."""
    if (ROOM / 'done').exists():
        return
    text = 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n'
    (ROOM / 'ca.ext').write_text(text)
    (ROOM / 'leaf.ext').write_text('subjectAltName=DNS:www.example.com\nextendedKeyUsage=serverAuth,clientAuth\n')
    for name, issuer, extensions, key in [
        ('root', 'root', 'ca.ext', 'EC'), ('issuing', 'root', 'ca.ext', 'EC'), ('leaf', 'issuing', 'leaf.ext', 'EC'),
        ('other', 'issuing', 'leaf.ext', 'EC'), ('rsaroot', 'rsaroot', 'ca.ext', 'RSA'), ('rsa', 'rsaroot', 'leaf.ext', 'RSA'),
    ]:
        kind_of_key = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'] if key == 'EC' else ['-algorithm', 'RSA']
        do('openssl', 'genpkey', *kind_of_key, '-out', f'{name}.key')
        do('openssl', 'req', '-new', '-key', f'{name}.key', '-subj', f'/O=Example/CN={name}', '-out', f'{name}.csr')
        sign = ['-signkey', f'{name}.key'] if issuer == name else ['-CA', f'{issuer}.pem', '-CAkey', f'{issuer}.key', '-CAcreateserial']
        do('openssl', 'x509', '-req', '-in', f'{name}.csr', '-days', '3000', '-extfile', extensions, *sign, '-out', f'{name}.pem')
        do('openssl', 'pkcs8', '-topk8', '-nocrypt', '-in', f'{name}.key', '-outform', 'DER', '-out', f'{name}.key.der')
        do('openssl', 'x509', '-in', f'{name}.pem', '-outform', 'DER', '-out', f'{name}.der')
    read = lambda name: (ROOM / name).read_text()
    (ROOM / 'cas.pem').write_text(read('issuing.pem') + read('root.pem'))
    (ROOM / 'chain.pem').write_text(read('leaf.pem') + read('cas.pem'))
    (ROOM / 'rsachain.pem').write_text(read('rsa.pem') + read('rsaroot.pem'))
    (ROOM / 'done').write_text('')


def openssl():
    def make(*more, password='secret', key='leaf.key', chain=True):
        def run(file):
            given = ['-inkey', key, '-in', 'leaf.pem'] if key else ['-nokeys', '-in', 'leaf.pem']
            rest = ['-certfile', 'cas.pem'] if chain else []
            do('openssl', 'pkcs12', '-export', *given, *rest, '-passout', f'pass:{password}', '-out', file, *more)
        return run
    kind('openssl-default', 'secret', 3, 1, make())
    kind('openssl-legacy', 'secret', 3, 1, make('-legacy'))
    kind('openssl-legacy-descert', 'secret', 3, 1, make('-legacy', '-descert'))
    kind('openssl-name-caname', 'secret', 3, 1, make('-name', 'Größe', '-caname', 'issuing', '-caname', 'root'))
    kind('openssl-csp', 'secret', 3, 1, make('-CSP', 'Microsoft Enhanced Cryptographic Provider v1.0', '-keyex'))
    kind('openssl-lmk', 'secret', 3, 1, make('-LMK'))
    kind('openssl-leaf-alone', 'secret', 1, 1, make(chain=False))
    kind('openssl-nokeys', 'secret', 3, 0, make(key=None))
    kind('openssl-nomac', 'secret', 3, 1, make('-nomac'))
    kind('openssl-nomaciter', 'secret', 3, 1, make('-nomaciter'))
    kind('openssl-noiter', 'secret', 3, 1, make('-noiter', '-nomaciter'))
    kind('openssl-empty', '', 3, 1, make(password=''))
    kind('openssl-empty-legacy', '', 3, 1, make('-legacy', password=''))
    kind('openssl-umlaut', 'größe', 3, 1, make(password='größe'))
    kind('openssl-umlaut-legacy', 'größe', 3, 1, make('-legacy', password='größe'))
    kind('openssl-emoji', 'pass😀word', 3, 1, make(password='pass😀word'))
    kind('openssl-emoji-legacy', 'pass😀word', 3, 1, make('-legacy', password='pass😀word'))
    kind('openssl-long-password', 'x' * 200, 3, 1, make(password='x' * 200))
    for iterations in [1, 100_000, 600_000, 2_000_000]:
        kind(f'openssl-iter-{iterations}', 'secret', 3, 1, make('-iter', iterations))
    kind('openssl-iter-too-many', 'secret', 3, 1, make('-iter', 5_000_001), said='5000001 rounds')
    for cipher in ['AES-128-CBC', 'AES-192-CBC', 'AES-256-CBC', 'DES-EDE3-CBC', 'DES-CBC', 'RC2-CBC', 'PBE-SHA1-3DES', 'PBE-SHA1-2DES',
                   'PBE-SHA1-RC2-128', 'PBE-SHA1-RC2-40', 'PBE-SHA1-RC4-128', 'PBE-SHA1-RC4-40', 'PBE-MD5-DES', 'PBE-SHA1-DES',
                   'PBE-MD5-RC2-64', 'PBE-SHA1-RC2-64']:
        kind(f'openssl-{cipher.lower()}', 'secret', 3, 1,
             make('-keypbe', cipher, '-certpbe', cipher, '-provider', 'legacy', '-provider', 'default'))
    for cipher, name in [('CAMELLIA-256-CBC', 'Camellia-256-CBC'), ('ARIA-256-CBC', 'ARIA-256-CBC')]:
        kind(f'openssl-{cipher.lower()}', 'secret', 3, 1, make('-keypbe', cipher, '-certpbe', cipher), said=name)
    kind('openssl-key-plain', 'secret', 3, 1, make('-keypbe', 'NONE'))
    kind('openssl-certs-plain', 'secret', 3, 1, make('-certpbe', 'NONE'))
    kind('openssl-plain', 'secret', 3, 1, make('-keypbe', 'NONE', '-certpbe', 'NONE'))
    kind('openssl-plain-nomac', 'secret', 3, 1, make('-keypbe', 'NONE', '-certpbe', 'NONE', '-nomac'))
    kind('openssl-rc2-certs-aes-key', 'secret', 3, 1,
         make('-certpbe', 'PBE-SHA1-RC2-40', '-keypbe', 'AES-256-CBC', '-provider', 'legacy', '-provider', 'default'))
    for digest in ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-224', 'sha512-256']:
        kind(f'openssl-mac-{digest}', 'secret', 3, 1, make('-macalg', digest))
    kind('openssl-mac-sha3', 'secret', 3, 1, make('-macalg', 'sha3-256'))
    for size in ['rsa', 'other']:
        kind(f'openssl-key-{size}', 'secret', 1, 1, lambda file, size=size: do(
            'openssl', 'pkcs12', '-export', '-inkey', f'{size}.key', '-in', f'{size}.pem', '-passout', 'pass:secret', '-out', file))

    def nocerts(file):
        do('openssl', 'pkcs12', '-export', '-nocerts', '-inkey', 'leaf.key', '-passout', 'pass:secret', '-out', file)
    kind('openssl-key-alone', 'secret', 0, 1, nocerts)

    def chain(file):
        do('openssl', 'pkcs12', '-export', '-inkey', 'leaf.key', '-in', 'leaf.pem', '-chain', '-CAfile', 'cas.pem', '-passout',
           'pass:secret', '-out', file)
    kind('openssl-chain', 'secret', 3, 1, chain)

    def base64(file):
        make()(file)
        do('openssl', 'base64', '-in', file, '-out', f'{file}.b64')
        os.replace(f'{file}.b64', file)
    kind('openssl-base64', 'secret', 3, 1, base64)


def certtool():
    if not shutil.which('certtool'):
        return
    def make(*more, chain=True):
        def run(file):
            given = ['--load-certificate', 'leaf.pem', '--load-privkey', 'leaf.key']
            rest = ['--load-ca-certificate', 'root.pem'] if chain else []
            do('certtool', '--to-p12', *given, *rest, '--p12-name', 'www', '--password', 'secret', '--outder', '--outfile', file, *more)
        return run
    kind('certtool-default', 'secret', 2, 1, make())
    kind('certtool-leaf', 'secret', 1, 1, make(chain=False))
    for cipher in ['3des', '3des-pkcs12', 'aes-128', 'aes-192', 'aes-256', 'rc2-40', 'arcfour']:
        kind(f'certtool-{cipher}', 'secret', 2, 1, make('--pkcs-cipher', cipher))
    for digest in ['SHA1', 'SHA384', 'SHA512']:
        kind(f'certtool-mac-{digest.lower()}', 'secret', 2, 1, make('--hash', digest))


def nss():
    if not shutil.which('pk12util'):
        return
    def make(*more):
        def run(file):
            folder = f'{file}.nss'
            shutil.rmtree(folder, ignore_errors=True)
            os.mkdir(folder)
            do('certutil', '-N', '-d', folder, '--empty-password')
            do('openssl', 'pkcs12', '-export', '-inkey', 'leaf.key', '-in', 'leaf.pem', '-certfile', 'cas.pem', '-name', 'www', '-passout',
               'pass:x', '-out', f'{file}.in')
            do('pk12util', '-i', f'{file}.in', '-d', folder, '-W', 'x', '-K', '')
            do('pk12util', '-o', file, '-n', 'www', '-d', folder, '-W', 'secret', '-K', '', *more)
            shutil.rmtree(folder)
            os.remove(f'{file}.in')
        return run
    kind('nss-default', 'secret', 3, 1, make())
    for cipher, certificates in [('AES-128-CBC', 'AES-128-CBC'), ('AES-192-CBC', 'AES-192-CBC'), ('AES-256-CBC', 'AES-256-CBC'),
                                 ('PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC', 'PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC')]:
        kind(f'nss-{re.sub("[^a-z0-9]+", "-", cipher.lower())}', 'secret', 3, 1, make('-c', cipher, '-C', certificates))
    for digest in ['SHA-1', 'SHA-384', 'SHA-512']:
        kind(f'nss-mac-{digest.lower()}', 'secret', 3, 1, make('-M', digest))
    kind('nss-certs-plain', 'secret', 3, 1, make('-C', 'none'))


def java():
    if not shutil.which('keytool'):
        return
    def chain(*settings, kind_of_store='pkcs12', password='secret!', more=()):
        def run(file):
            do('openssl', 'pkcs12', '-export', '-inkey', 'leaf.key', '-in', 'leaf.pem', '-certfile', 'cas.pem', '-name', 'www', '-passout',
               'pass:source', '-out', f'{file}.in')
            if os.path.exists(file):
                os.remove(file)
            do('keytool', *settings, '-importkeystore', '-noprompt', '-srckeystore', f'{file}.in', '-srcstorepass', 'source', '-destkeystore',
               file, '-deststoretype', kind_of_store, '-deststorepass', password, *more)
            os.remove(f'{file}.in')
        return run
    def trust(*settings, kind_of_store='pkcs12', password='secret!'):
        def run(file):
            if os.path.exists(file):
                os.remove(file)
            for name in ['root', 'issuing']:
                do('keytool', *settings, '-importcert', '-noprompt', '-alias', name, '-file', f'{name}.pem', '-keystore', file, '-storetype',
                   kind_of_store, '-storepass', password)
        return run
    def both(file):
        chain()(file)
        do('keytool', '-importcert', '-noprompt', '-alias', 'ca', '-file', 'root.pem', '-keystore', file, '-storepass', 'secret!')
    def secret(file):
        chain()(file)
        do('keytool', '-genseckey', '-alias', 'aes', '-keyalg', 'AES', '-keysize', '256', '-keystore', file, '-storepass', 'secret!')
    def generated(file):
        if os.path.exists(file):
            os.remove(file)
        for name in ['one', 'two']:
            do('keytool', '-genkeypair', '-alias', name, '-keyalg', 'EC', '-dname', f'CN={name}', '-keystore', file, '-storepass', 'secret!')
    kind('keytool-default', 'secret!', 3, 1, chain())
    kind('keytool-trust', 'secret!', 2, 0, trust())
    kind('keytool-key-and-ca', 'secret!', 4, 1, both)
    kind('keytool-secret-key', 'secret!', 3, 1, secret)
    kind('keytool-two-keys', 'secret!', 2, 2, generated)
    kind('keytool-legacy', 'secret!', 3, 1, chain('-J-Dkeystore.pkcs12.legacy'))
    setting = lambda name, value: f'-J-Dkeystore.pkcs12.{name}={value}'
    for cipher in ['PBEWithHmacSHA1AndAES_128', 'PBEWithHmacSHA224AndAES_256', 'PBEWithHmacSHA384AndAES_128', 'PBEWithHmacSHA512AndAES_256',
                   'PBEWithSHA1AndDESede', 'PBEWithSHA1AndRC2_40', 'PBEWithSHA1AndRC2_128', 'PBEWithSHA1AndRC4_40', 'PBEWithSHA1AndRC4_128']:
        kind(f'keytool-{cipher.lower()}', 'secret!', 3, 1, chain(setting('certPbeAlgorithm', cipher), setting('keyPbeAlgorithm', cipher)))
    for mac in ['HmacPBESHA1', 'HmacPBESHA224', 'HmacPBESHA384', 'HmacPBESHA512', 'HmacPBESHA512/224', 'HmacPBESHA512/256']:
        kind(f'keytool-{mac.lower().replace("/", "-")}', 'secret!', 3, 1, chain(setting('macAlgorithm', mac)))
    kind('keytool-nomac', 'secret!', 3, 1, chain(setting('macAlgorithm', 'NONE'), more=['-destkeypass', 'secret!']))
    kind('keytool-trust-plain', '', 2, 0, trust(setting('macAlgorithm', 'NONE'), setting('certProtectionAlgorithm', 'NONE')))
    kind('keytool-certs-plain', 'secret!', 3, 1, chain(setting('certProtectionAlgorithm', 'NONE')))
    kind('keytool-rounds', 'secret!', 3, 1, chain(setting('keyPbeIterationCount', 50000), setting('macIterationCount', 300000)))
    kind('keytool-jks', 'secret!', 3, 1, chain(kind_of_store='jks', more=['-destkeypass', 'secret!']))
    kind('keytool-jks-trust', 'secret!', 2, 0, trust(kind_of_store='jks'))
    kind('keytool-jceks', 'secret!', 3, 1, chain(kind_of_store='jceks'), said='JCEKS')
    jar = '/usr/share/java/bcprov.jar'
    if os.path.exists(jar):
        def bouncy(store, password='secret', *more):
            return lambda file: do('java', '-cp', jar, HERE / 'Bouncy.java', store, password, 'chain.pem', 'leaf.key.der', file, *more)
        kind('bc-default', 'secret', 3, 1, bouncy('PKCS12'))
        kind('bc-3des', 'secret', 3, 1, bouncy('PKCS12-3DES-3DES'))
        kind('bc-3des-40rc2', 'secret', 3, 1, bouncy('PKCS12-3DES-40RC2'))
        kind('bc-def', 'secret', 3, 1, bouncy('PKCS12-DEF'))
        kind('bc-def-3des', 'secret', 3, 1, bouncy('PKCS12-DEF-3DES-3DES'))
        kind('bc-umlaut', 'größe', 3, 1, bouncy('PKCS12', 'größe'))
        kind('bc-trust', 'secret', 3, 0, bouncy('PKCS12', 'secret', 'trust'))


def python():
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
    certificate = lambda name: x509.load_pem_x509_certificate((ROOM / f'{name}.pem').read_bytes())
    key = lambda: serialization.load_pem_private_key((ROOM / 'leaf.key').read_bytes(), None)

    def make(algorithm=None, name=b'www', cas=True):
        def run(file):
            how = algorithm() if algorithm else serialization.BestAvailableEncryption(b'secret')
            others = [certificate('issuing'), certificate('root')] if cas else None
            pathlib.Path(file).write_bytes(pkcs12.serialize_key_and_certificates(name, key(), certificate('leaf'), others, how))
        return run
    builder = lambda: PrivateFormat.PKCS12.encryption_builder()
    pbes = pkcs12.PBES
    kind('python-default', 'secret', 3, 1, make())
    kind('python-no-name', 'secret', 3, 1, make(name=None))
    kind('python-leaf', 'secret', 1, 1, make(cas=False))
    kind('python-3des', 'secret', 3, 1, make(
        lambda: builder().key_cert_algorithm(pbes.PBESv1SHA1And3KeyTripleDESCBC).hmac_hash(hashes.SHA1()).build(b'secret')))
    kind('python-aes-sha512', 'secret', 3, 1, make(
        lambda: builder().kdf_rounds(50000).key_cert_algorithm(pbes.PBESv2SHA256AndAES256CBC).hmac_hash(hashes.SHA512()).build(b'secret')))
    kind('python-plain', '', 3, 1, make(serialization.NoEncryption))
    def trust(file):
        trusted = [pkcs12.PKCS12Certificate(certificate(name), name.encode()) for name in ['root', 'issuing']]
        how = serialization.BestAvailableEncryption(b'secret')
        pathlib.Path(file).write_bytes(pkcs12.serialize_java_truststore(trusted, how))
    kind('python-java-truststore', 'secret', 2, 0, trust)


def forge():
    if not (ROOM / 'node_modules/node-forge').exists():
        return
    def make(password='secret', **options):
        return lambda file: do('node', HERE / 'forge.js', ROOM, 'rsachain.pem', 'rsa.key', file, password, json.dumps(options))
    kind('forge-default', 'secret', 2, 1, make())
    for algorithm in ['3des', 'aes192', 'aes256']:
        kind(f'forge-{algorithm}', 'secret', 2, 1, make(algorithm=algorithm))
    kind('forge-no-mac', 'secret', 2, 1, make(useMac=False))
    kind('forge-no-key-id', 'secret', 2, 1, make(generateLocalKeyId=False, friendlyName='www'))
    kind('forge-umlaut', 'größe', 2, 1, make('größe'))
    kind('forge-umlaut-3des', 'größe', 2, 1, make('größe', algorithm='3des'))
    kind('forge-many-rounds', 'secret', 2, 1, make(count=20000))


def others():
    if shutil.which('mkcert'):
        def mkcert(file):
            do('mkcert', '-pkcs12', '-p12-file', file, 'www.example.com', env={**os.environ, 'CAROOT': str(ROOM / 'mkcert')})
        (ROOM / 'mkcert').mkdir(exist_ok=True)
        kind('mkcert', 'changeit', 2, 1, mkcert)
    if shutil.which('mcs'):
        def mono(rounds):
            def run(file):
                if not (ROOM / 'Mono.exe').exists():
                    do('mcs', '-r:Mono.Security', f'-out:{ROOM}/Mono.exe', HERE / 'Mono.cs')
                do('mono', 'Mono.exe', 'rsa.der,rsaroot.der', 'rsa.key.der', file, 'secret', rounds)
            return run
        kind('mono', 'secret', 2, 1, mono(2000))
        kind('mono-one-round', 'secret', 2, 1, mono(1))


def told(file, password):
    """How many certificates and keys pemvet shows of an archive, and what it says."""
    given = ROOM / 'password'
    given.write_text(password + '\n')
    run = subprocess.run([os.environ['PEMVET'], 'show', file, '--password-file', given], capture_output=True, text=True, timeout=300)
    counts = re.findall(r': (\d+) certificates?, at ', run.stdout)
    return sum(map(int, counts)), run.stdout.count('in the archive: the private key'), run.stdout + run.stderr


def served():
    """What is wrong with the stores that pemvet writes, as a TLS server and a client of Java find it."""
    if not shutil.which('java'):
        return 'NOT RUN: a server of Java, because there is none'
    (ROOM / 'password').write_text('secret!\n')
    pemvet = [os.environ['PEMVET'], 'fix', '--format', 'pkcs12', '--out-password-file', 'password']
    do(*pemvet, 'chain.pem', '--key', 'leaf.key', '--output', 'served.p12')
    do(*pemvet, 'cas.pem', '--profile', 'authority', '--output', 'trust.p12')
    run = subprocess.run(['java', HERE / 'Serve.java', 'served.p12', 'trust.p12', 'secret!'], capture_output=True, text=True, cwd=ROOM,
                         timeout=120)
    wanted = 'handshake with 3 certificates'
    return '' if wanted in run.stdout else f'WRONG  a server of Java: {run.stdout}{run.stderr}'


def main():
    pki()
    for producer in [openssl, certtool, nss, java, python, forge, others]:
        producer()
    read, wrong, unmade = 0, [], []
    for name, password, certificates, keys, make, said in kinds:
        if ONLY and name not in ONLY:
            continue
        file = str(ROOM / f'{name}.p12')
        try:
            make(file)
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            words = getattr(error, 'stderr', b'') or str(error).encode()
            unmade.append(f'{name}: {words.decode(errors="replace").strip().splitlines()[-1:]}')
            continue
        found_certificates, found_keys, text = told(file, password)
        if said:
            if said not in text:
                wrong.append(f'{name}: does not say {said!r}: {text[:300]}')
            continue
        if (found_certificates, found_keys) == (certificates, keys):
            read += 1
        else:
            wrong.append(f'{name}: {found_certificates} certificates and {found_keys} keys, wanted {certificates} and {keys}: {text[-300:]}')
    for line in unmade:
        print(f'NOT MADE  {line}')
    for line in wrong:
        print(f'WRONG  {line}')
    java_says = '' if ONLY else served()
    if java_says:
        print(java_says)
    print(f'{read} of {len(kinds)} kinds read, {len(wrong)} wrong, {len(unmade)} not made')
    if wrong or java_says.startswith('WRONG') or (read < BAR and not ONLY):
        sys.exit(1)


main()
