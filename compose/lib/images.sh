# shellcheck shell=sh
# The images: pulled where a registry answers, else built on this machine.

# shellcheck source=compose/lib/pull.sh
. "$here/lib/pull.sh"

# What a first start needs; the others are fetched when their source is switched on.
FIRST_IMAGES='VMAGENT_IMAGE VICTORIA_METRICS_IMAGE NODE_EXPORTER_IMAGE'

# The reference that docker-compose.yml uses: the variable's value, else the default beside it.
image_of() {
  value=$(env_value "$1")
  [ -n "$value" ] || value=$(sed -n "s/.*\${$1:-\([^}]*\)}.*/\1/p" "$here/docker-compose.yml" | head -n 1)
  printf '%s\n' "$value"
}

build_stack_images() {
  say 'No container registry answers; building the images on this machine from Debian packages …'
  built=$("$here/images/build") || die 'the images can neither be pulled nor built.' "$me     (once more, when the internet connection works)"
  for line in $built; do
    set_env "${line%%=*}" "${line#*=}"
  done
}

ensure_stack_images() {
  for name in $FIRST_IMAGES; do
    image=$(image_of "$name")
    ! has_image "$image" || continue
    case $image in
      weir-local/*)
        build_stack_images
        return 0
        ;;
    esac
    say "Fetching $image …"
    if ! pull "$image"; then
      say "  $pull_error"
      build_stack_images
      return 0
    fi
  done
}

# What the panel is made of, as twelve digits: the same sources give the same image name.
source_digest() {
  (
    cd "$source_dir" || exit
    find . \( -path ./node_modules -o -path ./.next -o -path ./.git -o -path ./compose -o -path ./tests -o -path ./docs \) -prune -o \
      -type f ! -name '*.md' ! -name '*.tsbuildinfo' ! -name next-env.d.ts ! -name 'weir*.y*ml' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-12
  )
}

ensure_panel_image() {
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
  source_dir=$(dirname "$here")
  [ -f "$source_dir/Dockerfile" ] ||
    die "$source_dir has no Dockerfile, so the panel cannot be built." 'run compose/up inside a full copy of the repository, or name a ready image: WEIR_IMAGE=… '"$me"
  version=$(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' "$source_dir/package.json" | head -n 1)
  wanted=weir:$version-$(source_digest)
  if ! has_image "$wanted"; then
    check_build_memory
    build_panel_image "$wanted"
  fi
  set_env WEIR_IMAGE "$wanted"
  # Only an image that an earlier run made and nothing uses any more.
  case $before in
    "$wanted" | '') ;;
    weir:*) old_image=$before ;;
  esac
}

# The base that brings npm; the build takes Node itself from the lock file.
node_base() {
  node=$(sed -n 's/^ARG NODE_IMAGE=//p' "$source_dir/Dockerfile")
  if has_image "$node" || pull "$node"; then
    printf '%s\n' "$node"
  else
    line=$("$here/images/build" node) || return 1
    printf '%s\n' "${line#*=}"
  fi
}

build_panel_image() {
  say 'Building the panel; this takes a few minutes on a small machine …'
  base=$(node_base) || die 'there is no Node image to build the panel with.' "$me     (once more, when the internet connection works)"
  extra=$scratch/build
  mkdir -p "$extra"
  # The build talks to the package registry; a proxy that inspects TLS has its certificate here.
  if [ -r /etc/ssl/certs/ca-certificates.crt ]; then cp /etc/ssl/certs/ca-certificates.crt "$extra/build-ca.crt"; else : >"$extra/build-ca.crt"; fi
  built=0
  tar -c --exclude=./node_modules --exclude=./.next --exclude=./.git --exclude=./compose --exclude=./tests --exclude=./docs \
    -C "$source_dir" . -C "$extra" build-ca.crt |
    docker build --build-arg "NODE_IMAGE=$base" --build-arg HTTP_PROXY --build-arg HTTPS_PROXY --build-arg NO_PROXY \
      -t "$1" - >"$extra/log" 2>&1 || built=$?
  if [ "$built" -ne 0 ]; then
    tail -n 25 "$extra/log" >&2
    die 'the panel could not be built; its last lines are above.' "$me     (once more; it goes on where it stopped)"
  fi
  docker image prune -f --filter label=weir.stage=build >/dev/null 2>&1 || true
}
