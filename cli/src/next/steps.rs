//! The way from an accepted certificate to one that is installed, step by step.

use pemvet::redis::{self, CertificateName, Endpoint};

use super::follow;
use super::node::OnNode;
use super::step::Step;
use super::subject::Subject;
use crate::output::remedy::argument;

/// All steps for these certificates of one cluster, in their order.
pub(crate) fn of(subjects: &[Subject<'_>]) -> Vec<Step> {
    let Some(first) = subjects.first() else {
        return Vec::new();
    };
    let mut steps = vec![
        settings(first),
        save(subjects),
        over_ssh(subjects),
        over_rest(subjects, first),
    ];
    steps.extend(subjects.iter().filter_map(in_the_browser));
    for subject in subjects {
        for mut step in follow::steps(subject) {
            if subjects.len() > 1 {
                step.title = format!("{}: {}", subject.name, step.title);
            }
            // Once is enough for both.
            let served = steps
                .iter()
                .find(|it| !it.commands.is_empty() && it.commands == step.commands);
            if let Some(served) = served {
                step.words.push(format!(
                    "The lines under \"{}\" serve this as well.",
                    served.title
                ));
                step.commands.clear();
            }
            steps.push(step);
        }
    }
    steps.push(follow::versions(subjects));
    steps.push(follow::afterwards(subjects, first));
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

fn save(subjects: &[Subject<'_>]) -> Step {
    let mut step = Step::new(
        "Save the old certificate, and see what the new one changes",
        &[
            "The answer holds every private key of the cluster, unprotected: it is the way back, and deleted in the end.",
        ],
        &[
            "(umask 077; curl --fail --silent --show-error --cacert \"$CA\" --user \"$ADMIN\" --header 'Accept: application/json' --output old-certificates.json \"https://$CLUSTER:9443/v1/cluster/certificates\")",
        ],
    );
    for subject in subjects {
        let name = subject.name;
        step.commands.push(format!(
            "jq --raw-output .{name}_cert old-certificates.json > old-{name}.pem"
        ));
        step.commands.push(format!(
            "pemvet check {}{} --previous old-{name}.pem",
            argument(subject.chain),
            subject.options()
        ));
        if !name.facts().required {
            step.words.push(format!(
                "A cluster that has no `{name}` yet has nothing to save: leave its lines out."
            ));
        }
    }
    step
}

fn over_ssh(subjects: &[Subject<'_>]) -> Step {
    let on_node = OnNode::of(subjects);
    let mut step = Step::new(
        "Install it with rladmin, on a node",
        &[
            "One node is enough: the cluster copies it to all. The lines from rladmin on are for that node; the last removes the key there. Files in /etc/opt/redislabs are never edited: in 5.4 to 6.0.20 the next upgrade then fails.",
        ],
        &[],
    );
    step.commands = on_node.copies();
    for subject in subjects {
        let (chain, key) = (
            on_node.place(subject.chain),
            subject.key.map(|key| on_node.place(key)),
        );
        let mut rladmin = redis::rladmin_command(subject.name, chain, key.unwrap_or_default());
        // The page of 6.2 has another word.
        if subject.name == CertificateName::MetricsExporter && !subject.is_from("6.4") {
            rladmin = rladmin.replace(" set metrics_exporter ", " set metrics ");
        }
        step.commands.push(rladmin);
    }
    step.commands.push(on_node.removal());
    step
}

fn over_rest(subjects: &[Subject<'_>], first: &Subject<'_>) -> Step {
    let is_new = Endpoint::ClusterCertificates.is_known_to(first.target);
    let mut step = Step::new(
        "Or install it with the REST API, from here",
        &[
            "curl asks for the password, so that it stands in no history. 409 and 500 are the cluster's: send the same body again. 400, 403 and 406 are about the request, and pemvet request body.json says which.",
        ],
        &[],
    );
    // One body for all, or one for each.
    let bodies: Vec<&[Subject<'_>]> = match is_new {
        true => vec![subjects],
        false => subjects.chunks(1).collect(),
    };
    let endpoint = if is_new { "certificates" } else { "update_cert" };
    for members in bodies {
        let built: String = members
            .iter()
            .map(|subject| {
                let files: Vec<&str> = [Some(subject.chain), subject.key].into_iter().flatten().collect();
                format!(" {}", argument(&format!("{}={}", subject.name, files.join(","))))
            })
            .collect();
        step.commands.push(format!(
            "pemvet request --build{built}{} --output body.json",
            first.cluster_options()
        ));
        step.commands.push(format!(
            "curl --fail-with-body --silent --show-error --max-time 900 --cacert \"$CA\" --user \"$ADMIN\" --header 'Accept: application/json' --header 'Content-Type: application/json' --request PUT --data-binary @body.json \"https://$CLUSTER:9443/v1/cluster/{endpoint}\""
        ));
        step.commands.push("rm body.json".into());
    }
    let is_of_api = |subject: &Subject<'_>| subject.name == CertificateName::Api;
    if subjects.iter().any(is_of_api) {
        step.words
            .push("From then on \"$CA\" has to hold the CA of the new certificate of `api`.".into());
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
