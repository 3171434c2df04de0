//! Scripts for the guest's shell that prepare and finish a copy.

/// Finds out where a file is to go, and makes the part of it: PATH NAME RESUME.
///
/// Prints three lines: `part`, or `direct` for what is no regular file, such as a device; `into` if the path is a folder;
/// and the length of the part so far. The part is for its owner alone, and no link is followed to make it.
pub(super) const PREPARE: &str = r#"
q_path=$1 q_into=
if [ -d "$q_path" ]; then q_path=${q_path%/}/$2 q_into=into; fi
if [ -d "$q_path" ]; then echo "it is a folder" >&2; exit 1; fi
if [ -e "$q_path" ] && [ ! -f "$q_path" ]; then
  printf 'direct\n%s\n0\n' "$q_into"
  exit 0
fi
q_part=$q_path.part
if [ "$3" != resume ] || [ -L "$q_part" ] || [ ! -f "$q_part" ] || [ ! -O "$q_part" ]; then
  rm -f -- "$q_part" || exit 1
  (umask 077; set -C; : >"$q_part") || exit 1
fi
printf 'part\n%s\n%s\n' "$q_into" "$(($(wc -c <"$q_part")))"
"#;

/// Checks a part and gives it its name: PART PATH CHECKSUM MODE TIME.
///
/// Prints `damaged`; or `checked` or `unchecked`, and `kept` if the mode and the time could be set. Without a mode the file
/// gets that of the one it replaces.
pub(super) const FINISH: &str = r#"
q_checked=unchecked q_kept=
if command -v cksum >/dev/null 2>&1; then
  if [ "$(cksum <"$1")" != "$3" ]; then
    rm -f -- "$1"
    echo damaged
    exit 0
  fi
  q_checked=checked
fi
if [ -n "$4" ]; then
  chmod "$4" "$1" && touch -d "@$5" "$1" && q_kept=kept
else
  chmod "$(stat -c %a "$2" 2>/dev/null || echo 644)" "$1"
fi
mv -f -- "$1" "$2" || exit 1
printf '%s\n%s\n' "$q_checked" "$q_kept"
"#;

/// Removes a part: PATH.
pub(super) const REMOVE: &str = r#"rm -f -- "$1""#;

/// Describes a file: PATH. Prints its length, mode and time of change.
pub(super) const STAT: &str = r#"
if [ -d "$1" ]; then echo "it is a folder" >&2; exit 1; fi
if [ -f "$1" ]; then stat -L -c '%s %a %Y' -- "$1"; fi
"#;

/// Makes the checksum of the start of a file: PATH LENGTH. Mostly that is the whole, which takes no pipe.
pub(super) const CHECK: &str = r#"command -v cksum >/dev/null 2>&1 || exit 1
q_sum=$(cksum <"$1") || exit 1
case $q_sum in
  *" $2") echo "$q_sum" ;;
  *) head -c "$2" <"$1" | cksum ;;
esac
"#;

/// Lists everything below a folder: PATH. Each name has its kind in front and a NUL behind it; between the kind and the
/// name of a folder there are its mode and time of change and a slash, or the slash alone.
pub(super) const LIST: &str = r#"
cd -- "$1" || exit 1
find . -type d -exec /bin/sh -c '
for q_folder; do printf "d%s/%s\0" "$(stat -c "%a %Y" -- "$q_folder" 2>/dev/null)" "$q_folder"; done' sh {} + &&
find . -type f -exec printf 'f%s\0' {} + &&
find . ! -type d ! -type f -exec printf 'o%s\0' {} +
"#;

/// Makes folders, with those above them: PATH…
pub(super) const MAKE_FOLDERS: &str = r#"mkdir -p -- "$@""#;

/// Gives folders their mode and time of change: MODE TIME PATH, and so on.
pub(super) const KEEP: &str = r#"
q_status=0
while [ "$#" -ge 3 ]; do
  chmod -- "$1" "$3" && touch -d "@$2" -- "$3" || q_status=1
  shift 3
done
exit "$q_status"
"#;

/// Says whether a path is a folder, by its status: PATH.
pub(super) const IS_FOLDER: &str = r#"[ -d "$1" ]"#;
