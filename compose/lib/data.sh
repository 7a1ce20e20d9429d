# shellcheck shell=sh
# Where the buffer and the samples of this machine lie: in Docker's own folder, or on a disk that compose/move was given.
# Docker itself keeps the place, as the device of the volume, where the panel cannot write; on a disk that is not mounted it
# makes no folder, and starts no container. Expects `here`, `project` and `die`.

DATA_VOLUMES='vmagent-data victoria-metrics-data'
# While data are moved, a second volume has the copy, and a third one the place of before, with the labels of the first.
COPY=-copy
BEFORE=-before
BEFORE_LABEL=weir.before.

# data_volumes: those that are there, by their whole names.
data_volumes() { for key in $DATA_VOLUMES; do named volume "$key"; done; }

# left_of_move LABEL SUFFIX: the volumes that a move has left under another name, by the names of the first.
left_of_move() { docker volume ls -q --filter "label=$1=$project" | sed "s/$2\$//"; }
copied_volumes() { left_of_move weir.copy "$COPY"; }
before_volumes() { left_of_move "${BEFORE_LABEL}com.docker.compose.project" "$BEFORE"; }

has_volume() { docker volume inspect "$1" >/dev/null 2>&1; }

# device_of VOLUME: its folder on another disk; nothing where it lies in Docker's own, or on a share.
device_of() { docker volume inspect --format '{{if eq (index .Options "type") "none"}}{{index .Options "device"}}{{end}}' "$1"; }

# folder_of VOLUME: where its data lie.
folder_of() {
  device=$(device_of "$1")
  [ -n "$device" ] || device=$(docker volume inspect --format '{{.Mountpoint}}' "$1")
  printf '%s\n' "$device"
}

# key_of VOLUME: its name in docker-compose.yml.
key_of() { docker volume inspect --format '{{index .Labels "com.docker.compose.volume"}}' "$1"; }

labels_of() {
  docker volume inspect --format '{{range $name, $value := .Labels}}{{printf "%s=%s\n" $name $value}}{{end}}' "$1" | sed '/^$/d'
}

# make_volume VOLUME DEVICE <LABELS: in Docker's own folder where DEVICE is empty.
make_volume() {
  made=$1
  if [ -n "$2" ]; then set -- --opt type=none --opt o=bind --opt "device=$2"; else set --; fi
  while IFS= read -r line; do set -- "$@" --label "$line"; done
  docker volume create "$@" "$made" >/dev/null
}

# move_files VOLUME VOLUME: within Docker's own folder.
move_files() { as_root find "$(folder_of "$1")" -mindepth 1 -maxdepth 1 -exec mv -t "$(folder_of "$2")" -- {} +; }

# Each step below is taken only when the one before it has succeeded: they are called where `set -e` does not count.

# copy_volume VOLUME DEVICE: into a volume of its own, and compared. No container may have it.
copy_volume() {
  copy=$1$COPY
  printf 'weir.copy=%s\n' "$project" | make_volume "$copy" "$2" || return 1
  # Only now: what has a volume is known as a copy. For root alone, as Docker's own folder is.
  [ -z "$2" ] || (umask 077 && mkdir -p "$2") || return 1
  cp -a "$(folder_of "$1")/." "$(folder_of "$copy")" &&
    diff -r --no-dereference "$(folder_of "$1")" "$(folder_of "$copy")" &&
    # A power cut must not take what is removed elsewhere a minute later.
    sync
}

# labels_before VOLUME: those that the first one had.
labels_before() { labels_of "$1$BEFORE" | sed "s/^$BEFORE_LABEL//"; }

# switch_volume VOLUME: from now on its copy is the volume.
switch_volume() {
  copy=$1$COPY before=$1$BEFORE
  labels_of "$1" | sed "s/^/$BEFORE_LABEL/" | make_volume "$before" "$(device_of "$1")" || return 1
  [ -n "$(device_of "$1")" ] || move_files "$1" "$before" || return 1
  docker volume rm "$1" >/dev/null && labels_before "$1" | make_volume "$1" "$(device_of "$copy")" || return 1
  [ -n "$(device_of "$copy")" ] || move_files "$copy" "$1" || return 1
  docker volume rm "$copy" >/dev/null
}

