import { spawn } from 'node:child_process';

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
  /** Both, in the order in which it came. */
  output: string;
}

interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  input?: string;
  /** Milliseconds until the command is killed; 120 000 unless told. */
  timeoutMs?: number;
  /** Also pass what the command prints through to this process. */
  isShown?: boolean;
  /** In a process group of its own, which `endGroups` ends with all its descendants. */
  hasGroup?: boolean;
}

const groups = new Set<number>();

/** Ends the commands that run in groups of their own: asks first, and insists after `graceMs`. */
export async function endGroups(graceMs = 15_000): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    for (const pid of groups) {
      try {
        process.kill(-pid, name);
      } catch {
        groups.delete(pid);
      }
    }
  };
  signal('SIGINT');
  for (const end = Date.now() + graceMs; groups.size > 0 && Date.now() < end; ) await sleep(100);
  signal('SIGKILL');
}

/** Runs a command without a shell and collects what it prints. Never rejects for an exit code. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: options.hasGroup ?? false,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const group = options.hasGroup ? child.pid : undefined;
    if (group !== undefined) groups.add(group);
    const { timeoutMs = 120_000 } = options;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      if (group === undefined) child.kill('SIGKILL');
      else process.kill(-group, 'SIGKILL');
    }, timeoutMs);
    let stdout = '';
    let stderr = '';
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      output += chunk.toString();
      if (options.isShown) process.stdout.write(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      output += chunk.toString();
      if (options.isShown) process.stderr.write(chunk);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({
        code: 127,
        stdout,
        stderr: `${stderr}${error.message}`,
        output: `${output}${error.message}`,
      });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (group !== undefined) groups.delete(group);
      const why = signal ? `\nended by ${signal}${isLate ? `, after ${timeoutMs / 1000} s` : ''}` : '';
      resolve({ code: code ?? 128, stdout, stderr: stderr + why, output: output + why });
    });
    if (options.input !== undefined) child.stdin?.end(options.input);
  });
}

/** Like `run`, and returns the trimmed standard output. @throws Error with the command's output on a non-zero exit. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    const said = `${result.stdout}\n${result.stderr}`.trim().slice(-4000);
    throw new Error(`${command} ${args.join(' ')} ended with ${result.code}:\n${said}`);
  }
  return result.stdout.trim();
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** How much longer things may take on a machine that other programs keep busy. */
const BUSY = 5;

/**
 * Polls until `probe` gives a value that is not null, undefined or false.
 * @param options.timeoutMs longer than it ever takes on a quiet machine
 * @throws Error after five times that
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { timeoutMs = 60_000, everyMs = 200 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const limitMs = timeoutMs * BUSY;
  const end = Date.now() + limitMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== null && value !== undefined && value !== false) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      const why = last instanceof Error ? ` (${last.message})` : '';
      throw new Error(`Waited ${limitMs / 1000} s for ${what}${why}.`);
    }
    await sleep(everyMs);
  }
}
