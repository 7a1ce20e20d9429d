import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// One test run keeps everything that it makes under one name and one folder, so that one sweep finds it all.
process.env.WEIR_TEST_RUN ||= randomBytes(3).toString('hex');

/** Six hex digits that are part of every name this run gives: Compose projects, folders, bridges. */
export function runId(): string {
  return process.env.WEIR_TEST_RUN ?? '';
}

/** Every Compose project of this run begins with it. */
export function projectPrefix(): string {
  return `weir-t${runId()}`;
}

/** The run's temp folder; made when first asked for. */
export function runDir(...parts: string[]): string {
  const dir = path.join(os.tmpdir(), `weir-t${runId()}`, ...parts);
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** Downloads and built images that outlive a run, outside the repository. */
export function cacheDir(...parts: string[]): string {
  const base =
    process.env.WEIR_TEST_CACHE_DIR ||
    path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'weir-tests');
  const dir = path.join(base, ...parts);
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** A process is known by its pid and its start time, since pids are used again. */
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** Notes a process that this run started, so that a killed test does not leave it behind. */
export function notePid(pid: number): void {
  writeFileSync(path.join(runDir('pids'), String(pid)), startTime(pid) ?? '');
}

/** Whether a noted process still runs. */
export function isAlive(pid: number): boolean {
  const note = path.join(runDir('pids'), String(pid));
  return existsSync(note) && startTime(pid) === readFileSync(note, 'utf8');
}

/** Pids of noted processes that still run. */
export function leftPids(): number[] {
  return readdirSync(runDir('pids')).map(Number).filter(isAlive);
}
