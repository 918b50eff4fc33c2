//! How each client connects, and how it shows that it takes the chain.

use super::process;
use super::setting::Setting;

/// A client that may be installed.
pub(super) struct Client {
    /// Its name in the table of stacks.
    pub(super) stack: &'static str,
    program: &'static str,
    arguments: fn(&Setting<'_>, &str, &str, u16) -> Vec<String>,
    /// Whether an exit status says that the handshake was completed.
    accepts: fn(i32) -> bool,
}

pub(super) static ALL: &[Client] = &[
    Client {
        stack: "openssl",
        program: "openssl",
        arguments: openssl,
        accepts: |status| status == 0,
    },
    Client {
        stack: "curl",
        program: "curl",
        arguments: curl,
        // 35 and 60 are TLS; what comes after the handshake does not matter here.
        accepts: |status| !matches!(status, 7 | 28 | 35 | 51 | 58 | 60 | 77),
    },
    Client {
        stack: "gnutls",
        program: "gnutls-cli",
        arguments: gnutls,
        accepts: |status| status == 0,
    },
    Client {
        stack: "python",
        program: "python3",
        arguments: python,
        accepts: |status| status == 0,
    },
    Client {
        stack: "node",
        program: "node",
        arguments: node,
        accepts: |status| status == 0,
    },
];

impl Client {
    pub(super) fn is_installed(&self) -> bool {
        process::find(self.program).is_some()
    }

    pub(super) fn connects(&self, setting: &Setting<'_>, port: u16) -> bool {
        let root = setting.root.as_ref().and_then(|root| root.to_str());
        let (Some(program), Some(root)) = (process::find(self.program), root) else {
            return false;
        };
        let name = setting.name.as_deref().unwrap_or_default();
        let arguments = (self.arguments)(setting, root, name, port);
        let status = process::run(&program, setting.folder, &arguments, setting.patience);
        status.is_some_and(self.accepts)
    }
}

fn openssl(_: &Setting<'_>, root: &str, name: &str, port: u16) -> Vec<String> {
    let mut arguments = vec![
        "s_client".into(),
        "-connect".into(),
        format!("127.0.0.1:{port}"),
        "-CAfile".into(),
        root.into(),
        "-verify_return_error".into(),
        "-verify".into(),
        "32".into(),
    ];
    if !name.is_empty() {
        arguments.extend(["-verify_hostname", name, "-servername", name].map(String::from));
    }
    arguments
}

fn curl(_: &Setting<'_>, root: &str, name: &str, port: u16) -> Vec<String> {
    let host = if name.is_empty() { "localhost" } else { name };
    vec![
        "--silent".into(),
        "--output".into(),
        "/dev/null".into(),
        "--max-time".into(),
        "3".into(),
        "--noproxy".into(),
        "*".into(),
        "--cacert".into(),
        root.into(),
        "--resolve".into(),
        format!("{host}:{port}:127.0.0.1"),
        format!("https://{host}:{port}/"),
    ]
}

fn gnutls(_: &Setting<'_>, root: &str, name: &str, port: u16) -> Vec<String> {
    let host = if name.is_empty() { "localhost" } else { name };
    vec![
        "--x509cafile".into(),
        root.into(),
        "--sni-hostname".into(),
        host.into(),
        "--verify-hostname".into(),
        host.into(),
        "--port".into(),
        port.to_string(),
        "127.0.0.1".into(),
    ]
}

fn python(_: &Setting<'_>, root: &str, name: &str, port: u16) -> Vec<String> {
    let script = "import socket, ssl, sys\n\
                  context = ssl.create_default_context(cafile=sys.argv[1])\n\
                  context.check_hostname = bool(sys.argv[2])\n\
                  plain = socket.create_connection(('127.0.0.1', int(sys.argv[3])), 3)\n\
                  context.wrap_socket(plain, server_hostname=sys.argv[2] or None).close()\n";
    vec![
        "-c".into(),
        script.into(),
        root.into(),
        name.into(),
        port.to_string(),
    ]
}

fn node(_: &Setting<'_>, root: &str, name: &str, port: u16) -> Vec<String> {
    let script = "const [root, name, port] = process.argv.slice(1); const own = name ? { servername: name } : \
                  { checkServerIdentity: () => undefined }; const s = require('tls').connect({ host: '127.0.0.1', \
                  port: Number(port), ca: require('fs').readFileSync(root), ...own }, () => process.exit(0)); \
                  s.on('error', () => process.exit(1));";
    vec![
        "-e".into(),
        script.into(),
        root.into(),
        name.into(),
        port.to_string(),
    ]
}
