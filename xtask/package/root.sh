#!/bin/sh
# Sourced by the scripts beside it that try packages in a copy of a Debian root: makes that copy, and checks its files.
set -eu
# Cargo sets these, so that tests do not depend on this machine.
unset QGA_DEFAULTS_ROOT QGA_CONF

# Makes the copy, `$root`, of this root, and a folder for other files, `$work`. The script's end removes both.
copy_root() {
    work=$(mktemp -d)
    mount -t tmpfs none "$work"
    mkdir "$work/upper" "$work/work" "$work/root"
    mount -t overlay overlay -o "lowerdir=$1,upperdir=$work/upper,workdir=$work/work" "$work/root"
    root=$work/root
    trap 'umount "$work/root"; umount "$work"; rmdir "$work"' EXIT
}

step=start
fail() { echo "$step: $1" >&2; exit 1; }
run() {
    step="$*"
    "$@" >"$work/out" 2>&1 </dev/null || { cat "$work/out" >&2; fail "failed"; }
}
run_in_root() { run chroot "$root" "$@"; }
is_there() { for path; do [ -e "$root$path" ] || fail "$path is missing"; done; }
is_gone() { for path; do [ ! -e "$root$path" ] || fail "$path is still there"; done; }
