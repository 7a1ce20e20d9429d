import 'server-only';
import { firstOfTar, tarFile } from '../../docker/tar';
import { Refusal } from '../read/refusal';

const PATH = '/run/secrets/remote_write_token';
const MAX_BYTES = 8 * 1024;
const MODIFIED = [136, 148] as const;
const CHECKSUM = [148, 156] as const;

export interface SecretOwner {
  mode: number;
  uid: number;
  gid: number;
}

/** As Compose writes it where docker-compose.yml says nothing. */
const PLAIN: SecretOwner = { mode: 0o444, uid: 0, gid: 0 };

/**
 * An archive with the token of the destination and nothing else, made anew. What was sent must be the very same but for
 * its time: then it holds no second file, no link and no other place.
 * @param owner as docker-compose.yml has it @throws Refusal
 */
export function tokenArchive(sent: Buffer, owner: Partial<SecretOwner>): Buffer {
  let content: Buffer;
  try {
    content = firstOfTar(sent);
  } catch {
    throw new Refusal('the archive holds no whole file');
  }
  if (content.length > MAX_BYTES) throw new Refusal('the token is too long');
  const own = [PLAIN, { ...PLAIN, ...owner }]
    .map((entry) => tarFile(PATH, content, entry))
    .find((archive) => timeless(archive).equals(timeless(sent)));
  if (own === undefined) throw new Refusal(`the archive holds something else than ${PATH}`);
  return own;
}

function timeless(archive: Buffer): Buffer {
  const copy = Buffer.from(archive);
  for (const [from, to] of [MODIFIED, CHECKSUM]) copy.fill(0, from, to);
  return copy;
}
