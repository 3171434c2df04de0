#!/bin/sh
# Removes what install.sh has installed and puts back what it replaced. The owner's settings stay.
set -eu

root=${DESTDIR-}
kept=$root/usr/local/share/qemu-ga
[ -r "$kept/installed" ] || { echo "$0: nothing is installed" >&2; exit 1; }

if [ -z "$root" ]; then
    if [ -d /run/systemd/system ]; then
        systemctl disable --now qemu-guest-agent.service || :
        systemctl stop 'qemu-guest-agent@*.service' || :
    elif [ -x /etc/init.d/qemu-guest-agent ]; then
        /etc/init.d/qemu-guest-agent stop || :
        ! command -v rc-update >/dev/null || rc-update del qemu-guest-agent || :
    fi
    /usr/share/qemu-ga/selinux/policy.sh remove || echo "SELinux's policy of the agent stays loaded" >&2
fi

while path=$(head -n 1 "$kept/installed") && [ -n "$path" ]; do
    # Off the list first: a second run, after one that was interrupted, must not remove what this one puts back.
    tail -n +2 "$kept/installed" >"$kept/installed.new"
    mv "$kept/installed.new" "$kept/installed"
    rm -f "$root$path"
    if [ -e "$root$path.before-qga" ] || [ -h "$root$path.before-qga" ]; then mv "$root$path.before-qga" "$root$path"; fi
    case $path in
    */qemu-ga/* | */qga-agent/*) rmdir "$root${path%/*}" 2>/dev/null || : ;;
    esac
done
rm -f "$kept/installed" "$kept/uninstall.sh"
rmdir "$kept" 2>/dev/null || :

if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    udevadm control --reload 2>/dev/null || :
fi
if [ -z "$root" ] && { [ -x /usr/sbin/qemu-ga ] || [ -x /usr/bin/qemu-ga ]; }; then
    if [ -d /run/systemd/system ]; then
        [ ! -e /dev/virtio-ports/org.qemu.guest_agent.0 ] || systemctl restart qemu-guest-agent.service || :
    elif [ -x /etc/init.d/qemu-guest-agent ]; then
        /etc/init.d/qemu-guest-agent start || :
    fi
fi
echo "removed"
