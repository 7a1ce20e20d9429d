# shellcheck shell=sh
# Whether a folder is one that compose/move can put data into. Leaves it in `place`, by its whole path.

# mount_of FOLDER COLUMN: of the mount that holds it.
mount_of() { findmnt -n -o "$2" --target "$1" | tail -n 1; }

check_place() {
  case $1 in
    *[!A-Za-z0-9/._-]* | [!/]*) die "$1 is no whole path of letters, digits, dots, - and _." "$me /mnt/usb" ;;
  esac
  [ ! -e "$1" ] || [ -d "$1" ] || die "$1 is no folder." "$me $(dirname "$1")"
  place=$(cd "$1" 2>/dev/null && pwd -P) || die "$1 is not there." "sudo mkdir -p $1 && sudo mount /dev/sda1 $1     (lsblk shows the name of the disk)"
  case $place/ in "$here"/*) die "$place lies in the folder of the stack, where the panel may write." "$me /mnt/usb" ;; esac
  check_file_system
  check_other_disk
  check_fstab "$(mount_of "$place" TARGET)"
  check_backups
}

check_file_system() {
  kind=$(mount_of "$place" FSTYPE)
  case $kind in
    ext2 | ext3 | ext4 | xfs | btrfs | f2fs) ;;
    tmpfs | ramfs | overlay) die "$place is in memory or in a container ($kind), and gone after a reboot." "$me /mnt/usb" ;;
    *)
      case $(mount_of "$place" SOURCE) in
        /dev/*) die "the disk at $place has the file system $kind, which keeps no owners of files." \
          "copy what is on it to another place, then: sudo umount $place && sudo mkfs.ext4 $(mount_of "$place" SOURCE)     (erases the disk)" ;;
        *) die "$place is on no disk of this machine ($kind)." "$me /mnt/usb" ;;
      esac
      ;;
  esac
  case ,$(mount_of "$place" OPTIONS), in
    *,ro,*) die "the disk at $place is mounted read-only." "sudo mount -o remount,rw $(mount_of "$place" TARGET)" ;;
  esac
}

# check_fstab FOLDER: after a reboot the disk has to be mounted, and before Docker starts.
check_fstab() {
  [ "$1" != / ] || return 0
  uuid=$(mount_of "$1" UUID)
  if [ -n "$uuid" ]; then disk=UUID=$uuid; else disk=$(mount_of "$1" SOURCE); fi
  entry="$disk $1 $kind defaults,nofail,x-systemd.before=docker.service 0 2"
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
    die "$place is on the disk of $docker_folder; nothing was changed." "$me /mnt/usb     (a folder on another disk; or: $me $place --yes)"
}

# What the panel may write into must not hold the data, nor lie among them: it could put a link in their place.
check_backups() {
  folders=$(
    env_value WEIR_BACKUP_DIR
    panel_backup_folders
  )
  while IFS= read -r folder; do
    if [ -z "$folder" ] || ! overlap "$(readlink -m -- "$folder")" "$place/weir-data"; then continue; fi
    die "the panel may write its backups into $folder, so $place/weir-data is no place for the data." \
      "name another folder for the backups: WEIR_BACKUP_DIR=$place/weir compose/up"
  done <<END
$folders
END
}

# As RESERVE_BYTES of the panel: a full disk stops vmagent for good, and the store takes no samples with less than 500 MB.
KEPT_FREE_KIB=1048576

# buffer_cap: how many KiB the buffer may take, by the units of vmagent.
buffer_cap() {
  setting REMOTE_WRITE_MAX_DISK_USAGE 1GiB |
    awk '{ power = match($0, /[KMGT]/) ? index("KMGT", substr($0, RSTART, 1)) : 0
           printf "%.0f\n", ($0 + 0) * (/i/ ? 1024 : 1000) ^ power / 1024 }'
}

# check_room VOLUME…: in `place`, for what they have and may come to have.
check_room() {
  needed=$KEPT_FREE_KIB cap=$(buffer_cap)
  for volume in "$@"; do
    taken=$(du -sk "$(folder_of "$volume")" | cut -f 1)
    [ "$(key_of "$volume")" != vmagent-data ] || [ "$taken" -gt "$cap" ] || taken=$cap
    needed=$((needed + taken))
  done
  free=$(df -Pk "$place" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$needed" ] ||
    die "$place has $((free / 1024)) MiB free, and $((needed / 1024)) MiB are needed: for the data, a full buffer and 1 GiB that stays free." \
      "df -h $place     (or a smaller buffer: Settings, Buffer and retention)"
}
