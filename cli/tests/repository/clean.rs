//! Files of every kind that a repository may hold, and nothing wrong with any of them.

use super::{Folder, base64, indented};

/// As many are made.
pub(crate) const FILES: usize = 500;

/// Writes [`FILES`] files below `top` and tells how many.
pub(crate) fn write(folder: &Folder, top: &str) -> usize {
    let kinds = kinds(folder);
    let mut written = 0usize;
    for round in 0usize.. {
        for (name, content) in &kinds {
            if written == FILES {
                return written;
            }
            // Later rounds are other directories with the same kinds of files.
            folder.write_bytes(&format!("{top}/part-{round:02}/{name}"), content);
            written += 1;
        }
    }
    written
}

/// A deterministic sequence of bytes that is nothing but noise.
fn noise(seed: u32, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let step = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..length).map(step).collect()
}

fn noise_in_base64(seed: u32, length: usize) -> String {
    super::base64_of(&noise(seed, length))
}

fn hexadecimal(seed: u32, length: usize) -> String {
    noise(seed, length)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The certificate's DER.
fn der(pem: &str) -> Vec<u8> {
    pemvet::pem::scan(pem.as_bytes())
        .certificates()
        .next()
        .expect("a certificate")
        .to_vec()
}

fn kinds(folder: &Folder) -> Vec<(&'static str, Vec<u8>)> {
    let (good, root) = (folder.read("demo/good.pem"), folder.read("demo/root.pem"));
    let two_roots = format!("{root}{}", folder.read("rules/authority-unknown/other-root.pem"));
    let request = folder.read("rules/block-unexpected/bad-csr.pem");
    let request = request
        .split("-----BEGIN CERTIFICATE REQUEST")
        .nth(1)
        .map(|rest| format!("-----BEGIN CERTIFICATE REQUEST{rest}"))
        .expect("a request");
    let escaped = serde_json::Value::from(good.as_str()).to_string();
    let public = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq4PbMLlhJvPqk2wX2UY4O1JGgL0y\n\
                  KQnJ0yJHbqFPmmn6HZcq1M2VZ5Fjf3m5AP1oBN5V5YhKzVnQXGhNEIAr6w==\n-----END PUBLIC KEY-----\n";
    let pgp = |label: &str| {
        format!(
            "-----BEGIN PGP {label}-----\n\n{}\n=abcd\n-----END PGP {label}-----\n",
            noise_in_base64(7, 480)
                .as_bytes()
                .chunks(64)
                .map(|line| String::from_utf8_lossy(line).into_owned())
                .collect::<Vec<_>>()
                .join("\n")
        )
    };
    let text = |text: &str| text.as_bytes().to_vec();
    let pfx = folder.bytes_of("keys/proxy.pfx");
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend(noise(3, 2_000));
    let mut elf = b"\x7fELF\x02\x01\x01\0".to_vec();
    elf.extend(noise(4, 3_000));
    elf.extend(
        b"-----BEGIN RSA PRIVATE KEY-----\0-----END RSA PRIVATE KEY-----\0-----BEGIN CERTIFICATE-----\0",
    );
    let go = format!("package tls\n\n// The authority of the cluster.\nconst authority = `{root}`\n");
    let java = root
        .lines()
        .map(|line| format!("        \"{line}\\n\" +\n"))
        .collect::<String>();
    vec![
        ("tls/fullchain.pem", text(&good)),
        (
            "tls/with-subjects.pem",
            text(&format!(
                "subject=CN = cluster.example.com\nissuer=CN = Example Issuing CA\n{good}"
            )),
        ),
        ("tls/chain.crt", text(&good)),
        ("tls/windows.cer", text(&folder.read("adcs/chain.pem"))),
        ("ca/root.crt", text(&root)),
        ("ca/ca-bundle.pem", text(&two_roots)),
        ("ca/root.der", der(&root)),
        ("ca/root.cer", der(&root)),
        ("store/server.pfx", pfx.clone()),
        ("store/server.p12", pfx),
        ("requests/server.csr", text(&request)),
        ("requests/server.pem", text(&request)),
        ("keys/public.pem", text(public)),
        (
            "keys/id_ed25519.pub",
            text(
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvb2JhcmJhemZvb2JhcmJhemZvb2JhcmJhemZvb2I somebody@example\n",
            ),
        ),
        (
            "keys/authorized_keys",
            text(&format!(
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC{} deploy\n",
                noise_in_base64(9, 380)
            )),
        ),
        ("keys/release.asc", text(&pgp("PUBLIC KEY BLOCK"))),
        ("keys/SHA256SUMS.asc", text(&pgp("SIGNATURE"))),
        (
            "keys/jwks.json",
            text(&format!(
                "{{\"keys\": [{{\"kty\": \"RSA\", \"kid\": \"1\", \"e\": \"AQAB\", \"n\": \"{}\"}}]}}\n",
                noise_in_base64(11, 255).replace(['+', '/'], "_")
            )),
        ),
        (
            "keys/dhparam.pem",
            text(
                "-----BEGIN DH PARAMETERS-----\nMIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR\nSgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL\n/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7ORbPcIAfLihY78FmNpINhxV05pp\nFj+o/STPX4NlXSPco62WHGLzViCFUrue1SkHcJaWbWcMNU5KvJgE8XRsCMoYIXwy\nkF5GLjbOdq+wXPCxOU6sQRT0LuPfWR//////////AgEC\n-----END DH PARAMETERS-----\n",
            ),
        ),
        (
            "k8s/configmap.yaml",
            text(&format!(
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: authorities\ndata:\n  ca.crt: |\n{}",
                indented(&root, 4)
            )),
        ),
        (
            "k8s/certificate.yaml",
            text(
                "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: web\nspec:\n  secretName: web-tls\n  privateKey:\n    algorithm: ECDSA\n    rotationPolicy: Always\n  dnsNames: [web.example.com]\n",
            ),
        ),
        (
            "k8s/secret-of-authorities.yaml",
            text(&format!(
                "apiVersion: v1\nkind: Secret\nmetadata:\n  name: ca\ndata:\n  ca.crt: {}\n",
                base64(&root)
            )),
        ),
        (
            "k8s/secret-of-words.yaml",
            text(&format!(
                "apiVersion: v1\nkind: Secret\nmetadata:\n  name: words\ndata:\n  password: {}\n  token: {}\n",
                base64("correct horse battery staple"),
                noise_in_base64(21, 120)
            )),
        ),
        (
            "k8s/sealed.yaml",
            text(&format!(
                "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: web\nspec:\n  encryptedData:\n    tls.key: AgB{}\n",
                noise_in_base64(22, 900)
            )),
        ),
        (
            "k8s/sops.yaml",
            text(&format!(
                "apiVersion: v1\nkind: Secret\nstringData:\n  tls.key: ENC[AES256_GCM,data:{},iv:Zm9v,tag:YmFy,type:str]\nsops:\n  age:\n    - recipient: age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n      enc: |\n        -----BEGIN AGE ENCRYPTED FILE-----\n        YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBxRjN4\n        -----END AGE ENCRYPTED FILE-----\n  version: 3.9.0\n",
                noise_in_base64(23, 600)
            )),
        ),
        (
            "k8s/webhook.yaml",
            text(&format!(
                "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata:\n  name: policy\nwebhooks:\n- name: policy.example.com\n  clientConfig:\n    caBundle: {}\n",
                base64(&root)
            )),
        ),
        (
            "k8s/kubeconfig",
            text(&format!(
                "apiVersion: v1\nkind: Config\nclusters:\n- name: a\n  cluster:\n    server: https://a.example.com\n    certificate-authority-data: {}\nusers:\n- name: somebody\n  user:\n    exec:\n      command: login\n      apiVersion: client.authentication.k8s.io/v1\n",
                base64(&root)
            )),
        ),
        (
            "chart/Chart.yaml",
            text("apiVersion: v2\nname: web\nversion: 1.0.0\n"),
        ),
        (
            "chart/values.yaml",
            text(&format!(
                "tls:\n  enabled: true\n  # -----BEGIN PRIVATE KEY----- and so on\n  key: \"\"\n  ca: |\n{}",
                indented(&root, 4)
            )),
        ),
        (
            "chart/templates/secret.yaml",
            text(
                "apiVersion: v1\nkind: Secret\ndata:\n  tls.crt: {{ .Values.tls.crt | b64enc | quote }}\n  tls.key: {{ .Values.tls.key | b64enc | quote }}\n",
            ),
        ),
        (
            "group_vars/all.yml",
            text(
                "tls_key: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  66386439653236336462626566653063336164663966303231363934653561363964363833\n",
            ),
        ),
        (".env", text(&format!("PORT=8080\nTLS_CA={}\n", base64(&root)))),
        (
            ".env.example",
            text(
                "TLS_CERT=\"-----BEGIN CERTIFICATE-----\\n...\\n-----END CERTIFICATE-----\"\nTLS_KEY=\"-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----\"\n",
            ),
        ),
        (
            "app.properties",
            text(&format!("port=8080\nca={}\n", root.replace('\n', "\\n"))),
        ),
        (
            "config.toml",
            text(&format!("port = 8080\nca = \"\"\"\n{root}\"\"\"\n")),
        ),
        (
            "main.tf",
            text(&format!(
                "resource \"x\" \"y\" {{\n  private_key = var.private_key\n  ca = <<-EOT\n{}  EOT\n}}\n",
                indented(&root, 2)
            )),
        ),
        (
            "keys.tf",
            text(
                "resource \"tls_private_key\" \"web\" {\n  algorithm = \"ECDSA\"\n}\noutput \"key\" {\n  value     = tls_private_key.web.private_key_pem\n  sensitive = true\n}\n",
            ),
        ),
        (
            "body.json",
            text(&format!("{{\"name\": \"proxy\", \"certificate\": {escaped}}}\n")),
        ),
        ("src/authority.go", text(&go)),
        (
            "src/Authority.java",
            text(&format!(
                "class Authority {{\n    static final String PEM =\n{java}        \"\";\n}}\n"
            )),
        ),
        (
            "src/authority.py",
            text(&format!("AUTHORITY = \"\"\"\\\n{root}\"\"\"\n")),
        ),
        (
            "src/authority.js",
            text(&format!("export const authority = `{root}`;\n")),
        ),
        (
            "src/pem.rs",
            text(
                "const BEGIN: &str = \"-----BEGIN PRIVATE KEY-----\";\nconst END: &str = \"-----END PRIVATE KEY-----\";\n\n/// `-----BEGIN ENCRYPTED PRIVATE KEY-----`\npub fn isPrivateKeyThatNeedsAPassphraseFirst() {}\n",
            ),
        ),
        (
            "src/putty.js",
            text(
                "out = 'PuTTY-User-Key-File-2: ssh-rsa\\r\\nEncryption: ' + e + '\\r\\nPublic-Lines: ' + p + '\\r\\n';\nout += '\\r\\nPrivate-Lines: ' + q.length + '\\r\\n';\n",
            ),
        ),
        (
            "src/roots.rs",
            text(&format!(
                "/*\n{} */\n",
                good.lines()
                    .map(|line| format!(" * {line}\n"))
                    .collect::<String>()
            )),
        ),
        (
            "src/index.js.map",
            text(
                "{\"version\":3,\"sourcesContent\":[\"var KEY_START = '-----BEGIN PRIVATE KEY-----'\\nvar KEY_END = '-----END PRIVATE KEY-----'\\nvar CERT_START = '-----BEGIN CERTIFICATE-----'\\nvar CERT_END = '-----END CERTIFICATE-----'\\n\"]}\n",
            ),
        ),
        (
            "src/revoked.rs",
            text(
                "const LIST: &[u8] = &[\n    0x30, 0x65, 0x30, 0x50, 0x02, 0x01, 0x01, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48,\n    0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00, 0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08,\n    0x06, 0x03, 0x55, 0x04, 0x03, 0x13, 0x01, 0x41, 0x17, 0x0d, 0x32, 0x30, 0x30, 0x31,\n];\n",
            ),
        ),
        (
            "docs/tls.md",
            text(
                "# TLS\n\n```\n-----BEGIN CERTIFICATE-----\nMIIBKzCB3qADAgECAhQaw+rflRreYuUZBp0HuNn/e5rMZDAFBgMrZXAwFDESMBAG\n...\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDc4QusgkahH9rL\n...\n-----END PRIVATE KEY-----\n```\n",
            ),
        ),
        (
            "docs/tls.rst",
            text(
                "Keys\n====\n\nA key begins with ``-----BEGIN PRIVATE KEY-----`` and ends with ``-----END PRIVATE KEY-----``.\n",
            ),
        ),
        (
            "docs/age.adoc",
            text(
                "= age\n\nRun `age-keygen`, which prints `AGE-SECRET-KEY-1...`; give others `age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p`.\n",
            ),
        ),
        (
            "docs/guide.html",
            text(
                "<pre>-----BEGIN RSA PRIVATE KEY-----\n[your key here]\n-----END RSA PRIVATE KEY-----</pre>\n",
            ),
        ),
        (
            "one.creds",
            text(
                "-----BEGIN NATS USER JWT-----\neyJ0eXAiOiJKV1QiLCJhbGciOiJlZDI1NTE5LW5rZXkifQ.eyJqdGkiOiJHRUNQVEpISE1TM01D.VLhSDtGZEF_jdvgmhgkdISXAt5wF\n------END NATS USER JWT------\n",
            ),
        ),
        (
            "Cargo.lock",
            text(&format!(
                "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"{}\"\n",
                hexadecimal(31, 32)
            )),
        ),
        (
            "package-lock.json",
            text(&format!(
                "{{\"lockfileVersion\": 3, \"packages\": {{\"node_modules/a\": {{\"integrity\": \"sha512-{}\"}}}}}}\n",
                noise_in_base64(32, 64)
            )),
        ),
        (
            "go.sum",
            text(&format!("example.com/a v1.0.0 h1:{}\n", noise_in_base64(33, 32))),
        ),
        (
            "SHA256SUMS",
            text(&format!(
                "{}  a.tar.gz\n{}  b.tar.gz\n",
                hexadecimal(34, 32),
                hexadecimal(35, 32)
            )),
        ),
        ("blob.b64", text(&format!("{}\n", noise_in_base64(36, 3_000)))),
        ("img/logo.png", png),
        (
            "img/logo.svg",
            text(&format!(
                "<svg><image href=\"data:image/png;base64,{}\"/></svg>\n",
                noise_in_base64(37, 1_200)
            )),
        ),
        (
            "css/font.css",
            text(&format!(
                "@font-face {{ src: url(data:font/woff2;base64,{}); }}\n",
                noise_in_base64(38, 2_400)
            )),
        ),
        ("bin/tool", elf),
        (
            "nginx.conf",
            text(
                "server {\n    ssl_certificate /etc/ssl/web.pem;\n    ssl_certificate_key /etc/ssl/private/web.key;\n}\n",
            ),
        ),
        (
            "Dockerfile",
            text("FROM debian\nCOPY tls.crt /usr/local/share/ca-certificates/\nRUN update-ca-certificates\n"),
        ),
        ("slides.key", b"PK\x03\x04 a presentation".to_vec()),
        (
            "README.md",
            text("# web\n\nLines such as -----BEGIN CERTIFICATE----- begin a block.\n"),
        ),
    ]
}