# is_switched VOLUME: with all that was copied.
is_switched() {
  has_volume "$1" && [ "$(device_of "$1")" != "$(device_of "$1$BEFORE")" ] || return 1
  ! has_volume "$1$COPY" || [ -n "$(device_of "$1")" ]
}

# put_back VOLUME: as it was before switch_volume, however far that came.
put_back() {
  before=$1$BEFORE
  if has_volume "$1" && [ "$(device_of "$1")" != "$(device_of "$before")" ]; then drop_volume "$1" || return 1; fi
  has_volume "$1" || labels_before "$1" | make_volume "$1" "$(device_of "$before")" || return 1
  [ -n "$(device_of "$before")" ] || move_files "$before" "$1" || return 1
  docker volume rm "$before" >/dev/null
}

# is_away FOLDER: its disk is not mounted. Who is not root sees the folder above it alone.
is_away() { [ -n "$1" ] && [ ! -d "$(dirname "$1")" ]; }

# drop_volume VOLUME: with all that is in it. Docker leaves what lies on another disk; what compose/move put there goes.
drop_volume() {
  device=$(device_of "$1")
  docker volume rm "$1" >/dev/null || return 1
  case $device in */weir-data/*) ;; *) return 0 ;; esac
  if is_away "$device"; then
    warn "what lies in $device stays: its disk is not mounted." "mount its disk, then: sudo rm -r $device"
    return 0
  fi
  as_root rm -rf -- "$device"
  as_root rmdir --ignore-fail-on-non-empty -- "$(dirname "$device")" 2>/dev/null || true
}

# overlap FOLDER FOLDER: one of them holds the other.
overlap() {
  case $1/ in "$2"/*) return 0 ;; esac
  case $2/ in "$1"/*) return 0 ;; esac
  return 1
}

# settle_data: after a move that was cut short. What was not switched as a whole is put back, and its copy is dropped.
settle_data() {
  for volume in $(before_volumes); do
    is_switched "$volume" || put_back "$volume" ||
      die "the data of $volume could not be put back; they are in $(folder_of "$volume$BEFORE")." "docker ps -a --filter volume=$volume     (remove what has it, then this again)"
  done
  for volume in $(copied_volumes); do
    if [ "$(device_of "$volume$COPY")" = "$(device_of "$volume")" ] && [ -n "$(device_of "$volume")" ]; then
      docker volume rm "$volume$COPY" >/dev/null
    else
      drop_volume "$volume$COPY"
    fi
  done
}

# check_data: a disk that is away is no reason to stop; the panel says what does not run.
check_data() {
  settle_data
  # compose/move itself removes them after this.
  [ -n "${WEIR_MOVING:-}" ] || for volume in $(before_volumes); do
    warn "the data of $volume of before the move are still in $(folder_of "$volume$BEFORE")." "sudo $here/move --finish     (removes them, once the new ones are in use)"
  done
  for volume in $(data_volumes); do
    device=$(device_of "$volume")
    ! is_away "$device" ||
      warn "$device is not there, so what keeps its data there cannot start." \
        "mount its disk, then: $here/up     (is the disk gone for good? sudo $here/move --abandon)"
  done
  places=$(for volume in $(data_volumes); do place_of "$volume"; done | sort -u)
  [ "$(printf '%s\n' "$places" | wc -l)" -lt 2 ] ||
    warn "the data lie in two places: $(printf '%s\n' "$places" | paste -s -d , | sed 's/,/ and /')." \
      "sudo $here/move FOLDER     (puts them into one)"
}

# place_of VOLUME: in words.
place_of() {
  device=$(device_of "$1")
  if [ -n "$device" ]; then dirname "$device"; else printf 'the folder of Docker\n'; fi
}

# A move is alone; other commands may run beside each other. It ends with the command, however that ends.
MOVE_LOCK=docker-compose.yml

# lock_move: stops where another move runs, or a command that starts or ends the stack.
lock_move() {
  exec 8<"$here/$MOVE_LOCK"
  flock -n 8 || die 'another compose/move runs, or compose/up or compose/down.' 'wait until it has ended'
  export WEIR_MOVING=yes
}

# no_move: stops while the data are being moved, but for the move itself, and keeps a move from beginning.
no_move() {
  [ -z "${WEIR_MOVING:-}" ] || return 0
  exec 8<"$here/$MOVE_LOCK"
  flock -n -s 8 || die 'compose/move runs, and starts the stack again at its end.' 'wait until it has ended'
}
