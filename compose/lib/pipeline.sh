# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # shared with compose/up
# What was set up before runs again. Expects `panel`, the panel's container.

# bring_back: starts the pipeline that was launched here, but for what its owner stopped, and sees a sample delivered.
# Leaves a failure in pipeline_status, since the panel runs all the same. Nothing to do before the first launch.
bring_back() {
  in_panel "$panel" node /app/weirctl.mjs start-pipeline
  case $tool_status in
    0) step_done "$last_line" ;;
    3) step_skip ;;
    *)
      pipeline_status=1
      step_done 'is not back'
      warn "the pipeline is not back: $tool_error" "$me     (once more), or 'Start the pipeline' in the panel"
      ;;
  esac
}
