import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { mustRun, sleep } from '../support/exec.ts';
import { notePid } from '../support/run-dir.ts';
import type { TempStack } from '../support/stack.ts';
import type { Kind } from './kinds.ts';

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
  detail?: string | null;
}

export interface Strike {
  kind: Kind;
  /** The step that ran when the process was killed; `ended` when it was too late. */
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

function start(driver: string, stack: TempStack, ...args: string[]): Driver {
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
    errors: () => errors,
  };
}

/** Starts an apply, kills it after `delayMs`, starts again as a panel does, and looks at what there is. */
export async function strike(
  driver: string,
  stack: TempStack,
  { kind, round, delayMs, secondMs }: { kind: Kind; round: number; delayMs: number; secondMs: number | null },
): Promise<Strike> {
  const first = start(driver, stack, 'apply', kind, String(round));
  if ((await first.until('begin')) === null) {
    return { kind, phase: 'start', outcome: `did not begin: ${first.errors().slice(0, 300)}`, settleMs: 0 };
  }
  await Promise.race([sleep(delayMs), first.exited]);
  const end = first.lines.find(({ event }) => event === 'end');
  first.kill();
  await first.exited;
  const plan = first.lines.find(({ event }) => event === 'plan');
  const step = first.lines.findLast(({ event }) => event === 'step');
  const isBack = first.lines.some(({ detail }) => detail?.includes('put back'));
  const phase = end ? 'ended' : isBack ? 'put back' : (step?.id ?? 'before');

  if (secondMs !== null) {
    const second = start(driver, stack, 'recover', kind);
    await Promise.race([sleep(secondMs), second.exited]);
    second.kill();
    await second.exited;
  }
  const last = start(driver, stack, 'recover', kind);
  const checked = await last.until('checked');
  const settled = last.lines.find(({ event }) => event === 'settled');
  const state = last.lines.find(({ event }) => event === 'state');
  await last.exited;
  const faults = checked?.faults ?? [`recovery ended early: ${last.errors().slice(0, 300)}`];
  if (settled?.reason) faults.push(`not settled: ${settled.reason}`);
  const inside = await tokenInside(stack);
  if (inside !== state?.token) faults.push('vmagent has another token than .env');
  const outcome =
    state?.revision === plan?.after ? 'after' : state?.revision === plan?.before ? 'before' : 'other files';
  if (outcome === 'other files') faults.push(outcome);
  return { kind, phase, outcome: faults.join('; ') || outcome, settleMs: settled?.ms ?? 0 };
}

async function tokenInside(stack: TempStack): Promise<string> {
  const id = (await stack.containerId('vmagent')) ?? '';
  return (
    await mustRun('docker', ['exec', id, 'cat', '/run/secrets/remote_write_token']).catch(() => '')
  ).trim();
}

/** The first start of the panel on a stack, with which its history begins. */
export async function firstStart(driver: string, stack: TempStack): Promise<void> {
  const run = start(driver, stack, 'recover', 'reload');
  const checked = await run.until('checked');
  await run.exited;
  if (checked?.faults?.length !== 0)
    throw new Error(`The stack is not well: ${JSON.stringify(checked?.faults)} ${run.errors()}`);
}

/** How long an undisturbed apply of the kind takes, from its begin. */
export async function duration(driver: string, stack: TempStack, kind: Kind, round: number): Promise<number> {
  const run = start(driver, stack, 'apply', kind, String(round));
  await run.until('begin');
  const startedAt = performance.now();
  const end = await run.until('end');
  await run.exited;
  if (end === null) throw new Error(`${kind} did not end: ${run.errors()}`);
  const isBad = kind.startsWith('bad');
  if ((end.state === 'failed') !== isBad) throw new Error(`${kind}: ${end.state} ${end.message ?? ''}`);
  return performance.now() - startedAt;
}
