// npm run pin: writes the digest of each image of docker-compose.yml beside its tag, and into compose/releases.json with those for
// both processors. The Docker Engine pulls the images for it, so each digest is one that was had. Where one of them cannot be
// had, or a tag is of another image than before, nothing is written.
// npm run pin -- --check: asks nobody, writes nothing, and names the images that are not pinned.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { namedImages, releaseOf, unpinned, withDigests } from './pinned-images.mjs';

const COMPOSE = 'compose/docker-compose.yml';
const RELEASES = 'compose/releases.json';
const PROCESSORS = ['amd64', 'arm64'];
const DIGEST = /^sha256:[0-9a-f]{64}$/;

function docker(...args) {
  const { status, stdout, stderr, error } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(error?.message ?? stderr.trim().split('\n').at(-1));
}

/** The digest of a tag, and those of the images for each processor that it stands for. */
function digestsOf({ repository, tag }) {
  const index = /^Digest: (\S+)$/m.exec(docker('pull', `${repository}:${tag}`))?.[1] ?? '';
  // The engine itself asks a registry on this machine without TLS.
  const local = /^(127\.|localhost:)/.test(repository) ? ['--insecure'] : [];
  const { manifests = [] } = JSON.parse(docker('manifest', 'inspect', ...local, `${repository}@${index}`));
  const digests = { index };
  for (const processor of PROCESSORS) {
    const isFor = ({ platform }) => platform?.os === 'linux' && platform.architecture === processor;
    digests[processor] = manifests.find(isFor)?.digest;
  }
  for (const [name, digest] of Object.entries(digests))
    if (!DIGEST.test(digest)) throw new Error(`there is none for ${name}`);
  return digests;
}

function faultOf(image, releases) {
  const entry = releaseOf(releases, image);
  if (entry === undefined) return 'compose/releases.json has no entry of it: write one, with what it brings';
  try {
    const digests = digestsOf(image);
    for (const before of [image.digest, entry.digests?.index])
      if (before !== undefined && before !== digests.index)
        return `its tag was of ${before}, and is of ${digests.index} now`;
    entry.digests = digests;
    return undefined;
  } catch ({ message }) {
    return message;
  }
}

function leave(title, lines) {
  console.error([`npm run pin: ${title}`, ...lines].join('\n  '));
  process.exit(1);
}

const compose = readFileSync(COMPOSE, 'utf8');
const releases = JSON.parse(readFileSync(RELEASES, 'utf8'));
const images = namedImages(compose);

if (process.argv.includes('--check')) {
  const faults = unpinned(compose, releases);
  if (faults.length > 0) leave('images are not pinned, npm run pin does that.', faults);
  console.log(`${images.length} images are pinned.`);
  process.exit();
}

const faults = images.flatMap((image) => {
  const fault = faultOf(image, releases);
  const name = `${image.repository}:${image.tag}`;
  console.log(fault === undefined ? `${name}  ${releaseOf(releases, image).digests.index}` : `${name}  –`);
  return fault === undefined ? [] : [`${name}: ${fault}`];
});
if (faults.length > 0) leave('nothing was written.', faults);

const index = (image) => [`${image.repository}:${image.tag}`, releaseOf(releases, image).digests.index];
writeFileSync(COMPOSE, withDigests(compose, new Map(images.map(index))));
writeFileSync(RELEASES, `${JSON.stringify(releases, null, 2)}\n`);
execFileSync(process.execPath, ['scripts/write-docs.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
