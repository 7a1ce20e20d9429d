# shellcheck shell=sh
# What the recipes share: packages of Debian, unpacked without running their scripts and without touching the packages
# of the system that this runs on. Expects `apt`, the folder of an apt state of its own.

KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
# The newest packages first.
SUITES=${DEBIAN_SUITE:-sid trixie}

die() {
  printf '%s\n' "$1" >&2
  [ -z "${2:-}" ] || printf '  Fix: %s\n' "$2" >&2
  exit 1
}

# step NUMBER/COUNT WORDS: what the panel and compose/up show while an image is built.
step() { printf '== %s %s\n' "$1" "$2"; }

apt_elsewhere() {
  apt_command=$1
  shift
  "$apt_command" -q -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::Etc::preferencesparts="$apt/none" \
    -o Dir::State::Lists="$apt/lists" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" \
    -o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::Retries=2 -o Debug::NoLocking=1 "$@"
}

# read_lists MIRROR: the package list of the first suite that can be had.
read_lists() {
  for suite in $SUITES; do
    rm -rf "$apt"
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/none"
    : >"$apt/status"
    echo "deb [signed-by=$KEYRING] $1 $suite main" >"$apt/sources.list"
    # A mirror may be behind: its list is signed all the same, and an older release lacks options that the stack uses.
    for is_dated in true false; do
      # Without the flag a list that cannot be fetched is only a warning.
      if apt_elsewhere apt-get update --error-on=any -o "Acquire::Check-Valid-Until=$is_dated" >"$apt/log" 2>&1; then return 0; fi
      grep -E '^(E|W|Err)' "$apt/log" | tail -n 4 >&2 || true
    done
  done
  die 'No package list of Debian can be read.' 'check the clock (date) and the connection to the internet'
}

# ensure_lists: those that the builder brought along, else new ones.
ensure_lists() {
  mirror=${DEBIAN_MIRROR:-$(sed -n 's/^deb .*\] \([^ ]*\) .*/\1/p' "$apt/sources.list" 2>/dev/null || true)}
  mirror=${mirror:-http://deb.debian.org/debian}
  [ -d "$apt/lists/partial" ] || read_lists "$mirror"
}

# fetch FOLDER PACKAGE…: exactly these packages. A list that is a while old names packages that are gone.
fetch() {
  into=$1
  shift
  mkdir -p "$into"
  (cd "$into" && apt_elsewhere apt-get download "$@") >"$apt/log" 2>&1 || {
    read_lists "$mirror"
    (cd "$into" && apt_elsewhere apt-get download "$@") >"$apt/log" 2>&1 || {
      grep '^E' "$apt/log" | tail -n 3 >&2 || true
      die "The Debian packages cannot be had: $*." 'check the connection to the internet'
    }
  }
}

# unpack TREE PACKAGE_FILE… (without what only people read)
unpack() {
  tree=$1
  shift
  mkdir -p "$tree/usr/bin" "$tree/usr/sbin" "$tree/usr/lib" "$tree/usr/lib64"
  for dir in bin sbin lib lib64; do
    [ -e "$tree/$dir" ] || ln -s "usr/$dir" "$tree/$dir"
  done
  for deb in "$@"; do
    dpkg-deb --fsys-tarfile "$deb" | tar -C "$tree" --keep-directory-symlink -x --exclude=./usr/share/doc \
      --exclude=./usr/share/man --exclude=./usr/share/info --exclude=./usr/share/locale --exclude=./usr/share/lintian \
      --exclude=./usr/share/bash-completion --exclude=./usr/include
  done
}

# The upstream part of a package's version: 1.145.0+ds1-2 -> 1.145.0
deb_version() {
  apt_elsewhere apt-cache show --no-all-versions "$1" | sed -n 's/^Version: *//p' | head -n 1 |
    sed 's/^[0-9]*://; s/[+~-].*$//'
}

# base_files TREE CERTIFICATES: users, trusted certificates, and a shell and wget for the health check. Expects that
# busybox-static is unpacked there.
base_files() {
  for applet in $("$1/usr/bin/busybox" --list); do
    [ -e "$1/usr/bin/$applet" ] || ln -s busybox "$1/usr/bin/$applet"
  done
  mkdir -p "$1/etc/ssl/certs" "$1/tmp"
  chmod 1777 "$1/tmp"
  printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$1/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$1/etc/group"
  printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
  [ ! -s "$2" ] || cp "$2" "$1/etc/ssl/certs/ca-certificates.crt"
  # As everywhere: a program finds sockets in /run that are mounted at /var/run.
  rm -rf "${1:?}/var"
  mkdir -p "$1/run" "$1/var"
  ln -s ../run "$1/var/run"
}
