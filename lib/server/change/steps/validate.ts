import 'server-only';
import path from 'node:path';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { CANDIDATE, dryRuns } from '../../compose/create/dry-runs';
import { runInside } from '../../compose/exec';
import type { ComposeModel } from '../../compose/reader/spec';
import { type RunOnceResult, runOnce } from '../../compose/run-once';
import { stackHostDir } from '../../docker/home';
import { imageId } from '../../docker/images/pull';
import { AppError } from '../../errors';
import { removeBeside, writeBeside } from '../../files/file-store';
import { stackFile } from '../../files/stack-files';
import { programs } from '../../sources/programs';
import { imageOf } from '../../stack/model';
import type { JudgedProgram } from '../../stack/source-files';
import type { StepReport } from '../../tasks/tasks';
import type { Prepared } from './prepare';

const INSIDE_LIMIT_MS = 20_000;
const APART_LIMIT_MS = 60_000;
const MAX_WORDS = 400;
/** The container has another folder at that place. */
const lacksFolder = (output: string) => output.includes(`${CANDIDATE}: no such file or directory`);

export const vmagent: JudgedProgram = {
  ...dryRuns['vmagent-config'],
  id: 'vmagent-config',
  // A job that cannot be used is left out with an error in the log, and the exit code is 0 all the same.
  complaint: /skipping `?scrape_config|"level":"(?:error|fatal|panic)"|^panic: /,
};
const aggregation: JudgedProgram = {
  ...vmagent,
  ...dryRuns['vmagent-aggregation'],
  id: 'vmagent-aggregation',
};
const judged = [vmagent, aggregation, ...programs];

/**
 * Lets the programs that will use the changed files judge them before a file in use is touched.
 * @param without services that are left out
 * @throws AppError as `judgeFile`
 */
export async function validateChange(
  prepared: Prepared,
  report: StepReport,
  signal: AbortSignal,
  without?: ReadonlySet<ServiceName>,
): Promise<void> {
  const { texts, model } = prepared.after;
  for (const program of judging(prepared)) {
    if (without?.has(program.service)) continue;
    report.detail(`${program.service} reads its new configuration…`);
    await judgeFile(program, texts.get(program.id) ?? '', model, signal);
  }
}

/** The services that `validateChange` asks, and whose images it needs. */
export function judgedServices(prepared: Prepared): ServiceName[] {
  return judging(prepared).map(({ service }) => service);
}

function judging({ after, before, touched, scope }: Prepared): JudgedProgram[] {
  return judged.filter(({ service, id }) => {
    if (!after.model.enabled.has(service)) return false;
    const isSame =
      before.model.enabled.has(service) && imageOf(before.model, service) === imageOf(after.model, service);
    return scope === 'launch' || !isSame || touched.includes(id);
  });
}

/**
 * Lets the very program that will use a file judge it before the file in use is touched: in the file's own folder, so
 * that what it names beside it (other files, globs, links) is found as it will be, and with the environment that the
 * service will have. Inside the running container where that runs the very image that will be used, else in one of its own.
 * @throws AppError invalid-stack with the program's own words; timeout, image-missing or the engine's
 */
export async function judgeFile(
  program: JudgedProgram,
  text: string,
  model: ComposeModel,
  signal: AbortSignal,
): Promise<void> {
  const { service, id, inside, args } = program;
  const image = imageOf(model, service);
  const environment = model.services.get(service)?.environment ?? {};
  try {
    const cmd = args(`${inside}/${await writeBeside(id, text)}`);
    const answer = await judgeInside(service, image, cmd, environment);
    judge(program, answer ?? (await judgeApart(program, { image, cmd, environment, signal })));
  } finally {
    await removeBeside();
  }
}

type Environment = Readonly<Record<string, string | null>>;

/** Null when no container was there to ask, or it does not have the folder. */
async function judgeInside(
  service: ServiceName,
  image: string,
  args: string[],
  environment: Environment,
): Promise<RunOnceResult | null> {
  const wanted = await imageId(image);
  if (wanted === null) return null;
  const options = { imageId: wanted, args, environment, timeoutMs: INSIDE_LIMIT_MS };
  const result = await runInside(service, options);
  return result === null || lacksFolder(result.output) ? null : result;
}

async function judgeApart(
  { id, inside }: JudgedProgram,
  on: { image: string; cmd: string[]; environment: Environment; signal: AbortSignal },
): Promise<RunOnceResult> {
  const source = path.posix.join(await stackHostDir(), path.dirname(stackFile(id).relative));
  return runOnce({ ...on, binds: [`${source}:${inside}:ro`], timeoutMs: APART_LIMIT_MS });
}

/** @throws AppError invalid-stack with the program's words for a file that it does not take as it is */
export function judge(program: JudgedProgram, { exitCode, output }: RunOnceResult): void {
  const { relative } = stackFile(program.id);
  const candidate = `${program.inside}/${CANDIDATE}`;
  const words = (line: string) => inWords(line).replaceAll(candidate, relative).slice(0, MAX_WORDS);
  const bad = output.split('\n').find((line) => program.complaint.test(line));
  if (exitCode === 0 && bad === undefined) return;
  const told = words(bad ?? output.trim().split('\n').at(-1) ?? '') || 'it gave no reason.';
  throw new AppError('invalid-stack', `${program.service} does not accept its configuration: ${told}`, {
    hint: `Correct ${relative} in the stack folder, or put the one from config.example in its place.`,
  });
}

/** The message of a log line in JSON, with its error; another line as it is. */
function inWords(line: string): string {
  const part = (name: string) => new RegExp(`"${name}":"((?:[^"\\\\]|\\\\.)*)"`).exec(line)?.[1];
  const [message, error] = [part('msg'), part('err')];
  const words = message === undefined ? line : error === undefined ? message : `${message}: ${error}`;
  return words
    .replaceAll(/\\n\s*/g, ' ')
    .replaceAll('\\"', '"')
    .trim();
}
