//! Prints the files of one device (a YAML file of the device model) from a vendor folder.
//! Usage: render VENDOR_DIR FORMAT DEVICE.yaml OUT_DIR
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods)]
use rackc::{
    device::model::Device,
    render::Renderer,
    vendor::schema::{PerFile, Platform, Vendor},
};
use std::{
    fs,
    path::{Path, PathBuf},
};
fn walk(dir: &Path, out: &mut Vec<PathBuf>) {
    for e in fs::read_dir(dir).unwrap() {
        let p = e.unwrap().path();
        if p.is_dir() { walk(&p, out) } else { out.push(p) }
    }
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let dir = Path::new(&a[1]);
    let vendor: Vendor =
        serde_yaml::from_str(&fs::read_to_string(dir.join("vendor.yaml")).unwrap()).unwrap();
    let mut files = vec![];
    if dir.join("platforms").is_dir() {
        walk(&dir.join("platforms"), &mut files);
    }
    for f in &files {
        let _: Platform = serde_yaml::from_str(&fs::read_to_string(f).unwrap())
            .unwrap_or_else(|e| panic!("{}: {e}", f.display()));
    }
    let device: Device = serde_yaml::from_str(&fs::read_to_string(&a[3]).unwrap()).unwrap();
    let format = &vendor.formats[&a[2]];
    let mut t = vec![];
    walk(&dir.join("templates"), &mut t);
    let r = Renderer::new(
        t.iter().map(|p| {
            (
                p.strip_prefix(dir.join("templates")).unwrap().to_str().unwrap().to_owned(),
                fs::read_to_string(p).unwrap(),
            )
        }),
        format.text.quote,
    )
    .unwrap();
    let write = |p: &str, s: String| {
        let p = Path::new(&a[4]).join(p);
        fs::create_dir_all(p.parent().unwrap()).unwrap();
        fs::write(p, s).unwrap()
    };
    for f in &format.files {
        match f.per {
            None => write(
                &f.path,
                r.render::<()>(&f.template, &device, None).unwrap_or_else(|e| panic!("{e:#}")),
            ),
            Some(per) => {
                for i in &device.dhcp_relays {
                    if (if per == PerFile::DhcpRelayIpv4 { &i.ipv4 } else { &i.ipv6 }).is_empty() {
                        continue;
                    }
                    write(
                        &f.path.replace("{vrf}", i.vrf.as_deref().unwrap_or("default")),
                        r.render(&f.template, &device, Some(i)).unwrap_or_else(|e| panic!("{e:#}")),
                    );
                }
            }
        }
    }
}
