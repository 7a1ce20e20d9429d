import type { Drill } from './drill.ts';
import type { FakeExporter } from './exporter.ts';
import type { FakeDns } from './fake-dns.ts';
import { CONFIG, type Lane } from './lane.ts';

/** An address of this machine under a name that the fake DNS knows. */
export const byName = (target: string) => target.replace(/\d+(?:\.\d+){3}/, 'metrics.test');

/** The jobs that these drills need beside the beat. */
export const sourceJobs = (thing: FakeExporter, flood: FakeExporter) => `- job_name: node-exporter
  scrape_timeout: 1s
  static_configs: [{targets: ["host.docker.internal:%{NODE_EXPORTER_PORT}"]}]
- job_name: thing
  static_configs: [{targets: ["${thing.target}"]}]
- job_name: big
  max_scrape_size: 1MB
  static_configs: [{targets: ["${thing.target}"]}]
- job_name: limited
  sample_limit: 5
  static_configs: [{targets: ["${thing.target}"]}]
- job_name: gateway
  static_configs: [{targets: ["${byName(thing.target)}"]}]
- job_name: flood
  scrape_interval: 5s
  static_configs: [{targets: ["${flood.target}"]}]
`;

const NODE = ({ name }: Lane) => `node_time_seconds{cluster="${name}",job="node-exporter"}`;

/** The one source of a job answers something that is no page of samples. */
function answers(what: string, finding: string, page: NonNullable<FakeExporter['page']>): Drill {
  const job = finding.slice(finding.lastIndexOf('-') + 1);
  return {
    what,
    finding,
    claim: 'lost',
    about: ({ name }) => `drill_beat{cluster="${name}",job="${job}"}`,
    fault: ({ thing }) => {
      thing.page = page;
    },
    mend: ({ thing }) => thing.recover(),
  };
}

const SERIES = 100_000;
/** `REMOTE_WRITE_MAX_SERIES` as shipped. */
const BRAKE = 14_000;

/** The DNS says something else to who connects anew, and everybody has to. */
const turn =
  (dns: FakeDns, says: FakeDns['says']) =>
  ({ gate, thing }: Lane) => {
    dns.says = says;
    gate.breakOff();
    thing.recover();
  };

/** @param dns tells vmagent where the destination is */
export function sourceDrills(dns: FakeDns, flood: FakeExporter): Drill[] {
  return [
    {
      what: 'name of the destination gone from the DNS',
      finding: 'waiting-dns',
      claim: 'waiting',
      fault: turn(dns, 'no such name'),
      // A source by the same name is told as well.
      meanwhile: async ({ viewer }) => void (await viewer.found('target-dns-gateway')),
      mend: turn(dns, 'address'),
    },
    {
      what: 'DNS server does not answer',
      finding: 'waiting-dns',
      claim: 'waiting',
      // vmagent asks twice, for 5 s each.
      withinSeconds: 25,
      fault: turn(dns, 'nothing'),
      mend: turn(dns, 'address'),
    },
    {
      what: 'exporter killed',
      finding: 'service-exited-node-exporter',
      claim: 'lost',
      about: NODE,
      fault: (lane) => lane.docker('kill', 'node-exporter'),
      mend: (lane) => lane.docker('start', 'node-exporter'),
    },
    {
      what: 'exporter hangs (SIGSTOP)',
      finding: 'target-timeout-node-exporter',
      claim: 'lost',
      about: NODE,
      fault: async (lane) => process.kill(await lane.pid('node-exporter'), 'SIGSTOP'),
      mend: async (lane) => process.kill(await lane.pid('node-exporter'), 'SIGCONT'),
    },
    answers('exporter answers a web page', 'target-empty-thing', {
      status: 200,
      body: '<html><body>Welcome</body></html>',
    }),
    answers('exporter answers what cannot be unpacked', 'target-unreadable-thing', {
      status: 200,
      body: 'no gzip',
      headers: { 'content-encoding': 'gzip' },
    }),
    answers('exporter answers 500', 'target-status-thing', { status: 500, body: 'oh' }),
    answers('exporter breaks off', 'target-closed-thing', 'cut'),
    answers('exporter answers 2 MB where 1 MB is read', 'target-too-large-big', {
      status: 200,
      body: `# ${'x'.repeat(2_000_000)}\n`,
    }),
    answers('exporter over its sample limit', 'target-over-limit-limited', {
      status: 200,
      body: 'a 1\nb 1\nc 1\nd 1\ne 1\nf 1\n',
    }),
    {
      what: 'nothing listens where the exporter was',
      finding: 'target-refused-thing',
      claim: 'lost',
      about: ({ name }) => `drill_beat{cluster="${name}",job="thing"}`,
      fault: ({ thing }) => thing.close(),
      mend: ({ thing }) => thing.open(),
    },
    badReload(),
    {
      what: 'exporter answers 100,000 series',
      finding: 'losing-series-brake',
      claim: 'lost',
      fault: () => {
        const lines = Array.from({ length: SERIES }, (_, index) => `drill_flood{n="${index}"} 1`);
        flood.page = { status: 200, body: `${lines.join('\n')}\n` };
      },
      mend: () => flood.recover(),
      count: async (lane) => {
        const query = `count(last_over_time(drill_flood{cluster="${lane.name}"}[5m]))`;
        const there = (await lane.store.scalar(query)) ?? 0;
        if (there === 0 || there > BRAKE) throw new Error(`${there} of the series are at the destination.`);
        return { given: SERIES, missing: SERIES - there };
      },
    },
  ];
}

/** A file that is broken by hand, and a reload by hand, which answers 200. */
function badReload(): Drill {
  let good = '';
  return {
    what: 'bad file by hand, reload by hand',
    finding: 'config-reload-failed',
    claim: 'none',
    fault: async ({ stack, reload }) => {
      good = stack.read(CONFIG);
      stack.write(CONFIG, `${good}- job_name: [\n`);
      await reload();
    },
    mend: async ({ stack, reload }) => {
      stack.write(CONFIG, good);
      await reload();
    },
  };
}
