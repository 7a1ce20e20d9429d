import 'server-only';
import { buffer } from 'node:stream/consumers';
import type { PersonalKind, SupportBundle, SupportFile } from '@/lib/schemas/support';
import { env } from '../env';
import { AppError } from '../errors';
import { logger } from '../logger';
import { hub } from '../sampler/hub';
import { within } from '../sampler/read/single-flight';
import { VERSION } from '../version';
import { knownPersonal } from './known-personal';
import type { SupportPart } from './parts';
import { findPersonal, hidePersonal, type KnownPersonal, type Personal } from './personal';
import { createRedactor, type Redactor } from './redactor';
import { knownSecrets } from './secrets';

const PART_LIMIT_MS = 10_000;
/** Before it is packed: what cannot be packed smaller fits into 5 MB as well. */
export const MOST_BYTES = 4_800_000;
const SHOWN_VALUES = 50;

/** A file of an archive. */
interface ZipEntry {
  /** Its path within the archive. */
  name: string;
  content: Buffer;
}

export interface MadeBundle {
  about: Pick<SupportBundle, 'files' | 'masked' | 'personal'>;
  entries: ZipEntry[];
}

interface Text extends Pick<SupportFile, 'name' | 'about' | 'missing'> {
  text: string;
  keeps: SupportPart['keeps'];
}

/** Reads and redacts each part. @param onPart told before each, with its place in the list */
export async function makeBundle(
  parts: readonly SupportPart[],
  hide: readonly PersonalKind[],
  onPart: (index: number, about: string) => void,
): Promise<MadeBundle> {
  const redact = createRedactor(await knownSecrets());
  const masked = new Map<string, number>();
  const read: Text[] = [];
  for (const [index, part] of parts.entries()) {
    onPart(index, part.about);
    read.push(await redactedPart(part, redact, masked));
    // The panel answers others meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
  }
  onPart(parts.length, 'What is left of personal things');
  const fitted = shortened(read);
  const { texts, personal } = personalIn(fitted, await knownPersonal(), hide);
  const entries = texts.map(({ name, text }) => ({ name, content: Buffer.from(text, 'utf8') }));
  const shown = [...masked].map(([label, places]) => ({ label, places })).sort((a, b) => b.places - a.places);
  return {
    entries,
    about: {
      files: texts.map(({ name, about, missing }, index) => ({
        name,
        about,
        missing,
        bytes: entries[index]?.content.length ?? 0,
      })),
      masked: shown,
      personal: [...personal].map(([kind, values]) => ({
        kind,
        isHidden: hide.includes(kind),
        count: [...values.values()].reduce((sum, count) => sum + count, 0),
        values: hide.includes(kind) ? [] : [...values.keys()].slice(0, SHOWN_VALUES),
      })),
    },
  };
}

/** A part that cannot be read says why, in its own place. */
async function redactedPart(part: SupportPart, redact: Redactor, masked: Map<string, number>): Promise<Text> {
  const { name, about, keeps, maxBytes } = part;
  try {
    const whole = await within((async () => part.read())(), PART_LIMIT_MS);
    // At the ends of lines, so that no secret is cut in two before it is looked for.
    const { text, masked: places } = await redact(cut(whole, 2 * maxBytes, keeps));
    for (const [label, count] of places) masked.set(label, (masked.get(label) ?? 0) + count);
    return { name, about, keeps, missing: null, text: cut(text, maxBytes, keeps) };
  } catch (error) {
    logger().info({ err: error, part: name }, 'a part of the support bundle could not be read');
    const reason = (await redact(error instanceof AppError ? error.message : 'It could not be read.')).text;
    return { name, about, keeps, missing: reason, text: `Not there: ${reason}\n` };
  }
}

/** @param keeps which end stays; whole lines */
function cut(text: string, maxBytes: number, keeps: SupportPart['keeps']): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= maxBytes) return text;
  const left = `[${bytes.length - maxBytes} bytes and the rest of a line are left out here]\n`;
  if (keeps === 'end') {
    const end = bytes.subarray(bytes.length - maxBytes);
    const newline = end.indexOf('\n');
    return left + (newline === -1 ? '' : end.subarray(newline + 1).toString('utf8'));
  }
  const start = bytes.subarray(0, maxBytes);
  return start.subarray(0, start.lastIndexOf('\n') + 1).toString('utf8') + left;
}

/** Halves the longest one until all together are small enough. */
function shortened(texts: readonly Text[]): Text[] {
  const size = ({ text }: Text) => Buffer.byteLength(text);
  const bySize = [...texts].sort((a, b) => size(b) - size(a));
  const [longest] = bySize;
  const total = texts.reduce((sum, text) => sum + size(text), 0);
  if (total <= MOST_BYTES || longest === undefined) return [...texts];
  const text = cut(longest.text, Math.floor(size(longest) / 2), longest.keeps);
  return shortened(texts.map((one) => (one === longest ? { ...one, text } : one)));
}

function personalIn(
  texts: readonly Text[],
  known: readonly KnownPersonal[],
  hide: readonly PersonalKind[],
): { texts: Text[]; personal: Personal } {
  const plain = texts.map(({ text }) => text);
  const personal = findPersonal(plain, known);
  const hidden = hidePersonal(plain, personal, hide);
  const reasons = hidePersonal(
    texts.map(({ missing }) => missing ?? ''),
    personal,
    hide,
  );
  return {
    personal,
    texts: texts.map((one, index) => ({
      ...one,
      text: hidden[index] ?? '',
      missing: one.missing === null ? null : (reasons[index] ?? ''),
    })),
  };
}

/** The first file of an archive: what this is. */
export function readmePart(atMs: number, hide: readonly PersonalKind[]): SupportPart {
  const { verdict } = hub().snapshot();
  const read = () =>
    [
      `Support bundle of Weir ${VERSION}, made ${new Date(atMs).toISOString()} (project ${env().project}).`,
      `Then it said: ${verdict.headline}`,
      '',
      'Secrets are masked everywhere: by their values, by their names and by their form.',
      `Personal things: ${hide.length === 0 ? 'left as they are' : `hidden are ${hide.join(', ')}`}.`,
      'A file that begins with “Not there:” could not be read, and says why.',
      '',
    ].join('\n');
  return { name: 'README.txt', about: 'What this is', keeps: 'start', maxBytes: 4096, read };
}

/** One archive of all of them. @param at the time that each of its files gets */
export async function zip(entries: readonly ZipEntry[], at: Date): Promise<Buffer> {
  const { ZipFile } = await import('yazl');
  const archive = new ZipFile();
  for (const { name, content } of entries) archive.addBuffer(content, name, { mtime: at });
  archive.end();
  return buffer(archive.outputStream);
}
