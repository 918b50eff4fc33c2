//! How each server is started with a bundle.

use std::path::Path;

use super::process::{self, Running};
use super::setting::Setting;

/// A server that may be installed.
pub(super) struct Server {
    /// Its name in the table of stacks.
    pub(super) stack: &'static str,
    /// Names of its program; the first that there is counts.
    programs: &'static [&'static str],
    /// Its arguments, after it wrote what it needs into the folder; `None` where that failed.
    arguments: fn(&Setting<'_>, u16) -> Option<Vec<String>>,
}

pub(super) static ALL: &[Server] = &[
    Server {
        stack: "nginx",
        programs: &["nginx"],
        arguments: nginx,
    },
    Server {
        stack: "haproxy",
        programs: &["haproxy"],
        arguments: haproxy,
    },
    Server {
        stack: "redis",
        programs: &["redis-server", "valkey-server"],
        arguments: redis,
    },
    Server {
        stack: "stunnel",
        programs: &["stunnel", "stunnel4"],
        arguments: stunnel,
    },
    Server {
        stack: "node",
        programs: &["node"],
        arguments: node,
    },
    Server {
        stack: "python",
        programs: &["python3"],
        arguments: python,
    },
];

impl Server {
    fn program(&self) -> Option<std::path::PathBuf> {
        self.programs.iter().find_map(|program| process::find(program))
    }

    pub(super) fn is_installed(&self) -> bool {
        self.program().is_some()
    }

    pub(super) fn start(&self, setting: &Setting<'_>) -> Result<Running, ()> {
        let program = self.program().ok_or(())?;
        let port = process::free_port().map_err(|_| ())?;
        let arguments = (self.arguments)(setting, port).ok_or(())?;
        process::serve(&program, setting.folder, &arguments, port, setting.patience)
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| String::from(*word)).collect()
}

/// Writes a configuration; its path as text.
fn configuration(setting: &Setting<'_>, name: &str, text: &str) -> Option<String> {
    let path = setting.folder.join(name);
    std::fs::write(&path, text).ok()?;
    shown(&path)
}

fn shown(path: &Path) -> Option<String> {
    path.to_str().map(String::from)
}

fn nginx(setting: &Setting<'_>, port: u16) -> Option<Vec<String>> {
    let folder = shown(setting.folder)?;
    let text = format!(
        "daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log /dev/null;\nevents {{}}\nhttp {{\n\
         access_log off;\nclient_body_temp_path {folder}/a;\nproxy_temp_path {folder}/b;\nfastcgi_temp_path {folder}/c;\n\
         uwsgi_temp_path {folder}/d;\nscgi_temp_path {folder}/e;\nserver {{\nlisten 127.0.0.1:{port} ssl;\n\
         ssl_certificate {folder}/certificates.pem;\nssl_certificate_key {folder}/key.pem;\nreturn 204;\n}}\n}}\n"
    );
    let path = configuration(setting, "nginx.conf", &text)?;
    Some(words(&["-e", "/dev/null", "-p", &folder, "-c", &path]))
}

fn haproxy(setting: &Setting<'_>, port: u16) -> Option<Vec<String>> {
    let both = shown(&setting.both)?;
    let text = format!(
        "defaults\n  mode http\n  timeout client 5s\n  timeout connect 5s\n  timeout server 5s\nfrontend f\n  \
         bind 127.0.0.1:{port} ssl crt {both}\n  http-request return status 204\n"
    );
    let path = configuration(setting, "haproxy.cfg", &text)?;
    Some(words(&["-db", "-f", &path]))
}

fn redis(setting: &Setting<'_>, port: u16) -> Option<Vec<String>> {
    let (certificates, key) = (shown(&setting.certificates)?, shown(&setting.key)?);
    let port = port.to_string();
    Some(words(&[
        "--port",
        "0",
        "--bind",
        "127.0.0.1",
        "--tls-port",
        &port,
        "--tls-cert-file",
        &certificates,
        "--tls-key-file",
        &key,
        "--tls-auth-clients",
        "no",
        "--tls-ca-cert-file",
        &certificates,
        "--save",
        "",
        "--appendonly",
        "no",
    ]))
}

fn stunnel(setting: &Setting<'_>, port: u16) -> Option<Vec<String>> {
    let (certificates, key) = (shown(&setting.certificates)?, shown(&setting.key)?);
    // Behind it nobody is needed who answers: it connects to itself, and waits there.
    let text = format!(
        "foreground = yes\npid =\nsyslog = no\n[try]\naccept = 127.0.0.1:{port}\nconnect = 127.0.0.1:{port}\ncert = {certificates}\n\
         key = {key}\n"
    );
    let path = configuration(setting, "stunnel.conf", &text)?;
    Some(vec![path])
}

fn node(setting: &Setting<'_>, port: u16) -> Option<Vec<String>> {
    let script = "const [c, k, p] = process.argv.slice(1); const { readFileSync: r } = require('fs'); \
                  require('tls').createServer({ cert: r(c), key: r(k) }, (s) => s.end()).on('tlsClientError', () => {})\
                  .listen(Number(p), '127.0.0.1');";
    let (certificates, key) = (shown(&setting.certificates)?, shown(&setting.key)?);
    Some(words(&["-e", script, &certificates, &key, &port.to_string()]))
}

fn python(setting: &Setting<'_>, port: u16) -> Option<Vec<String>> {
    let script = "import socket, ssl, sys\n\
                  context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n\
                  context.load_cert_chain(sys.argv[1], sys.argv[2])\n\
                  listener = socket.create_server(('127.0.0.1', int(sys.argv[3])))\n\
                  while True:\n\
                  \x20   plain, _ = listener.accept()\n\
                  \x20   plain.settimeout(5)\n\
                  \x20   try:\n\
                  \x20       context.wrap_socket(plain, server_side=True).recv(1)\n\
                  \x20   except OSError:\n\
                  \x20       plain.close()\n";
    let (certificates, key) = (shown(&setting.certificates)?, shown(&setting.key)?);
    Some(words(&["-c", script, &certificates, &key, &port.to_string()]))
}
