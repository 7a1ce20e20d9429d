import 'server-only';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ownFileIds, sourceClocks, wholeSecret } from '@/lib/pipeline/records';
import { pricesIn } from '@/lib/pipeline/sources/prices';
import { type ServiceName, serviceNameSchema } from '@/lib/schemas/snapshot';
import { clockSecondsIn } from '@/lib/scrape-duration';
import { notUnderstoodIn } from '../change/effects/not-understood';
import type { Texts } from '../change/records/texts';
import { parseCompose } from '../compose/reader/spec';
import { env } from '../env';
import { AppError } from '../errors';
import { assertOnlyComposeFile, otherComposeFiles } from '../files/compose-files';
import { parseEnv } from '../files/env/env-file';
import { readStackFile, readStackTemplate } from '../files/file-store';
import { type StackFileId, stackFile } from '../files/stack-files';
import type { StackSettings } from '../sampler/steps/ports';
import { NO_SETTINGS } from '../sampler/steps/unknown-snapshot';
import { progressFile, wasSetUp } from '../setup/answers/setup-answers';
import { cloud, cloudIds } from '../sources/sources';
import { OWN_SERVICES } from '../stack/model';
import { readingIn } from '../stack/reading';
import { clusterIn, destinationIn, variablesIn } from '../stack/settings';
import { unfilteredIn } from '../stack/unfiltered';
import { parseByteSize } from '../vmagent/byte-size';

const MISSING = { hint: 'Bring the file back from the repository.' };
// No secret of another is read every time that a file changes.
const TEXTS = ['env', 'vmagent-config', ...ownFileIds.filter((id) => wholeSecret(id) === null)] as const;
const FILES: StackFileId[] = ['compose', ...TEXTS];

const DEFAULTS: StackSettings = { ...NO_SETTINGS, ...settingsIn(new Map()) };

/** File systems tell times no finer than this: a later change within it may have the same stamp. */
const CLOCK_TICK_MS = 20;

/**
 * What changes whenever a file has other bytes or may be used by others than before. The time of the last change of the
 * inode (ctime) stands for all of it: content, owner, mode and access lists; nobody can set it back.
 */
async function stamp(file: string): Promise<{ text: string; isFresh: boolean }> {
  try {
    const info = await stat(file, { bigint: true });
    const { dev, ino, size, mode, uid, gid, mtimeNs, ctimeNs, ctimeMs } = info;
    const text = [dev, ino, size, mode, uid, gid, mtimeNs, ctimeNs].join('-');
    return { text, isFresh: Math.abs(Date.now() - Number(ctimeMs)) < CLOCK_TICK_MS };
  } catch (error) {
    return { text: (error as NodeJS.ErrnoException).code ?? 'none', isFresh: false };
  }
}

/** What the stack's files say, read again only when one of them has changed. A broken one is part of the answer. */
export function createSettingsReader(): () => Promise<StackSettings> {
  let stamps = '';
  let settings: StackSettings | null = null;
  return async () => {
    const names = [
      ...FILES.map((id) => path.join(env().stackDir, stackFile(id).relative)),
      ...otherComposeFiles(),
      progressFile(),
    ];
    const files = await Promise.all(names.map(stamp));
    const now = files.map(({ text }) => text).join(' ');
    if (settings === null || now !== stamps) {
      settings = await readSettings(settings ?? DEFAULTS);
      stamps = files.some(({ isFresh }) => isFresh) ? '' : now;
    }
    return settings;
  };
}

/** What runs was started with what the files said before they were broken, so that stays true of it. */
async function readSettings(before: StackSettings): Promise<StackSettings> {
  let settings = { ...before, wasSetUp: await wasSetUp().catch(() => before.wasSetUp) };
  try {
    const [compose, ...read] = await Promise.all([
      readStackFile('compose'),
      ...TEXTS.map(async (id) => [id, await readStackFile(id)] as const),
    ]);
    const texts: Texts = new Map(read);
    const variables = parseEnv(texts.get('env') ?? '');
    settings = { ...settings, ...settingsIn(texts), cluster: clusterOrNull(texts), problem: null };
    const templates: Texts = new Map([['vmagent-config', await readStackTemplate('vmagent-config')]]);
    settings = { ...settings, unfiltered: unfilteredIn(texts, templates) };
    if (compose === null) throw new AppError('invalid-stack', 'docker-compose.yml is missing.', MISSING);
    settings = { ...settings, ...readModel(compose, variables) };
    await assertOnlyComposeFile(variables, env().project);
    return settings;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, hint } = error;
    return { ...settings, problem: { message, hint: hint ?? 'Correct the file in the stack folder.' } };
  }
}

function settingsIn(texts: Texts) {
  const value = variablesIn(texts);
  const { kind, url } = destinationIn(texts);
  return {
    destination: { kind, url: bareUrl(url) },
    isRead: kind === 'local' || readingIn(texts) !== null,
    plan: {
      series: limitOf(value('PLAN_SERIES')),
      pointsPerMinute: limitOf(value('PLAN_POINTS_PER_MINUTE')),
    },
    bufferCapBytes: parseByteSize(value('REMOTE_WRITE_MAX_DISK_USAGE') || '1GiB'),
    prices: pricesIn(value),
    expected: expectedIn(texts),
    clockSeconds: Object.fromEntries(
      sourceClocks.map(({ id, variable, seconds }) => [id, clockSecondsIn(value(variable)) ?? seconds]),
    ),
  };
}

/** What is wrong with an exporter's file is said by the exporter. */
function expectedIn(texts: Texts): StackSettings['expected'] {
  const told = cloudIds.map((id) => {
    try {
      return [id, cloud(id).parts?.(texts)];
    } catch {
      return [id, undefined];
    }
  });
  return Object.fromEntries(told);
}

function readModel(text: string, variables: Record<string, string>) {
  const enabled = new Set<ServiceName>();
  const images = new Map<ServiceName, string>();
  const model = parseCompose(text, variables, {
    project: env().project,
    projectDir: env().stackDir,
    own: OWN_SERVICES,
  });
  for (const [key, service] of model.services) {
    const name = serviceNameSchema.safeParse(key);
    if (!name.success) continue;
    if (model.enabled.has(key)) enabled.add(name.data);
    if (service.image) images.set(name.data, service.image);
  }
  return { enabled, images, notUnderstood: notUnderstoodIn(model) };
}

/** What is wrong with the scrape configuration is said by vmagent. */
function clusterOrNull(texts: Texts): string | null {
  try {
    return clusterIn(texts);
  } catch {
    return null;
  }
}

/** What is no number is no limit here; the form says what is wrong with it. */
function limitOf(text: string): number | null {
  return /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** Credentials and query have no place in what every viewer gets. */
function bareUrl(text: string): string {
  const url = URL.parse(text);
  return url ? `${url.protocol}//${url.host}${url.pathname}` : '';
}
