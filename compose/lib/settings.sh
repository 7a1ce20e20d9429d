# shellcheck shell=sh
# .env and config/: made from their examples where they are missing, and never overwritten.

# Settings that two stacks on one machine would fight over; the environment of this command wins.
OVERRIDABLE='WEIR_PROJECT WEIR_PORT VMAGENT_PORT YACE_PORT STACKDRIVER_PORT CADVISOR_PORT VICTORIA_METRICS_PORT
  NODE_EXPORTER_PORT VMAGENT_IMAGE VICTORIA_METRICS_IMAGE YACE_IMAGE STACKDRIVER_IMAGE NODE_EXPORTER_IMAGE
  CADVISOR_IMAGE WEIR_ALLOWED_HOSTS WEIR_TIMEZONE'

# Who the panel runs as: the owner of this folder, so that both can edit the same files; never root.
choose_user() {
  panel_uid=$(stat -c %u "$here")
  panel_gid=$(stat -c %g "$here")
  if [ "$panel_uid" -eq 0 ]; then panel_uid=65532 panel_gid=65532; fi
  if [ "$(id -u)" -ne 0 ] && [ "$(id -u)" -ne "$panel_uid" ] && ! [ -w "$here" ]; then
    die "$here belongs to somebody else." "sudo $me"
  fi
}

# set_env NAME VALUE: replaces the line of .env or adds one. The file is never seen half-written.
set_env() {
  [ "$(env_value "$1")" != "$2" ] || return 0
  rm -f "$here/.env.new"
  (umask 077 && : >"$here/.env.new")
  NAME=$1 VALUE=$2 awk '
    BEGIN { start = ENVIRON["NAME"] "="; line = start ENVIRON["VALUE"] }
    index($0, start) == 1 { if (!done) print line; done = 1; next }
    { print }
    END { if (!done) print line }' "$here/.env" >"$here/.env.new"
  mv "$here/.env.new" "$here/.env"
}

# host_zone [FOLDER]: the time zone of this machine by its IANA name; nothing where it does not say. The link is what the
# clock goes by; the name beside it is Debian's own and may be older.
host_zone() {
  zone=$(readlink -m "${1:-/etc}/localtime" 2>/dev/null)
  case $zone in
    */zoneinfo/*) zone=${zone##*/zoneinfo/} ;;
    *) zone=$(head -n 1 "${1:-/etc}/timezone" 2>/dev/null) || zone= ;;
  esac
  zone=${zone#posix/}
  printf '%s\n' "$zone" | grep -E '^[A-Za-z][A-Za-z0-9_+/-]*$' || true
}

ensure_settings() {
  choose_user
  rm -f "$here/.env.new" # what a run that was cut short may have left
  if [ ! -e "$here/.env" ]; then
    (umask 077 && cat "$here/.env.example" >"$here/.env.new")
    mv "$here/.env.new" "$here/.env"
  fi
  chmod 600 "$here/.env"
  host=$(hostname | sed 's/[^A-Za-z0-9._-]//g; s/\..*//')
  set_env WEIR_UID "$panel_uid"
  set_env WEIR_GID "$panel_gid"
  set_env DOCKER_SOCKET "$socket"
  set_env DOCKER_GID "$engine_gid"
  set_env NODE_EXPORTER_LISTEN_IP "$bridge_ip"
  [ -n "$(env_value WEIR_HOST_NAME)" ] || set_env WEIR_HOST_NAME "$host"
  [ -n "$(env_value WEIR_TIMEZONE)" ] || set_env WEIR_TIMEZONE "$(host_zone)"
  # Weir writes containers as this release does, so that neither replaces the other's.
  compose_version=$(docker compose version --short 2>/dev/null) || compose_version=
  set_env WEIR_COMPOSE_VERSION "$compose_version"
  for name in $OVERRIDABLE; do
    eval "given=\${$name:-}"
    [ -z "$given" ] || set_env "$name" "$given"
  done
  ensure_config
  mkdir -p "$here/.weir"
  chmod 700 "$here/.weir"
  own_files
}

ensure_config() {
  # The containers' own users read these files.
  umask 022
  (cd "$here/config.example" && find . -type f) | while read -r file; do
    [ ! -e "$here/config/$file" ] || continue
    mkdir -p "$here/config/$(dirname "$file")"
    # The name of this machine tells its samples from those of others.
    sed "s/^\( *cluster: \)raspberrypi\$/\1${host:-raspberrypi}/" "$here/config.example/$file" >"$here/config/$file.new"
    mv "$here/config/$file.new" "$here/config/$file"
  done
  # Docker would make a missing folder itself, as root.
  mkdir -p "$here/config/gcp"
}

# The panel replaces files by renaming, so the folder itself must be its own too.
own_files() {
  [ "$(id -u)" -eq 0 ] || [ "$(stat -c %u "$here")" -ne "$panel_uid" ] || return 0
  as_root chown "$panel_uid:$panel_gid" "$here"
  as_root chown -R "$panel_uid:$panel_gid" "$here/.env" "$here/config" "$here/.weir"
}
