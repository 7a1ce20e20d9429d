import 'server-only';
import { isCloud, type SourceId, sourceIds, sourceService, targetJobs } from '@/lib/pipeline/components';
import { sourceClocks } from '@/lib/pipeline/records';
import { applyStepIds, type ChangeStarted } from '@/lib/schemas/settings/settings';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { withEngine } from '../control/engine-watch';
import { readStackTexts } from '../stack/stack-texts';
import { type StepReport, startTask, type TaskContext } from '../tasks/tasks';
import type { Side } from './effects/effects';
import { outcomeWords, type Seen } from './effects/words';
import { orPutBack } from './or-put-back';
import { changedPart } from './records/changed-part';
import type { ApplyRequest, Edited, Texts } from './records/texts';
import { assertSeen } from './seen';
import { assertSettled } from './state';
import { bring } from './steps/act';
import { deliverFirst } from './steps/buffer';
import { type Author, commitChange } from './steps/commit';
import { checkDestination, touchesDelivery, watchFirstBlock } from './steps/delivery';
import { getChangeImages } from './steps/images';
import { assertPossible, BUFFER_TRIES, type Prepared, prepare } from './steps/prepare';
import { watchTargets } from './steps/targets';
import { validateChange } from './steps/validate';
import { writeChange, writtenWords } from './write';

const labels: Record<(typeof applyStepIds)[number], string> = {
  check: 'Check the change with the programs that will use it',
  write: 'Write the files',
  act: 'Apply it to the services',
  verify: 'See that it works',
  sources: 'See what comes of it',
};

interface Extras {
  /** The files that the services run, where an edit by hand is taken over. */
  adopted?: Texts;
}

/**
 * Makes a change as one transaction: checked, written, brought to the services, verified, or everything put back.
 * @returns the task, or null when files and services are so already
 * @throws AppError revision-conflict, bad-request with field errors, task-running, docker-unreachable
 */
export async function startApply(wish: ApplyRequest, { adopted }: Extras = {}): Promise<ChangeStarted> {
  assertSettled();
  const stack = await readStackTexts();
  await assertSeen(wish.ifMatch, stack);
  const edited = await wish.edit(stack.texts);
  const look = (more: Edited['texts'] = new Map()) =>
    prepare(
      stack,
      { ...edited, texts: new Map([...edited.texts, ...more]) },
      {
        waiting: wish.waiting,
        bufferTries: BUFFER_TRIES,
        ...(adopted && { scope: 'all', earlier: adopted }),
      },
    );
  const prepared = await look();
  assertPossible(wish, prepared);
  const isNothing = prepared.changed.length === 0 && prepared.effects.length === 0;
  if (isNothing && adopted === undefined) return { taskId: null };
  const author: Author = { who: wish.who, title: prepared.title, reason: wish.reason };
  const ids = applyStepIds.filter((id) => id !== 'sources' || cloudsOf(prepared).length > 0);
  const steps = ids.map((id) => ({ id, label: labels[id] }));
  const spec = { kind: 'apply', title: prepared.title, service: null, steps } as const;
  const task = startTask(spec, (ctx) =>
    apply(ctx, wish, author, { prepared, look, isAdopted: adopted !== undefined }),
  );
  return { taskId: task.id };
}

interface Planned {
  prepared: Prepared;
  /** The same change, with more written into the files. */
  look: (more: Edited['texts']) => Promise<Prepared>;
  isAdopted: boolean;
}

async function apply(
  ctx: TaskContext,
  wish: ApplyRequest,
  author: Author,
  planned: Planned,
): Promise<string> {
  const { isAdopted } = planned;
  const { title } = planned.prepared;
  const part = { title, advice: 'Nothing was changed; apply again then.', signal: ctx.signal };
  const prepared = await ctx.step('check', (report) =>
    withEngine(part, (signal) => check(signal, wish, planned, report)),
  );
  const journal = await ctx.step('write', async (report) => {
    const begun = await writeChange(author, prepared, isAdopted);
    report.detail(writtenWords(begun.files));
    return begun;
  });
  const begun = { journal, prepared, signal: ctx.signal };
  const startedAtMs = Date.now();
  await ctx.step('act', (report) =>
    orPutBack(begun, report, async (signal) => {
      await bring(prepared, journal.files, { report, signal });
      const isNothing = prepared.effects.length === 0;
      report.detail(isNothing ? 'No service is touched.' : 'The services run the change.');
    }),
  );
  const outcome = await ctx.step('verify', (report) =>
    orPutBack(begun, report, async (signal) => {
      const words = await verify(signal, prepared, startedAtMs, report);
      signal.throwIfAborted();
      await commitChange(journal);
      return words;
    }),
  );
  const clouds = cloudsOf(planned.prepared);
  if (clouds.length === 0) return outcome;
  const { seeClouds } = await import('./see-clouds');
  // A line for each: the form shows them as such.
  return [outcome, ...(await seeClouds(ctx, clouds, startedAtMs))].join('\n');
}

/** The clouds that are asked anew. */
function cloudsOf({ effects }: Prepared): SourceId[] {
  const asked = effects.filter(({ kind }) => kind !== 'remove').map(({ service }) => service);
  return sourceIds.filter((id) => isCloud(id) && asked.includes(sourceService(id)));
}

async function check(
  signal: AbortSignal,
  { waiting }: ApplyRequest,
  { prepared: planned, look, isAdopted }: Planned,
  report: StepReport,
): Promise<Prepared> {
  await checkDestination(planned, report);
  const envText = await getChangeImages(planned, { isAdopted }, report, signal);
  const prepared = envText === null ? planned : await look(new Map([['env', envText]]));
  const { before, question } = prepared;
  await validateChange(prepared, report, signal);
  if (question !== null && waiting === 'deliver') await deliverFirst(before.texts, report, signal);
  report.detail('The change can be made.');
  return prepared;
}

async function verify(
  signal: AbortSignal,
  prepared: Prepared,
  startedAtMs: number,
  report: StepReport,
): Promise<string> {
  const { after, effects, asleep } = prepared;
  const isDelivered = touchesDelivery(prepared);
  if (isDelivered) await watchFirstBlock(after.texts, startedAtMs, report, signal);
  const deliveredMs = isDelivered ? Date.now() - startedAtMs : null;
  const fresh = effects
    .filter(({ kind, service }) => kind === 'create' || (kind === 'recreate' && !hasClock(service)))
    .map(({ service }) => service)
    .filter((service) => targetJobs.some((job) => job === service));
  const unmeasured = await watchTargets(fresh, startedAtMs, signal);
  const words = outcomeWords(effects, {
    vmagentPart: vmagentPart(prepared),
    deliveredMs,
    measured: fresh.filter((service) => !unmeasured.includes(service)),
    unmeasured,
    asleep,
  });
  report.detail(words);
  return words;
}

/** One that asks on a clock of its own answered when it was recreated; its data comes with its next round. */
const hasClock = (service: ServiceName) => sourceClocks.some(({ id }) => sourceService(id) === service);

function vmagentPart({ before, after, touched }: Prepared): Seen['vmagentPart'] {
  if (!touched.includes('vmagent-aggregation')) return changedPart(configOf(before), configOf(after));
  return touched.includes('vmagent-config') ? null : 'aggregation';
}

function configOf({ texts }: Side): string {
  return texts.get('vmagent-config') ?? '';
}
