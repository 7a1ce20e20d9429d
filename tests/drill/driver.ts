// The panel's transaction in a process of its own: `driver change KIND ROUND POINT ORIGIN`, which kills itself at the point,
// or `driver recover KIND`, which does what a panel does when it starts and then looks whether everything fits together.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import type { Task } from '@/lib/schemas/task';
import { startApply } from '@/lib/server/change/apply';
import { adoptEdits, revertEdits } from '@/lib/server/change/changes';
import { readJournal } from '@/lib/server/change/records/journal';
import { newestRevision } from '@/lib/server/change/records/revisions';
import { changedFileIds, type Edit, filesRevision, type Texts } from '@/lib/server/change/records/texts';
import { recoverApply } from '@/lib/server/change/recover';
import { unsettledReason } from '@/lib/server/change/state';
import { standings } from '@/lib/server/compose/fit';
import { isInterim, ownContainers } from '@/lib/server/docker/own';
import { env } from '@/lib/server/env';
import { parseEnv } from '@/lib/server/files/env/env-file';
import { writeStackFiles } from '@/lib/server/files/file-store';
import { readModel, servicesOf, servicesOffOf } from '@/lib/server/stack/model';
import { readStackTexts } from '@/lib/server/stack/stack-texts';
import { onTask } from '@/lib/server/tasks/tasks';
import { trialOf } from '@/lib/server/updates/trial';
import { putBackNow } from '@/lib/server/updates/watched';
import { readRunningConfig } from '@/lib/server/vmagent/running-config';
import { editOf, ended, intervalOf, variables } from '../support/panel/apply';
import { sleep } from '../support/run/exec';
import { isRunningConfig } from '../support/stack/running-config';
import { type FaultPoint, FaultPoints, phases } from './fault-point';
import { dyingVersion, isLaunch, isUpdate, type Kind, type LaunchKind, UPDATE_VERSIONS } from './kinds';
import { answer, answersFile, launched, plannedRevision } from './launches';

const WATCHED = { service: 'vmagent', watchMs: 5_000, maySeriesDiffer: false } as const;
/** What does not settle until then never does; a busy machine takes ten times as long as a quiet one. */
const SETTLE_MS = 300_000;

const say = (event: string, data: object = {}) =>
  process.stdout.write(`${JSON.stringify({ event, ...data })}\n`);

const toggle = (list: string, name: string) =>
  list.split(',').includes(name)
    ? list
        .split(',')
        .filter((one) => one !== name)
        .join(',')
    : `${list},${name}`;

/** Another value each round, so that every apply has something to do. */
function editFor(kind: Exclude<Kind, LaunchKind>, round: number): Edit {
  switch (kind) {
    case 'reload':
    case 'adopt':
      return intervalOf('yace', 61 + (round % 300));
    case 'token':
      return variables({ REMOTE_WRITE_TOKEN: `token-${round}` });
    case 'yace-file':
      return editOf({
        'yace-config': (text) =>
          text.replaceAll(/regions: \[.*?\]/g, `regions: [eu-west-${1 + (round % 90)}]`),
      });
    case 'yace-clock':
      return variables({ YACE_SCRAPING_INTERVAL: String(300 + (round % 500)) });
    case 'vmagent-flag':
      return variables({ REMOTE_WRITE_MAX_DISK_USAGE: `${600 + (round % 900)}MiB` });
    case 'source':
      return (current: Texts) => {
        const profiles = toggle(parseEnv(current.get('env') ?? '').COMPOSE_PROFILES ?? '', 'containers');
        const isOn = profiles.includes('containers');
        return editOf({
          env: (text) => text.replace(/^COMPOSE_PROFILES=.*$/m, `COMPOSE_PROFILES=${profiles}`),
          'vmagent-target/cadvisor': () => (isOn ? '- targets: ["cadvisor:8080"]\n' : '[]\n'),
        })(current);
      };
    case 'update':
      return (current: Texts) => {
        const [one, other] = UPDATE_VERSIONS;
        const isOne = parseEnv(current.get('env') ?? '').VMAGENT_IMAGE === one;
        return variables({ VMAGENT_IMAGE: isOne ? other : one })(current);
      };
    case 'bad-by-owner':
      return editFor('update', round);
    case 'bad-update':
      return variables({ VMAGENT_IMAGE: dyingVersion(env().project) });
    case 'bad-flag':
      return variables({ REMOTE_WRITE_MAX_DISK_USAGE: `plenty-${round}` });
    case 'many':
    case 'bad-many':
    case 'bad-adopt':
      return (current: Texts) => {
        const last = kind === 'many' ? editFor('token', round) : editFor('bad-flag', round);
        const steps = [editFor('reload', round), editFor('yace-clock', round), last];
        return steps.reduce<ReturnType<typeof edited>>((all, step) => edited(step, all.texts), {
          texts: current,
          title: 'Many',
          problems: [],
        });
      };
  }
}

const edited = (edit: Edit, texts: Texts) => {
  const result = edit(texts);
  if (result instanceof Promise) throw new Error('not here');
  return result;
};

