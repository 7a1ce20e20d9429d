# shellcheck shell=sh
# The images: pulled where a registry answers, else built on this machine. The panel is pulled where these are the sources of
# a release.

# shellcheck source=compose/lib/pull.sh
. "$here/lib/pull.sh"
# shellcheck source=compose/lib/stages.sh
. "$here/lib/stages.sh"
# shellcheck source=compose/lib/release.sh
. "$here/lib/release.sh"

# What a first start needs; the others are fetched when their source is switched on.
FIRST_IMAGES='VMAGENT_IMAGE VICTORIA_METRICS_IMAGE NODE_EXPORTER_IMAGE'
IMAGE_NAMES="$FIRST_IMAGES YACE_IMAGE STACKDRIVER_IMAGE CADVISOR_IMAGE WEIR_IMAGE"

# The reference that docker-compose.yml uses: the variable's value, else the default beside it.
image_of() {
  value=$(env_value "$1")
  [ -n "$value" ] || value=$(sed -n "s/.*\${$1:-\([^}]*\)}.*/\1/p" "$here/docker-compose.yml" | head -n 1)
  printf '%s\n' "$value"
}

# The service of a variable: VICTORIA_METRICS_IMAGE -> victoria-metrics
service_of() { printf '%s\n' "${1%_IMAGE}" | tr 'A-Z_' 'a-z-'; }

