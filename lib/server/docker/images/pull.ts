import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageInspectInfo } from 'dockerode';
import { AppError } from '../../errors';
import { withDocker } from '../client';
import { statusOf, toDockerError } from '../docker-error';
import { jsonLines } from '../json-lines';
import { cleanText } from '../log-lines/text';
import { isLocalName, registryWords } from './registry';

export interface PullProgress {
  currentBytes: number;
  /** Sum over the layers whose size is known so far; it grows while the engine learns about more of them. */
  totalBytes: number;
}

export interface PullOptions {
  onProgress?: (progress: PullProgress) => void;
  signal?: AbortSignal;
}

interface PullEvent {
  id?: string;
  status?: string;
  progressDetail?: { current?: number; total?: number };
  error?: string;
}

const TRIES = 3;
const PAUSE_MS = 2_000;
/** So long without a byte or a word, and a download is given up. */
const STALL_MS = 120_000;

/** Full id (`sha256:…`) of a local image, or null. */
export async function imageId(ref: string): Promise<string | null> {
  return (await inspectImage(ref))?.Id ?? null;
}

/** The digests under which registries have a local image, as `repository@sha256:…`. */
export async function imageDigests(ref: string): Promise<string[]> {
  return (await inspectImage(ref))?.RepoDigests ?? [];
}

function inspectImage(ref: string): Promise<ImageInspectInfo | null> {
  return withDocker(async (client) => {
    try {
      return await client.getImage(ref).inspect();
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  });
}

export async function hasImage(ref: string): Promise<boolean> {
  return (await imageId(ref)) !== null;
}

/** Adds up the engine's per-layer progress. Only downloads count: they are what takes the time on a home line. */
export function layerTotals(layers: Map<string, PullProgress>, event: PullEvent): PullProgress {
  const { current = 0, total = 0 } = event.progressDetail ?? {};
  if (event.id && event.status === 'Downloading' && total > 0) {
    layers.set(event.id, { currentBytes: current, totalBytes: total });
  } else if (event.id && /^(Download complete|Extracting|Pull complete)/.test(event.status ?? '')) {
    const layer = layers.get(event.id);
    if (layer) layer.currentBytes = layer.totalBytes;
  }
  const sum = { currentBytes: 0, totalBytes: 0 };
  for (const layer of layers.values()) {
    sum.currentBytes += layer.currentBytes;
    sum.totalBytes += layer.totalBytes;
  }
  return sum;
}

/** Without a tag the engine would pull every tag of the repository. */
function withTag(ref: string): string {
  const last = ref.slice(ref.lastIndexOf('/') + 1);
  return last.includes(':') || ref.includes('@') ? ref : `${ref}:latest`;
}

async function pull(ref: string, { onProgress, signal }: PullOptions): Promise<void> {
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(), STALL_MS);
  const ended = signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal;
  try {
    const stream = await withDocker((client) => client.pull(withTag(ref), { abortSignal: ended }));
    const layers = new Map<string, PullProgress>();
    for await (const event of jsonLines<PullEvent>(stream, ended)) {
      timer.refresh();
      if (event.error) throw new Error(event.error);
      onProgress?.(layerTotals(layers, event));
    }
    if (stalled.signal.aborted) throw new Error('time out: nothing more came');
  } finally {
    clearTimeout(timer);
  }
}

/** Whether another try can help: the registry said no, or there is no way to it. */
function isFinal(words: string): boolean {
  return /not found|manifest unknown|denied|unauthorized|no matching manifest|too ?many ?requests|invalid reference/i.test(
    words,
  );
}

/** Makes sure that an image is here, pulling it when it is not. @throws AppError image-missing | disk-full | docker-… */
export async function ensureImage(ref: string, options: PullOptions = {}): Promise<string> {
  const present = await imageId(ref);
  if (present) return present;
  if (isLocalName(ref)) {
    throw new AppError('image-missing', `The image ${cleanText(ref)} is not here, and no registry has it.`, {
      hint: 'It is built on this machine: start its service on its page.',
    });
  }
  for (let attempt = 1; ; attempt++) {
    try {
      await pull(ref, options);
      break;
    } catch (error) {
      options.signal?.throwIfAborted();
      const mapped = toDockerError(error);
      if (mapped.code !== 'docker-error' && mapped.code !== 'image-missing') throw mapped;
      if (attempt >= TRIES || isFinal(mapped.message)) {
        throw new AppError(
          'image-missing',
          `The image ${cleanText(ref)} is not here and could not be pulled.`,
          {
            hint: registryWords(ref, mapped.message),
            cause: error,
          },
        );
      }
      await sleep(PAUSE_MS * attempt, undefined, { signal: options.signal });
    }
  }
  const pulled = await imageId(ref);
  if (pulled) return pulled;
  throw new AppError('image-missing', `The image ${cleanText(ref)} was pulled but is not here.`);
}
