//! Requests of the guest command set.
#![allow(missing_docs)]
#[allow(unused_imports)]
use super::types::*;

#[derive(Clone, PartialEq)]
pub struct GuestSyncDelimited {
    pub id: i64,
}

#[derive(Clone, PartialEq)]
pub struct GuestSync {
    pub id: i64,
}

#[derive(Clone, PartialEq)]
pub struct GuestPing {}

#[derive(Clone, PartialEq)]
pub struct GuestGetTime {}

#[derive(Clone, PartialEq)]
pub struct GuestSetTime {
    pub time: Option<i64>,
}

#[derive(Clone, PartialEq)]
pub struct GuestInfo {}

#[derive(Clone, PartialEq)]
pub struct GuestShutdown {
    pub mode: Option<String>,
}

#[derive(Clone, PartialEq)]
pub struct GuestFileOpen {
    pub path: String,
    pub mode: Option<String>,
}

#[derive(Clone, PartialEq)]
pub struct GuestFileClose {
    pub handle: i64,
}

#[derive(Clone, PartialEq)]
pub struct GuestFileRead {
    pub handle: i64,
    pub count: Option<i64>,
}

#[derive(Clone, PartialEq)]
pub struct GuestFileWrite {
    pub handle: i64,
    pub buf_b64: Vec<u8>,
    pub count: Option<i64>,
}

#[derive(Clone, PartialEq)]
pub struct GuestFileSeek {
    pub handle: i64,
    pub offset: i64,
    pub whence: GuestFileWhence,
}

#[derive(Clone, PartialEq)]
pub struct GuestFileFlush {
    pub handle: i64,
}

#[derive(Clone, PartialEq)]
pub struct GuestFsfreezeStatus {}

#[derive(Clone, PartialEq)]
pub struct GuestFsfreezeFreeze {}

#[derive(Clone, PartialEq)]
pub struct GuestFsfreezeFreezeList {
    pub mountpoints: Option<Vec<String>>,
}

#[derive(Clone, PartialEq)]
pub struct GuestFsfreezeThaw {}

#[derive(Clone, PartialEq)]
pub struct GuestFstrim {
    pub minimum: Option<i64>,
}

#[derive(Clone, PartialEq)]
pub struct GuestSuspendDisk {}

#[derive(Clone, PartialEq)]
pub struct GuestSuspendRam {}

#[derive(Clone, PartialEq)]
pub struct GuestSuspendHybrid {}

#[derive(Clone, PartialEq)]
pub struct GuestNetworkGetInterfaces {}

#[derive(Clone, PartialEq)]
pub struct GuestGetVcpus {}

#[derive(Clone, PartialEq)]
pub struct GuestSetVcpus {
    pub vcpus: Vec<GuestLogicalProcessor>,
}

#[derive(Clone, PartialEq)]
pub struct GuestGetDisks {}

#[derive(Clone, PartialEq)]
pub struct GuestGetFsinfo {}

#[derive(Clone, PartialEq)]
pub struct GuestSetUserPassword {
    pub username: String,
    pub password: Vec<u8>,
    pub crypted: bool,
}

#[derive(Clone, PartialEq)]
pub struct GuestGetMemoryBlocks {}

#[derive(Clone, PartialEq)]
pub struct GuestSetMemoryBlocks {
    pub mem_blks: Vec<GuestMemoryBlock>,
}

#[derive(Clone, PartialEq)]
pub struct GuestGetMemoryBlockInfo {}

#[derive(Clone, PartialEq)]
pub struct GuestExecStatus {
    pub pid: i64,
}

#[derive(Clone, PartialEq)]
pub struct GuestExec {
    pub path: String,
    pub arg: Option<Vec<String>>,
    pub env: Option<Vec<String>>,
    pub input_data: Option<Vec<u8>>,
    pub capture_output: Option<GuestExecCaptureOutput>,
}

#[derive(Clone, PartialEq)]
pub struct GuestGetHostName {}

#[derive(Clone, PartialEq)]
pub struct GuestGetUsers {}

#[derive(Clone, PartialEq)]
pub struct GuestGetTimezone {}

#[derive(Clone, PartialEq)]
pub struct GuestGetOsinfo {}

#[derive(Clone, PartialEq)]
pub struct GuestGetDevices {}

#[derive(Clone, PartialEq)]
pub struct GuestSshGetAuthorizedKeys {
    pub username: String,
}

#[derive(Clone, PartialEq)]
pub struct GuestSshAddAuthorizedKeys {
    pub username: String,
    pub keys: Vec<String>,
    pub reset: Option<bool>,
}

#[derive(Clone, PartialEq)]
pub struct GuestSshRemoveAuthorizedKeys {
    pub username: String,
    pub keys: Vec<String>,
}

#[derive(Clone, PartialEq)]
pub struct GuestGetDiskstats {}

#[derive(Clone, PartialEq)]
pub struct GuestGetCpustats {}

#[derive(Clone, PartialEq)]
pub struct GuestGetLoad {}

#[derive(Clone, PartialEq)]
pub struct GuestNetworkGetRoute {}
