# shellcheck shell=sh
# A control group of its own for a machine, in every hierarchy that this one has: of version 1 there is one for each
# controller, of version 2 a single one.

# Prints type, options and mount point of each hierarchy, a line each.
cgroup_mounts() {
  awk '$1 && $3 ~ /^cgroup2?$/ { print $3, $4, $2 }' /proc/mounts
}

# Prints the controllers, or name, by which a hierarchy of version 1 is mounted.
controllers() {
  printf '%s\n' "$1" | tr ',' '\n' | grep -vE '^(rw|ro|relatime|noatime|nosuid|nodev|noexec|xattr|release_agent=.*|clone_children)$' | paste -sd, -
}

# The folder in which this process is, in the hierarchy of that type, options and mount point.
own_folder() {
  if [ "$1" = cgroup2 ]; then
    # Below a group with processes no controller can be handed on; the root is an exception.
    printf '%s\n' "$3"
  else
    name=$(controllers "$2")
    printf '%s%s\n' "$3" "$(awk -F: -v name="$name" '$2 == name { print $3 }' /proc/self/cgroup)"
  fi
}

# Moves this shell into a new group of that name in each hierarchy.
enter_cgroup() {
  # shellcheck disable=SC3028
  me=$(sh -c 'echo $PPID')
  cgroup_mounts | while read -r type options point; do
    group=$(own_folder "$type" "$options" "$point")/$1
    mkdir -p "$group"
    for file in cpuset.cpus cpuset.mems; do
      [ ! -e "$group/$file" ] || [ "$type" = cgroup2 ] || cat "$group/../$file" >"$group/$file"
    done
    echo "$me" >"$group/cgroup.procs"
  done
}

# Removes the groups of that name, deepest first. Fails while a process is in one.
remove_cgroups() {
  cgroup_mounts | while read -r type options point; do
    group=$(own_folder "$type" "$options" "$point")/$1
    [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} + || exit 1
  done
}

# mount_cgroups FOLDER MOUNTS: the hierarchies as the present control group namespace shows them.
mount_cgroups() {
  printf '%s\n' "$2" | grep -q '^cgroup ' || {
    mount -t cgroup2 cgroup2 "$1"
    # Controllers are handed on only by a group without processes of its own.
    mkdir "$1/init"
    echo 0 >"$1/init/cgroup.procs"
    sed 's/[^ ]*/+&/g' "$1/cgroup.controllers" >"$1/cgroup.subtree_control"
    return
  }
  mount -t tmpfs -o mode=755 cgroup "$1"
  printf '%s\n' "$2" | while read -r type options point; do
    mkdir "$1/$(basename "$point")"
    if [ "$type" = cgroup2 ]; then
      mount -t cgroup2 cgroup2 "$1/$(basename "$point")"
    else
      mount -t cgroup -o "$(controllers "$options")" cgroup "$1/$(basename "$point")"
    fi
  done
}
