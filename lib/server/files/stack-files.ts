import 'server-only';
import path from 'node:path';
import { type TargetJob, targetJobs } from '@/lib/pipeline/components';
import type { OwnFileId } from '@/lib/pipeline/records';
import { ownFiles, targetOf } from '@/lib/pipeline/records';
import { AppError } from '../errors';

export type WritableStackFileId = 'env' | 'vmagent-config' | `vmagent-target/${TargetJob}` | OwnFileId;
export type StackFileId = WritableStackFileId | 'compose' | 'releases';

interface StackFile {
  /** Path inside the stack folder. */
  relative: string;
  /** Path of what ships for a first start, inside the stack folder. */
  template: string | null;
  mode: number;
}

/** No path ever comes from a request: this fixed set is all that the panel can read or write. */
const files: Record<string, StackFile> = {
  compose: { relative: 'docker-compose.yml', template: null, mode: 0o644 },
  releases: { relative: 'releases.json', template: null, mode: 0o644 },
  env: { relative: '.env', template: '.env.example', mode: 0o600 },
  'vmagent-config': config('vmagent/prometheus.yml'),
  ...Object.fromEntries(
    targetJobs.map((job) => [`vmagent-target/${job}`, config(`vmagent/targets/${job}.yml`)]),
  ),
  ...Object.fromEntries(
    ownFiles.map(({ id, relative, ships, secret }) => [
      id,
      {
        ...config(relative),
        ...(!ships && { template: null }),
        ...(secret && { mode: 0o600 }),
      },
    ]),
  ),
};

function config(name: string): StackFile {
  // Readable by the containers' users, which are not the panel's.
  return { relative: `config/${name}`, template: `config.example/${name}`, mode: 0o644 };
}

/** Where `.env` lies if what stands in its place is a link to here: in a folder that the panel's container may write. */
export const LINKED_ENV = 'config/.env';

/** The address of the exporter that a target list is for; null for another file. */
export function targetAddress(id: StackFileId): string | null {
  const job = targetJobs.find((one) => id === `vmagent-target/${one}`);
  return job === undefined ? null : targetOf(job);
}

/** Where a file of the stack is. @throws AppError not-found for an id outside the fixed set */
export function stackFile(id: StackFileId): StackFile {
  const file = Object.hasOwn(files, id) ? files[id] : undefined;
  if (file !== undefined) return file;
  throw new AppError('not-found', 'There is no such file in the stack.');
}

/** Folders, inside the stack folder, that hold its files. */
export function stackFolders(): string[] {
  const names = [...Object.values(files).map(({ relative }) => relative), LINKED_ENV];
  return [...new Set(names.map((name) => path.dirname(name)))];
}

/** Files whose content only their owner may read. */
export function secretFiles(): StackFile[] {
  return Object.values(files).filter(({ mode }) => (mode & 0o077) === 0);
}
