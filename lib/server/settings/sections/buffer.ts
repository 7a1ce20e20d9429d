import 'server-only';
import { formatBytes } from '@/lib/format';
import { LEAST_BUFFER_BYTES } from '@/lib/schemas/settings/sections';
import type { Texts } from '../../change/records/texts';
import { AppError } from '../../errors';
import { variablesIn } from '../../stack/settings';
import { parseByteSize } from '../../vmagent/byte-size';
import { readOr, type Section } from './section';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
/** Compose's default for `REMOTE_WRITE_MAX_DISK_USAGE` in docker-compose.yml. */
const DEFAULT_BYTES = GIB;

/** How much may wait on the disk while the destination is away. */
export const buffer: Section<'buffer'> = {
  view: ({ texts, facts, read }) => ({
    maxBytes: read(() => bufferBytesIn(texts), DEFAULT_BYTES),
    leastBytes: LEAST_BUFFER_BYTES,
    mostBytes: facts.mostBufferBytes,
  }),

  change(draft, { maxBytes }) {
    const before = readOr(() => bufferBytesIn(draft.texts()), null);
    if (before === maxBytes) return;
    const { mostBufferBytes } = draft.facts;
    if (mostBufferBytes !== null && maxBytes > mostBufferBytes) {
      draft.object(
        'buffer.maxBytes',
        `The disk has room for a buffer of at most ${formatBytes(mostBufferBytes)}.`,
        'A full disk stops vmagent for good, so 1 GB is kept free. Choose a smaller buffer, or free some space.',
      );
    }
    const size = sizeText(maxBytes);
    draft.setEnv({ REMOTE_WRITE_MAX_DISK_USAGE: size });
    draft.say(`Buffer: ${before === null ? '' : `${inWords(sizeText(before))} → `}${inWords(size)}`);
  },
};

/** The buffer's cap in bytes, as set; vmagent takes one below 512 MiB as 512 MiB. @throws AppError invalid-stack */
export function bufferBytesIn(texts: Texts): number {
  const text = variablesIn(texts)('REMOTE_WRITE_MAX_DISK_USAGE');
  if (text === '') return DEFAULT_BYTES;
  const bytes = parseByteSize(text);
  if (bytes !== null) return bytes;
  throw new AppError('invalid-stack', 'REMOTE_WRITE_MAX_DISK_USAGE in .env is no size such as 1GiB.');
}

/** As vmagent's flag takes it: `1GiB`, `1536MiB`, else bytes. */
function sizeText(bytes: number): string {
  if (bytes % GIB === 0) return `${bytes / GIB}GiB`;
  return bytes % MIB === 0 ? `${bytes / MIB}MiB` : String(bytes);
}

function inWords(size: string): string {
  return /^\d+$/.test(size) ? formatBytes(Number(size)) : size.replace(/^\d+/, '$& ');
}
