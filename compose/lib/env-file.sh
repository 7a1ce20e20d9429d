# shellcheck shell=sh
# The one reader and writer of .env in the shell. It reads what Docker Compose and the panel read, or stops with the
# number of the line: with a wrong value another stack would be stopped or set up. Expects `here` and `die`.

# All that the scripts read or write in .env. Each becomes a variable env_NAME.
ENV_NAMES='WEIR_PROJECT WEIR_PORT VMAGENT_PORT YACE_PORT STACKDRIVER_PORT CADVISOR_PORT VICTORIA_METRICS_PORT
  NODE_EXPORTER_PORT NODE_EXPORTER_LISTEN_IP VMAGENT_IMAGE VICTORIA_METRICS_IMAGE YACE_IMAGE STACKDRIVER_IMAGE
  NODE_EXPORTER_IMAGE CADVISOR_IMAGE WEIR_IMAGE WEIR_UID WEIR_GID WEIR_HOST_NAME WEIR_ALLOWED_HOSTS WEIR_TIMEZONE
  WEIR_COMPOSE_VERSION WEIR_BACKUP_DIR DOCKER_SOCKET DOCKER_GID COMPOSE_PROFILES REMOTE_WRITE_MAX_DISK_USAGE'

# env_awk FILE VARIABLE=VALUE: bytes, whatever the language of this machine.
env_awk() { LC_ALL=C awk -v "$2" -f "$here/lib/env-file.awk" "$1"; }

# env_refused STATUS OUTPUT: says which line, and how to write it.
env_refused() {
  [ "$1" -eq 3 ] || die "$env_path could not be read or written anew." "df -h ${scratch:-$here} $here     (is a disk full?)"
  refusal=${2#! }
  die "line ${refusal%% *} of $env_path ${refusal#* }, so nothing was done." \
    "write the line as NAME=value or NAME='value'"
}

# read_env: every name of ENV_NAMES, from .env. Without the file all are empty.
read_env() {
  for env_name in $ENV_NAMES; do eval "env_$env_name=''"; done
  env_path=$here/.env
  # Between two steps of a run that was cut short its link is missing.
  [ -e "$env_path" ] || [ -h "$env_path" ] || env_path=$here/config/.env
  [ -e "$env_path" ] || [ -h "$env_path" ] || return 0
  [ -f "$env_path" ] && [ -r "$env_path" ] || die "$env_path is not readable for you, so nothing was done." "sudo $me"
  [ "$(tr -d '\000' <"$env_path" | wc -c)" -eq "$(wc -c <"$env_path")" ] ||
    die "$env_path is no text file, so nothing was done." "move it away; compose/up makes a new one"
  env_status=0
  # shellcheck disable=SC2086 # a list of names
  env_lines=$(env_awk "$env_path" "names=$(echo $ENV_NAMES)") || env_status=$?
  [ "$env_status" -eq 0 ] || env_refused "$env_status" "$env_lines"
  while IFS= read -r env_line; do
    [ -z "$env_line" ] || eval "env_${env_line%%=*}=\${env_line#*=}"
  done <<END
$env_lines
END
}

# The value of a variable in .env as it was read last; empty when there is none.
env_value() { eval "printf '%s\n' \"\${env_$1?}\""; }

# set_env NAME VALUE: rewrites the value where it stands, or adds a line. What was written is read again before it takes
# the file's place.
set_env() {
  [ "$(env_value "$1")" != "$2" ] || return 0
  case $2 in
    *[\'\\[:cntrl:]]*) die "$1 is \"$2\", which cannot be kept in .env." "write it without quotes and backslashes" ;;
  esac
  env_status=0
  NEW=$2 env_awk "$env_path" "set=$1" >"$scratch/env" || env_status=$?
  [ "$env_status" -eq 0 ] || env_refused "$env_status" "$(cat "$scratch/env")"
  [ "$(env_awk "$scratch/env" "names=$1")" = "$1=$2" ] || die "$1 cannot be entered into $env_path." "enter it by hand: $1='$2'"
  install_file config/.env 600 <"$scratch/env"
  eval "env_$1=\$2"
}
