# shellcheck shell=sh
# Starts the panel's container and shows the way to it.

START_SECONDS=60

start_panel() {
  step_note 'starting the gateway to the engine, and the panel'
  # The panel's own engine code makes the container, so that its labels are those of Docker Compose.
  output=$(run_panel_tool up-panel 2>&1) || die "the panel could not be started: $output" "$me     (once more)"
  [ -z "${old_image:-}" ] || docker image rm "$old_image" >/dev/null 2>&1 || true
  panel=$(own_containers --filter label=com.docker.compose.service=weir | head -n 1)
  tries=0
  until docker exec "$panel" node /app/weirctl.mjs health >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -gt "$START_SECONDS" ]; then
      docker logs --tail 20 "$panel" >&2 || true
      die "the panel was started but does not answer within $START_SECONDS seconds; its last lines are above." "docker logs $panel"
    fi
    sleep 1
  done
}

# in_panel ARGUMENT…: weirctl in the running panel, with what `set --` says for docker exec. Each line is what the step
# does just now; the last one is left in last_line, what it complains of in tool_error, and the status in tool_status.
in_panel() {
  {
    tool_status=0
    docker exec "$@" 2>"$scratch/error" || tool_status=$?
    printf '%s\n' "$tool_status" >"$scratch/status"
  } | while IFS= read -r line; do
    printf '%s\n' "$line" >"$scratch/line"
    step_note "$line"
  done
  tool_status=$(cat "$scratch/status")
  last_line=$(cat "$scratch/line" 2>/dev/null) || last_line=
  tool_error=$(cat "$scratch/error")
}

# The settings of the file, and the launch that follows. Variables that it names as {env: NAME} are handed over by
# name, so that their values stand in no argument list.
apply_config() {
  step_note "as $config says"
  names=$(tr '{' '\n' <"$config" | sed -n 's/^ *env: *["'\'']\{0,1\}\([A-Za-z_][A-Za-z0-9_]*\)["'\'']\{0,1\} *}.*/\1/p' | sort -u)
  set --
  for name in $names; do set -- "$@" --env "$name"; done
  in_panel -i "$@" "$panel" node /app/weirctl.mjs apply-config <"$config"
  case $tool_status in
    0) step_done "$last_line" ;;
    3)
      bring_back
      warn "A pipeline was launched here and delivered before, so $config was not looked at." 'change settings in the panel, or with PUT /api/settings (docs/settings-file.md)'
      ;;
    4)
      # Without an optional part; what is missing and why stands in the line.
      pipeline_status=4
      step_done "$last_line"
      ;;
    5) die "$config cannot be used as it is; the panel itself runs. $tool_error" "correct $config, then: $me --config $config" ;;
    *) die "the pipeline could not be set up; the panel itself runs. $tool_error" "$me --config $config     (again, when that is put right)" ;;
  esac
}

show_the_way() {
  say ''
  say 'Weir is running. Open it in a browser on any device of your network:'
  say ''
  panel_addresses
  say ''
  code_status=0
  code=$(docker exec "$panel" node /app/weirctl.mjs setup-code) || code_status=$?
  case $code_status in
    0) say "Setup code: $code     (the page asks for it once)" ;;
    3) say 'It has an owner: sign in with your password. Forgotten? compose/reset-password' ;;
    *) die 'the panel runs, but its setup code cannot be read.' "docker logs $panel" ;;
  esac
}
