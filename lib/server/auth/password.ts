import 'server-only';
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../errors';
import { singleton } from '../singleton';
import { inTurn } from '../wait';

/**
 * argon2id cost. 32 MiB and two passes are above OWASP's floor (19 MiB, two passes) and fit a 1 GB Pi,
 * where one hash takes about a second. Stored with each hash, so a later raise re-hashes at the next sign-in.
 */
const COST = { memory: 32 * 1024, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const MAX_WAITING = 4;

interface Hash {
  memory: number;
  passes: number;
  parallelism: number;
  salt: Buffer;
  tag: Buffer;
}

const derive = promisify(argon2);

/** The password as a PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. @throws AppError too-many-tries when busy */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return encode({ ...COST, salt, tag: await oneAtATime(() => run(password, { ...COST, salt }, TAG_BYTES)) });
}

/**
 * Whether the password fits the hash. Without a hash it takes as long and answers no, so that the time tells
 * nothing. @throws AppError too-many-tries when several checks wait already
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const hash = stored === null ? null : decode(stored);
  const against = hash ?? { ...COST, salt: Buffer.alloc(SALT_BYTES), tag: Buffer.alloc(TAG_BYTES) };
  const tag = await oneAtATime(() => run(password, against, against.tag.length));
  return timingSafeEqual(tag, against.tag) && hash !== null;
}

/** Whether the stored hash was made with another cost than today's. */
export function needsRehash(stored: string): boolean {
  const hash = decode(stored);
  return hash === null || (Object.keys(COST) as (keyof typeof COST)[]).some((key) => hash[key] !== COST[key]);
}

async function run(password: string, cost: Omit<Hash, 'tag'>, tagLength: number): Promise<Buffer> {
  const { memory, passes, parallelism, salt } = cost;
  // The same characters typed on another keyboard may come in another normal form.
  const message = password.normalize('NFC');
  return derive('argon2id', { message, nonce: salt, memory, passes, parallelism, tagLength });
}

/** Each hash takes 32 MiB; many at once would take a small machine down. */
async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const line = singleton('hashes', () => ({ waiting: 0 }));
  if (line.waiting > MAX_WAITING) {
    throw new AppError('too-many-tries', 'Too many passwords are being checked at once.', {
      hint: 'Wait a few seconds and try again.',
      retryAfterSeconds: 5,
    });
  }
  line.waiting += 1;
  return inTurn('hashes', work).finally(() => {
    line.waiting -= 1;
  });
}

function encode({ memory, passes, parallelism, salt, tag }: Hash): string {
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(salt)}$${text(tag)}`;
}

function decode(stored: string): Hash | null {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([\w+/-]+)\$([\w+/-]+)$/.exec(
    stored,
  );
  if (match === null) return null;
  const [, memory, passes, parallelism, salt = '', tag = ''] = match;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}
