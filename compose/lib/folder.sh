# shellcheck shell=sh
# A stack belongs to one folder. Two folders with the same project name, as two fresh copies of the repository have it,
# must not replace or stop each other's containers. Compose and the panel label each container with its folder.

WORKING_DIR=com.docker.compose.project.working_dir

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

# check_folder: stops where the project runs from another folder. A folder that was moved is asked about; its earlier
# place is left in moved_from.
check_folder() {
  moved_from=''
  for id in $(docker ps -aq --filter "label=com.docker.compose.project=$project"); do
    folder=$(label_of "$id" "$WORKING_DIR")
    if [ -z "$folder" ] || is_this_folder "$folder"; then continue; fi
    is_gone "$folder" ||
      die "the stack \"$project\" runs from $folder; nothing was touched." \
        "WEIR_PROJECT=another-name compose/up, with ports of its own, for a second stack     (or end the other: $folder/down)"
    moved_from=$folder
  done
  [ -z "$moved_from" ] ||
    confirm "The stack \"$project\" was started from $moved_from, which is not there any more. Is it this folder now?" ||
    die "the stack \"$project\" was started from $moved_from, which is not there any more; nothing was touched." \
      "$me --yes     (takes it over, if the folder was moved here)"
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
