//! Types of the guest command set.
#![allow(missing_docs)]

#[derive(Clone, Debug, PartialEq)]
pub struct GuestAgentCommandInfo {
    pub name: String,
    pub enabled: bool,
    pub success_response: bool,
}

impl GuestAgentCommandInfo {
    pub fn new(name: String, enabled: bool, success_response: bool) -> Self {
        Self { name, enabled, success_response }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestAgentInfo {
    pub version: String,
    pub supported_commands: Vec<GuestAgentCommandInfo>,
}

impl GuestAgentInfo {
    pub fn new(version: String, supported_commands: Vec<GuestAgentCommandInfo>) -> Self {
        Self { version, supported_commands }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestFileRead {
    pub count: i64,
    pub buf_b64: Vec<u8>,
    pub eof: bool,
}

impl GuestFileRead {
    pub fn new(count: i64, buf_b64: Vec<u8>, eof: bool) -> Self {
        Self { count, buf_b64, eof }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestFileWrite {
    pub count: i64,
    pub eof: bool,
}

impl GuestFileWrite {
    pub fn new(count: i64, eof: bool) -> Self {
        Self { count, eof }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestFileSeek {
    pub position: i64,
    pub eof: bool,
}

impl GuestFileSeek {
    pub fn new(position: i64, eof: bool) -> Self {
        Self { position, eof }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum QGASeek {
    Set,
    Cur,
    End,
}

#[derive(Clone, Debug, PartialEq)]
pub enum GuestFileWhence {
    Value(i64),
    Name(QGASeek),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GuestFsfreezeStatus {
    Thawed,
    Frozen,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestFilesystemTrimResult {
    pub path: String,
    pub trimmed: Option<i64>,
    pub minimum: Option<i64>,
    pub error: Option<String>,
}

impl GuestFilesystemTrimResult {
    pub fn new(path: String) -> Self {
        Self { path, trimmed: None, minimum: None, error: None }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestFilesystemTrimResponse {
    pub paths: Vec<GuestFilesystemTrimResult>,
}

impl GuestFilesystemTrimResponse {
    pub fn new(paths: Vec<GuestFilesystemTrimResult>) -> Self {
        Self { paths }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GuestIpAddressType {
    Ipv4,
    Ipv6,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestIpAddress {
    pub ip_address: String,
    pub ip_address_type: GuestIpAddressType,
    pub prefix: i64,
}

impl GuestIpAddress {
    pub fn new(ip_address: String, ip_address_type: GuestIpAddressType, prefix: i64) -> Self {
        Self { ip_address, ip_address_type, prefix }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestNetworkInterfaceStat {
    pub rx_bytes: u64,
    pub rx_packets: u64,
    pub rx_errs: u64,
    pub rx_dropped: u64,
    pub tx_bytes: u64,
    pub tx_packets: u64,
    pub tx_errs: u64,
    pub tx_dropped: u64,
}

impl GuestNetworkInterfaceStat {
    pub fn new(
        rx_bytes: u64,
        rx_packets: u64,
        rx_errs: u64,
        rx_dropped: u64,
        tx_bytes: u64,
        tx_packets: u64,
        tx_errs: u64,
        tx_dropped: u64,
    ) -> Self {
        Self { rx_bytes, rx_packets, rx_errs, rx_dropped, tx_bytes, tx_packets, tx_errs, tx_dropped }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestNetworkInterface {
    pub name: String,
    pub hardware_address: Option<String>,
    pub ip_addresses: Option<Vec<GuestIpAddress>>,
    pub statistics: Option<GuestNetworkInterfaceStat>,
}

impl GuestNetworkInterface {
    pub fn new(name: String) -> Self {
        Self { name, hardware_address: None, ip_addresses: None, statistics: None }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestLogicalProcessor {
    pub logical_id: i64,
    pub online: bool,
    pub can_offline: Option<bool>,
}

impl GuestLogicalProcessor {
    pub fn new(logical_id: i64, online: bool) -> Self {
        Self { logical_id, online, can_offline: None }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GuestDiskBusType {
    Ide,
    Fdc,
    Scsi,
    Virtio,
    Xen,
    Usb,
    Uml,
    Sata,
    Sd,
    Unknown,
    Ieee1394,
    Ssa,
    Fibre,
    Raid,
    Iscsi,
    Sas,
    Mmc,
    Virtual,
    FileBackedVirtual,
    Nvme,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestPCIAddress {
    pub domain: i64,
    pub bus: i64,
    pub slot: i64,
    pub function: i64,
}

impl GuestPCIAddress {
    pub fn new(domain: i64, bus: i64, slot: i64, function: i64) -> Self {
        Self { domain, bus, slot, function }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestCCWAddress {
    pub cssid: i64,
    pub ssid: i64,
    pub subchno: i64,
    pub devno: i64,
}

impl GuestCCWAddress {
    pub fn new(cssid: i64, ssid: i64, subchno: i64, devno: i64) -> Self {
        Self { cssid, ssid, subchno, devno }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestDiskAddress {
    pub pci_controller: GuestPCIAddress,
    pub bus_type: GuestDiskBusType,
    pub bus: i64,
    pub target: i64,
    pub unit: i64,
    pub serial: Option<String>,
    pub dev: Option<String>,
    pub ccw_address: Option<GuestCCWAddress>,
}

impl GuestDiskAddress {
    pub fn new(pci_controller: GuestPCIAddress, bus_type: GuestDiskBusType, bus: i64, target: i64, unit: i64) -> Self {
        Self { pci_controller, bus_type, bus, target, unit, serial: None, dev: None, ccw_address: None }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestNVMeSmart {
    pub critical_warning: i64,
    pub temperature: i64,
    pub available_spare: i64,
    pub available_spare_threshold: i64,
    pub percentage_used: i64,
    pub data_units_read_lo: u64,
    pub data_units_read_hi: u64,
    pub data_units_written_lo: u64,
    pub data_units_written_hi: u64,
    pub host_read_commands_lo: u64,
    pub host_read_commands_hi: u64,
    pub host_write_commands_lo: u64,
    pub host_write_commands_hi: u64,
    pub controller_busy_time_lo: u64,
    pub controller_busy_time_hi: u64,
    pub power_cycles_lo: u64,
    pub power_cycles_hi: u64,
    pub power_on_hours_lo: u64,
    pub power_on_hours_hi: u64,
    pub unsafe_shutdowns_lo: u64,
    pub unsafe_shutdowns_hi: u64,
    pub media_errors_lo: u64,
    pub media_errors_hi: u64,
    pub number_of_error_log_entries_lo: u64,
    pub number_of_error_log_entries_hi: u64,
}

impl GuestNVMeSmart {
    pub fn new(
        critical_warning: i64,
        temperature: i64,
        available_spare: i64,
        available_spare_threshold: i64,
        percentage_used: i64,
        data_units_read_lo: u64,
        data_units_read_hi: u64,
        data_units_written_lo: u64,
        data_units_written_hi: u64,
        host_read_commands_lo: u64,
        host_read_commands_hi: u64,
        host_write_commands_lo: u64,
        host_write_commands_hi: u64,
        controller_busy_time_lo: u64,
        controller_busy_time_hi: u64,
        power_cycles_lo: u64,
        power_cycles_hi: u64,
        power_on_hours_lo: u64,
        power_on_hours_hi: u64,
        unsafe_shutdowns_lo: u64,
        unsafe_shutdowns_hi: u64,
        media_errors_lo: u64,
        media_errors_hi: u64,
        number_of_error_log_entries_lo: u64,
        number_of_error_log_entries_hi: u64,
    ) -> Self {
        Self {
            critical_warning,
            temperature,
            available_spare,
            available_spare_threshold,
            percentage_used,
            data_units_read_lo,
            data_units_read_hi,
            data_units_written_lo,
            data_units_written_hi,
            host_read_commands_lo,
            host_read_commands_hi,
            host_write_commands_lo,
            host_write_commands_hi,
            controller_busy_time_lo,
            controller_busy_time_hi,
            power_cycles_lo,
            power_cycles_hi,
            power_on_hours_lo,
            power_on_hours_hi,
            unsafe_shutdowns_lo,
            unsafe_shutdowns_hi,
            media_errors_lo,
            media_errors_hi,
            number_of_error_log_entries_lo,
            number_of_error_log_entries_hi,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum GuestDiskSmart {
    Nvme(GuestNVMeSmart),
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestDiskInfo {
    pub name: String,
    pub partition: bool,
    pub dependencies: Option<Vec<String>>,
    pub address: Option<GuestDiskAddress>,
    pub alias: Option<String>,
    pub smart: Option<GuestDiskSmart>,
}

impl GuestDiskInfo {
    pub fn new(name: String, partition: bool) -> Self {
        Self { name, partition, dependencies: None, address: None, alias: None, smart: None }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestFilesystemInfo {
    pub name: String,
    pub mountpoint: String,
    pub r#type: String,
    pub used_bytes: Option<u64>,
    pub total_bytes: Option<u64>,
    pub total_bytes_privileged: Option<u64>,
    pub disk: Vec<GuestDiskAddress>,
}

impl GuestFilesystemInfo {
    pub fn new(name: String, mountpoint: String, r#type: String, disk: Vec<GuestDiskAddress>) -> Self {
        Self { name, mountpoint, r#type, used_bytes: None, total_bytes: None, total_bytes_privileged: None, disk }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestMemoryBlock {
    pub phys_index: u64,
    pub online: bool,
    pub can_offline: Option<bool>,
}

impl GuestMemoryBlock {
    pub fn new(phys_index: u64, online: bool) -> Self {
        Self { phys_index, online, can_offline: None }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GuestMemoryBlockResponseType {
    Success,
    NotFound,
    OperationNotSupported,
    OperationFailed,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestMemoryBlockResponse {
    pub phys_index: u64,
    pub response: GuestMemoryBlockResponseType,
    pub error_code: Option<i64>,
}

impl GuestMemoryBlockResponse {
    pub fn new(phys_index: u64, response: GuestMemoryBlockResponseType) -> Self {
        Self { phys_index, response, error_code: None }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestMemoryBlockInfo {
    pub size: u64,
}

impl GuestMemoryBlockInfo {
    pub fn new(size: u64) -> Self {
        Self { size }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestExecStatus {
    pub exited: bool,
    pub exitcode: Option<i64>,
    pub signal: Option<i64>,
    pub out_data: Option<Vec<u8>>,
    pub err_data: Option<Vec<u8>>,
    pub out_truncated: Option<bool>,
    pub err_truncated: Option<bool>,
}

impl GuestExecStatus {
    pub fn new(exited: bool) -> Self {
        Self {
            exited,
            exitcode: None,
            signal: None,
            out_data: None,
            err_data: None,
            out_truncated: None,
            err_truncated: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestExec {
    pub pid: i64,
}

impl GuestExec {
    pub fn new(pid: i64) -> Self {
        Self { pid }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GuestExecCaptureOutputMode {
    None,
    Stdout,
    Stderr,
    Separated,
    Merged,
}

#[derive(Clone, Debug, PartialEq)]
pub enum GuestExecCaptureOutput {
    Flag(bool),
    Mode(GuestExecCaptureOutputMode),
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestHostName {
    pub host_name: String,
}

impl GuestHostName {
    pub fn new(host_name: String) -> Self {
        Self { host_name }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestUser {
    pub user: String,
    pub login_time: f64,
    pub domain: Option<String>,
}

impl GuestUser {
    pub fn new(user: String, login_time: f64) -> Self {
        Self { user, login_time, domain: None }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestTimezone {
    pub zone: Option<String>,
    pub offset: i64,
}

impl GuestTimezone {
    pub fn new(offset: i64) -> Self {
        Self { zone: None, offset }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestOSInfo {
    pub kernel_release: Option<String>,
    pub kernel_version: Option<String>,
    pub machine: Option<String>,
    pub id: Option<String>,
    pub name: Option<String>,
    pub pretty_name: Option<String>,
    pub version: Option<String>,
    pub version_id: Option<String>,
    pub variant: Option<String>,
    pub variant_id: Option<String>,
}

impl GuestOSInfo {
    pub fn new() -> Self {
        Self {
            kernel_release: None,
            kernel_version: None,
            machine: None,
            id: None,
            name: None,
            pretty_name: None,
            version: None,
            version_id: None,
            variant: None,
            variant_id: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GuestDeviceType {
    Pci,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestDeviceIdPCI {
    pub vendor_id: u16,
    pub device_id: u16,
}

impl GuestDeviceIdPCI {
    pub fn new(vendor_id: u16, device_id: u16) -> Self {
        Self { vendor_id, device_id }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum GuestDeviceId {
    Pci(GuestDeviceIdPCI),
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestDeviceInfo {
    pub driver_name: String,
    pub driver_date: Option<i64>,
    pub driver_version: Option<String>,
    pub id: Option<GuestDeviceId>,
}

impl GuestDeviceInfo {
    pub fn new(driver_name: String) -> Self {
        Self { driver_name, driver_date: None, driver_version: None, id: None }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestAuthorizedKeys {
    pub keys: Vec<String>,
}

impl GuestAuthorizedKeys {
    pub fn new(keys: Vec<String>) -> Self {
        Self { keys }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestDiskStats {
    pub read_sectors: Option<u64>,
    pub read_ios: Option<u64>,
    pub read_merges: Option<u64>,
    pub write_sectors: Option<u64>,
    pub write_ios: Option<u64>,
    pub write_merges: Option<u64>,
    pub discard_sectors: Option<u64>,
    pub discard_ios: Option<u64>,
    pub discard_merges: Option<u64>,
    pub flush_ios: Option<u64>,
    pub read_ticks: Option<u64>,
    pub write_ticks: Option<u64>,
    pub discard_ticks: Option<u64>,
    pub flush_ticks: Option<u64>,
    pub ios_pgr: Option<u64>,
    pub total_ticks: Option<u64>,
    pub weight_ticks: Option<u64>,
}

impl GuestDiskStats {
    pub fn new() -> Self {
        Self {
            read_sectors: None,
            read_ios: None,
            read_merges: None,
            write_sectors: None,
            write_ios: None,
            write_merges: None,
            discard_sectors: None,
            discard_ios: None,
            discard_merges: None,
            flush_ios: None,
            read_ticks: None,
            write_ticks: None,
            discard_ticks: None,
            flush_ticks: None,
            ios_pgr: None,
            total_ticks: None,
            weight_ticks: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestDiskStatsInfo {
    pub name: String,
    pub major: u64,
    pub minor: u64,
    pub stats: GuestDiskStats,
}

impl GuestDiskStatsInfo {
    pub fn new(name: String, major: u64, minor: u64, stats: GuestDiskStats) -> Self {
        Self { name, major, minor, stats }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GuestCpuStatsType {
    Linux,
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestLinuxCpuStats {
    pub cpu: i64,
    pub user: u64,
    pub nice: u64,
    pub system: u64,
    pub idle: u64,
    pub iowait: Option<u64>,
    pub irq: Option<u64>,
    pub softirq: Option<u64>,
    pub steal: Option<u64>,
    pub guest: Option<u64>,
    pub guestnice: Option<u64>,
}

impl GuestLinuxCpuStats {
    pub fn new(cpu: i64, user: u64, nice: u64, system: u64, idle: u64) -> Self {
        Self {
            cpu,
            user,
            nice,
            system,
            idle,
            iowait: None,
            irq: None,
            softirq: None,
            steal: None,
            guest: None,
            guestnice: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum GuestCpuStats {
    Linux(GuestLinuxCpuStats),
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestLoadAverage {
    pub load1m: f64,
    pub load5m: f64,
    pub load15m: f64,
}

impl GuestLoadAverage {
    pub fn new(load1m: f64, load5m: f64, load15m: f64) -> Self {
        Self { load1m, load5m, load15m }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GuestNetworkRoute {
    pub iface: String,
    pub destination: String,
    pub metric: i64,
    pub gateway: Option<String>,
    pub mask: Option<String>,
    pub irtt: Option<i64>,
    pub flags: Option<u64>,
    pub refcnt: Option<i64>,
    pub r#use: Option<i64>,
    pub window: Option<i64>,
    pub mtu: Option<i64>,
    pub desprefixlen: Option<String>,
    pub source: Option<String>,
    pub srcprefixlen: Option<String>,
    pub nexthop: Option<String>,
    pub version: i64,
}

impl GuestNetworkRoute {
    pub fn new(iface: String, destination: String, metric: i64, version: i64) -> Self {
        Self {
            iface,
            destination,
            metric,
            gateway: None,
            mask: None,
            irtt: None,
            flags: None,
            refcnt: None,
            r#use: None,
            window: None,
            mtu: None,
            desprefixlen: None,
            source: None,
            srcprefixlen: None,
            nexthop: None,
            version,
        }
    }
}
