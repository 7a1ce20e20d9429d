import 'server-only';
import path from 'node:path';
import { runInside } from '../compose/exec';
import type { ComposeModel } from '../compose/reader/spec';
import { type RunOnceResult, runOnce } from '../compose/run-once';
import { stackHostDir } from '../docker/home';
import { imageId } from '../docker/images/pull';
import { AppError } from '../errors';
import { removeBeside, writeBeside } from '../files/file-store';
import { imageOf } from './model';

const INSIDE_LIMIT_MS = 20_000;
const APART_LIMIT_MS = 60_000;
const MAX_WORDS = 400;
/** The container has another folder at that place. */
const lacksFolder = (output: string) => output.includes('.weir-candidate: no such file or directory');

interface Program {
  id: 'vmagent-config' | 'yace-config';
  /** The folder of its configuration: inside `config`, and where the service has it. */
  folder: { onDisk: string; inside: string };
  args: (file: string) => string[];
  judge: (result: RunOnceResult) => void;
}

const programs = {
  vmagent: {
    id: 'vmagent-config',
    folder: { onDisk: 'vmagent', inside: '/etc/vmagent' },
    args: (file) => ['-dryRun', '-loggerFormat=json', `-promscrape.config=${file}`],
    judge: judgeVmagent,
  },
  yace: {
    id: 'yace-config',
    folder: { onDisk: 'yace', inside: '/etc/yace' },
    args: (file) => ['-log.format=json', 'verify-config', `-config.file=${file}`],
    judge: judgeYace,
  },
} satisfies Record<string, Program>;
export type JudgedService = keyof typeof programs;

/** Services whose programs judge a file, with the file's id. */
export const judgedFiles = Object.entries(programs).map(([service, { id }]) => ({
  service: service as JudgedService,
  id,
}));

/**
 * Lets the very program that will use a file judge it before the file in use is touched: in the file's own folder, so
 * that what it names beside it (other files, globs, links) is found as it will be, and with the environment that the
 * service will have. Inside the running container where that runs the very image that will be used, else in one of its own.
 * @throws AppError invalid-stack with the program's own words; timeout, image-missing or the engine's
 */
export async function judgeFile(
  service: JudgedService,
  text: string,
  model: ComposeModel,
  signal: AbortSignal,
): Promise<void> {
  const { id, folder, args, judge } = programs[service];
  const image = imageOf(model, service);
  const environment = model.services.get(service)?.environment ?? {};
  try {
    const cmd = args(`${folder.inside}/${await writeBeside(id, text)}`);
    const inside = await judgeInside(service, image, cmd, environment);
    judge(inside ?? (await judgeApart({ image, cmd, environment, folder, signal })));
  } finally {
    await removeBeside();
  }
}

type Environment = Readonly<Record<string, string | null>>;

/** Null when no container was there to ask, or it does not have the folder. */
async function judgeInside(
  service: JudgedService,
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

async function judgeApart(on: {
  image: string;
  cmd: string[];
  environment: Environment;
  folder: Program['folder'];
  signal: AbortSignal;
}): Promise<RunOnceResult> {
  const { folder, ...options } = on;
  const source = path.posix.join(await stackHostDir(), 'config', folder.onDisk);
  return runOnce({ ...options, binds: [`${source}:${folder.inside}:ro`], timeoutMs: APART_LIMIT_MS });
}

/** A job that cannot be used is left out with an error in the log, and the exit code is 0 all the same. */
export function judgeVmagent({ exitCode, output }: RunOnceResult): void {
  const bad = lineWith(output, /skipping `?scrape_config|"level":"(?:error|fatal|panic)"|^panic: /);
  if (exitCode === 0 && bad === null) return;
  throw new AppError(
    'invalid-stack',
    `vmagent does not accept its configuration: ${bad ?? lastLine(output)}`,
    {
      hint: 'Correct config/vmagent/prometheus.yml in the stack folder, or put the one from config.example in its place.',
    },
  );
}

/** YACE only warns of settings that it does not know, and would then collect something else than was meant. */
export function judgeYace({ exitCode, output }: RunOnceResult): void {
  const bad = lineWith(output, /"level":"(?:WARN|ERROR)"|\blevel=(?:WARN|ERROR|warn|error)\b/);
  if (exitCode === 0 && bad === null) return;
  throw new AppError('invalid-stack', `yace does not accept its configuration: ${bad ?? lastLine(output)}`, {
    hint: 'Correct config/yace/config.yml in the stack folder, or put the one from config.example in its place.',
  });
}

function lineWith(output: string, pattern: RegExp): string | null {
  const line = output.split('\n').find((candidate) => pattern.test(candidate));
  return line === undefined ? null : inWords(line);
}

function lastLine(output: string): string {
  return inWords(output.trim().split('\n').at(-1) ?? '') || 'it gave no reason.';
}

/** The message of a log line in JSON, with its error; another line as it is. */
function inWords(line: string): string {
  const part = (name: string) => new RegExp(`"${name}":"((?:[^"\\\\]|\\\\.)*)"`).exec(line)?.[1];
  const [message, error] = [part('msg'), part('err')];
  const words = message === undefined ? line : error === undefined ? message : `${message}: ${error}`;
  return words
    .replaceAll(/\\n\s*/g, ' ')
    .replaceAll('\\"', '"')
    .replaceAll('/etc/vmagent/.weir-candidate', 'config/vmagent/prometheus.yml')
    .replaceAll('/etc/yace/.weir-candidate', 'config/yace/config.yml')
    .trim()
    .slice(0, MAX_WORDS);
}
