# shellcheck shell=sh
# Shared by up, down and reset-password. Expects `here`, the compose folder, and `me`, the command's name.

# shellcheck source=compose/lib/env-file.sh
. "$here/lib/env-file.sh"

# Only compose/up shows steps and has a log (lib/steps.sh).
step_break() { :; }
log() { :; }
step_name=''

# show_help: the head of the command itself.
show_help() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$me"; }

say() {
  step_break
  log "$*"
  printf '%s\n' "$*"
}

warn() {
  step_break
  log "Note: $1"
  printf 'Note: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf '  Fix: %s\n' "$2" >&2
}

# die WHAT [FIX]: every failure says what is wrong and the exact command or setting that mends it.
die() {
  [ -z "$step_name" ] || step_end 'stopped here'
  log "$1"
  printf '%s: %s\n' "$me" "$1" >&2
  [ -z "${2:-}" ] || printf '  Fix: %s\n' "$2" >&2
  [ -z "${up_log:-}" ] || name_log
  exit 1
}

# Runs a command as root: directly, or through sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    step_break # it may ask for a password
    sudo "$@"
  else
    die "this step needs root: $*" "su -c '$here/$(basename "$me") --yes'"
  fi
}

# confirm QUESTION: true with --yes or a typed yes. Where nobody can type, it is a no.
confirm() {
  [ -z "${assume_yes:-}" ] || return 0
  [ -t 0 ] || return 1
  step_break
  printf '%s Type yes to go on: ' "$1"
  read -r answer || return 1
  [ "$answer" = yes ]
}

# setting NAME DEFAULT: from the environment of this command, else .env, else the default.
setting() {
  eval "given=\${$1:-}"
  [ -n "$given" ] || given=$(env_value "$1")
  printf '%s\n' "${given:-$2}"
}

# Which engine to talk to. Sets socket, and DOCKER_HOST for the docker command.
choose_socket() {
  case ${DOCKER_HOST:-} in
    '')
      socket=${DOCKER_SOCKET:-}
      [ -n "$socket" ] || socket_of_env
      ;;
    unix://*) socket=${DOCKER_HOST#unix://} ;;
    *) die "DOCKER_HOST is $DOCKER_HOST, but Weir needs a Docker Engine on this machine, over its socket." 'unset DOCKER_HOST' ;;
  esac
  DOCKER_HOST=unix://$socket
  export DOCKER_HOST
}

# socket_of_env: the panel may write .env, and whoever answers at the socket would be believed. One of root it cannot have
# made, wherever its name leads; another one must be given to this command, or be confirmed.
socket_of_env() {
  socket=$(env_value DOCKER_SOCKET)
  case $socket in
    '' | /var/run/docker.sock | /run/docker.sock)
      socket=${socket:-/var/run/docker.sock}
      return 0
      ;;
  esac
  named=$socket
  socket=$(readlink -f -- "$named") && [ -S "$socket" ] ||
    die "there is no socket at $named, where $here/.env has the Docker Engine (DOCKER_SOCKET)." \
      "start it; or: DOCKER_SOCKET=/var/run/docker.sock $me     (the usual one)"
  [ "$(stat -c %u "$socket")" -ne 0 ] || return 0
  confirm "The Docker Engine is asked at $named, as $here/.env says, and that socket is not root's. Was it you who entered it?" ||
    die "$here/.env names $named as the Docker Engine (DOCKER_SOCKET), and that socket is not root's; it was not asked." \
      "DOCKER_SOCKET=$named $me     (if you entered it; or else take it out of $here/.env)"
}

# What of .env decides about rights on this machine. It is handed over as this command has read and checked it: the panel
# could write the file meanwhile.
HANDED_NAMES='WEIR_IMAGE WEIR_UID WEIR_GID WEIR_BACKUP_DIR DOCKER_SOCKET DOCKER_GID VMAGENT_IMAGE VICTORIA_METRICS_IMAGE
  YACE_IMAGE STACKDRIVER_IMAGE NODE_EXPORTER_IMAGE CADVISOR_IMAGE'

# run_panel_tool COMMAND ARGUMENT…: weirctl in a container of its own, with the panel's rights and nothing more, but for the
# Docker socket where it makes containers. Of this folder it may write what docker-compose.yml lets the panel write.
run_panel_tool() {
  tool=$1
  set -- "$(env_value WEIR_IMAGE)" node weirctl.mjs "$@"
  for name in $HANDED_NAMES; do set -- --env "$name=$(env_value "$name")" "$@"; done
  [ "$tool" != up-panel ] || set -- --group-add "$(env_value DOCKER_GID)" \
    --mount "type=bind,source=$socket,target=/var/run/docker.sock" "$@"
  docker run --rm --network none --read-only --cap-drop ALL --security-opt no-new-privileges:true \
    --user "$(env_value WEIR_UID):$(env_value WEIR_GID)" \
    --mount "type=bind,source=$here,target=/stack,readonly" \
    --mount "type=bind,source=$here/config,target=/stack/config" \
    --mount "type=bind,source=$here/.weir,target=/stack/.weir" \
    --env WEIR_STACK_DIR=/stack --env "WEIR_STACK_HOST_DIR=$here" --env "WEIR_PROJECT=$project" \
    --env WEIR_LOG_LEVEL=error "$@"
}

# IPv4 addresses of this machine, without those of Docker's own networks.
lan_addresses() {
  if command -v ip >/dev/null; then
    ip -o -4 address show scope global | awk '$2 !~ /^(docker|br-|veth)/ { sub("/.*", "", $4); print $4 }'
  else
    hostname -I | tr ' ' '\n' | grep -E '^[0-9.]+$'
  fi
}

# is_answered ADDRESS: whether the panel answers under an IPv4 address without being told to: one that no internet router
# passes on. lib/server/http/host-rules.ts has the same ranges.
is_answered() {
  case $1 in
    127.* | 10.* | 172.1[6-9].* | 172.2[0-9].* | 172.3[01].* | 192.168.* | 169.254.*) ;;
    100.6[4-9].* | 100.[7-9][0-9].* | 100.1[01][0-9].* | 100.12[0-7].*) ;;
    *) return 1 ;;
  esac
}

# The addresses of the panel, one a line, the nicest first. Under one that the internet knows it answers when its owner says so.
panel_addresses() {
  port=$(env_value WEIR_PORT)
  name=$(env_value WEIR_HOST_NAME)
  [ -z "$name" ] || say "  http://$name.local:$port"
  refused=''
  for address in $(lan_addresses); do
    case ,$(env_value WEIR_ALLOWED_HOSTS | tr -d ' '), in
      *",$address,"*) ;;
      *) is_answered "$address" || { refused="$refused $address" && continue; } ;;
    esac
    say "  http://$address:$port"
  done
  [ -z "$name" ] || say "  http://$name:$port"
  for address in $refused; do
    say "  not under http://$address:$port: it is no address of a home network. To allow it: WEIR_ALLOWED_HOSTS=$address in $here/.env, then compose/up"
  done
}
