#!/bin/sh
# Installs the agent from this folder, beside a distribution's: into /usr/local and /etc. Keeps what it replaces as
# FILE.before-qga, which uninstall.sh puts back. DESTDIR installs into another root, and starts nothing.
set -eu
umask 022

here=$(unset CDPATH; cd -- "$(dirname -- "$0")" && pwd)
root=${DESTDIR-}
kept=$root/usr/local/share/qemu-ga

# Other systems have folders of units, too: what counts is what runs, or what another root will start.
runs_systemd() {
    [ -n "$root" ] || { [ -d /run/systemd/system ]; return; }
    case $(readlink "$root/sbin/init") in */systemd) ;; *) return 1 ;; esac
}

if runs_systemd; then
    init=systemd
elif [ -x "$root/sbin/openrc-run" ] || [ -x "$root/usr/sbin/openrc-run" ]; then
    init=openrc
elif [ -d "$root/etc/init.d" ]; then
    init=sysv
else
    init=none
fi

[ -n "$root" ] || [ "$(id -u)" -eq 0 ] || { echo "$0: only root can install" >&2; exit 1; }

is_there() { [ -e "$1" ] || [ -h "$1" ]; }

mkdir -p "$kept"
touch "$kept/installed"
cp "$here/uninstall.sh" "$kept/uninstall.sh"
chmod 755 "$kept/uninstall.sh"
# Each line of `files`: MODE WHEN KEEP PATH. WHEN is an init system or `any`, KEEP is `keep` for the owner's files.
while read -r mode when keep path; do
    [ "$when" = any ] || [ "$when" = "$init" ] || continue
    target=$root$path
    source=$here/root$path
    [ "$when" != openrc ] || source=$here/root$path.openrc
    if [ "$keep" = keep ] && is_there "$target"; then
        echo "kept: $path"
        continue
    fi
    if [ "$keep" != keep ] && ! grep -qxF "$path" "$kept/installed"; then
        if is_there "$target"; then
            mv "$target" "$target.before-qga"
            echo "kept: $path.before-qga"
        fi
        # Before the file is there: a second run, after one that was interrupted, must not take it for the owner's.
        echo "$path" >>"$kept/installed"
    fi
    mkdir -p "$(dirname "$target")"
    cp "$source" "$target.new-qga"
    chmod "$mode" "$target.new-qga"
    mv -f "$target.new-qga" "$target"
done <"$here/files"

if [ -z "$root" ]; then
    /usr/share/qemu-ga/selinux/policy.sh load || echo "SELinux's policy of the agent is not loaded" >&2
    case $init in
    systemd)
        systemctl daemon-reload
        udevadm control --reload 2>/dev/null || :
        systemctl enable qemu-guest-agent.service
        [ ! -e /dev/virtio-ports/org.qemu.guest_agent.0 ] || systemctl restart qemu-guest-agent.service
        systemctl try-restart 'qemu-guest-agent@*.service'
        ;;
    openrc)
        rc-update add qemu-guest-agent default
        rc-service qemu-guest-agent restart
        ;;
    sysv)
        ! command -v update-rc.d >/dev/null || update-rc.d qemu-guest-agent defaults
        /etc/init.d/qemu-guest-agent restart
        ;;
    none)
        echo "no init system found: start /usr/local/sbin/qemu-ga --daemonize at boot"
        ;;
    esac
fi
echo "installed; to go back: /usr/local/share/qemu-ga/uninstall.sh"
