# shellcheck shell=sh
# .env and config/: made from their examples where they are missing; what somebody has changed is never overwritten.

# Settings that two stacks on one machine would fight over; the environment of this command wins.
OVERRIDABLE='WEIR_PROJECT WEIR_PORT VMAGENT_PORT YACE_PORT STACKDRIVER_PORT CADVISOR_PORT VICTORIA_METRICS_PORT
  NODE_EXPORTER_PORT VMAGENT_IMAGE VICTORIA_METRICS_IMAGE YACE_IMAGE STACKDRIVER_IMAGE NODE_EXPORTER_IMAGE
  CADVISOR_IMAGE WEIR_ALLOWED_HOSTS WEIR_TIMEZONE WEIR_BACKUP_DIR'

# Who the panel runs as where the folder is root's.
NOBODY_UID=65532

# Who the panel runs as: the owner of this folder, so that both can edit the same files; never root.
choose_user() {
  panel_uid=$(stat -c %u "$here")
  panel_gid=$(stat -c %g "$here")
  if [ "$panel_uid" -eq 0 ]; then panel_uid=$NOBODY_UID panel_gid=$NOBODY_UID; fi
  if [ "$(id -u)" -ne 0 ] && [ "$(id -u)" -ne "$panel_uid" ] && ! [ -w "$here" ]; then
    die "$here belongs to somebody else." "sudo $me"
  fi
}

# What the panel may write: config/, .weir/, and .env, which lies in config/ and has a link in this folder. The rest of
# this folder stays as it is: the scripts in it are run with sudo.

# as_panel COMMAND …: in this folder, with the panel's rights. Root must not write where the panel can plant a link.
as_panel() (
  cd "$here"
  with_rights_of_panel "$@"
)

# with_rights_of_panel COMMAND …: the same in the folder that this shell is in.
with_rights_of_panel() {
  [ "$(id -u)" -ne 0 ] || set -- setpriv --reuid "$panel_uid" --regid "$panel_gid" --clear-groups "$@"
  "$@"
}

# install_file NAME MODE <CONTENT: into config/ or .weir/; never seen half-written.
install_file() {
  # shellcheck disable=SC2016 # for the inner shell
  as_panel sh -c 'umask 077; rm -f "$1.new"; set -C; cat >"$1.new" && chmod "$2" "$1.new" && mv -fT "$1.new" "$1"' sh "$1" "$2" ||
    die "$here/$1 cannot be written." "df -h $here; ls -ld $here/config     (a full disk, or the folder of another user?)"
}

ensure_folders() {
  for folder in config .weir; do
    [ ! -h "$here/$folder" ] || die "$here/$folder is a link; Weir needs a folder there." "put the folder itself in its place"
    mkdir -p "$here/$folder"
  done
  own_files
  chmod 700 "$here/.weir"
}

# The link and its file, whatever is there: nothing, the plain file of an older Weir, or the one that an editor put in the
# place of the link. A plain file is the newer one: as long as it is there, the panel reads it and changes nothing.
ensure_env() {
  # What a run that was cut short may have left, secrets in it.
  rm -f "$here/.env.new"
  as_panel rm -f config/.env.new
  if [ -h "$here/.env" ]; then
    [ "$(readlink "$here/.env")" = config/.env ] ||
      die "$here/.env is a link to another place; Weir keeps it in $here/config/.env." "rm $here/.env, and put the file itself there"
  elif [ -e "$here/.env" ]; then
    [ "$(id -u)" -ne 0 ] || chown -h "$panel_uid:$panel_gid" "$here/.env"
    mv -fT "$here/.env" "$here/config/.env"
  fi
  [ -e "$here/config/.env" ] || install_file config/.env 600 <"$here/.env.example"
  [ -h "$here/.env" ] || ln -s config/.env "$here/.env"
  as_panel chmod 600 config/.env
  read_env
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
  ensure_folders
  ensure_env
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
}

ensure_config() {
  (cd "$here/config.example" && find . -type f) | sed 's|^\./||' | while read -r file; do
    # The name of this machine tells its samples from those of others.
    cluster=${host:-raspberrypi}
    [ ! -e "$here/config/$file" ] || is_replaced "$file" || continue
    as_panel sh -c 'umask 022; mkdir -p "$1"' sh "config/$(dirname "$file")"
    # The containers' own users read these files.
    with_cluster "$cluster" <"$here/config.example/$file" | install_file "config/$file" 644
  done
  # Docker would make a missing folder itself, as root.
  as_panel sh -c 'umask 022; mkdir -p config/gcp'
}

# A name of another form makes a file one that somebody has changed.
CLUSTER_NAME='[A-Za-z0-9._"-]*'
# with_cluster NAME: a file of config/ with that name of the machine in it.
with_cluster() { sed "s/^\( *cluster: \)$CLUSTER_NAME\$/\1$1/"; }
# Of such a file, whatever the machine is called.
digest_of_file() { with_cluster raspberrypi | sha256sum | cut -c 1-64; }

# is_replaced FILE: whether it is as an earlier Weir put it there, and nobody changed it since; leaves its cluster. It is read
# with the panel's rights. Lists of targets say which sources are on, whoever wrote them; and while a change waits to be put
# back, its files stay.
is_replaced() {
  case $1 in */targets/*) return 1 ;; esac
  [ -f "$here/config/$1" ] && [ ! -e "$here/.weir/apply.json" ] || return 1
  now=$(as_panel cat "config/$1" | digest_of_file)
  [ "$now" != "$(digest_of_file <"$here/config.example/$1")" ] || return 1
  if ! grep -qxF "$now  $1" "$here/lib/shipped.sha256"; then
    [ "$(grep -cF "  $1" "$here/lib/shipped.sha256")" -le 1 ] ||
      warn "config/$1 was changed here and stays. This Weir has a newer one: config.example/$1"
    return 1
  fi
  cluster=$(as_panel sed -n "s/^ *cluster: \($CLUSTER_NAME\)\$/\1/p" "config/$1" | head -n 1)
}

# For what an older Weir or its owner left as root's. The folder itself an older Weir gave to the panel.
own_files() {
  [ "$(id -u)" -eq 0 ] || return 0
  [ "$(stat -c %u "$here")" -ne "$NOBODY_UID" ] || chown --reference="$here/docker-compose.yml" "$here"
  chown -R "$panel_uid:$panel_gid" "$here/config" "$here/.weir"
}
