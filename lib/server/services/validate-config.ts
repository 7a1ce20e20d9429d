import 'server-only';
import path from 'node:path';
import { stackHostDir } from '../docker/host-dir';
import { type RunOnceResult, runOnce } from '../docker/run-once';
import { AppError } from '../errors';
import { removeCandidates, writeCandidates } from '../stack/file-store';
import type { PlannedFile } from './stack-plan';

const LIMIT_MS = 60_000;
const MAX_WORDS = 400;
const VMAGENT_CONFIG = '/candidate/vmagent/prometheus.yml';
const YACE_CONFIG = '/candidate/yace/config.yml';

interface Images {
  vmagent: string;
  /** Null: AWS is off. */
  yace: string | null;
}

/**
 * Lets the very programs that will use the files judge them, before a file in use is touched.
 * @throws AppError invalid-stack with the program's own words; timeout or the engine's
 */
export async function validateConfig(
  files: PlannedFile[],
  images: Images,
  signal: AbortSignal,
): Promise<void> {
  const looked = files.filter(({ id }) => id.startsWith('vmagent') || id === 'yace-config');
  const folder = await writeCandidates(looked);
  try {
    const config = path.posix.join(await stackHostDir(), folder, 'config');
    const run = (image: string, cmd: string[]) =>
      runOnce({ image, cmd, binds: [`${config}:/candidate:ro`], timeoutMs: LIMIT_MS, signal });
    judgeVmagent(
      await run(images.vmagent, ['-dryRun', '-loggerFormat=json', `-promscrape.config=${VMAGENT_CONFIG}`]),
    );
    if (images.yace !== null) {
      judgeYace(await run(images.yace, ['-log.format=json', 'verify-config', `-config.file=${YACE_CONFIG}`]));
    }
  } finally {
    await removeCandidates();
  }
}

/** A job that cannot be used is left out with an error in the log, and the exit code is 0 all the same. */
export function judgeVmagent({ exitCode, output }: RunOnceResult): void {
  const bad = lineWith(output, /skipping `?scrape_config|"level":"(?:error|fatal|panic)"/);
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
  throw new AppError('invalid-stack', `YACE does not accept its configuration: ${bad ?? lastLine(output)}`, {
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
    .trim()
    .slice(0, MAX_WORDS);
}
