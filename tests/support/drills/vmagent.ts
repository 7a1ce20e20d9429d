import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { sleep, waitFor } from '../run/exec.ts';
import type { TempStack } from '../stack/stack.ts';
import type { Course, Drill } from './drill.ts';
import type { FakeExporter } from './exporter.ts';
import type { Lane } from './lane.ts';

const FAULTY = { status: 503, body: 'upstream' };
/** What the finding calls a few seconds, of which samples are in memory only; far less than what is on disk. */
const FEW_SECONDS = 12;

function fewMissing({ beatSeconds }: Lane, { truth }: Course): null {
  const seconds = truth.missing * beatSeconds + truth.holeSeconds;
  if (seconds > FEW_SECONDS) throw new Error(`${seconds} s are missing: more than a few seconds.`);
  return null;
}

/** The 512 MiB that are vmagent's smallest buffer, filled in half a minute by few samples with enormous labels. */
const FLOOD_SERIES = 900;
const LABEL_BYTES = 12_000;
/** Such labels do not get smaller by being compressed. */
function floodPage(): string {
  const label = () => randomBytes((LABEL_BYTES * 3) / 4).toString('base64url');
  return Array.from({ length: FLOOD_SERIES }, () => `drill_flood{x="${label()}"} 1\n`).join('');
}

const DROPPED = 'vm_persistentqueue_blocks_dropped_total';

/** What happens to vmagent itself. A block that it holds in memory has to have a numbered sample, so they come fast. */
export const vmagentDrills: Drill[] = [
  {
    what: 'vmagent killed with SIGKILL, with a buffer that is not empty',
    finding: 'vmagent-restarted',
    endsVmagent: true,
    beside: ['waiting-server-error'],
    claim: 'lost',
    fault: async (lane, begins) => {
      lane.gate.answer = FAULTY;
      const waiting = async () => (await lane.counter('vmagent_remotewrite_pending_data_bytes')) ?? 0;
      await waitFor('a buffer that is not empty', async () => (await waiting()) > 0);
      await sleep(15_000);
      const pid = await lane.pid('vmagent');
      const bytes = await waiting();
      await waitFor('a block that goes to the disk', async () => (await waiting()) > bytes, { everyMs: 50 });
      // A sample after it is in memory only, until the next block.
      const before = lane.beat.beats.length;
      await waitFor('a scrape', () => lane.beat.beats.length > before, { everyMs: 10 });
      await sleep(20);
      begins();
      process.kill(pid, 'SIGKILL');
    },
    mend: ({ gate }) => {
      gate.answer = null;
    },
    check: fewMissing,
  },
  {
    what: 'vmagent stopped by hand',
    finding: 'vmagent-down',
    endsVmagent: true,
    claim: 'lost',
    fault: (lane) => lane.docker('stop', 'vmagent'),
    mend: (lane) => lane.docker('start', 'vmagent'),
  },
];

/** @param floods answer the jobs `flood` of `floodJobs` */
export function bufferDrills(floods: FakeExporter[]): Drill[] {
  return [
    {
      what: 'buffer filled to its cap (512 MiB, by samples with labels of 12 kB)',
      finding: 'losing-buffer-full',
      // Why the buffer is full, which is the headline.
      beside: ['waiting-server-error'],
      claim: 'lost',
      arrivesWithinSeconds: 120,
      fault: async (lane, begins) => {
        const dropped = async () => (await lane.counter(DROPPED)) ?? 0;
        const before = await dropped();
        lane.gate.answer = FAULTY;
        // Older than the flood, so these are the samples that have to make room for it.
        await sleep(8000);
        const page = { status: 200, body: floodPage() };
        for (const flood of floods) flood.page = page;
        await waitFor('the buffer to drop something', async () => (await dropped()) > before, {
          timeoutMs: 120_000,
        });
        begins();
      },
      mend: async ({ gate }) => {
        for (const flood of floods) flood.recover();
        gate.answer = null;
      },
      check: (lane, { truth, fromMs, toMs }) => {
        const given = lane.beat.beats.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
        // A busy machine misses scrapes here and there as well; what made room lay together.
        const [first = Number.POSITIVE_INFINITY] = longestRow(truth.gone);
        const isOldest = first < (given[Math.floor(given.length / 2)]?.number ?? 0);
        if (!isOldest) throw new Error(`Not the oldest ones are gone: ${truth.gone.join(', ')}.`);
        return 'the oldest ones';
      },
    },
  ];
}

