# shellcheck shell=sh
# The stages of an image that is built on this machine: nobody needs them when the build has ended. The first step of
# each build names it, so that no other gets a stage of it from the engine's cache, which is gone a moment later.

# labelled ID DOCKERFILE: prints the recipe of one build.
labelled() { sed "s/^LABEL weir\.build=.*/LABEL weir.build=$1/" "$2"; }

# remove_stages ID: also what builds that were killed have left for a day.
remove_stages() {
  # An engine prunes for one caller at a time, so only the old ones are pruned.
  # shellcheck disable=SC2046 # a list of ids
  docker image rm $(docker image ls -q --filter "label=weir.build=$1" --filter dangling=true) >/dev/null 2>&1 || true
  docker image prune -f --filter label=weir.build --filter until=24h >/dev/null 2>&1 || true
}
