//! PROGRAM PROVIDER FOLDER [MICROSECONDS [WORD]]: rustls-webpki on PROVIDER (`aws-lc` or `ring`), and
//! PROVIDER by itself, with the rows and lines of ../peer.c; PROGRAM PROVIDER version: what it is.
use rustls_pki_types::{CertificateDer, ServerName, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};
use std::{env, fs, hint::black_box, path::Path, process::exit, thread, time::Duration, time::Instant};
use webpki::{anchor_from_trusted_cert, EndEntityCert, KeyUsage};

const BATCHES: usize = 5;
const SLOW_NS: f64 = 5e7; // what takes so long is not repeated
const NOW: u64 = 1_767_225_600; // 2026-01-01

type Algorithms = &'static [&'static dyn SignatureVerificationAlgorithm];

static AWS_LC: Algorithms = &[
    webpki::aws_lc_rs::ECDSA_P256_SHA256,
    webpki::aws_lc_rs::ECDSA_P256_SHA384,
    webpki::aws_lc_rs::ECDSA_P384_SHA256,
    webpki::aws_lc_rs::ECDSA_P384_SHA384,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
    webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA384,
];
static RING: Algorithms = &[
    webpki::ring::ECDSA_P256_SHA256,
    webpki::ring::ECDSA_P256_SHA384,
    webpki::ring::ECDSA_P384_SHA256,
    webpki::ring::ECDSA_P384_SHA384,
    webpki::ring::RSA_PKCS1_2048_8192_SHA256,
    webpki::ring::RSA_PKCS1_2048_8192_SHA384,
];

struct Bench {
    folder: String,
    batch_ns: f64,
    word: String,
}

fn cpu_ns() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

fn print_times(row: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    println!("{row}\t{:.1}\t{:.1}", times[times.len() / 2], times[0]);
}

impl Bench {
    fn is_wanted(&self, row: &str) -> bool {
        row.contains(&self.word)
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(Path::new(&self.folder).join(name)).ok()
    }

    fn measure(&self, row: &str, is_right: bool, run: impl Fn() -> bool) {
        if !self.is_wanted(row) {
            return;
        }
        if run() != is_right {
            println!("{row}\t-\tanswers wrongly");
            return;
        }
        let batch = |operations: u32| {
            let start = cpu_ns();
            for _ in 0..operations {
                black_box(run());
            }
            cpu_ns() - start
        };
        let mut operations = 1;
        loop {
            let time = batch(operations);
            if time > SLOW_NS {
                return print_times(row, vec![time / operations as f64]);
            }
            if time >= self.batch_ns / 2.0 {
                break;
            }
            operations *= 2;
        }
        print_times(row, (0..BATCHES).map(|_| batch(operations) / operations as f64).collect());
    }

    fn numbered(&self, prefix: &str) -> Vec<CertificateDer<'static>> {
        (0..).map_while(|i| self.read(&format!("{prefix}-{i}.der"))).map(CertificateDer::from).collect()
    }
}

/// The contents of the BIT STRING of a SubjectPublicKeyInfo, which is what ring takes.
fn bit_string(info: &[u8]) -> &[u8] {
    fn element(der: &[u8]) -> (&[u8], &[u8]) {
        let (length, header) = match der[1] {
            0x81 => (der[2] as usize, 3),
            0x82 => ((der[2] as usize) << 8 | der[3] as usize, 4),
            short => (short as usize, 2),
        };
        (&der[header..header + length], &der[header + length..])
    }
    let (inside, _) = element(info);
    let (_, rest) = element(inside);
    &element(rest).0[1..]
}

fn measure_ring(bench: &Bench, name: &str, key: &[u8], message: &[u8], signature: &[u8]) {
    use ring::signature::*;
    let algorithm: &dyn VerificationAlgorithm = match name {
        "rsa2048" | "rsa3072" | "rsa4096" => &RSA_PKCS1_2048_8192_SHA256,
        "p256" => &ECDSA_P256_SHA256_ASN1,
        "p384" => &ECDSA_P384_SHA384_ASN1,
        "ed25519" => &ED25519,
        _ => return,
    };
    bench.measure(&format!("verify {name} cold"), true, || {
        UnparsedPublicKey::new(algorithm, bit_string(key)).verify(message, signature).is_ok()
    });
}

fn measure_aws_lc(bench: &Bench, name: &str, key: &[u8], message: &[u8], signature: &[u8]) {
    use aws_lc_rs::signature::*;
    let algorithm: &'static dyn VerificationAlgorithm = match name {
        "rsa2048" | "rsa3072" | "rsa4096" => &RSA_PKCS1_2048_8192_SHA256,
        "p256" => &ECDSA_P256_SHA256_ASN1,
        "p384" => &ECDSA_P384_SHA384_ASN1,
        "p521" => &ECDSA_P521_SHA512_ASN1,
        "ed25519" => &ED25519,
        _ => return,
    };
    bench.measure(&format!("verify {name} cold"), true, || {
        UnparsedPublicKey::new(algorithm, bit_string(key)).verify(message, signature).is_ok()
    });
    if let Ok(parsed) = ParsedPublicKey::new(algorithm, bit_string(key)) {
        bench.measure(&format!("verify {name} prepared"), true, || parsed.verify_sig(message, signature).is_ok());
    }
}

