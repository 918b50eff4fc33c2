//! What is logged: methods, routes, statuses and rules, nothing that a client wrote.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use pemvet::Severity;
use pemvet::redis::BatchReport;

/// One line for each request: method, route and status. Never what the client wrote, which may be anything: of paths
/// only the route's own pattern, of methods only those that exist.
pub(crate) async fn requests(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let known = [
        Method::GET,
        Method::PUT,
        Method::DELETE,
        Method::POST,
        Method::HEAD,
        Method::OPTIONS,
    ];
    let method = known.into_iter().find(|it| it == request.method());
    let method = method.as_ref().map_or("(other)", Method::as_str).to_owned();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    tracing::info!(
        method,
        route = route.as_ref().map_or("(none)", MatchedPath::as_str),
        status = response.status().as_u16(),
        milliseconds = began.elapsed().as_millis(),
        "answered"
    );
    response
}

/// One line for each member: the product's own spelling of its name and the rules that refuse it, no message.
pub(crate) fn judgements(report: &BatchReport) {
    for member in report.members() {
        let errors = member.report.findings().iter();
        let errors = errors.filter(|finding| finding.severity == Severity::Error);
        let rules: Vec<_> = errors.map(|finding| finding.rule.name).collect();
        tracing::info!(
            name = member.name.map_or("(unknown)", |name| name.as_str()),
            accepted = member.report.is_accepted(),
            rules = rules.join(" "),
            "judged"
        );
    }
}

/// A client that went away before its certificates were judged.
pub(crate) fn given_up() {
    tracing::info!("the client went away; nothing was changed");
}
