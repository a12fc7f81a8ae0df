// mistakes: 1
use callsheet::Arguments;

#[derive(Arguments)]
pub struct Limits {
    pub servers: u32,
    pub disks: u32,
    pub networks: u32,
    pub images: u32,
    pub keys: u32,
    pub zones: u32,
    pub backups: u32,
    pub addresses: u32,
    pub firewalls: u32,
}

fn call() -> Limits {
    Limits::builder().servers(1).disks(2).networks(3).images(4).keys(5).zones(6).backups(7).firewalls(9).build()
}

fn main() {}