fn judge(algorithms: Algorithms, anchors: &[TrustAnchor], chain: &[CertificateDer]) -> bool {
    let host = ServerName::try_from("host.example").unwrap();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let Ok(leaf) = EndEntityCert::try_from(&chain[0]) else { return false };
    leaf.verify_for_usage(algorithms, anchors, &chain[1..], time, KeyUsage::server_auth(), None, None).is_ok()
        && leaf.verify_is_valid_for_subject_name(&host).is_ok()
}

fn measure_threads(bench: &Bench, row: &str, count: usize, run: impl Fn() -> bool + Sync) {
    if !bench.is_wanted(row) {
        return;
    }
    let start = cpu_ns();
    run();
    let operations = (2.0 * bench.batch_ns / (cpu_ns() - start)) as u32 + 1;
    let times = (0..BATCHES).map(|_| {
        let start = Instant::now();
        thread::scope(|scope| {
            for _ in 0..count {
                scope.spawn(|| (0..operations).for_each(|_| { black_box(run()); }));
            }
        });
        start.elapsed().as_nanos() as f64 / (count as f64 * operations as f64)
    });
    print_times(row, times.collect());
}

fn measure_chain(bench: &Bench, algorithms: Algorithms, name: &str) {
    let chain = bench.numbered(name);
    let mut roots = vec![CertificateDer::from(bench.read(&format!("{name}-root.der")).unwrap())];
    bench.measure(&format!("parse leaf {name}"), true, || EndEntityCert::try_from(&chain[0]).is_ok());
    for more in [vec![], bench.numbered("roots")] {
        roots.extend(more);
        let anchors: Vec<_> = roots.iter().map(|root| anchor_from_trusted_cert(root).unwrap()).collect();
        let plural = if roots.len() == 1 { "" } else { "s" };
        bench.measure(&format!("chain {name}, {} root{plural}, cold", roots.len()), true,
                      || judge(algorithms, &anchors, &chain));
        if roots.len() == 1 {
            measure_threads(bench, &format!("chain {name}, 1 thread"), 1, || judge(algorithms, &anchors, &chain));
            measure_threads(bench, &format!("chain {name}, 2 threads"), 2, || judge(algorithms, &anchors, &chain));
        }
    }
}

fn give_up(bench: &Bench, algorithms: Algorithms, row: &str, name: &str) {
    let chain = bench.numbered(name);
    let root = CertificateDer::from(bench.read(&format!("{name}-root.der")).unwrap());
    let anchors = [anchor_from_trusted_cert(&root).unwrap()];
    bench.measure(row, false, || judge(algorithms, &anchors, &chain));
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let provider = arguments.get(1).map(String::as_str).unwrap_or("");
    let algorithms = match provider {
        "aws-lc" => AWS_LC,
        "ring" => RING,
        _ => { eprintln!("usage: PROGRAM aws-lc|ring FOLDER [MICROSECONDS [WORD]]"); exit(2) }
    };
    if arguments.get(2).map(String::as_str) == Some("version") {
        let versions = include_str!("../Cargo.toml").lines().filter(|line| line.contains("= \"=") || line.contains("version = \"="));
        let wanted = if provider == "ring" { "aws" } else { "ring" };
        let list: Vec<_> = versions
            .filter(|line| !line.starts_with(wanted) && !line.starts_with("libc"))
            .map(|line| {
                let number = line.split("\"=").nth(1).unwrap_or("").split('"').next().unwrap_or("");
                format!("{} {number}", line.split(' ').next().unwrap_or(""))
            })
            .collect();
        println!("{}\t{}", if provider == "ring" { "webpki+ring" } else { "webpki+AWS-LC" }, list.join(", "));
        return;
    }
    let bench = Bench {
        folder: arguments.get(2).cloned().unwrap_or_default(),
        batch_ns: arguments.get(3).and_then(|text| text.parse::<f64>().ok()).unwrap_or(2000.0) * 1e3,
        word: arguments.get(4).cloned().unwrap_or_default(),
    };
    for name in ["rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521", "ed25519"] {
        let part = |ending: &str| bench.read(&format!("{name}-0.{ending}")).expect("the inputs");
        let (key, message, signature) = (part("key"), part("msg"), part("sig"));
        match provider {
            "ring" => measure_ring(&bench, name, &key, &message, &signature),
            _ => measure_aws_lc(&bench, name, &key, &message, &signature),
        }
    }
    let kibibyte = [0u8; 1024];
    if provider == "ring" {
        use ring::digest::{digest, SHA256, SHA384, SHA512};
        for (name, algorithm) in [("sha256", &SHA256), ("sha384", &SHA384), ("sha512", &SHA512)] {
            bench.measure(&format!("{name} of 1 KiB"), true, || {
                black_box(digest(algorithm, &kibibyte));
                true
            });
        }
    } else {
        use aws_lc_rs::digest::{digest, SHA256, SHA384, SHA512};
        for (name, algorithm) in [("sha256", &SHA256), ("sha384", &SHA384), ("sha512", &SHA512)] {
            bench.measure(&format!("{name} of 1 KiB"), true, || {
                black_box(digest(algorithm, &kibibyte));
                true
            });
        }
    }
    for name in ["rsa2048", "p256", "mix"] {
        measure_chain(&bench, algorithms, name);
    }
    for layers in [2, 4, 6] {
        give_up(&bench, algorithms, &format!("give up on {layers} layers of 12"), &format!("layers{layers}"));
        give_up(&bench, algorithms, &format!("give up, anchor reachable, {layers} layers"), &format!("namesake{layers}"));
    }
}
