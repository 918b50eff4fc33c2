//! The way from an accepted certificate to one that is installed, step by step.

use pemvet::redis::{self, CertificateName, Endpoint};

use super::follow;
use super::step::Step;
use super::subject::Subject;
use crate::output::remedy::argument;

/// All steps, in their order.
pub(crate) fn of(subject: &Subject<'_>) -> Vec<Step> {
    let mut steps = vec![
        settings(subject),
        save(subject),
        over_ssh(subject),
        over_rest(subject),
    ];
    steps.extend(in_the_browser(subject));
    steps.extend(follow::steps(subject));
    steps.push(follow::versions(subject));
    steps.push(follow::afterwards(subject));
    steps
}

fn settings(subject: &Subject<'_>) -> Step {
    let cluster = subject
        .fqdns
        .first()
        .map_or("cluster.example.com", String::as_str);
    Step::new(
        "Set what the lines below use",
        &[
            "NODE: a node of the cluster, as ssh reaches it. ADMIN: a user of the REST API; curl asks for the password. CA: the file of the CA whose certificate `api` serves now.",
        ],
        &[&format!(
            "CLUSTER={} NODE=node1.{} ADMIN=admin@example.com CA=ca.pem",
            argument(cluster),
            argument(cluster)
        )],
    )
}

fn save(subject: &Subject<'_>) -> Step {
    let name = subject.name;
    let old = format!("old-{name}.pem");
    let mut step = Step::new(
        "Save the old certificate, and see what the new one changes",
        &[
            "The answer holds every private key of the cluster, unprotected: it is the way back, and deleted in the end.",
        ],
        &[
            "(umask 077; curl --fail --silent --show-error --cacert \"$CA\" --user \"$ADMIN\" --header 'Accept: application/json' --output old-certificates.json \"https://$CLUSTER:9443/v1/cluster/certificates\")",
            &format!("jq --raw-output .{name}_cert old-certificates.json > {old}"),
            &format!(
                "pemvet check {}{} --previous {old}",
                argument(subject.chain),
                subject.options()
            ),
        ],
    );
    if !name.facts().required {
        step.words.push(format!(
            "A cluster that has no `{name}` yet has nothing to save: leave this out."
        ));
    }
    step
}

fn over_ssh(subject: &Subject<'_>) -> Step {
    let on_node = |path: &str| format!("/tmp/{}", path.rsplit('/').next().unwrap_or(path));
    let chain = on_node(subject.chain);
    let key = subject.key.map(on_node);
    let mut rladmin = redis::rladmin_command(subject.name, &chain, key.as_deref().unwrap_or_default());
    // The page of 6.2 has another word.
    if subject.name == CertificateName::MetricsExporter && !subject.is_from("6.4") {
        rladmin = rladmin.replace(" set metrics_exporter ", " set metrics ");
    }
    let files: Vec<String> = [Some(subject.chain), subject.key]
        .into_iter()
        .flatten()
        .map(argument)
        .collect();
    let copied: Vec<String> = [Some(chain), key]
        .into_iter()
        .flatten()
        .map(|path| argument(&path))
        .collect();
    Step::new(
        "Install it with rladmin, on a node",
        &[
            "One node is enough: the cluster copies it to all. The second and third line are for that node; the third removes the key there. Files in /etc/opt/redislabs are never edited: in 5.4 to 6.0.20 the next upgrade then fails.",
        ],
        &[
            &format!("scp -p {} \"$NODE\":/tmp/", files.join(" ")),
            &rladmin,
            &format!("rm {}", copied.join(" ")),
        ],
    )
}

fn over_rest(subject: &Subject<'_>) -> Step {
    let is_new = Endpoint::ClusterCertificates.is_known_to(subject.target);
    let endpoint = match is_new {
        true => "certificates",
        false => "update_cert",
    };
    let files: Vec<&str> = [Some(subject.chain), subject.key].into_iter().flatten().collect();
    let mut step = Step::new(
        "Or install it with the REST API, from here",
        &[
            "curl asks for the password, so that it stands in no history. 409 and 500 are the cluster's: send the same body again. 400, 403 and 406 are about the request, and pemvet request body.json says which.",
        ],
        &[
            &format!(
                "pemvet request --build {}{} --output body.json",
                argument(&format!("{}={}", subject.name, files.join(","))),
                subject.cluster_options()
            ),
            &format!(
                "curl --fail-with-body --silent --show-error --max-time 900 --cacert \"$CA\" --user \"$ADMIN\" --header 'Accept: application/json' --header 'Content-Type: application/json' --request PUT --data-binary @body.json \"https://$CLUSTER:9443/v1/cluster/{endpoint}\""
            ),
            "rm body.json",
        ],
    );
    if subject.name == CertificateName::Api {
        step.words
            .push("From then on \"$CA\" has to hold the CA of the new certificate.".into());
    }
    step
}

/// The page of 7.8 has it for two names.
fn in_the_browser(subject: &Subject<'_>) -> Option<Step> {
    let section = match subject.name {
        CertificateName::Proxy => "Server authentication",
        CertificateName::Syncer => "Replica Of and Active-Active authentication",
        _ => return None,
    };
    subject.is_from("7.8").then(|| {
        let key = argument(subject.key.unwrap_or_default());
        let words = format!(
            "Cluster > Security > Certificates, {section}, Replace Certificate: upload the key {key}, then the certificate {}, and Save.",
            argument(subject.chain)
        );
        Step::new("Or install it in the Cluster Manager UI", &[&words], &[])
    })
}
