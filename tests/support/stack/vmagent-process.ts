import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LogLine } from '../../../lib/schemas/log-line.ts';
import { run, waitFor } from '../run/exec.ts';
import { freePort } from '../run/ports.ts';
import { runDir } from '../run/run-dir.ts';
import { unpacked } from './debian.ts';

/** Debian releases with a vmagent: 1.79, 1.112 and 1.145 or newer. */
export type Suite = 'bookworm' | 'trixie' | 'sid';

/** A program of a release's victoria-metrics package, started with that release's own C library. */
async function command(suite: Suite, program: string): Promise<string[]> {
  const root = await unpacked('vmagent', ['victoria-metrics', 'libc6', 'libzstd1'], {
    suite,
    keepsShare: false,
  });
  const { stdout } = await run('find', [root, '-name', 'ld-linux-*.so.*', '-path', '*/*-linux-gnu/*']);
  const loader = stdout.split('\n').find(Boolean);
  if (!loader) throw new Error(`No loader in ${root}.`);
  // Before trixie libc lies below /lib and the other libraries below /usr/lib.
  const triplet = path.basename(path.dirname(loader));
  const libraries = ['lib', 'usr/lib'].map((dir) => path.join(root, dir, triplet)).join(':');
  return [loader, '--library-path', libraries, path.join(root, 'usr/bin', program)];
}

export interface RunningProcess {
  url: string;
  child: ChildProcess;
  /** What it has written so far. */
  log(): LogLine[];
  stop(): Promise<void>;
}

async function start(suite: Suite, program: string, port: number, args: string[]): Promise<RunningProcess> {
  const [loader = '', ...rest] = await command(suite, program);
  const child = spawn(loader, [...rest, `-httpListenAddr=127.0.0.1:${port}`, '-loggerFormat=json', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: LogLine[] = [];
  let unfinished = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    const parts = (unfinished + chunk.toString()).split('\n');
    unfinished = parts.pop() ?? '';
    for (const text of parts) lines.push({ atMs: Date.now(), stream: 'stderr', level: 'unknown', text });
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await waitFor(`${program} of ${suite}`, async () => (await fetch(`${url}/health`)).ok, {
    timeoutMs: 20_000,
  });
  return {
    url,
    child,
    log: () => lines,
    async stop() {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export interface VmagentProcess extends RunningProcess {
  /** Replaces the scrape config on disk; vmagent reads it when told to. */
  writeConfig(text: string): void;
  config: string;
}

/** Every second. */
const itself = (port: number) =>
  [
    'global: {scrape_interval: 1s, external_labels: {cluster: test-pi}}',
    'scrape_configs:',
    '- job_name: vmagent',
    `  static_configs: [{targets: ["127.0.0.1:${port}"]}]`,
    '',
  ].join('\n');

/** A real vmagent. @param more arguments @param text what it scrapes: itself, unless told */
export async function startVmagent(
  suite: Suite,
  port: number,
  remoteWriteUrl: string,
  more: string[] = [],
  text = itself(port),
): Promise<VmagentProcess> {
  const dir = runDir('vmagent', `${suite}-${port}`);
  rmSync(path.join(dir, 'queue'), { recursive: true, force: true });
  const config = path.join(dir, 'prometheus.yml');
  writeFileSync(config, text);
  const process = await start(suite, 'vmagent', port, [
    `-promscrape.config=${config}`,
    `-remoteWrite.url=${remoteWriteUrl}`,
    `-remoteWrite.tmpDataPath=${path.join(dir, 'queue')}`,
    '-remoteWrite.maxDiskUsagePerURL=1GiB',
    '-remoteWrite.queues=1',
    // 1.79 speaks nothing else.
    ...(suite === 'bookworm' ? [] : ['-remoteWrite.forcePromProto=true']),
    ...more,
  ]);
  return { ...process, config: text, writeConfig: (next) => writeFileSync(config, next) };
}

/** A real VictoriaMetrics that takes remote write. @param more arguments, which count where two say the same */
export async function startVictoriaMetrics(suite: Suite, more: string[] = []): Promise<RunningProcess> {
  const port = await freePort();
  // Two tests may each have one at a time.
  const data = mkdtempSync(path.join(runDir('victoria-metrics'), `${suite}-`));
  return start(suite, 'victoria-metrics', port, [
    `-storageDataPath=${data}`,
    // What was written is found at once.
    '-search.latencyOffset=0s',
    ...more,
  ]);
}

/** A real vmalert that evaluates a file of rules against a store, and tells nobody. @param more arguments */
export async function startVmalert(
  suite: Suite,
  rules: string,
  store: string,
  more: string[] = [],
): Promise<RunningProcess> {
  return start(suite, 'vmalert', await freePort(), [
    `-rule=${rules}`,
    `-datasource.url=${store}`,
    '-notifier.blackhole',
    ...more,
  ]);
}

export interface Alert {
  name: string;
  state: 'pending' | 'firing';
  labels: Record<string, string>;
}

/** What a vmalert has to tell now. */
export async function alertsOf({ url }: RunningProcess): Promise<Alert[]> {
  const answer = await fetch(`${url}/api/v1/alerts`);
  const { data } = (await answer.json()) as { data: { alerts: Alert[] } };
  return data.alerts;
}
