import 'server-only';
import { randomBytes } from 'node:crypto';
import type { SupportBundle, SupportInput, SupportState } from '@/lib/schemas/support';
import { AppError } from '../errors';
import type { Call } from '../http/call';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { unpack, type ZipEntry, zip } from '../support/zip';
import { readOverview } from './overview';
import { makeBundle, readmePart } from './support-bundle';
import { supportParts } from './support-parts';

/** So long a bundle is kept, in memory only. */
const KEPT_MS = 10 * 60_000;

interface Kept {
  bundle: SupportBundle;
  /** Packed; they are unpacked for the preview, so that it shows what the archive holds. */
  entries: ZipEntry[];
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
  const { making, failure } = holder();
  return { making, failure, bundle: living()?.bundle ?? null };
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
    keep(held, madeAtMs, made);
  } catch (error) {
    logger().error({ err: error }, 'the support bundle could not be made');
    held.failure = error instanceof AppError ? error.message : 'Something went wrong inside the panel.';
  }
  held.making = null;
}

function keep(
  held: Holder,
  madeAtMs: number,
  { about, entries }: Awaited<ReturnType<typeof makeBundle>>,
): void {
  const stamp = new Date(madeAtMs).toISOString().slice(0, 16).replace('T', '-').replace(':', '');
  const named = { madeAtMs, fileName: `weir-support-${stamp}.zip` };
  const bundle: SupportBundle = {
    id: randomBytes(12).toString('hex'),
    untilMs: Date.now() + KEPT_MS,
    bytes: archive(named, entries).length,
    ...named,
    ...about,
  };
  held.kept = { bundle, entries };
  clearTimeout(held.timer);
  held.timer = setTimeout(() => {
    held.kept = null;
  }, KEPT_MS);
  held.timer.unref();
}

/** @throws AppError not-found: another bundle has taken its place, or its time is over */
export function downloadSupport(id: string): { fileName: string; content: Buffer } {
  const { bundle, entries } = need(id);
  return { fileName: bundle.fileName, content: archive(bundle, entries) };
}

/** One file of the archive, byte for byte. @throws AppError not-found */
export async function supportFile(id: string, index: number): Promise<Buffer> {
  const entry = need(id).entries[index];
  if (entry === undefined) throw gone();
  return unpack(entry);
}

/** All in one folder, so that a phone that unpacks it does not strew them about. */
function archive(
  { fileName, madeAtMs }: Pick<SupportBundle, 'fileName' | 'madeAtMs'>,
  entries: ZipEntry[],
): Buffer {
  const folder = fileName.replace(/\.zip$/, '');
  return zip(
    entries.map((entry) => ({ ...entry, name: `${folder}/${entry.name}` })),
    new Date(madeAtMs),
  );
}

function living(): Kept | null {
  const { kept } = holder();
  return kept !== null && kept.bundle.untilMs > Date.now() ? kept : null;
}

function need(id: string): Kept {
  const kept = living();
  if (kept === null || kept.bundle.id !== id) throw gone();
  return kept;
}

function gone(): AppError {
  return new AppError('not-found', 'This support bundle is not there any more.', {
    hint: 'It is kept for ten minutes, and until another one is made. Make it anew.',
  });
}
