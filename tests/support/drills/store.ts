import { randomBytes } from 'node:crypto';
import { waitFor } from '../run/exec.ts';
import { freePort } from '../run/ports.ts';
import { projectPrefix } from '../run/run-dir.ts';
import { queryVictoria } from '../stack/destination.ts';
import type { Engine } from '../stack/engine.ts';
import { localImages } from '../stack/images.ts';
import { bridgeAddress } from '../stack/stack.ts';

/** The real VictoriaMetrics at the end of every drill's pipeline: what is in it has arrived. */
export interface Store {
  /** Reached by containers and by this machine. */
  url: string;
  address: string;
  /** Every sample of the series that `match` picks, oldest first. */
  samples(match: string, fromMs: number, toMs: number): Promise<{ atMs: number; value: number }[]>;
  /** The one value of an instant query, or null. */
  scalar(promql: string): Promise<number | null>;
  remove(): Promise<void>;
}

interface Exported {
  values: (number | null)[];
  timestamps: number[];
}

export async function startStore(engine: Engine): Promise<Store> {
  const image = (await localImages(engine)).VICTORIA_METRICS_IMAGE;
  if (!image) throw new Error('compose/images/build victoria-metrics has not run.');
  const address = await bridgeAddress(engine);
  const url = `http://${address}:${await freePort()}`;
  const name = `${projectPrefix()}-drills-${randomBytes(2).toString('hex')}`;
  await engine.docker(
    ...['run', '-d', '--name', name, '--network', 'host', '--label', `com.docker.compose.project=${name}`],
    image,
    `-httpListenAddr=${url.slice('http://'.length)}`,
    ...['-storageDataPath=/data', '-memory.allowedBytes=256MiB', '-search.latencyOffset=0s'],
  );
  await waitFor('the store', async () => (await fetch(`${url}/health`)).ok);
  return {
    ...storeAt(url, address),
    remove: async () => {
      await engine.docker('rm', '-f', '-v', name);
    },
  };
}

/** One that runs already. @param url as this machine reaches it @param address of this machine for containers */
export function storeAt(url: string, address: string): Omit<Store, 'remove'> {
  const flush = () => fetch(`${url}/internal/force_flush`);
  return {
    url,
    address,
    async samples(match, fromMs, toMs) {
      await flush();
      const query = new URLSearchParams({
        'match[]': match,
        start: String(fromMs / 1000),
        end: String(toMs / 1000),
      });
      const lines = (await (await fetch(`${url}/api/v1/export?${query}`)).text()).split('\n').filter(Boolean);
      const series = lines.map((line) => JSON.parse(line) as Exported);
      return series
        .flatMap(({ values, timestamps }) =>
          timestamps.flatMap((atMs, index) => {
            const value = values[index];
            // The mark that vmagent sets behind the last sample of a series that ended has no value.
            return typeof value === 'number' ? [{ atMs, value }] : [];
          }),
        )
        .sort((a, b) => a.atMs - b.atMs);
    },
    async scalar(promql) {
      await flush();
      return (await queryVictoria(url, promql))[0]?.value ?? null;
    },
  };
}
