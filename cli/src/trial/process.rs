//! Programs with a time limit.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A program that is ended when nobody needs it any more.
pub(super) struct Running {
    pub(super) port: u16,
    child: Child,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const STEP: Duration = Duration::from_millis(20);

/// Where a program is: in PATH, or where daemons are.
pub(super) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

fn quiet(program: &Path, folder: &Path, arguments: &[String]) -> Command {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// A port of the loopback that is free now.
pub(super) fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Starts a server and waits until it takes connections; an error if it ends before, or does not in time.
pub(super) fn serve(
    program: &Path,
    folder: &Path,
    arguments: &[String],
    port: u16,
    patience: Duration,
) -> Result<Running, ()> {
    let child = quiet(program, folder, arguments).spawn().map_err(|_| ())?;
    let mut running = Running { port, child };
    let end = Instant::now() + patience;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    while Instant::now() < end {
        if !matches!(running.child.try_wait(), Ok(None)) {
            return Err(());
        }
        if TcpStream::connect_timeout(&address, STEP).is_ok() {
            return Ok(running);
        }
        std::thread::sleep(STEP);
    }
    Err(())
}

/// Runs a client to its end. Its exit status; `None` if it was ended.
pub(super) fn run(program: &Path, folder: &Path, arguments: &[String], patience: Duration) -> Option<i32> {
    let mut child = quiet(program, folder, arguments).spawn().ok()?;
    let end = Instant::now() + patience;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.code(),
            Ok(None) if Instant::now() < end => std::thread::sleep(STEP),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}
