import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LogLine } from '../../../lib/schemas/log-line.ts';
import { KEY_ID, REGION, SECRET } from '../fakes/aws/world.ts';
import { waitFor } from '../run/exec.ts';
import { projectPrefix, runDir } from '../run/run-dir.ts';
import type { Engine } from './engine.ts';
import { localImages } from './images.ts';

export interface YaceSetting {
  /** Part of the container's name; not given twice in a run. */
  name: string;
  /** Text of config.yml. */
  config: string;
  /** Of the fake AWS. */
  url: string;
  secret?: string;
  /** AWS_REGION; roles are taken there. */
  region?: string;
  /** How often it asks; it asks once unless told. */
  everySeconds?: number;
}

/** The real YACE in a container of its own, which asks a fake AWS. */
export interface Yace {
  /** Host and port, for this machine. */
  target(): Promise<string>;
  /** What it exposes now. */
  metrics(): Promise<string>;
  /** What it has logged so far, as of its usual log level. */
  log(): Promise<LogLine[]>;
  /** Resolves when so many rounds are over since its start, well or not; one unless told. */
  endOfRound(count?: number): Promise<void>;
  /** How many are over now. */
  rounds(): Promise<number>;
  /** Lets it check and then load each of these files, and gives those with what it says against them. */
  refusals(configs: readonly string[]): Promise<string[]>;
  remove(): Promise<void>;
}

export async function startYace(
  engine: Engine,
  { name, config, url, secret = SECRET, region = REGION, everySeconds = 3600 }: YaceSetting,
): Promise<Yace> {
  const container = `${projectPrefix()}-yace-${name}`;
  const folder = runDir('yace', name);
  writeFileSync(path.join(folder, 'config.yml'), config);
  const variables = {
    AWS_ACCESS_KEY_ID: KEY_ID,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_REGION: region,
    AWS_ENDPOINT_URL: url,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  await engine.docker(
    ...['run', '-d', '--name', container, '-v', `${folder}:/etc/yace:ro`],
    ...Object.entries(variables).flatMap(([variable, value]) => ['-e', `${variable}=${value}`]),
    (await localImages(engine)).YACE_IMAGE ?? '',
    ...['-config.file=/etc/yace/config.yml', '-log.format=json'],
    `-scraping-interval=${everySeconds}`,
    // Only at this level it says that a round is over.
    '-log.level=debug',
  );
  const lines = async () => (await engine.logs(container)).split('\n').filter(Boolean);
  const target = async () => {
    const address = await engine.docker(...['inspect', '-f', '{{.NetworkSettings.IPAddress}}', container]);
    return `${address}:5000`;
  };
  const rounds = async () =>
    (await lines()).filter((text) => text.includes('"msg":"Metrics scraped"')).length;
  return {
    target,
    metrics: async () => (await fetch(`http://${await target()}/metrics`)).text(),
    log: async () => {
      const atMs = Date.now();
      return (await lines())
        .filter((text) => !text.includes('"level":"DEBUG"'))
        .map((text) => ({ atMs, stream: 'stderr', level: 'unknown', text }));
    },
    endOfRound: async (count = 1) => {
      const timeoutMs = 90_000 + (count - 1) * everySeconds * 1000;
      const isOver = async () => (await rounds()) >= count;
      await waitFor(`the end of round ${count} of ${name}`, isOver, { timeoutMs, everyMs: 1000 });
    },
    rounds,
    refusals: async (configs) => {
      const file = path.join(folder, 'config.yml');
      const refused: string[] = [];
      for (const text of configs) {
        writeFileSync(file, text);
        const check = ['/proc/1/exe', 'verify-config', '-config.file=/etc/yace/config.yml'];
        const said = await engine.docker('exec', container, ...check).then(
          () => null,
          (error: Error) => error.message,
        );
        const before = (await lines()).length;
        await fetch(`http://${await target()}/reload`, { method: 'POST' });
        const complaint = (await lines())
          .slice(before)
          .find((line) => line.includes("Couldn't read config file") || line.includes('syntax error'));
        if (said !== null || complaint) refused.push(`${said ?? complaint}\n${text}`);
      }
      return refused;
    },
    remove: async () => {
      await engine.docker('rm', '-f', container);
    },
  };
}