# repository_of IMAGE: its name without tag and digest.
repository_of() {
  named=${1%%@*}
  last=${named##*/}
  printf '%s\n' "${named%"$last"}${last%%:*}"
}

# check_chosen_images: the panel may write .env, and what it names runs here: its own image beside the engine's socket, others
# with a view of this machine. One from elsewhere than docker-compose.yml names must be given to this command, or be what
# the stack's containers were made with, or be confirmed.
check_chosen_images() {
  known=$(for id in $(own_containers); do
    docker inspect --format '{{.Config.Image}}{{println}}{{range .Config.Env}}{{println .}}{{end}}' "$id"
  done | sed 's/^[A-Z_]*_IMAGE=//')
  for name in $IMAGE_NAMES; do
    image=$(env_value "$name")
    eval "given=\${$name:-}"
    case $image in '' | "$given" | weir:* | weir-local/*) continue ;; esac
    default=$(sed -n "s/.*\${$name:-\([^}]\{1,\}\)}.*/\1/p" "$here/docker-compose.yml" | head -n 1)
    [ "$(repository_of "$image")" != "$(repository_of "$default")" ] || continue
    if printf '%s\n' "$known" | grep -qxF -- "$image"; then continue; fi
    confirm "$here/.env names the image $image ($name), from elsewhere than docker-compose.yml. Was it you who entered it?" ||
      die "$here/.env names the image $image ($name), from elsewhere than docker-compose.yml; it was not started." \
        "$name=$image $me     (if you entered it; or else take it out of $here/.env)"
  done
}

# The images of a first start that are missing: pulled where a registry answers, else built. Runs beside the build of the
# panel and prints NAME=IMAGE for each image that was built.
get_stack_images() {
  to_build=
  for name in $FIRST_IMAGES; do
    image=$(image_of "$name")
    if has_image "$image"; then continue; fi
    # Where the registry of the builder did not answer, another one will not either, and would only be waited for.
    case $image:${builder:-} in
      weir-local/* | *:weir-local/*) ;;
      *) if pull "$image"; then continue; fi ;;
    esac
    to_build="$to_build $(service_of "$name")"
  done
  # shellcheck disable=SC2086 # a list of services
  [ -z "$to_build" ] || BUILDER_IMAGE=${builder:-} "$here/images/build" $to_build
}

# What the panel and all other images are built on. Sets builder.
choose_builder() {
  step_note 'what images are built on'
  line=$("$here/images/build" builder 2>>"$up_log") ||
    die 'there is no image to build the panel on.' "$me     (once more, when the internet connection works; $up_log says more)"
  builder=${line#*=}
}

# Leaves every image that a first start needs; what a source needs is got when it is switched on. Says in images_words
# how they came.
ensure_images() {
  images_words='were here'
  check_chosen_images
  choose_panel_image
  builder=
  [ -z "$panel_to_build" ] || choose_builder
  get_stack_images >"$scratch/stack-images" 2>>"$up_log" &
  stack_images=$!
  if [ -n "$panel_to_build" ]; then
    build_panel_image "$panel_to_build"
    set_env WEIR_IMAGE "$panel_to_build"
    images_words='fetched, and the panel built'
  fi
  step_note 'waiting for the images of the pipeline'
  wait "$stack_images" || die 'the images of the pipeline can neither be pulled nor built.' \
    "$me     (once more, when the internet connection works; $up_log says more)"
  while read -r line; do
    set_env "${line%%=*}" "${line#*=}"
    images_words='built on this machine, because no container registry answers'
  done <"$scratch/stack-images"
}

# Which image the panel runs from. Sets panel_to_build where that must be built first.
choose_panel_image() {
  panel_to_build=
  chosen=${WEIR_IMAGE:-}
  before=$(env_value WEIR_IMAGE)
  # An image that the owner entered in .env is theirs to keep; ours are called weir:version-digest.
  case $before in
    '' | weir:*) ;;
    *) chosen=$before ;;
  esac
  if [ -n "$chosen" ]; then
    has_image "$chosen" || pull "$chosen" || die "the image $chosen is not here and cannot be pulled: $pull_error" \
      "leave WEIR_IMAGE empty, here and in $here/.env, to build the panel on this machine"
    set_env WEIR_IMAGE "$chosen"
    return 0
  fi
  [ -f "$source_dir/Dockerfile" ] ||
    die "$source_dir has no Dockerfile, so the panel cannot be built." 'run compose/up inside a full copy of the repository, or name a ready image: WEIR_IMAGE=… '"$me"
  tree=$(tree_hash)
  wanted=weir:$(source_version)-$(printf '%.12s' "$tree")
  if has_image "$wanted" || fetch_released_image "$tree" "$wanted"; then set_env WEIR_IMAGE "$wanted"; else
    check_build_memory
    panel_to_build=$wanted
  fi
  # Only an image that an earlier run made and nothing uses any more.
  case $before in
    "$wanted" | '') ;;
    weir:*) old_image=$before ;;
  esac
}

build_panel_image() {
  name=$1
  extra=$scratch/build
  mkdir -p "$extra"
  # The build talks to the package registry; a proxy that inspects TLS has its certificate here.
  if [ -r /etc/ssl/certs/ca-certificates.crt ]; then cp /etc/ssl/certs/ca-certificates.crt "$extra/build-ca.crt"; else : >"$extra/build-ca.crt"; fi
  build_id=$(basename "$scratch")
  labelled "$build_id" "$source_dir/Dockerfile" >"$extra/Dockerfile"
  set -- --exclude=./Dockerfile
  for part in $NOT_IN_IMAGE; do set -- "$@" "--exclude=./$part"; done
  tar -c "$@" -C "$source_dir" . -C "$extra" build-ca.crt Dockerfile |
    docker build --build-arg "NODE_IMAGE=$builder" --build-arg HTTP_PROXY --build-arg HTTPS_PROXY --build-arg NO_PROXY \
      --iidfile "$extra/id" -t "$name" - 2>&1 | tee "$extra/log" | while read -r line; do
    printf '%s\n' "$line" >>"$up_log"
    # BuildKit puts its own columns before what a step prints.
    case $line in '== '[0-9]/[0-9]' '* | '#'*' == '[0-9]/[0-9]' '*) step_note "${line##*== [0-9]/[0-9] }" ;; esac
  done
  if [ ! -s "$extra/id" ]; then
    tail -n 25 "$extra/log" >&2
    die 'the panel could not be built; its last lines are above.' "$me     (once more)"
  fi
  remove_stages "$build_id"
}
