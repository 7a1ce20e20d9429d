import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { mustRun, sleep } from '../support/run/exec.ts';
import { notePid } from '../support/run/run-dir.ts';
import type { FaultPoint, Phase, PhaseSize } from './fault-point.ts';
import { isLaunch, type Kind } from './kinds.ts';
import type { DrillStack } from './stack.ts';

interface Line {
  event: string;
  id?: string;
  before?: string;
  after?: string;
  revision?: string;
  token?: string;
  faults?: string[];
  ms?: number;
  message?: string;
  state?: string;
  reason?: string | null;
  phase?: Phase;
  sizes?: Sizes;
  hasAnswers?: boolean;
}

export type Sizes = Partial<Record<Phase, PhaseSize>>;

export interface Strike {
  kind: Kind;
  /** What ran when the process was killed; `ended` when it was too late. */
  phase: string;
  /** `before`, `after`, or what is wrong. */
  outcome: string;
  /** From the start of the next process to everything settled. */
  settleMs: number;
}

interface Driver {
  lines: Line[];
  /** Resolves with the first such line; null when the process ends without one. */
  until(event: string): Promise<Line | null>;
  kill(): void;
  exited: Promise<unknown>;
  errors(): string;
}

function start(driver: string, stack: DrillStack, ...args: string[]): Driver {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', driver, ...args], {
    env: { ...process.env, ...stack.env, WEIR_LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid) notePid(child.pid);
  const lines: Line[] = [];
  const waiting = new Map<string, (line: Line | null) => void>();
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (text) => {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    waiting.get(line.event)?.(line);
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  // All that it printed has been read then, too.
  const exited = once(child, 'close');
  return {
    lines,
    until: (event) =>
      Promise.race([
        new Promise<Line | null>((resolve) => {
          const there = lines.find((line) => line.event === event);
          if (there) resolve(there);
          else waiting.set(event, resolve);
        }),
        exited.then(() => sleep(20)).then(() => lines.find((line) => line.event === event) ?? null),
      ]),
    kill: () => child.kill('SIGKILL'),
    exited,
    // Before it Node prints the line of the bundle that threw, however long.
    errors: () => /^\w*Error\b.{0,500}/m.exec(errors)?.[0] ?? errors.slice(-500),
  };
}

/** Starts a change that kills itself at `point`, starts again as a panel does, and looks at what there is. */
export async function strike(
  driver: string,
  stack: DrillStack,
  { kind, round, point, secondMs }: { kind: Kind; round: number; point: FaultPoint; secondMs: number | null },
): Promise<Strike> {
  const first = start(
    driver,
    stack,
    'change',
    kind,
    String(round),
    JSON.stringify(point),
    stack.destinations,
  );
  if ((await first.until('begin')) === null) {
    return { kind, phase: 'start', outcome: `did not begin: ${first.errors()}`, settleMs: 0 };
  }
  await first.exited;
  const plan = first.lines.find(({ event }) => event === 'plan');
  const last = first.lines.findLast(({ event }) => event === 'phase' || event === 'end');
  const phase = last?.event === 'end' ? 'ended' : (last?.phase ?? 'check');

  if (secondMs !== null) {
    const second = start(driver, stack, 'recover', kind);
    await Promise.race([sleep(secondMs), second.exited]);
    second.kill();
    await second.exited;
  }
  const next = start(driver, stack, 'recover', kind);
  const checked = await next.until('checked');
  const settled = next.lines.find(({ event }) => event === 'settled');
  const state = next.lines.find(({ event }) => event === 'state');
  await next.exited;
  const faults = checked?.faults ?? [`recovery ended early: ${next.errors()}; ${await whatRuns(stack)}`];
  if (settled?.reason) faults.push(`not settled: ${settled.reason}`);
  const inside = await tokenInside(stack);
  if (inside !== state?.token) faults.push('vmagent has another token than .env');
  // A first launch is repeated then, which writes the files.
  const left = next.lines.find(({ event }) => event === 'left');
  const end = kind === 'launch-first' ? left : state;
  const outcome =
    end?.revision === plan?.after ? 'after' : end?.revision === plan?.before ? 'before' : 'other files';
  if (outcome === 'other files') faults.push(outcome);
  if (isLaunch(kind) && outcome === 'before' && !left?.hasAnswers) faults.push('the answers are gone');
  return { kind, phase, outcome: faults.join('; ') || outcome, settleMs: settled?.ms ?? 0 };
}

/** Containers and their ports, and what holds these: an engine's proxy can be gone while its container runs. */
async function whatRuns({ project }: DrillStack): Promise<string> {
  const containers = await mustRun('docker', [
    ...['ps', '-a', '--filter', `label=com.docker.compose.project=${project}`],
    ...['--format', '{{.Names}} {{.Status}} {{.Ports}}'],
  ]).catch(String);
  const ports = readdirSync('/proc').flatMap((pid) => {
    try {
      return (
        /docker-proxy.*\0-host-port\0(\d+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? []
      );
    } catch {
      return [];
    }
  });
  return `${containers.replaceAll('\n', ', ')}; ports with a proxy: ${ports.join(' ')}`;
}

async function tokenInside(stack: DrillStack): Promise<string> {
  const id = (await stack.containerId('vmagent')) ?? '';
  return (
    await mustRun('docker', ['exec', id, 'cat', '/run/secrets/remote_write_token']).catch(() => '')
  ).trim();
}

/** A start of the panel; with the first one on a stack its revisions begin. */
export async function startOnce(driver: string, stack: DrillStack, kind: Kind = 'reload'): Promise<void> {
  const run = start(driver, stack, 'recover', kind);
  const checked = await run.until('checked');
  await run.exited;
  if (checked?.faults?.length !== 0)
    throw new Error(`The stack is not well: ${JSON.stringify(checked?.faults)} ${run.errors()}`);
}

/** What the phases of an undisturbed change of the kind come to. */
export async function measure(driver: string, stack: DrillStack, kind: Kind, round: number): Promise<Sizes> {
  const run = start(driver, stack, 'change', kind, String(round), 'null', stack.destinations);
  const end = await run.until('end');
  await run.exited;
  if (end === null) throw new Error(`${kind} did not end: ${run.errors()}`);
  const isBad = kind.startsWith('bad');
  if ((end.state === 'failed') !== isBad) throw new Error(`${kind}: ${end.state} ${end.message ?? ''}`);
  // A bad edit by hand is still in the files.
  if (kind === 'bad-adopt') await startOnce(driver, stack, kind);
  return end.sizes ?? {};
}
