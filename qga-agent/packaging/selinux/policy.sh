#!/bin/sh
# policy.sh load|remove: loads SELinux's policy of the agent, or removes it. Does nothing where SELinux is not in use, and
# leaves a system's own policy of the agent alone: Fedora's and RHEL's have one.
set -eu

module=$(dirname "$0")/qemu_ga.cil
if ! command -v semodule >/dev/null || ! command -v selinuxenabled >/dev/null || ! selinuxenabled; then
    exit 0
fi

is_loaded() { semodule -l | grep -qx qemu_ga; }
system_has_one() { matchpathcon -n /usr/bin/qemu-ga | grep -q :virt_qemu_ga_exec_t:; }

case $1 in
load)
    ! is_loaded && system_has_one && exit
    semodule -i "$module"
    ;;
remove)
    is_loaded || exit 0
    semodule -r qemu_ga
    ;;
*)
    echo "usage: $0 load|remove" >&2
    exit 2
    ;;
esac
# The programs' labels follow the policy.
for program in /usr/bin/qemu-ga /usr/sbin/qemu-ga /usr/local/sbin/qemu-ga; do
    [ ! -e "$program" ] || restorecon -F "$program"
done
