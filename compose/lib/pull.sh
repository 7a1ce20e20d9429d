# shellcheck shell=sh
# Pulls an image, and gives up soon where no registry answers. Expects `work` or `scratch`, a folder of this command.

PROBE_SECONDS=20

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

# pull IMAGE: gives up when no registry has answered within PROBE_SECONDS. Leaves the reason in pull_error.
pull() {
  pull_log=$(mktemp "${scratch:-$work}/pull.XXXXXX")
  docker pull "$1" >>"$pull_log" 2>&1 &
  pid=$!
  waited=0
  while kill -0 "$pid" 2>/dev/null && ! grep -q 'Pulling from' "$pull_log"; do
    waited=$((waited + 1))
    if [ "$waited" -gt "$PROBE_SECONDS" ]; then
      kill "$pid" 2>/dev/null || true
      break
    fi
    sleep 1
  done
  pulled=0
  wait "$pid" 2>/dev/null || pulled=$?
  pull_error=$(tail -n 1 "$pull_log")
  return "$pulled"
}