async function change(kind: Kind, round: number, point: FaultPoint | null, origin: string): Promise<void> {
  const points = new FaultPoints(point);
  let isAsked = false;
  onTask(({ steps, isPutBack }) => {
    const step =
      steps.find(({ state }) => state === 'running') ?? steps.findLast(({ state }) => state !== 'waiting');
    const phase = isPutBack ? 'put back' : phases.find((one) => one === step?.id);
    if (phase === undefined || step?.state !== 'running') return;
    points.enter(phase);
    say('phase', { phase });
    if (kind !== 'bad-by-owner' || step.id !== 'watch' || step.progress === null || isAsked) return;
    isAsked = true;
    putBackNow();
  });
  const task = isLaunch(kind) ? await launch(kind, round, origin) : await apply(kind, round);
  points.leave();
  say('end', { state: task.state, message: task.error?.message, sizes: points.sizes });
}

async function launch(kind: LaunchKind, round: number, origin: string): Promise<Task> {
  await answer(kind, round, origin);
  say('plan', { before: (await readStackTexts()).revision, after: await plannedRevision() });
  say('begin');
  return launched();
}

async function apply(kind: Exclude<Kind, LaunchKind>, round: number): Promise<Task> {
  const stack = await readStackTexts();
  const after = edited(editFor(kind, round), stack.texts).texts;
  say('plan', { before: stack.revision, after: filesRevision(after, stack.compose) });
  const isByHand = kind.endsWith('adopt');
  if (isByHand) {
    const ids = changedFileIds(stack.texts, after);
    await writeStackFiles(ids.map((id) => ({ id, text: after.get(id) ?? '' })));
  }
  const wish = { who: 'owner', reason: null, ifMatch: '*' } as const;
  say('begin');
  const { taskId } = isByHand
    ? await startApply(
        { ...wish, edit: (texts) => ({ texts, title: 'By hand', problems: [] }) },
        { adopted: stack.texts },
      )
    : await startApply(
        { ...wish, edit: editFor(kind, round) },
        isUpdate(kind) ? { probation: trialOf(WATCHED) } : {},
      );
  return ended(taskId);
}

/** What does not fit together, in words. */
async function faults(): Promise<string[]> {
  const found: string[] = [];
  const { texts, revision } = await readStackTexts();
  const variables = parseEnv(texts.get('env') ?? '');
  for (const [id, text] of texts) {
    if (/config$|target/.test(id) && parseDocument(text ?? '').errors.length > 0) found.push(`${id} is torn`);
  }
  if ((await readJournal()) !== null) found.push('the journal is still there');
  if ((await newestRevision())?.revision !== revision) found.push('the files are not the newest revision');
  const { stackDir } = env();
  const left = readdirSync(stackDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.weir-[0-9a-f]+\.tmp$|candidate|revision-draft/.test(name),
  );
  found.push(...left.map((name) => `${path.basename(name)} was left behind`));
  const model = await readModel(texts.get('env') ?? '');
  const [standing, all] = [await standings(model), await ownContainers()];
  for (const service of servicesOf(model)) {
    const now = standing.get(service);
    if (!now?.isRunning) found.push(`${service} does not run`);
    else if (!now.fits) found.push(`${service} is not what the files say`);
  }
  for (const service of servicesOffOf(model))
    if (standing.has(service)) found.push(`${service} is still there`);
  if (all.length !== standing.size) found.push('a service has two containers');
  for (const { name } of all) if (isInterim(name)) found.push(`${name} has an interim name`);
  const runs = await readRunningConfig().catch((error: Error) => error);
  if (runs instanceof Error) found.push(`vmagent does not say what it runs: ${runs.message}`);
  else if (!isRunningConfig(runs, texts.get('vmagent-config') ?? ''))
    found.push('vmagent runs another configuration');
  say('state', { revision, token: variables.REMOTE_WRITE_TOKEN });
  return found;
}

async function recover(kind: Kind): Promise<void> {
  const startedAtMs = Date.now();
  await recoverApply();
  while (unsettledReason() !== null && Date.now() - startedAtMs < SETTLE_MS) await sleep(20);
  say('settled', { reason: unsettledReason(), ms: Date.now() - startedAtMs });
  // An edit by hand that was not taken over yet is no fault: it is shown, and taken over, or undone, when it is asked for.
  const { revision } = await readStackTexts();
  const newest = await newestRevision();
  let settled: Task | null = null;
  if (kind.endsWith('adopt') && newest !== null && newest.revision !== revision) {
    const request = new Request('http://localhost', { headers: { 'if-match': '*' } });
    const settle = kind === 'adopt' ? adoptEdits : revertEdits;
    const { taskId } = await settle({ request, body: {} } as Parameters<typeof settle>[0]);
    settled = await ended(taskId);
  }
  say('left', { revision, hasAnswers: existsSync(answersFile()) });
  // Its services are not put back: the owner launches again.
  const again = kind === 'launch-first' ? (await launched()).error : null;
  const notAgain = again === null ? [] : [`it cannot be launched again: ${again.message}`];
  const error = settled?.error ?? null;
  const notSettled =
    error === null ? [] : [`the edit by hand is neither taken over nor undone: ${error.message}`];
  say('checked', { faults: [...notAgain, ...notSettled, ...(await faults())] });
}

const [, , mode, kind = 'reload', round = '0', point = 'null', origin = ''] = process.argv;
await (mode === 'recover'
  ? recover(kind as Kind)
  : change(kind as Kind, Number(round), JSON.parse(point), origin));
process.exit(0);
