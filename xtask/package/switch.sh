#!/bin/sh
# Switches a Debian root from its own agent to our packages and back, and checks policy and files at each step.
# Usage, in a mount namespace of its own: switch.sh BASE DEB [RPM]. BASE is not changed.
# shellcheck source-path=SCRIPTDIR
. "${0%/*}/root.sh"
copy_root "$1"
deb=$2 rpm=${3-}

has() { grep -qF -- "$2" "$root$1" || fail "$1 does not hold: $2"; }
owner_has_lost_nothing() {
    has /etc/default/qemu-guest-agent 'DAEMON_ARGS=-b guest-exec'
    has /etc/qemu/qemu-ga.conf 'block-rpcs=guest-file-open'
    is_there /etc/qemu/fsfreeze-hook.d/mine
}
# Otherwise the package would not start it. Purging Debian's package disables it again; udev's rule starts it nevertheless.
is_enabled() {
    [ -h "$root/etc/systemd/system/dev-virtio\\x2dports-org.qemu.guest_agent.0.device.wants/qemu-guest-agent.service" ] ||
        fail "the unit is not enabled"
}
starts_at_boot() { [ -x "$root/etc/init.d/qemu-guest-agent" ] || fail "the init script has lost the right to run"; }
is_ours() {
    is_there /usr/sbin/qemu-ga /usr/bin/qemu-ga /etc/init.d/qemu-guest-agent /etc/qemu/fsfreeze-hook \
        /lib/systemd/system/qemu-guest-agent.service /lib/udev/rules.d/60-qemu-guest-agent.rules \
        /usr/share/qemu-ga/fsfreeze-hook-mariadb
    chroot "$root" qemu-ga --dump-conf >"$work/conf" || fail "the agent does not read its settings"
    grep -qx 'block-rpcs=guest-exec,guest-file-open' "$work/conf" || { cat "$work/conf"; fail "the policy has changed"; }
    starts_at_boot
    ! chroot "$root" dpkg-divert --list | grep qga-agent || fail "a diversion is left"
    owner_has_lost_nothing
}

# Debian's package as it is installed, for the way back.
pack_debians() {
    info=$root/var/lib/dpkg/info
    mkdir -p "$root/debians/DEBIAN"
    while read -r path; do
        if [ -d "$root$path" ]; then mkdir -p "$root/debians$path"
        elif [ -e "$root$path" ]; then cp -a "$root$path" "$root/debians$path"; fi
    done <"$info/qemu-guest-agent.list"
    for script in conffiles preinst postinst prerm postrm; do
        cp -a "$info/qemu-guest-agent.$script" "$root/debians/DEBIAN/$script"
    done
    chroot "$root" dpkg -s qemu-guest-agent | sed -e '/^Status:/d' -e '/^Conffiles:/,/^[^ C]/{/^ \//d;/^Conffiles:/d;}' \
        >"$root/debians/DEBIAN/control"
    run_in_root dpkg-deb --root-owner-group -b /debians /debians.deb
}

# A package like those of RHEL and openSUSE, whose files of variables hold a policy.
pack_rpms() {
    files='/etc/sysconfig/qemu-ga /usr/etc/sysconfig/qemu-ga /etc/qemu-ga/fsfreeze-hook'
    for file in $files; do mkdir -p "$work/theirs${file%/*}"; done
    echo 'BLOCK_RPCS=guest-exec' >"$work/theirs/etc/sysconfig/qemu-ga"
    echo 'FILTER_RPC_ARGS=--block-rpcs=guest-file-read' >"$work/theirs/usr/etc/sysconfig/qemu-ga"
    echo '#!/bin/sh' >"$work/theirs/etc/qemu-ga/fsfreeze-hook"
    cat >"$work/theirs.spec" <<END
Name: qemu-guest-agent
Version: 9
Release: 1
Summary: The package of a distribution
License: none
BuildArch: noarch
%description
%install
cp -a "$work/theirs/." "\$RPM_BUILD_ROOT"
%files
%config(noreplace) /etc/sysconfig/qemu-ga
/usr/etc/sysconfig/qemu-ga
%config(noreplace) /etc/qemu-ga/fsfreeze-hook
END
    run rpmbuild -bb --define "_topdir $work/rpmbuild" --define "_rpmdir $work" --define '_build_name_fmt %%{NAME}.rpm' \
        "$work/theirs.spec"
    theirs=$work/qemu-guest-agent.rpm
}

