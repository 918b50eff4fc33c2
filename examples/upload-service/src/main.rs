//! Starts the service: `upload-service --fqdn cluster.example.com [--listen 127.0.0.1:9443]`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use pemvet::redis::{Cluster, Target};
use pemvet::{Provider, Severity, rules};
use pemvet_upload_service::{App, Clock, Limits, router, serve};

const USAGE: &str = "usage: upload-service --fqdn NAME… [--listen ADDRESS:PORT] [--target VERSION]
       [--patience SECONDS]   how long a head or a body may take to arrive; default 10
       [--now SECONDS]        judge as if it were this Unix time, to try the service with test data";

struct Options {
    cluster: Cluster,
    listen: SocketAddr,
    limits: Limits,
    clock: Clock,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut options = Options {
            cluster: Cluster::new(Provider::RING),
            listen: SocketAddr::from(([127, 0, 0, 1], 9443)),
            limits: Limits::default(),
            clock: Clock::System,
        };
        while let Some(option) = arguments.next() {
            let value = arguments.next().ok_or_else(|| USAGE.to_owned())?;
            options.set(&option, &value)?;
        }
        if options.cluster.fqdns().is_empty() {
            return Err(USAGE.into());
        }
        // A key that nobody proved to be the leaf's is not installed.
        let unproved = rules::find("key-not-proved").map_err(|unknown| unknown.to_string())?;
        options.cluster.base.set_severity(unproved, Severity::Error);
        Ok(options)
    }

    fn set(&mut self, option: &str, value: &str) -> Result<(), String> {
        let seconds = || value.parse().map_err(|_| USAGE.to_owned());
        match option {
            "--fqdn" => self.cluster.add_fqdn(value).map_err(|error| error.to_string())?,
            "--target" => self.cluster.target = value.parse::<Target>().map_err(|error| error.to_string())?,
            "--listen" => self.listen = value.parse().map_err(|_| USAGE.to_owned())?,
            "--patience" => self.limits.patience = Duration::from_secs(seconds()?),
            "--now" => self.clock = Clock::Fixed(seconds()?),
            _ => return Err(USAGE.into()),
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::read(std::env::args().skip(1)).unwrap_or_else(|message| {
        eprintln!("{message}");
        std::process::exit(2);
    });
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    let listener = tokio::net::TcpListener::bind(options.listen).await?;
    println!("listening on {}", listener.local_addr()?);
    let app = Arc::new(App::new(options.cluster, options.clock, options.limits));
    tokio::select! {
        () = serve(listener, router(app), options.limits) => {}
        stopped = tokio::signal::ctrl_c() => stopped?,
    }
    Ok(())
}
