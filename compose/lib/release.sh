# shellcheck shell=sh
# The panel's image of a release. release.json in the compose folder comes with the archive of a release and is in no
# checkout: it names the image by its digest, and the sources that the image was made of. Expects `here` and `die`.

source_dir=$(dirname "$here")
# Of that folder, what no image is made of.
NOT_IN_IMAGE='node_modules .next .git .github compose tests docs'

# tree_hash: what the panel's image is made of, as 64 digits: the same sources give the same ones.
tree_hash() (
  cd "$source_dir" || exit
  set --
  for part in $NOT_IN_IMAGE; do set -- "$@" -o -path "./$part"; done
  shift
  find . \( "$@" \) -prune -o -type f ! -name '*.md' ! -name '*.tsbuildinfo' ! -name next-env.d.ts ! -name 'weir*.y*ml' -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-64
)

# The version in package.json.
source_version() { sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' "$source_dir/package.json" | head -n 1; }

# release_text VERSION REPOSITORY DIGEST TREE: release.json as a release writes it.
release_text() {
  printf '{\n  "version": "%s",\n  "image": "%s",\n  "digest": "%s",\n  "tree": "%s"\n}\n' "$@"
}

# release_field NAME PATTERN: its value, where it is of that form.
release_field() { sed -n "s|^  \"$1\": \"\\($2\\)\",\\{0,1\\}\$|\\1|p" "$release_path"; }

refuse_release() {
  die "$release_path is not as a release of Weir writes it, so nothing was done." \
    "unpack the release again; or: rm $release_path     (the panel is then built on this machine)"
}

# read_release: leaves release_image, by its digest, and release_tree; both are empty without the file. What was read is
# written again and must be the same bytes: a file that no release wrote stops the command.
read_release() {
  release_image='' release_tree=''
  release_path=$here/release.json
  [ -e "$release_path" ] || [ -h "$release_path" ] || return 0
  [ -f "$release_path" ] && [ ! -h "$release_path" ] && [ -r "$release_path" ] || refuse_release
  [ "$(wc -c <"$release_path")" -le 1000 ] || refuse_release
  version=$(release_field version '[0-9][0-9.]*')
  repository=$(release_field image '[a-z0-9][a-z0-9.-]*\(:[0-9]*\)\{0,1\}/[a-z0-9._/-]*')
  digest=$(release_field digest 'sha256:[0-9a-f]\{64\}')
  release_tree=$(release_field tree '[0-9a-f]\{64\}')
  [ -n "$version" ] && [ -n "$repository" ] && [ -n "$digest" ] && [ -n "$release_tree" ] || refuse_release
  release_text "$version" "$repository" "$digest" "$release_tree" | cmp -s - "$release_path" || refuse_release
  # The same sources are of one version.
  [ "$version" = "$(source_version)" ] || [ "$release_tree" != "$(tree_hash)" ] || refuse_release
  release_image=$repository@$digest
}

# fetch_released_image TREE NAME: pulls the panel and names it as a build of these sources would. False where the release
# is of other sources, or no registry has its image.
fetch_released_image() {
  [ "$1" = "$release_tree" ] || return 1
  step_note 'fetching the panel'
  pull "$release_image" || {
    log "The panel is built here: $pull_error"
    return 1
  }
  docker tag "$release_image" "$2" || return 1
  # With its first name the image would stay when a newer one has taken its place.
  logged docker image rm "$release_image" || true
  images_words=fetched
}
