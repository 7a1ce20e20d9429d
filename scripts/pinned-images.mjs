/** A service's image as docker-compose.yml names it where nobody chose another; the panel's own is made of the sources. */
const NAMED =
  /\$\{[A-Z_]+_IMAGE:-((?!weir:)[^:@}\s]+(?::\d+\/[^:@}\s]+)?):([^@}\s]+)(?:@(sha256:[0-9a-f]{64}))?\}/g;

/** The images in the text of docker-compose.yml: repository, tag, and digest where it has one. */
export function namedImages(compose) {
  return [...compose.matchAll(NAMED)].map(([, repository, tag, digest]) => ({ repository, tag, digest }));
}

/** The text with a digest beside each tag that has one here, by `repository:tag`. */
export function withDigests(compose, digests) {
  return compose.replace(NAMED, (whole, repository, tag) => {
    const digest = digests.get(`${repository}:${tag}`);
    return digest === undefined ? whole : whole.replace(/(@sha256:[0-9a-f]+)?\}$/, `@${digest}}`);
  });
}

/** The entry of an image in releases.json; undefined where it has none. */
export function releaseOf(releases, { repository, tag }) {
  const image = releases.images.find((one) => one.repository === repository);
  return image?.versions.find(({ version }) => version === tag);
}

/** What keeps a release from being made, a sentence for each image; none where all are pinned. */
export function unpinned(compose, releases) {
  return namedImages(compose).flatMap((image) => {
    const name = `${image.repository}:${image.tag}`;
    const entry = releaseOf(releases, image);
    if (entry === undefined) return [`compose/releases.json has no entry of ${name}.`];
    if (image.digest === undefined) return [`${name} has no digest in docker-compose.yml.`];
    const { index, amd64, arm64 } = entry.digests ?? {};
    if (index !== image.digest) return [`compose/releases.json has another digest of ${name}, or none.`];
    return amd64 && arm64 ? [] : [`compose/releases.json does not have ${name} for both processors.`];
  });
}