# Nothing is started in a root without an init system.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
# The test guest keeps Debian's program under another name.
[ -e "$root/usr/sbin/qemu-ga" ] || cp -a "$root/usr/sbin/qemu-ga-reference" "$root/usr/sbin/qemu-ga"
cp "$deb" "$root/ours.deb"
pack_debians
echo 'DAEMON_ARGS=-b guest-exec' >"$root/etc/default/qemu-guest-agent"
printf '[general]\nblock-rpcs=guest-file-open\n' >"$root/etc/qemu/qemu-ga.conf"
mkdir -p "$root/etc/qemu/fsfreeze-hook.d"
printf '#!/bin/sh\n' >"$root/etc/qemu/fsfreeze-hook.d/mine"

run_in_root dpkg -i /ours.deb
is_ours
is_enabled
run_in_root dpkg -i /ours.deb
is_ours
is_enabled
run_in_root dpkg --purge qemu-guest-agent
is_ours
run_in_root dpkg -i /ours.deb
is_enabled

# The number in the file of an agent that was killed may be another process's.
tail -f /dev/null &
echo "$!" >"$root/run/qemu-ga.pid"
run_in_root /etc/init.d/qemu-guest-agent stop
kill "$!" || fail "the init script has stopped another process"
rm "$root/run/qemu-ga.pid"

run_in_root dpkg --remove qga-agent
is_gone /usr/sbin/qemu-ga /usr/bin/qemu-ga /lib/systemd/system/qemu-guest-agent.service
is_there /etc/init.d/qemu-guest-agent
owner_has_lost_nothing
run_in_root dpkg -i /debians.deb
run_in_root dpkg --purge qga-agent
is_there /usr/sbin/qemu-ga /lib/systemd/system/qemu-guest-agent.service /lib/udev/rules.d/60-qemu-guest-agent.rules \
    /etc/init.d/qemu-guest-agent /etc/qemu/fsfreeze-hook
starts_at_boot
owner_has_lost_nothing

# There and back in one step each.
run_in_root apt-get install -y -q /ours.deb
is_ours
is_enabled
run_in_root apt-get install -y -q /debians.deb
starts_at_boot
owner_has_lost_nothing

# A first installation leaves nothing behind.
run_in_root dpkg --purge qemu-guest-agent
rm -r "$root/etc/qemu" "$root/etc/default/qemu-guest-agent"
run_in_root dpkg -i /ours.deb
is_there /etc/qemu/qemu-ga.conf
run_in_root dpkg --purge qga-agent
is_gone /etc/qemu /etc/init.d/qemu-guest-agent /usr/share/qemu-ga /usr/sbin/qemu-ga

if [ -n "$rpm" ]; then
    mkdir -p "$root/etc/qemu"
    printf '[general]\nblock-rpcs=guest-file-open\n' >"$root/etc/qemu/qemu-ga.conf"
    rpm() { run command rpm --root "$root" --nodeps --noplugins "$@"; }
    rpm -i "$rpm"
    is_there /usr/bin/qemu-ga /usr/sbin/qemu-ga /usr/lib/systemd/system/qemu-guest-agent.service
    has /etc/qemu/qemu-ga.conf 'block-rpcs=guest-file-open'
    chroot "$root" qemu-ga --dump-conf | grep -qx block-rpcs=guest-file-open || fail "the policy has changed"
    rpm -U --force "$rpm"
    is_there /usr/sbin/qemu-ga
    has /etc/qemu/qemu-ga.conf 'block-rpcs=guest-file-open'
    rpm -e qga-agent
    is_gone /usr/bin/qemu-ga /usr/sbin/qemu-ga /usr/lib/systemd/system/qemu-guest-agent.service

    # In place of another package, whose policy stays, whether its owner has changed it or not; and back.
    pack_rpms
    for blocked in guest-exec guest-exec,guest-file-write; do
        rpm -i "$theirs"
        echo "BLOCK_RPCS=$blocked" >"$root/etc/sysconfig/qemu-ga"
        rpm -U "$rpm"
        command rpm --root "$root" -q qemu-guest-agent >/dev/null && fail "the other package is still installed"
        rpm -U --force "$rpm"
        has /etc/sysconfig/qemu-ga "BLOCK_RPCS=$blocked"
        has /usr/etc/sysconfig/qemu-ga guest-file-read
        is_there /etc/qemu-ga/fsfreeze-hook
        chroot "$root" qemu-ga --dump-conf | grep -x 'block-rpcs=.*guest-file-read.*' | grep -q guest-exec ||
            fail "the policy has changed"
        rpm -i "$theirs"
        rpm -e qga-agent
        has /etc/sysconfig/qemu-ga "BLOCK_RPCS=$blocked"
        has /usr/etc/sysconfig/qemu-ga guest-file-read
        is_there /etc/qemu-ga/fsfreeze-hook
        rpm -e qemu-guest-agent
    done
fi
