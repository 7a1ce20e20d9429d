# shellcheck shell=sh
# Steps of compose/move beside the way there: whether what runs works, the end of the old data, and a disk that is gone.
# Expects `here`, `me` and `yes`.

# answers SERVICE: whether it runs, answers, and can write.
answers() {
  case $1 in
    vmagent) port=8429 ;;
    victoria-metrics) port=8428 ;;
  esac
  id=$(own_containers --filter "label=com.docker.compose.service=$1" --filter status=running | head -n 1)
  [ -n "$id" ] && said=$(docker exec "$id" wget -q -T 4 -O - "http://127.0.0.1:$port/metrics" 2>/dev/null) || return 1
  ! printf '%s\n' "$said" | grep -q '^vm_storage_is_read_only.* 1$'
}

# users: the services whose data are moved, without a store that is switched off.
users() {
  printf 'vmagent\n'
  case ,$(setting COMPOSE_PROFILES ''), in *,local,*) printf 'victoria-metrics\n' ;; esac
}

# all_answer SECONDS: within that time.
all_answer() {
  tries=0
  for service in $(users); do
    until answers "$service"; do
      tries=$((tries + 1))
      [ "$tries" -le "$1" ] || return 1
      sleep 1
    done
  done
}

# finish: the old data, which are in use no more.
finish() {
  for volume in $(before_volumes); do
    drop_volume "$volume$BEFORE" || die "the old data of $volume cannot be removed." "sudo $me --finish"
  done
}

# abandon: what a move has left in the old place, else nothing, instead of the data whose disk is away.
abandon() {
  away=''
  for volume in $(data_volumes); do ! is_away "$(device_of "$volume")" || away="$away $volume"; done
  [ -n "$away" ] || die 'the disk with the data is there; nothing was changed.' "sudo $me --back"
  confirm "The stack begins anew, without the data in $(place_of "${away##* }")." ||
    die 'nothing was changed.' "sudo $me --abandon --yes"
  "$here/down" >/dev/null
  for volume in $away; do
    if has_volume "$volume$BEFORE"; then
      put_back "$volume"
    else
      labels=$(labels_of "$volume")
      docker volume rm "$volume" >/dev/null
      printf '%s\n' "$labels" | make_volume "$volume" ''
    fi
  done
  # shellcheck disable=SC2086 # one option or none
  exec "$here/up" $yes
}
