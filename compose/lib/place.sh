# shellcheck shell=sh
# Whether a folder is one that compose/move can put data into. Leaves it in `place`, by its whole path.

# mount_of FOLDER COLUMN: of the mount that holds it.
mount_of() { findmnt -n -o "$2" --target "$1" | tail -n 1; }

check_place() {
  case $1 in
    *[!A-Za-z0-9/._-]* | [!/]*) die "$1 is no whole path of letters, digits, dots, - and _." "$me /mnt/usb" ;;
  esac
  place=$(cd "$1" 2>/dev/null && pwd -P) || die "$1 is not there." "sudo mkdir -p $1 && sudo mount /dev/sda1 $1     (lsblk shows the name of the disk)"
  case $place/ in "$here"/*) die "$place lies in the folder of the stack, where the panel may write." "$me /mnt/usb" ;; esac
  check_file_system
  check_other_disk
  check_backups
  check_room
}

check_file_system() {
  kind=$(mount_of "$place" FSTYPE)
  case $kind in
    ext2 | ext3 | ext4 | xfs | btrfs | f2fs) ;;
    tmpfs | ramfs | overlay) die "$place is in memory or in a container ($kind), and gone after a reboot." "$me /mnt/usb" ;;
    *) die "the disk at $place has the file system $kind, which keeps no owners of files." \
      "copy what is on it to another place, then: sudo umount $place && sudo mkfs.ext4 $(mount_of "$place" SOURCE)     (erases the disk)" ;;
  esac
  case ,$(mount_of "$place" OPTIONS), in
    *,ro,*) die "the disk at $place is mounted read-only." "sudo mount -o remount,rw $(mount_of "$place" TARGET)" ;;
  esac
  check_fstab "$(mount_of "$place" TARGET)"
}

# check_fstab FOLDER: after a reboot the disk has to be mounted, and before Docker starts.
check_fstab() {
  entry="UUID=$(mount_of "$1" UUID) $1 $kind defaults,nofail,x-systemd.before=docker.service 0 2"
  options=$(findmnt -s -n -o OPTIONS "$1" 2>/dev/null) || options=
  case $options in
    '')
      warn "the disk at $1 is not in /etc/fstab, and may not be mounted after a reboot; the pipeline cannot start then." \
        "echo '$entry' | sudo tee -a /etc/fstab"
      ;;
    *docker.service*) ;;
    *nofail*) warn "after a reboot Docker may start before the disk at $1 is mounted." "in /etc/fstab: $entry" ;;
  esac
}

check_other_disk() {
  docker_folder=$(docker info --format '{{.DockerRootDir}}')
  [ "$(stat -c %d "$place")" != "$(stat -c %d "$docker_folder")" ] ||
    confirm "$place is on the disk of $docker_folder, which is then written to as before. Move the data all the same?" ||
    die "$place is on the disk of $docker_folder; nothing was changed." "$me /mnt/usb     (a folder on another disk)"
}

# What the panel may write into must not hold the data, nor lie among them: it could put a link in their place.
check_backups() {
  folders=$(
    env_value WEIR_BACKUP_DIR
    for id in $(own_containers --filter label=com.docker.compose.service=weir); do
      docker inspect --format '{{range .Mounts}}{{if eq .Destination "/stack/backups"}}{{println .Source}}{{end}}{{end}}' "$id"
    done
  )
  while IFS= read -r folder; do
    if [ -z "$folder" ] || ! overlap "$(readlink -m -- "$folder")" "$place/weir-data"; then continue; fi
    die "the panel may write its backups into $folder, so $place/weir-data is no place for the data." \
      "name another folder for the backups: WEIR_BACKUP_DIR=$place/weir compose/up"
  done <<END
$folders
END
}

check_room() {
  needed=0
  for volume in $(data_volumes); do needed=$((needed + $(du -sk "$(folder_of "$volume")" | cut -f 1))); done
  free=$(df -Pk "$place" | awk 'NR == 2 { print $4 }')
  # A tenth more, for what comes meanwhile.
  [ "$free" -gt $((needed + needed / 10)) ] ||
    die "the data take $((needed / 1024)) MiB, and $place has $((free / 1024)) MiB free." "df -h $place"
}
