import 'server-only';
import type { OwnJob } from '@/lib/schemas/settings/settings';
import type { Texts } from '../../change/records/texts';
import { isStackContainer } from '../../docker/home';
import { readStackFile } from '../../files/file-store';
import { hub } from '../../sampler/hub';
import { bufferDevice } from '../../stack/buffer-device';
import { readOwnJobs } from '../../stack/own-jobs';
import { readTemplates } from '../../stack/stack-texts';

/**
 * What must stay free beside a full buffer: vmagent may exceed its cap by one chunk file of 512 MiB, and it stops for
 * good on a full disk (VictoriaMetrics, lib/persistentqueue), as much else on a Pi does. compose/lib/place.sh has it, too.
 */
export const RESERVE_BYTES = 1024 ** 3;

/** What a change is judged by, besides the files themselves. */
export interface ChangeFacts {
  /** What ships for a first start. */
  templates: Texts;
  /** The most that the buffer may hold; null where nobody knows. */
  mostBufferBytes: number | null;
  /** The name under which the asker reaches the panel; null for an address, or where there is no asker. */
  host: string | null;
  /** The panel runs as the stack's container, which vmagent reaches by its name. */
  isStackContainer: boolean;
  /** Jobs that no form may touch. */
  ownJobs: readonly OwnJob[];
}

/** @param host name under which the asker reaches the panel */
export async function readChangeFacts(host: string | null = null): Promise<ChangeFacts> {
  return {
    templates: await readTemplates(),
    mostBufferBytes: await mostBufferBytes(),
    host,
    isStackContainer: await isStackContainer(),
    ownJobs: await readOwnJobs((await readStackFile('vmagent-config')) ?? ''),
  };
}

/**
 * What is free on the buffer's disk, with what the buffer holds, less a reserve. vmagent names the room in its buffer,
 * which is the disk's only where that is the smaller of the two; else the disk of its volume is looked at.
 */
async function mostBufferBytes(): Promise<number | null> {
  const { bytes, capBytes, freeDiskBytes } = hub().snapshot().buffer;
  const held = bytes ?? 0;
  const isDiskSmaller = freeDiskBytes !== null && (capBytes === null || freeDiskBytes + held < capBytes);
  const free = isDiskSmaller ? freeDiskBytes : await diskFreeBytes();
  return free === null ? null : Math.max(0, free + held - RESERVE_BYTES);
}

/** Loaded when vmagent does not tell. Another disk, to which the buffer was moved, cannot be seen from here. */
async function diskFreeBytes(): Promise<number | null> {
  if ((await bufferDevice().catch(() => null)) !== null) return null;
  const { dataDiskFreeBytes } = await import('../../docker/data-disk');
  return dataDiskFreeBytes();
}