/** Numbers that follow each other without one missing between. @param numbers in their order */
function longestRow(numbers: readonly number[]): number[] {
  let longest: number[] = [];
  let row: number[] = [];
  for (const number of numbers) {
    row = row.at(-1) === number - 1 ? [...row, number] : [number];
    if (row.length > longest.length) longest = row;
  }
  return longest;
}

export const floodJobs = (floods: FakeExporter[]) =>
  floods
    .map(
      (flood, index) => `- job_name: flood${index}
  static_configs: [{targets: ["${flood.target}"]}]
`,
    )
    .join('');

/** vmagent writes meanwhile, so how much it takes is not known before. */
function fillDisk(file: string): void {
  const page = Buffer.alloc(4096);
  const fd = openSync(file, 'w');
  try {
    for (;;) writeSync(fd, page);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(fd);
  }
}

/** A file system of its own for the buffer, which can be made smaller while it is in use. */
export function bufferDisk(dir: string) {
  const size = (text: string, ...more: string[]) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', [...more, `size=${text}`].join(','), 'tmpfs', dir]);
  const filler = path.join(dir, 'filler');
  return {
    mount: () => size('2g'),
    /** Where vmagent has its buffer, for this stack. */
    prepare: async ({ engine, project }: TempStack) => {
      const name = `${project}_vmagent-data`;
      const labels = { project, volume: 'vmagent-data' };
      await engine.docker(
        ...['volume', 'create', '--driver', 'local', '--opt', 'type=none', '--opt', 'o=bind'],
        ...['--opt', `device=${dir}`],
        ...Object.entries(labels).flatMap(([key, value]) => [
          '--label',
          `com.docker.compose.${key}=${value}`,
        ]),
        name,
      );
    },
    shrink: () => void size('40m', 'remount'),
    grow: () => void size('2g', 'remount'),
    fill: () => fillDisk(filler),
    empty: () => rmSync(filler, { force: true }),
    unmount: () => void execFileSync('umount', [dir]),
  };
}

export function diskDrills(disk: ReturnType<typeof bufferDisk>): Drill[] {
  return [
    {
      what: 'disk of the buffer nearly full (tmpfs of 40 MB)',
      finding: 'disk-nearly-full',
      claim: 'none',
      fault: disk.shrink,
      mend: disk.grow,
    },
    {
      what: 'disk of the buffer full (tmpfs of 40 MB)',
      finding: 'disk-full',
      endsVmagent: true,
      // It may run for a moment before it meets the full disk again.
      beside: ['waiting-server-error'],
      claim: 'lost',
      fault: async (lane, begins) => {
        disk.shrink();
        lane.gate.answer = FAULTY;
        await lane.viewer.found('waiting-server-error');
        const id = await lane.stack.containerId('vmagent');
        disk.fill();
        // vmagent finds out when it writes the next time, and ends at once.
        await lane.stack.engine.docker('wait', id ?? '');
        begins();
      },
      meanwhile: async ({ viewer }, { finding }) => {
        if (!finding.evidence?.includes('no space left on device'))
          throw new Error(`Not its own words: ${finding.evidence}`);
        if (viewer.seen.has('vmagent-down')) throw new Error('Its end is told as if it had no cause.');
      },
      mend: ({ gate }) => {
        disk.empty();
        gate.answer = null;
      },
    },
  ];
}

/** Until the panel has seen that the containers have ended with it: some releases answer no more before that. */
export async function endEngine({ stack, viewer }: Lane): Promise<void> {
  await stack.engine.stop();
  await viewer.until('vmagent to end', ({ vmagent }) => vmagent.state === 'down');
}

/** The engine ends, and its containers with it: for a lane that has an engine of its own. */
export const engineDrills: Drill[] = [
  {
    what: 'Docker Engine restarted',
    finding: 'engine-unreachable',
    endsVmagent: true,
    claim: 'lost',
    fault: endEngine,
    mend: ({ stack }) => stack.engine.start(),
  },
];
