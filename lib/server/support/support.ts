import 'server-only';
import { randomBytes } from 'node:crypto';
import type { SupportBundle, SupportInput, SupportState } from '@/lib/schemas/support';
import { AppError } from '../errors';
import type { Call } from '../http/call';
import { readOverview } from '../live/overview';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { type MadeBundle, makeBundle, readmePart, zip } from './bundle';
import { supportParts } from './parts';

/** So long a bundle is kept, in memory only. */
const KEPT_MS = 10 * 60_000;

interface Kept {
  bundle: SupportBundle;
  archive: Buffer;
  /** Of the files in it, for the preview. */
  contents: Buffer[];
}

interface Holder {
  making: SupportState['making'];
  failure: string | null;
  kept: Kept | null;
  timer: NodeJS.Timeout | undefined;
}

const holder = () =>
  singleton('support', (): Holder => ({ making: null, failure: null, kept: null, timer: undefined }));

export function showSupport(): SupportState {
  const { making, failure, kept } = holder();
  return { making, failure, bundle: kept?.bundle ?? null };
}

/** Begins to make a bundle, which takes the place of the last one; one at a time. */
export function startSupport({ body }: Call<SupportInput>): SupportState {
  const held = holder();
  if (held.making === null) {
    held.making = { done: 0, total: 1, label: 'The state of the pipeline' };
    held.failure = null;
    void make(held, body.hide);
  }
  return showSupport();
}

async function make(held: Holder, hide: SupportInput['hide']): Promise<void> {
  try {
    // A look that is as new as can be; the last one where none can be had.
    await readOverview().catch(() => undefined);
    const madeAtMs = Date.now();
    const parts = [readmePart(madeAtMs, hide), ...supportParts()];
    const made = await makeBundle(parts, hide, (done, label) => {
      held.making = { done, total: parts.length + 1, label };
    });
    await keep(held, madeAtMs, made);
  } catch (error) {
    logger().error({ err: error }, 'the support bundle could not be made');
    held.failure = error instanceof AppError ? error.message : 'Something went wrong inside the panel.';
  }
  held.making = null;
}

async function keep(held: Holder, madeAtMs: number, { about, entries }: MadeBundle): Promise<void> {
  const stamp = new Date(madeAtMs).toISOString().slice(0, 16).replace('T', '-').replace(':', '');
  const name = `weir-support-${stamp}`;
  // All in one folder, so that a phone that unpacks it does not strew them about.
  const inFolder = entries.map((entry) => ({ ...entry, name: `${name}/${entry.name}` }));
  const archive = await zip(inFolder, new Date(madeAtMs));
  const bundle: SupportBundle = {
    id: randomBytes(12).toString('hex'),
    madeAtMs,
    untilMs: Date.now() + KEPT_MS,
    fileName: `${name}.zip`,
    bytes: archive.length,
    ...about,
  };
  held.kept = { bundle, archive, contents: entries.map(({ content }) => content) };
  clearTimeout(held.timer);
  // Not by the machine's clock, which may jump.
  held.timer = setTimeout(() => {
    held.kept = null;
  }, KEPT_MS);
  held.timer.unref();
}

/** @throws AppError not-found: another bundle has taken its place, or its time is over */
export function downloadSupport(id: string): { fileName: string; content: Buffer } {
  const { bundle, archive } = need(id);
  return { fileName: bundle.fileName, content: archive };
}

/** One file of the archive, byte for byte. @throws AppError not-found */
export function supportFile(id: string, index: number): Buffer {
  const content = need(id).contents[index];
  if (content === undefined) throw gone();
  return content;
}

function need(id: string): Kept {
  const { kept } = holder();
  if (kept === null || kept.bundle.id !== id) throw gone();
  return kept;
}

function gone(): AppError {
  return new AppError('not-found', 'This support bundle no longer exists.', {
    hint: 'A bundle is kept for ten minutes, or until another one is made. Make a new one.',
  });
}
