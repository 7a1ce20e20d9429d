# shellcheck shell=sh
# The list of steps that compose/up shows: one line each, with its seconds. On a terminal the line of the running
# step is rewritten in place; elsewhere a step is one plain line at its end. All details go to the log.
#
#   step NAME             begins a step
#   step_note TEXT        what it does just now; silent where there is no terminal
#   step_done [TEXT]      ends it
#   step_skip             ends it without a line: there was nothing to do
#   logged COMMAND …      runs a command whose output is a detail
#
# Expects `here`, the compose folder. Leaves the log's name in up_log.

# open_log FILE: the log of this run, private, and without the run before. A folder that is not ours, a link in the
# file's place or a full disk must not hold up the run: the log is then a new file elsewhere, or nothing.
open_log() {
  up_log=$1
  if ! { rm -f "$up_log" && (umask 077 && set -C && : >"$up_log"); } 2>/dev/null; then
    up_log=$(mktemp "${TMPDIR:-/tmp}/weir-up-log.XXXXXX" 2>/dev/null) || up_log=/dev/null
  fi
  step_name='' log_is_named=''
  case ${TERM:-dumb} in
    dumb) step_in_place='' ;;
    *) if [ -t 1 ]; then step_in_place=yes; else step_in_place=''; fi ;;
  esac
}

log() { printf '%s\n' "$*" >>"$up_log" 2>/dev/null || true; }
logged() { "$@" >>"$up_log" 2>&1; }

# Seconds since the machine started: the clock may be set while a step runs.
uptime_seconds() {
  read -r uptime _ </proc/uptime
  printf '%s\n' "${uptime%%.*}"
}

step() {
  step_name=$1 step_began=$(uptime_seconds)
  log "--- $step_name, $(date '+%Y-%m-%d %H:%M:%S')"
  step_note '…'
}

step_note() {
  log "$1"
  [ -z "$step_in_place" ] || [ -z "$step_name" ] || step_line "$1"
}

# Too long a line is cut by the terminal, not wrapped, so that the next one can take its place.
step_line() { printf '\r\033[K\033[?7l  %-10s%s\033[?7h' "$step_name" "$1"; }

# step_break: leaves the terminal's line, so that another text can be printed. The running step goes on.
step_break() { [ -z "${step_in_place:-}" ] || [ -z "$step_name" ] || printf '\r\033[K'; }

step_done() {
  [ -n "$step_name" ] || return 0
  step_end "${1:-done}"
}

# step_skip: ends a step that had nothing to do, without a line.
step_skip() {
  step_break
  step_name=''
}

step_end() {
  step_break
  seconds=$(($(uptime_seconds) - step_began))
  log "$step_name: $1, $seconds s"
  printf '  %-10s%s (%s s)\n' "$step_name" "$1" "$seconds"
  step_name=''
}

name_log() {
  [ -z "${log_is_named:-}" ] && [ -n "${up_log:-}" ] && [ "$up_log" != /dev/null ] || return 0
  log_is_named=yes
  printf '  Details: %s\n' "$up_log" >&2
}

# end_children: asks all that this run has started to end. What runs in the background does not hear Ctrl-C.
end_children() {
  for child in $(cat "/proc/$$/task/$$/children" 2>/dev/null); do
    end_below "$child"
    kill "$child" 2>/dev/null || true
  done
}

# A shell of its own: it calls itself, and POSIX shells have no local variables.
end_below() (
  for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
    end_below "$child"
    kill "$child" 2>/dev/null || true
  done
)
