import 'server-only';
import os from 'node:os';
import { accounts, ownFileIds, wholeSecret } from '@/lib/pipeline/records';
import { env } from '../env';
import { parseEnv } from '../files/env/env-file';
import { readStackFile } from '../files/file-store';
import { hub } from '../sampler/hub';
import type { KnownPersonal } from './personal';

/** What the panel knows of its owner and no pattern could tell. Never rejects. */
export async function knownPersonal(): Promise<KnownPersonal[]> {
  const values = await envOf();
  const { cluster } = hub().snapshot();
  const hosts = [os.hostname(), env().hostName, ...env().allowedHosts, cluster, values.WEIR_HOST_NAME];
  return [
    ...hosts.map((value) => ({ kind: 'host-name' as const, value: value ?? '' })),
    ...accounts.map(({ kind, variable }) => ({ kind, value: values[variable ?? ''] ?? '' })),
    ...(await inFiles()),
    { kind: 'user-name' as const, value: values.REMOTE_WRITE_USERNAME ?? '' },
  ];
}

async function envOf(): Promise<Record<string, string>> {
  try {
    return parseEnv((await readStackFile('env')) ?? '');
  } catch {
    return {};
  }
}

/** What the sources' own files name beside a pattern stands elsewhere without it. */
async function inFiles(): Promise<KnownPersonal[]> {
  const ids = ownFileIds.filter((id) => wholeSecret(id) === null);
  const texts = await Promise.all(ids.map((id) => readStackFile(id).catch(() => null)));
  return accounts.flatMap(({ kind, patterns }) =>
    patterns.flatMap((pattern) =>
      texts.flatMap((text) => [...(text ?? '').matchAll(pattern)].map(([, value = '']) => ({ kind, value }))),
    ),
  );
}
