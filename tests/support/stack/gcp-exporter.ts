import { rmSync } from 'node:fs';
import path from 'node:path';
import type { LogLine } from '@/lib/schemas/log-line';
import { readSamples, type Sample } from '@/lib/server/vmagent/series';
import { exporterImage } from '../fakes/gcp/exporter-image.ts';
import type { FakeGoogle } from '../fakes/gcp/server.ts';
import { tempStack } from './stack.ts';

/** Health checks that run beside each other. */
const AT_ONCE = 10;
const SELF = 'stackdriver_monitoring_';

export interface GcpScrape {
  status: number;
  /** What came from Google, without the exporter's own metrics. */
  samples: Sample[];
  /** The exporter's own, without `stackdriver_monitoring_`. */
  self: Record<string, number>;
  /** The whole answer. */
  text: string;
}

export interface Complaint {
  msg: string;
  err: string;
}

export interface GcpExporter {
  /** Each one is a collection. */
  scrape(): Promise<GcpScrape>;
  /** Whether its landing page answers, as its health check asks. */
  isUp(): Promise<boolean>;
  /** What Docker makes of its health check. */
  health(): Promise<string>;
  /** Runs its health check so many times, by the very command that Docker runs. */
  checkHealth(times: number): Promise<void>;
  /** Its answer to a question. @param query behind the address of its metrics */
  answer(query: string): Promise<string>;
  /** Begins anew, with no token and no descriptors. */
  restart(): Promise<void>;
  /** What it logged since it was restarted, as of now. */
  log(): Promise<LogLine[]>;
  /** Errors among it. */
  complaints(): Promise<Complaint[]>;
  /** Null: there is no key file. */
  writeKey(text: string | null): void;
  /** What it reads when it starts. */
  writeFlags(text: string): void;
  /** Starts it in passing with each of these flags, and gives those with what it says that it does not start with. */
  refusals(flags: readonly string[]): Promise<string[]>;
  remove(): Promise<void>;
}

function complaintIn(line: string): Complaint[] {
  if (!line.startsWith('{')) return [];
  const { level, msg, err } = JSON.parse(line) as Record<string, string>;
  return level?.toLowerCase() === 'error' ? [{ msg: msg ?? '', err: err ?? '' }] : [];
}

/** The exporter of a stack as it ships, alone, against a fake Google; only `.env` says which image it has. */
export async function startGcpExporter(
  google: FakeGoogle,
  projectId: string,
  key: string,
): Promise<GcpExporter> {
  const stack = await tempStack({ name: 'gcp' });
  const { engine } = stack;
  const image = await exporterImage(engine, google);
  stack.setEnv({ STACKDRIVER_IMAGE: image.reference, GCP_PROJECT_ID: projectId });
  const keyFile = 'config/gcp/key.json';
  const flagsFile = 'config/gcp/metrics.flags';
  stack.write(keyFile, key, 0o600);
  await stack.compose('--profile', 'gcp', 'up', '-d', '--no-deps', 'stackdriver-exporter');
  const id = (await stack.containerId('stackdriver-exporter')) ?? '';
  const url = `http://127.0.0.1:${stack.ports.STACKDRIVER_PORT}`;
  const logLines = async () => (await engine.logs(id)).split('\n');
  let seen = 0;
  return {
    scrape: async () => {
      const response = await fetch(`${url}/metrics`);
      const text = await response.text();
      const all = [...readSamples(text)];
      const own = all.filter(({ name }) => name.startsWith(SELF));
      const isData = ({ name }: Sample) => /^stackdriver_(?!monitoring_|exporter_)/.test(name);
      const self = Object.fromEntries(own.map(({ name, value }) => [name.slice(SELF.length), value]));
      return { status: response.status, samples: all.filter(isData), self, text };
    },
    isUp: async () => (await fetch(`${url}/`).catch(() => null))?.status === 200,
    health: () => engine.docker('inspect', '-f', '{{.State.Health.Status}}', id),
    checkHealth: async (times) => {
      const test = await engine.docker('inspect', '-f', '{{json .Config.Healthcheck.Test}}', id);
      const [, ...command] = JSON.parse(test) as string[];
      for (let done = 0; done < times; done += AT_ONCE) {
        const checks = Array.from({ length: Math.min(AT_ONCE, times - done) });
        await Promise.all(checks.map(() => engine.docker('exec', id, ...command)));
      }
    },
    answer: async (query) => (await fetch(`${url}/metrics${query}`)).text(),
    restart: async () => {
      seen = (await logLines()).length - 1;
      await engine.docker('restart', '-t', '0', id);
    },
    log: async () => {
      const atMs = Date.now();
      return (await logLines())
        .slice(seen)
        .map((text) => ({ atMs, stream: 'stderr', level: 'unknown', text }));
    },
    complaints: async () => (await logLines()).slice(seen).flatMap(complaintIn),
    writeKey: (text) => {
      if (text === null) rmSync(path.join(stack.dir, keyFile));
      else stack.write(keyFile, text, 0o600);
    },
    writeFlags: (text) => stack.write(flagsFile, text),
    refusals: async (flags) => {
      // It reads all flags, begins, and cannot listen there: so each of them ends at once.
      const ended: string[] = [];
      for (const text of flags) {
        stack.write('config/gcp/trial.flags', text);
        const said = await engine
          .docker(
            ...['exec', id, '/proc/1/exe', `--google.project-ids=${projectId}`],
            ...['@/etc/gcp/trial.flags', '--web.listen-address=256.0.0.1:0'],
          )
          .then(String, String);
        if (!said.includes('Starting stackdriver_exporter')) ended.push(`${said}\n${text}`);
      }
      return ended;
    },
    remove: async () => {
      await stack.remove();
      await image.remove();
    },
  };
}
