import 'server-only';
import { isCloud, type SourceId, sourceIds, sourceService } from '@/lib/pipeline/components';
import { applyStepIds, type ChangeStarted } from '@/lib/schemas/settings/settings';
import { withEngine } from '../control/engine-watch';
import { readStackTexts } from '../stack/stack-texts';
import { type StepReport, startTask, type TaskContext } from '../tasks/tasks';
import { orPutBack } from './or-put-back';
import type { Probation } from './probation';
import type { ApplyRequest, Edited, Texts } from './records/texts';
import { assertSeen } from './seen';
import { assertSettled } from './state';
import { bring } from './steps/act';
import { deliverFirst } from './steps/buffer';
import { type Author, commitChange } from './steps/commit';
import { checkDestination } from './steps/delivery';
import { getChangeImages } from './steps/images';
import { assertPossible, BUFFER_TRIES, type Prepared, prepare } from './steps/prepare';
import { writeStates } from './steps/states';
import { validateChange } from './steps/validate';
import { verify } from './verify';
import { writeChange, writeStatesAlone, writtenWords } from './write';

const labels: Record<(typeof applyStepIds)[number], string> = {
  check: 'Check the change with the programs that will use it',
  write: 'Write the files',
  act: 'Apply it to the services',
  verify: 'See that it works',
  watch: 'Watch what comes of it',
  sources: 'See what comes of it',
};

interface Extras {
  /** The files that the services run, where an edit by hand is taken over. */
  adopted?: Texts;
  /** What it has to stand before it counts. */
  probation?: Probation;
}

/**
 * Makes a change as one transaction: checked, written, brought to the services, verified, or everything put back.
 * @returns the task, or null when files and services are so already
 * @throws AppError revision-conflict, bad-request with field errors, task-running, docker-unreachable
 */
export async function startApply(
  wish: ApplyRequest,
  { adopted, probation }: Extras = {},
): Promise<ChangeStarted> {
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
  if (isNothing && adopted === undefined) {
    await writeStatesAlone(prepared.title, wish.states);
    await wish.onStates?.();
    return { taskId: null };
  }
  const author: Author = { who: wish.who, title: prepared.title, reason: wish.reason };
  const isWanted = { sources: cloudsOf(prepared).length > 0, watch: probation !== undefined };
  const ids = applyStepIds.filter((id) => (id !== 'sources' && id !== 'watch') || isWanted[id]);
  const named = { ...labels, ...(probation && { watch: probation.label }) };
  const steps = ids.map((id) => ({ id, label: named[id] }));
  const spec = { kind: 'apply', title: prepared.title, service: null, steps } as const;
  const task = startTask(spec, (ctx) =>
    apply(ctx, wish, author, { prepared, look, isAdopted: adopted !== undefined, probation }),
  );
  return { taskId: task.id };
}

interface Planned {
  prepared: Prepared;
  /** The same change, with more written into the files. */
  look: (more: Edited['texts']) => Promise<Prepared>;
  isAdopted: boolean;
  probation: Probation | undefined;
}

async function apply(
  ctx: TaskContext,
  wish: ApplyRequest,
  author: Author,
  planned: Planned,
): Promise<string> {
  const { isAdopted, probation } = planned;
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
  const seen = (id: string, see: (report: StepReport, signal: AbortSignal) => Promise<string>) =>
    ctx.step(id, (report) =>
      orPutBack(begun, report, async (signal) => {
        const words = await see(report, signal);
        signal.throwIfAborted();
        if (id !== 'watch' && probation !== undefined) return words;
        await writeStates(journal, wish.states ?? new Map());
        await commitChange(journal);
        return words;
      }),
    );
  const verified = await seen('verify', (report, signal) => verify(signal, prepared, startedAtMs, report));
  const stood =
    probation && (await seen('watch', (report, signal) => probation.watch(startedAtMs, report, signal)));
  await wish.onStates?.();
  const outcome = stood === undefined ? verified : `${verified} ${stood}`;
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
  { prepared: planned, look, isAdopted, probation }: Planned,
  report: StepReport,
): Promise<Prepared> {
  await checkDestination(planned, report);
  const envText = await getChangeImages(planned, { isAdopted }, report, signal);
  const prepared = envText === null ? planned : await look(new Map([['env', envText]]));
  const { before, question } = prepared;
  await validateChange(prepared, report, signal);
  if (question !== null && waiting === 'deliver') await deliverFirst(before.texts, report, signal);
  await probation?.begin(report, signal);
  report.detail('The change can be made.');
  return prepared;
}
