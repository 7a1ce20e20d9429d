import 'server-only';
import { serviceNames } from '@/lib/pipeline/components';
import { ownImage, ownPort } from '@/lib/pipeline/records';
import { RESTORED_TITLE } from '@/lib/schemas/plain';
import { type Edited, type Texts, writableFileIds } from '../change/records/texts';
import { AppError } from '../errors';
import { parseEnv, setEnv } from '../files/env/env-file';
import { stackFile } from '../files/stack-files';
import { dayAndTime } from '../notify/local-time';
import { withCluster } from '../settings/sections/labels';
import type { Manifest } from './manifest';
import type { PackedFile } from './packed';

/** What `.env` says of the machine, and not of its owner's wishes: it stays as it is here. */
const OF_THIS_MACHINE = [
  ...['WEIR_PROJECT', 'WEIR_PORT', 'WEIR_UID', 'WEIR_GID', 'WEIR_HOST_NAME', 'WEIR_TIMEZONE'],
  ...['WEIR_COMPOSE_VERSION', 'WEIR_STACK_HOST_DIR', 'WEIR_BACKUP_DIR', 'DOCKER_SOCKET', 'DOCKER_GID'],
  'NODE_EXPORTER_LISTEN_IP',
  ...serviceNames.flatMap((name) => [ownImage(name).variable, ownPort(name).variable]),
];

const pathOf = (id: (typeof writableFileIds)[number]) => stackFile(id).relative;

/** Files of a backup that are none of the stack's fixed set: the panel writes no other. */
export function byHand(files: readonly PackedFile[]): string[] {
  const known = writableFileIds.map(pathOf);
  return files.map(({ path }) => path).filter((path) => !path.startsWith('.weir/') && !known.includes(path));
}

/**
 * The files of a backup in the place of the present ones, under the name that this Pi is to have.
 * @throws AppError invalid-stack when a file of it cannot be read as what it is
 */
export function restoredFiles(
  { madeAtMs, cluster: name }: Pick<Manifest, 'madeAtMs' | 'cluster'>,
  files: readonly PackedFile[],
  { cluster, current, timeZone }: { cluster: string; current: Texts; timeZone: string },
): Edited {
  const texts = new Map(current);
  const notes: string[] = [];
  for (const id of writableFileIds) {
    const file = files.find(({ path }) => path === pathOf(id));
    if (file) texts.set(id, textOf(file));
    else if ((current.get(id) ?? null) !== null)
      notes.push(`${pathOf(id)} is not in the backup; the present one stays.`);
  }
  texts.set('env', ofThisMachine(texts.get('env') ?? '', current.get('env') ?? ''));
  const config = texts.get('vmagent-config');
  if (config) texts.set('vmagent-config', withCluster(config, cluster));
  notes.push('Ports, images, user and folders stay those of this machine.');
  if (name !== null && name !== cluster)
    notes.push(`This Pi writes as ${cluster}; what ${name} has written stays under its own name.`);
  return {
    texts,
    title: `${RESTORED_TITLE} ${dayAndTime(madeAtMs, timeZone)}`,
    problems: [],
    notes,
  };
}

function ofThisMachine(text: string, present: string): string {
  const [then, now] = [parseEnv(text), parseEnv(present)];
  const kept = OF_THIS_MACHINE.filter((name) => then[name] !== now[name]);
  return setEnv(text, Object.fromEntries(kept.map((name) => [name, now[name] ?? null])));
}

function textOf({ path, content }: PackedFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new AppError('invalid-stack', `${path} in the backup is not UTF-8 text.`);
  }
}
