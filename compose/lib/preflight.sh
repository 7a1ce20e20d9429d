# shellcheck shell=sh
# What must be right before anything is changed, and what is only worth knowing.

# Before this moment the clock cannot be right: 2026-01-01. Every TLS connection would fail.
EARLIEST_SECONDS=1767225600
MIN_TOTAL_MB=900
MIN_BUILD_MB=1800
# Images, the build of the panel, and some room for the buffer.
MIN_FREE_MB=${WEIR_MIN_FREE_MB:-4000}

check_machine() {
  [ "$(uname -s)" = Linux ] || die 'Weir runs on Linux only.'
  case $(uname -m) in
    x86_64 | aarch64) ;;
    *) die "this machine is a $(uname -m); Weir needs a 64-bit system (arm64 or amd64)." 'write the 64-bit Raspberry Pi OS to the card with Raspberry Pi Imager' ;;
  esac
  [ "$(getconf LONG_BIT)" = 64 ] ||
    die 'the kernel is 64-bit but the system is 32-bit, for which the images do not exist.' 'write the 64-bit Raspberry Pi OS to the card with Raspberry Pi Imager'
}

check_clock() {
  [ "$(date +%s)" -ge "$EARLIEST_SECONDS" ] ||
    die "the clock says $(date '+%Y-%m-%d %H:%M'), which cannot be right; secure connections would fail." 'sudo timedatectl set-ntp true   (or: sudo date -s "2026-11-22 14:00")'
  if command -v timedatectl >/dev/null && [ "$(timedatectl show -p NTPSynchronized --value 2>/dev/null)" = no ]; then
    warn 'the clock is not synchronised; samples with a wrong time are refused by destinations.' 'sudo timedatectl set-ntp true'
  fi
}

# meminfo FIELD: in MiB.
meminfo() { awk -v field="$1:" '$1 == field { print int($2 / 1024) }' /proc/meminfo; }

check_memory() {
  total=$(meminfo MemTotal)
  [ "$total" -ge "$MIN_TOTAL_MB" ] ||
    warn "this machine has $total MiB of memory; Weir wants 1 GiB, and 2 GiB with container metrics." 'leave the source "Containers" off'
  available=$(meminfo MemAvailable)
  [ "$available" -ge 250 ] || die "only $available MiB of memory are free; the stack needs about 250." 'stop a program that you do not need:  ps aux --sort=-rss | head'
  if ! memory_cgroup_is_on; then
    file=/boot/firmware/cmdline.txt
    [ -f "$file" ] || file=/boot/cmdline.txt
    warn 'the kernel does not account memory per container: limits do not work and memory numbers read 0.' "sudo sed -i '1s/\$/ cgroup_enable=memory cgroup_memory=1/' $file && sudo reboot"
  fi
}

memory_cgroup_is_on() {
  if [ -r /sys/fs/cgroup/cgroup.controllers ]; then
    grep -qw memory /sys/fs/cgroup/cgroup.controllers
  else
    awk '$1 == "memory" && $4 == 1 { found = 1 } END { exit !found }' /proc/cgroups
  fi
}

# Only when the panel is built here: it takes more memory than running it.
check_build_memory() {
  room=$(($(meminfo MemAvailable) + $(meminfo SwapFree)))
  [ "$room" -ge "$MIN_BUILD_MB" ] ||
    die "building the panel needs about $MIN_BUILD_MB MiB of memory and swap; $room are free." 'sudo fallocate -l 2G /var/swap-weir && sudo chmod 600 /var/swap-weir && sudo mkswap /var/swap-weir && sudo swapon /var/swap-weir'
}

free_mb() { df -Pk "$1" | awk 'NR == 2 { print int($4 / 1024) }'; }

check_disk() {
  folder=$(docker info --format '{{.DockerRootDir}}' 2>/dev/null || true)
  [ -d "$folder" ] || folder=/var/lib
  free=$(free_mb "$folder")
  [ "$free" -ge "$MIN_FREE_MB" ] ||
    die "$free MiB are free on the disk of $folder; Weir needs $MIN_FREE_MB." 'sudo apt-get clean; docker system prune   (then see: sudo du -xh --max-depth=2 / | sort -h | tail)'
}

# listens PORT [IP]: whether a program on this machine has the port on all addresses or, if given, on this one.
listens() {
  hex=$(printf '%04X' "$1")
  ip_hex=$(printf '%s' "${2:-}" | awk -F. 'NF == 4 { printf "%02X%02X%02X%02X", $4, $3, $2, $1 }')
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$hex" -v ip="$ip_hex" '
    $4 == "0A" {
      split($2, part, ":")
      if (part[2] == port && (ip == "" || part[1] ~ /^0+$/ || part[1] == ip)) found = 1
    }
    END { exit !found }'
}

# Whether a running container of this stack is what has the port.
is_ours() {
  for id in $(own_containers --filter status=running); do
    docker inspect --format '{{range .NetworkSettings.Ports}}{{range .}}{{.HostPort}} {{end}}{{end}}{{.Args}}' "$id" |
      grep -qE "(^| )$1 |:$1[] ]" && return 0
  done
  return 1
}

# check_port NAME DEFAULT WORD [IP]
check_port() {
  port=$(setting "$1" "$2")
  case $port in
    '' | *[!0-9]*) die "$1 is \"$port\", which is no port number." "$1=$2 $me" ;;
  esac
  listens "$port" "${4:-}" || return 0
  is_ours "$port" && return 0
  problem="port $port is taken by another program; $3 needs it."
  fix="$1=$((port + 10000)) $me     (who has it: sudo ss -ltnp 'sport = :$port')"
  case $1 in
    WEIR_PORT | VMAGENT_PORT) die "$problem" "$fix" ;;
    *) warn "$problem" "$fix" ;;
  esac
}

check_ports() {
  check_port WEIR_PORT 8430 'the panel'
  check_port VMAGENT_PORT 8429 vmagent
  check_port VICTORIA_METRICS_PORT 8428 'the destination "This Pi"'
  check_port NODE_EXPORTER_PORT 9100 'the source "This Pi"' "$bridge_ip"
  check_port YACE_PORT 5000 'the source AWS'
  check_port STACKDRIVER_PORT 9255 'the source GCP'
  check_port CADVISOR_PORT 8081 'the source "Containers"'
}
