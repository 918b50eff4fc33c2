//! What has to follow an installed certificate, by its name and by what the cluster replicates.

use pemvet::redis::{CertificateName, NameKind};

use super::step::Step;
use super::subject::Subject;
use crate::output::remedy::argument;

/// What others have to be told, and when it takes effect.
pub(super) fn steps(subject: &Subject<'_>) -> Vec<Step> {
    match subject.name {
        CertificateName::Proxy => proxy(subject),
        CertificateName::Syncer => syncer(subject),
        CertificateName::Api | CertificateName::Cm | CertificateName::MetricsExporter => {
            vec![clients(subject)]
        }
        _ if subject.name.facts().kind == NameKind::Internode => vec![internode(subject)],
        CertificateName::SsoService => vec![Step::new(
            "Tell the identity provider",
            &[
                "The metadata of the service provider expire with this certificate: fetch them anew and give them to the identity provider.",
            ],
            &[
                "curl --fail --silent --show-error --cacert \"$CA\" --user \"$ADMIN\" --output sp-metadata.xml \"https://$CLUSTER:9443/v1/cluster/sso/saml/metadata/sp\"",
            ],
        )],
        _ => Vec::new(),
    }
}

const UPDATE: &str = "crdb-cli crdb update --crdb-guid \"$GUID\" --force";
const GUID: &str = "GUID=GUID-OF-THE-DATABASE";

fn proxy(subject: &Subject<'_>) -> Vec<Step> {
    let mut clients = clients(subject);
    // RS122668, RS154601.
    if subject.may_precede("7.22.0-95") {
        clients.words.push(
            "In releases before 7.8.6-36 and 7.22.0-95 new workers of the proxy may go on to serve the old certificate (RS122668, RS154601): look at several connections.".into(),
        );
    }
    vec![
        clients,
        Step::new(
            "Replica Of: give the destinations the new certificate at once",
            &[
                "Where a database here is the source of a Replica Of, put the new proxy certificate into the destination's configuration, in its Cluster Manager UI. Until then connections with the previous certificate are rejected and the synchronization cannot recover: have the window ready before you install.",
            ],
            &[],
        ),
        Step::new(
            "Active-Active: update each database at once",
            &[
                "Once for each Active-Active database on the clusters that were changed, on a node. Until then connections with the previous certificate are rejected and the synchronization cannot recover. No other crdb-cli crdb update between the two.",
            ],
            &[GUID, UPDATE],
        ),
    ]
}

fn syncer(subject: &Subject<'_>) -> Vec<Step> {
    let mut active = Step::new(
        "Active-Active: update each database at once",
        &[
            "Once for each Active-Active database on the clusters that were changed, on a node. Until then new syncer connections with the old certificate are rejected by the cluster that has the new one. No other crdb-cli crdb update between the two.",
        ],
        &[GUID, UPDATE],
    );
    if subject.may_precede("6.0.20-81") {
        active.words.push(
            "Before 6.0.20-81 the update restarts the proxy and the syncer's connections: choose an hour at which clients bear that.".into(),
        );
    }
    vec![
        Step::new(
            "Replica Of: tell the clusters that keep a copy",
            &[
                "Peers that were given this certificate hold a copy of it: give them the new one, or the links break.",
            ],
            &[],
        ),
        active,
    ]
}

fn clients(subject: &Subject<'_>) -> Step {
    let (who, port) = match subject.name {
        CertificateName::Api => ("Clients of the REST API, scripts and operators", "9443"),
        CertificateName::Cm => ("Browsers", "8443"),
        CertificateName::MetricsExporter => ("Prometheus", "8070"),
        _ => ("Clients of the databases", "PORT"),
    };
    let words = format!(
        "{who} get it with their next connection; those that are open keep the old one. Whoever trusts the old certificate by itself, or another CA, has to be given the new one before. The last line says whether the new one is served.",
    );
    let served = format!(
        "openssl s_client -connect \"$CLUSTER\":{port} -showcerts < /dev/null | pemvet check - --same-as {} --previous old-{}.pem",
        argument(subject.chain),
        subject.name
    );
    match subject.name {
        // Each database has a port of its own.
        CertificateName::Proxy => Step::new(
            "Clients, and whether it is served",
            &[&words],
            &["PORT=12000", &served.replace(":PORT ", ":\"$PORT\" ")],
        ),
        _ => Step::new("Clients, and whether it is served", &[&words], &[&served]),
    }
}

fn internode(subject: &Subject<'_>) -> Step {
    let mut step = Step::new(
        "Keep an eye on it: the cluster does not renew it",
        &[
            "A certificate of your own between nodes is not rotated; five days before it expires the cluster puts a self-signed one in its place.",
        ],
        &[],
    );
    if subject.may_precede("8.0.20-96") {
        step.words.push(
            "Before 8.0.20-96 port 9443 may be unreachable for minutes while it is applied (RS208996)."
                .into(),
        );
    }
    step
}

/// The least version of TLS, for all certificates of a plane.
pub(super) fn versions(subjects: &[Subject<'_>]) -> Step {
    let mut step = Step::new(
        "TLS versions, if they are to change",
        &[
            "On a node: the first for the Cluster Manager UI and the REST API, the second for databases. Clients with older versions are refused from then on.",
        ],
        &[
            "rladmin cluster config min_control_TLS_version 1.2",
            "rladmin cluster config min_data_TLS_version 1.2",
        ],
    );
    let is_ml_dsa = |subject: &Subject<'_>| {
        let kind = subject.key_kind.as_ref();
        kind.is_some_and(|kind| kind.starts_with("ML-DSA"))
    };
    if subjects.iter().any(is_ml_dsa) {
        step.words
            .push("A key of ML-DSA is for TLS 1.3 only: clients with TLS 1.2 cannot connect.".into());
    }
    step
}

/// Upgrades, the way back, and the next time.
pub(super) fn afterwards(subjects: &[Subject<'_>], first: &Subject<'_>) -> Step {
    let old: String = subjects
        .iter()
        .map(|subject| format!(" old-{}.pem", subject.name))
        .collect();
    let validity = match first.is_from("7.4") {
        true => "this version's page recommends a validity of at most a year",
        false if first.is_from("6.2") => "this version's page recommends a validity of more than 365 days",
        false => "this version's page says nothing of the validity",
    };
    let last = subjects
        .iter()
        .filter_map(|subject| subject.last_day.as_deref())
        .min();
    let next_time = match last {
        Some(last) => format!("The chain holds until {last}; renew it in time ({validity})."),
        None => "The cluster does not renew it.".into(),
    };
    Step::new(
        "Afterwards",
        &[
            "An upgrade of the product copies the certificates of the first node that is upgraded to all others: see that this node has the new one.",
            &next_time,
            "Once everything works, delete what was saved.",
        ],
        &[&format!("rm old-certificates.json{old}")],
    )
}
