//! s2n as a server. ../README.md says what is asked and answered.

use s2n_tls::config::Config;
use s2n_tls::connection::Connection;
use s2n_tls::enums::{Blinding, Mode};
use s2n_tls::security;
use std::error::Error;
use std::ffi::c_void;
use std::io::BufRead;
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsRawFd, RawFd};
use std::time::Duration;

fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let answer = match *line.split('\t').collect::<Vec<_>>() {
            ["serve", certificates, key] => match serve(certificates, key) {
                Ok(port) => format!("listening\t{port}"),
                Err(error) => format!("refused\t{error}"),
            },
            _ => "what?\t".to_owned(),
        };
        println!("{}", answer.replace('\n', " "));
    }
}

/// Serves on a free port until the process ends.
fn serve(certificates: &str, key: &str) -> Result<u16, Box<dyn Error>> {
    let mut builder = Config::builder();
    builder.set_security_policy(&security::DEFAULT_TLS13)?;
    builder.load_pem(&std::fs::read(certificates)?, &std::fs::read(key)?)?;
    let config = builder.build()?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = config.clone();
            std::thread::spawn(move || {
                let _ = stream.set_read_timeout(Some(Duration::from_secs(4)));
                let _ = shake_hands(&stream, config);
            });
        }
    });
    Ok(port)
}

fn shake_hands(stream: &TcpStream, config: Config) -> Result<(), s2n_tls::error::Error> {
    let descriptor = stream.as_raw_fd();
    let mut connection = Connection::new(Mode::Server);
    connection.set_config(config)?;
    connection.set_blinding(Blinding::SelfService)?;
    connection.set_receive_callback(Some(receive))?;
    connection.set_send_callback(Some(send))?;
    // SAFETY: the callbacks take the context for the descriptor that it is, open for as long as `stream` is borrowed.
    unsafe {
        connection.set_receive_context(descriptor as usize as *mut c_void)?;
        connection.set_send_context(descriptor as usize as *mut c_void)?;
    }
    if let std::task::Poll::Ready(done) = connection.poll_negotiate() {
        done?;
        let _ = connection.poll_send(b"ok");
        let _ = connection.poll_shutdown();
    }
    Ok(())
}

unsafe extern "C" fn receive(context: *mut c_void, buffer: *mut u8, length: u32) -> i32 {
    read(context as usize as RawFd, buffer.cast(), length as usize) as i32
}

unsafe extern "C" fn send(context: *mut c_void, buffer: *const u8, length: u32) -> i32 {
    write(context as usize as RawFd, buffer.cast(), length as usize) as i32
}

extern "C" {
    fn read(descriptor: RawFd, buffer: *mut c_void, length: usize) -> isize;
    fn write(descriptor: RawFd, buffer: *const c_void, length: usize) -> isize;
}
