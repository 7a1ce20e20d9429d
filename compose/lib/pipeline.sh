# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # shared with compose/up
# What was set up before runs again. Expects `panel`, the panel's container.

# bring_back: starts the pipeline that was launched here, but for what its owner stopped, and sees a sample delivered.
# Leaves a failure in pipeline_status, since the panel runs all the same. Nothing to do before the first launch.
bring_back() {
  back_status=0
  output=$(docker exec "$panel" node /app/weirctl.mjs start-pipeline 2>&1) || back_status=$?
  case $back_status in
    0) say "$(printf '%s\n' "$output" | tail -n 1)" ;;
    3) ;;
    *)
      pipeline_status=1
      warn "the pipeline is not back: $output" "$me     (once more), or 'Start the pipeline' in the panel"
      ;;
  esac
}
