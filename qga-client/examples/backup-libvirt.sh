#!/bin/sh
# Backs up a disk of a running libvirt guest, in a state that its file systems agree with.
#
#   backup-libvirt.sh DOMAIN DISK TARGET BACKUP
#
# DOMAIN and DISK are as `virsh domblklist DOMAIN` shows them. TARGET is where `qga` reaches the guest's agent: a channel
# that libvirt does not hold itself, such as vsock:3:9000. BACKUP is the file to write, in the qcow2 format.
#
# The file systems are frozen only while the snapshot is made, for 30 s at most. From then on the guest writes to an
# overlay; the disk below it stands still while it is copied, and gets what the overlay holds when the copy is done.
set -eu

[ $# -eq 4 ] || { echo "usage: $0 DOMAIN DISK TARGET BACKUP" >&2; exit 2; }
domain=$1 disk=$2 target=$3 backup=$4

disks=$(virsh domblklist "$domain" --details | awk '$2 == "disk" { print $3 }')
source=$(virsh domblklist "$domain" | awk -v disk="$disk" '$1 == disk { sub(/^[ ]*[^ ]+[ ]+/, ""); print }')
[ -n "$source" ] || { echo "$domain has no disk $disk" >&2; exit 1; }
overlay=$source.backup-overlay
[ ! -e "$overlay" ] || { echo "$overlay is there: another backup runs, or has failed" >&2; exit 1; }

# Brings the overlay's data back into the disk, and the guest with it.
commit() {
  virsh blockcommit "$domain" "$disk" --active --pivot --wait && rm -f "$overlay"
}

# A snapshot of this disk, and of no other.
set -- --diskspec "$disk,file=$overlay"
for other in $disks; do
  [ "$other" = "$disk" ] || set -- "$@" --diskspec "$other,snapshot=no"
done
qga freeze "$target" --at-most 30 -- \
  virsh snapshot-create-as "$domain" --disk-only --atomic --no-metadata "$@"

trap 'commit' EXIT
qemu-img convert -U -O qcow2 "$source" "$backup.part"
mv "$backup.part" "$backup"
trap - EXIT
commit
