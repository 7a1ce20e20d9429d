import 'server-only';
import { component } from '@/lib/pipeline/components';
import { readsAtStart } from '@/lib/pipeline/records';
import type { Effect } from '@/lib/schemas/settings/settings';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { standings } from '../../compose/fit';
import { upServices } from '../../compose/up';
import { waitForService } from '../../compose/wait';
import type { LeftOut } from '../../control/left-out';
import { explainPortError } from '../../control/port-problems';
import { isSeenToWork } from '../../control/readiness';
import { removeService } from '../../docker/containers';
import { containersOf } from '../../docker/own';
import { putSecret } from '../../docker/put-file';
import { whileStarting } from '../../docker/starting';
import { AppError } from '../../errors';
import type { WritableStackFileId } from '../../files/stack-files';
import { programs } from '../../sources/programs';
import { servicesOf } from '../../stack/model';
import { wantedConfig } from '../../stack/wanted-config';
import type { StepReport } from '../../tasks/tasks';
import type { Side } from '../effects/effects';
import type { Journal } from '../records/journal';
import { isLate, writeFiles } from './files';
import type { Prepared } from './prepare';
import { waitForTargets } from './targets';
import { ensureAggregation, ensureVmagentConfig } from './vmagent';

/** Inside vmagent's container; see `secrets` in docker-compose.yml. */
const TOKEN_PATH = '/run/secrets/remote_write_token';
const UP_LIMIT_MS = 75_000;

export interface Act {
  /** What the services shall run: the files as they are on the disk now. */
  side: Side;
  /** What the change does, or did, to the services. */
  effects: readonly Effect[];
  /** Files that the services are brought to. */
  touched: readonly WritableStackFileId[];
  /** Called when the exporters run and before vmagent is touched. */
  beforeVmagent?: () => Promise<void>;
  /** A launch: takes sources that do not come up, and has those that are left out already. */
  left?: LeftOut | undefined;
  report: Pick<StepReport, 'detail' | 'progress'>;
  signal?: AbortSignal | undefined;
}

/**
 * Brings the services to a change that is written.
 * @param files what it wrote; target lists of sources that are new are written when their exporters run
 * @throws AppError as `act`
 */
export async function bring(
  { after: side, effects, touched }: Prepared,
  files: Journal['files'],
  more: Pick<Act, 'report' | 'signal' | 'left'>,
): Promise<void> {
  const late = files.filter(isLate).map(({ id, after: text }) => ({ id, text }));
  await act({ side, effects, touched, beforeVmagent: () => writeFiles(late), ...more });
}

/**
 * Brings the services that a change touches to what the files say, and sees that they are. Each part looks first
 * whether it is so already, so the same call makes a change, puts one back, and ends one that was cut short.
 * @throws AppError service-unhealthy, verify-failed and the engine's
 */
export async function act(todo: Act): Promise<void> {
  const { side, effects, touched, beforeVmagent, left, report } = todo;
  const isLeft = (service: ServiceName) => left?.services.has(service) === true;
  const remade = effects.filter(
    ({ kind, service }) => ['create', 'recreate', 'remove'].includes(kind) && !isLeft(service),
  );
  const on = remade.map(({ service }) => service).filter((service) => side.model.enabled.has(service));
  const off = remade.map(({ service }) => service).filter((service) => !side.model.enabled.has(service));
  const done = await whileStarting(on, async () => {
    const made = await bringUp(
      todo,
      on.filter((service) => service !== 'vmagent'),
    );
    // The change may have been given up while the engine hung.
    todo.signal?.throwIfAborted();
    left?.assertNotAllOf(servicesOf(side.model));
    await beforeVmagent?.();
    if (on.includes('vmagent')) await bringUp(todo, ['vmagent']);
    return made;
  });
  await refreshVmagent(todo);
  for (const { service, id, reload } of programs) {
    const isTouched = effects.some((one) => one.service === service && one.kind !== 'remove');
    if (!isTouched || isLeft(service) || !touched.includes(id) || done.has(service)) continue;
    if (!(await runs(service))) continue;
    report.detail(`${service} reads its configuration…`);
    // The earlier container may have been started again a moment ago.
    await waitForService(service, {
      until: 'running',
      evidence: isSeenToWork,
      timeoutMs: UP_LIMIT_MS,
      signal: todo.signal,
    });
    await reload();
  }
  for (const service of off) {
    if ((await containersOf(service)).length === 0) continue;
    report.detail(`${service} is stopped and removed…`);
    await removeService(service);
  }
  await assertStanding(
    side,
    [...on, ...off].filter((service) => !isLeft(service)),
  );
}

/** @returns services that got a new container */
async function bringUp(
  { side, touched, left, report, signal }: Act,
  names: ServiceName[],
): Promise<Set<ServiceName>> {
  const made = new Set<ServiceName>();
  for (const service of names) {
    const result = await upServices(side.model, [service], {
      signal,
      force: readsAtStart(service, touched),
      evidence: isSeenToWork,
      // Running is not enough where the program can be asked: its answer, or Docker's health check, decides.
      until: component(service).answers ? 'healthy' : 'running',
      timeoutMs: UP_LIMIT_MS,
      onStep: (step) => {
        if (step.phase === 'create' || step.phase === 'recreate') report.detail(`${service} is started…`);
        if (step.phase === 'image' && step.progress !== null) {
          report.progress(step.progress.currentBytes, step.progress.totalBytes, 'bytes');
        }
      },
    }).catch(async (error: unknown) => {
      signal?.throwIfAborted();
      const explained = await explainPortError(error);
      if (!left) throw explained;
      left.add(service, explained);
      return null;
    });
    for (const name of [...(result?.created ?? []), ...(result?.recreated ?? [])]) made.add(name);
  }
  return made;
}

async function refreshVmagent({ side, effects, touched, report, signal }: Act): Promise<void> {
  const kinds = effects.filter(({ service }) => service === 'vmagent').map(({ kind }) => kind);
  if (kinds.length === 0 || !(await runs('vmagent'))) return;
  const token = side.model.secret('remote_write_token');
  if (token && kinds.some((kind) => kind !== 'reload' && kind !== 'rescan')) {
    await putSecret('vmagent', TOKEN_PATH, token);
  }
  if (kinds.some((kind) => kind !== 'hot-secret' && kind !== 'rescan')) {
    report.detail('vmagent reads its configuration…');
    await ensureVmagentConfig(await wantedConfig(side.texts.get('vmagent-config') ?? ''), signal);
  }
  if (touched.includes('vmagent-aggregation') && kinds.includes('reload')) {
    report.detail('vmagent reads its list of aggregations…');
    await ensureAggregation(signal);
  }
  if (touched.some((id) => id.startsWith('vmagent-target/'))) {
    report.detail('vmagent looks at its targets…');
    await waitForTargets(side.texts, touched, signal);
  }
}

async function runs(service: ServiceName): Promise<boolean> {
  return (await containersOf(service))[0]?.info.State === 'running';
}

/** @throws AppError verify-failed when a container is not what the files say */
async function assertStanding({ model }: Side, services: readonly ServiceName[]): Promise<void> {
  if (services.length === 0) return;
  const standing = await standings(model);
  for (const service of services) {
    const now = standing.get(service);
    const isRight = model.enabled.has(service) ? now?.isRunning && now.fits !== false : now === undefined;
    if (isRight) continue;
    throw new AppError('verify-failed', `The container of ${service} is not what the files say.`, {
      hint: 'Something else may have changed it meanwhile. Look at it on its page and apply again.',
    });
  }
}
