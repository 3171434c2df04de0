#!/bin/sh
# Runs the archive's install and uninstall scripts in a copy of a Debian root and, for each init system, in an empty one;
# checks policy and files at each step. Usage, in a mount namespace of its own: tarball.sh BASE ARCHIVE
# shellcheck source-path=SCRIPTDIR
. "${0%/*}/root.sh"
copy_root "$1"
archive=$2
# No systemd runs in this root: systemctl only enables and disables.
export SYSTEMD_OFFLINE=1

tar -x -C "$root" -f "$archive"
folder=$(cd "$root" && echo qga-agent-*)
mkdir -p "$root/etc/qemu" "$root/etc/systemd/system" "$root/run/systemd/system"
printf '[general]\nblock-rpcs=guest-file-open\n' >"$root/etc/qemu/qemu-ga.conf"
echo '# mine' >"$root/etc/systemd/system/qemu-guest-agent.service"
# Twice: an upgrade keeps what the first has kept.
for _ in first again; do
    run_in_root "/$folder/install.sh"
    is_there /usr/local/sbin/qemu-ga /etc/udev/rules.d/60-qemu-guest-agent.rules /usr/local/share/doc/qga-agent/sbom.cdx.json
    grep -q '^ExecStart=-/usr/local/sbin/qemu-ga$' "$root/etc/systemd/system/qemu-guest-agent.service" || fail "the unit is not ours"
    chroot "$root" /usr/local/sbin/qemu-ga --dump-conf >"$work/conf" || fail "the agent does not read its settings"
    grep -qx 'block-rpcs=guest-file-open' "$work/conf" || { cat "$work/conf"; fail "the policy has changed"; }
done
run_in_root /usr/local/share/qemu-ga/uninstall.sh
grep -qx '# mine' "$root/etc/systemd/system/qemu-guest-agent.service" || fail "the owner's unit is not back"
is_gone /usr/local/share/qemu-ga

# Both go on where they were interrupted, and what the owner has linked to stays.
mv "$root/etc/qemu/qemu-ga.conf" "$root/etc/owners.conf"
ln -s ../owners.conf "$root/etc/qemu/qemu-ga.conf"
ln -s /nowhere "$root/etc/udev/rules.d/60-qemu-guest-agent.rules"
rm -rf "$root/usr/share/qemu-ga"
touch "$root/usr/share/qemu-ga"
! chroot "$root" "/$folder/install.sh" >/dev/null 2>&1 || fail "installs over a file"
rm "$root/usr/share/qemu-ga"
run_in_root "/$folder/install.sh"
[ -h "$root/etc/qemu/qemu-ga.conf" ] || fail "the owner's link is gone"
obstacle=$root/usr/local/share/doc/qga-agent/copyright
rm "$obstacle"
mkdir "$obstacle"
! chroot "$root" /usr/local/share/qemu-ga/uninstall.sh >/dev/null 2>&1 || fail "removes a folder"
rmdir "$obstacle"
run_in_root /usr/local/share/qemu-ga/uninstall.sh
[ "$(readlink "$root/etc/udev/rules.d/60-qemu-guest-agent.rules")" = /nowhere ] || fail "the owner's rule is not back"
rm "$root/etc/udev/rules.d/60-qemu-guest-agent.rules"
is_gone /usr/local/sbin/qemu-ga /usr/local/share/qemu-ga /etc/udev/rules.d/60-qemu-guest-agent.rules
is_there /etc/qemu/qemu-ga.conf
grep -qx '# mine' "$root/etc/systemd/system/qemu-guest-agent.service" || fail "the owner's unit is not back"

# Each init system has its own files, and leaves only the owner's.
install=$root/$folder
for init in systemd openrc sysv none; do
    root=$work/$init
    mkdir -p "$root/etc"
    case $init in
    systemd) mkdir -p "$root/usr/lib/systemd/system" "$root/sbin"; ln -s /lib/systemd/systemd "$root/sbin/init"; script=/etc/systemd/system/qemu-guest-agent.service ;;
    openrc) mkdir -p "$root/sbin"; touch "$root/sbin/openrc-run"; chmod 755 "$root/sbin/openrc-run"; script=/etc/init.d/qemu-guest-agent ;;
    sysv) mkdir -p "$root/etc/init.d"; script=/etc/init.d/qemu-guest-agent ;;
    none) script=/usr/local/sbin/qemu-ga ;;
    esac
    run env DESTDIR="$root" "$install/install.sh"
    is_there "$script" /usr/local/sbin/qemu-ga /etc/qemu/qemu-ga.conf
    case $init in systemd) is_gone /etc/init.d/qemu-guest-agent ;; *) is_gone /etc/systemd ;; esac
    run env DESTDIR="$root" "$root/usr/local/share/qemu-ga/uninstall.sh"
    is_gone "$script" /usr/local/sbin/qemu-ga /usr/local/share/qemu-ga
    is_there /etc/qemu/qemu-ga.conf
done
