# shellcheck shell=sh
# Finds the Docker Engine, or installs and starts one.

ENGINE_LOG=/var/log/weir-dockerd.log

has_systemd() { [ -d /run/systemd/system ]; }

# Debian before 13 ships the docker command inside docker.io, later ones apart from it.
engine_packages() {
  packages='docker.io iptables ca-certificates'
  [ -z "$(apt-cache search --names-only '^docker-cli$' 2>/dev/null)" ] || packages="$packages docker-cli"
  printf '%s\n' "$packages"
}

install_engine() {
  command -v apt-get >/dev/null ||
    die 'no Docker Engine is installed, and this system has no apt-get to install one.' 'install Docker as your system documents it, then run this again'
  confirm 'No Docker Engine is installed. Weir can install it from the packages of your system.' ||
    die 'no Docker Engine is installed.' "$me --yes     (installs it; or do it yourself: sudo apt-get install $(engine_packages))"
  step_note 'installing the Docker Engine'
  logged as_root apt-get update -q ||
    die 'the package lists cannot be read.' 'check the connection to the internet:  sudo apt-get update'
  # shellcheck disable=SC2046 # a list of packages
  logged as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(engine_packages) ||
    die 'the Docker Engine could not be installed.' "sudo apt-get install $(engine_packages)     (shows why)"
}

# Debian keeps dockerd in sbin, which is not on every user's path.
engine_binary() { PATH=$PATH:/usr/sbin:/sbin command -v dockerd; }

start_engine() {
  [ "$socket" = /var/run/docker.sock ] || [ "$socket" = /run/docker.sock ] ||
    die "no Docker Engine answers at $socket." 'start it, or unset DOCKER_HOST and DOCKER_SOCKET to use the usual one'
  step_note 'starting the Docker Engine'
  if has_systemd; then
    logged as_root systemctl enable --now docker ||
      die 'the Docker Engine does not start.' 'sudo journalctl -u docker -n 50'
  else
    # In a session of its own: it must outlive this terminal.
    as_root sh -c ": >$ENGINE_LOG"
    as_root sh -c "PATH=\$PATH:/usr/sbin:/sbin setsid dockerd >>$ENGINE_LOG 2>&1 </dev/null &"
  fi
  tries=0
  until docker version >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -le 60 ] || engine_is_silent
    # It says so itself when it gives up; no need to wait for more.
    if ! has_systemd && tail -n 1 "$ENGINE_LOG" 2>/dev/null | grep -q '^failed to start daemon'; then engine_is_silent; fi
    [ ! -S "$socket" ] || [ -w "$socket" ] || socket_is_denied
    sleep 1
  done
}

engine_is_silent() {
  if has_systemd; then
    die 'the Docker Engine was started but does not answer.' 'sudo journalctl -u docker -n 50'
  fi
  die "the Docker Engine was started but does not answer: $(tail -n 1 "$ENGINE_LOG" 2>/dev/null)" "tail -n 50 $ENGINE_LOG"
}

socket_is_denied() {
  group=$(stat -Lc %G "$socket")
  if [ "$group" = UNKNOWN ] || [ "$group" = root ]; then
    die "$(id -un) may not use the Docker Engine at $socket." "sudo $me"
  fi
  die "$(id -un) may not use the Docker Engine at $socket." "sudo usermod -aG $group $(id -un), then log out and in again     (or: sudo $me)"
}

# The IPv4 address of the engine's own bridge, which containers know as host.docker.internal; nothing where there is
# none. Until its second start an engine tells the network alone, whose first address it takes.
bridge_address() {
  docker network inspect bridge --format '{{range .IPAM.Config}}{{println (or .Gateway .Subnet)}}{{end}}' 2>/dev/null |
    sed -n 's|\.0/[0-9]*$|.1|; /^[0-9.]*$/p' | sed -n '/./{p;q;}'
}

# Leaves an engine that answers, and the socket's group and bridge address in engine_gid and bridge_ip.
ensure_engine() {
  choose_socket
  if ! docker version >/dev/null 2>&1; then
    # A socket that is there and may not be used is no reason to install anything.
    if [ -S "$socket" ] && [ ! -w "$socket" ]; then socket_is_denied; fi
    if ! command -v docker >/dev/null || ! engine_binary >/dev/null; then install_engine; fi
    docker version >/dev/null 2>&1 || start_engine
  fi
  if docker version 2>&1 | grep -qi 'client version .* too \(new\|old\)'; then
    die "the docker command and the Docker Engine do not fit together: $(docker version 2>&1 | tail -n 1)" 'sudo apt-get install --only-upgrade docker.io'
  fi
  engine_gid=$(stat -Lc %g "$socket")
  bridge_ip=$(bridge_address)
  bridge_ip=${bridge_ip:-172.17.0.1}
}
