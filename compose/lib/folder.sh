# shellcheck shell=sh
# A stack belongs to one folder. Two folders with the same project name, as two fresh copies of the repository have it,
# must not replace or stop each other's containers, nor take each other's data over. Compose and the panel label each
# container with its folder, and the panel each volume; one without the label is anybody's.

WORKING_DIR=com.docker.compose.project.working_dir
# A volume keeps its label for good: the folders that it was taken over from.
MOVED_FROM=.weir/moved-from

label_of() { docker inspect --format "{{index .Config.Labels \"$2\"}}" "$1" 2>/dev/null || true; }

# The services of docker-compose.yml.
stack_services() {
  awk '/^[^ #]/ { inside = /^services:/ } inside && /^  [A-Za-z0-9_-]+:/ { sub(/:.*/, ""); print $1 }' "$here/docker-compose.yml"
}

is_this_folder() { [ "$1" = "$here" ] || [ "$(cd "$1" 2>/dev/null && pwd -P)" = "$here" ]; }

# is_gone FOLDER: false also where a folder on the way hides what is in it.
is_gone() {
  [ ! -d "$1" ] || return 1
  at=$1
  while [ ! -e "$at" ]; do at=$(dirname "$at"); done
  [ -x "$at" ]
}

# must_be_gone FOLDER WHAT COMMAND: stops where WHAT is of another folder that is still there; COMMAND in it ends that.
must_be_gone() {
  is_gone "$1" ||
    die "$2 $1; nothing was touched." \
      "WEIR_PROJECT=another-name compose/up, with ports of its own, for a second stack     (or end the other: $1/$3)"
}

# check_folder: stops where the project runs from another folder, or its data is of another one. A folder that was moved
# is asked about; its earlier place is left in moved_from, and in data_from where its data says so.
check_folder() {
  moved_from='' data_from=''
  for id in $(docker ps -aq --filter "label=com.docker.compose.project=$project"); do
    folder=$(label_of "$id" "$WORKING_DIR")
    if [ -z "$folder" ] || is_this_folder "$folder"; then continue; fi
    must_be_gone "$folder" "the stack \"$project\" runs from" down
    moved_from=$folder
  done
  for volume in $(docker volume ls -q --filter "label=com.docker.compose.project=$project" --filter "label=$WORKING_DIR"); do
    folder=$(docker volume inspect --format "{{index .Labels \"$WORKING_DIR\"}}" "$volume")
    if is_this_folder "$folder" || grep -qsxF -- "$folder" "$here/$MOVED_FROM"; then continue; fi
    must_be_gone "$folder" "the data in the volume $volume is of the stack in" 'down --delete-data'
    data_from=$folder
  done
  place=${moved_from:-$data_from}
  [ -z "$place" ] ||
    confirm "The stack \"$project\" was started from $place, which is not there any more. Is it this folder now?" ||
    die "the stack \"$project\" was started from $place, which is not there any more; nothing was touched." \
      "$me --yes     (takes it over, if the folder was moved here)"
}

# remember_move: what was taken over with consent is not asked about again.
remember_move() {
  [ -z "$data_from" ] || printf '%s\n' "$data_from" | as_panel sh -c 'umask 077; cat >>"$1"' sh "$MOVED_FROM"
}

# The containers of this stack: of this folder, and of a service in its docker-compose.yml. Arguments are filters.
own_containers() {
  services=$(stack_services)
  for id in $(docker ps -aq --filter "label=com.docker.compose.project=$project" "$@"); do
    printf '%s\n' "$services" | grep -qxF -- "$(label_of "$id" com.docker.compose.service)" || continue
    folder=$(label_of "$id" "$WORKING_DIR")
    [ -n "$folder" ] || continue
    if is_this_folder "$folder" || [ "$folder" = "$moved_from" ]; then printf '%s\n' "$id"; fi
  done
}

# named KIND NAME: the network or volume of this stack that docker-compose.yml calls NAME.
named() { docker "$1" ls -q --filter "label=com.docker.compose.project=$project" --filter "label=com.docker.compose.$1=$2"; }

# panel_backup_folders: the folders of this machine into which the panel may write backups now.
panel_backup_folders() {
  for id in $(own_containers --filter label=com.docker.compose.service=weir); do
    docker inspect --format '{{range .Mounts}}{{if eq .Destination "/stack/backups"}}{{println .Source}}{{end}}{{end}}' "$id"
  done
}
