# shellcheck shell=sh
# The folder of the backups, which the panel may write into: backups/ here, or the one that WEIR_BACKUP_DIR names.

# check_backup_folder: the panel may write .env, and what is named there becomes a folder that it may write into. One must
# be given to this command, or be the one that the panel has, or be confirmed.
check_backup_folder() {
  case $backup_dir in
    '') return 0 ;;
    "$here/config"* | "$here/.weir"* | *:* | *"/../"* | */..)
      die "WEIR_BACKUP_DIR in $here/.env is $backup_dir, where no backups can lie; nothing was started." \
        "name a folder on another disk, such as /mnt/usb/weir, without : and .." ;;
    /*) ;;
    *) die "WEIR_BACKUP_DIR in $here/.env is $backup_dir, which is no whole path." 'write it from / on, such as /mnt/usb/weir' ;;
  esac
  for volume in $(data_volumes); do
    device=$(device_of "$volume")
    if [ -z "$device" ] || ! overlap "$(readlink -m -- "$backup_dir")" "$device"; then continue; fi
    die "WEIR_BACKUP_DIR in $here/.env is $backup_dir, and the data of the pipeline lie in $device." 'name another folder for the backups, beside weir-data'
  done
  [ "$backup_dir" != "${WEIR_BACKUP_DIR:-}" ] || return 0
  known=$(panel_backup_folders)
  if printf '%s\n' "$known" | grep -qxF -- "$backup_dir"; then return 0; fi
  confirm "The panel is to write its backups into $backup_dir, as $here/.env says. Was it you who entered it?" ||
    die "$here/.env names $backup_dir as the folder of the backups (WEIR_BACKUP_DIR); the panel was not given it." \
      "WEIR_BACKUP_DIR=$backup_dir $me     (if you entered it; or else take it out of $here/.env)"
}

# make_backup_folder FOLDER: only a new one is given to the panel; what is there already has an owner.
make_backup_folder() {
  if [ ! -d "$1" ] && mkdir -m 700 "$1" 2>/dev/null && [ "$(id -u)" -eq 0 ]; then
    chown "$panel_uid:$panel_gid" "$1" 2>/dev/null || true
  fi
  # From within: who may write there need not be able to walk there.
  (cd "$1" 2>/dev/null && with_rights_of_panel test -w .) ||
    warn "the panel may not write backups into $1." "sudo mkdir -p $1 && sudo chown $panel_uid:$panel_gid $1     (is its disk mounted?)"
}

ensure_backup_folder() {
  backup_dir=$(env_value WEIR_BACKUP_DIR)
  check_backup_folder
  [ ! -h "$here/backups" ] || die "$here/backups is a link; Weir needs a folder there." "WEIR_BACKUP_DIR=$(readlink -m "$here/backups") $me     (and take the link away)"
  # It is where the other one is mounted, too.
  make_backup_folder "$here/backups"
  [ -z "$backup_dir" ] || make_backup_folder "$backup_dir"
}
