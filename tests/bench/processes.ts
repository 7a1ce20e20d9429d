import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK']).toString());

interface ProcessStat {
  pid: number;
  parent: number;
  cpuSeconds: number;
}

function readStat(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // utime, stime and the same of reaped children: fields 14 to 17 of proc(5), counted from the state.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid, parent: Number(fields[1]), cpuSeconds: ticks / TICKS_PER_SECOND };
  } catch {
    return null;
  }
}

/** The process and all its descendants. */
function tree(root: number): ProcessStat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((stat) => stat !== null);
  const found = all.filter((stat) => stat.pid === root);
  for (const stat of found) found.push(...all.filter((other) => other.parent === stat.pid));
  return found;
}

export interface Memory {
  /** Proportional set size in MB: pages shared with other processes count by share. */
  pssMb: number;
  /** The part that is no file's copy; steadier, since the kernel may drop cached file pages at any time. */
  anonMb: number;
}

/** Memory of a process tree, from smaps_rollup (needs root). */
export function memoryOf(root: number): Memory {
  const sum = { pssMb: 0, anonMb: 0 };
  for (const { pid } of tree(root)) {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const megabytes = (key: string) =>
      Number(text.match(new RegExp(`^${key}:\\s+(\\d+)`, 'm'))?.[1] ?? 0) / 1024;
    sum.pssMb += megabytes('Pss');
    sum.anonMb += megabytes('Pss_Anon');
  }
  return sum;
}

/** CPU seconds that a process tree has used so far. */
export const cpuOf = (root: number): number => tree(root).reduce((sum, stat) => sum + stat.cpuSeconds, 0);

/** Median of an odd or even count of numbers. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
