import type { Finding } from '../../../lib/schemas/snapshot.ts';
import type { Task } from '../../../lib/schemas/task.ts';
import { waitFor } from '../run/exec.ts';
import { pause } from '../stack/pause.ts';
import type { Drill } from './drill.ts';
import type { FakeDns } from './fake-dns.ts';
import { CONFIG, type Lane } from './lane.ts';
import { endEngine } from './vmagent.ts';

/** Two faults at a time: what is said at the top, and what below. */
interface Pair extends Omit<Drill, 'meanwhile'> {
  /** The root that gives the headline. */
  root: string;
  /** What the root explains. */
  explains?: string[];
  /** Roots of their own. */
  beside?: string[];
}

const isRoot = (findings: readonly Finding[], id: string) =>
  findings.some((one) => one.id === id && one.because === null);

function pair({ root, explains = [], beside = [], ...drill }: Pair): Drill {
  return {
    ...drill,
    beside: [...explains, ...beside],
    meanwhile: async ({ viewer }) => {
      const wanted = `one headline: ${[root, ...explains, ...beside].join(', ')}`;
      await viewer.until(
        wanted,
        ({ verdict: { findings, headline } }) =>
          findings.find(({ id }) => id === root)?.title === headline &&
          [root, ...beside].every((id) => isRoot(findings, id)) &&
          explains.every((id) => findings.some((one) => one.id === id && one.because === root)),
        90_000,
      );
    },
  };
}

const gateway = (reason: string) =>
  JSON.stringify({ status: 'error', error: `authentication error: ${reason}` });
const WRONG_TOKEN = { status: 401, body: gateway('invalid token') };
const FAULTY = { status: 503, body: 'upstream' };

/** What the button of a finding does, through the panel, to its end. */
async function press({ panel, viewer }: Lane, id: string): Promise<void> {
  const action = viewer.seen.get(id)?.finding.action;
  if (action?.kind !== 'service') throw new Error(`${id} has no button that does something.`);
  const route = `/api/services/${action.service}/actions`;
  const { taskId } = await panel.json<{ taskId: string }>('POST', route, { action: action.action });
  const ended = async () => {
    const task = await panel.json<Task>('GET', `/api/tasks/${taskId}`);
    return task.state !== 'running' && task;
  };
  const task = await waitFor('the job', ended, { timeoutMs: 120_000 });
  if (task.state !== 'succeeded') throw new Error(`${task.title}: ${task.error?.message}`);
}

/** In a lane that writes to Grafana Cloud, or what answers so, by a name that the fake DNS knows. */
export function destinationPairs(dns: FakeDns): Drill[] {
  let good = '';
  return [
    pair({
      what: 'wrong token, and the exporter is killed',
      finding: 'waiting-wrong-token',
      claim: 'waiting',
      root: 'waiting-wrong-token',
      beside: ['service-exited-node-exporter'],
      fault: async (lane) => {
        lane.gate.answer = WRONG_TOKEN;
        await lane.docker('kill', 'node-exporter');
      },
      mend: async (lane) => {
        lane.gate.answer = null;
        await lane.docker('start', 'node-exporter');
      },
    }),
    pair({
      what: 'DNS server does not answer, and an exporter is gone',
      finding: 'waiting-dns',
      claim: 'waiting',
      withinSeconds: 25,
      root: 'waiting-dns',
      beside: ['target-refused-thing'],
      fault: async ({ gate, thing }) => {
        dns.says = 'nothing';
        gate.breakOff();
        await thing.close();
      },
      mend: async ({ gate, thing }) => {
        dns.says = 'address';
        gate.breakOff();
        await thing.open();
      },
    }),
    pair({
      what: 'fault of the destination, and a bad file by hand',
      finding: 'waiting-server-error',
      claim: 'waiting',
      root: 'waiting-server-error',
      beside: ['config-reload-failed'],
      fault: async ({ gate, stack, reload }) => {
        gate.answer = FAULTY;
        good = stack.read(CONFIG);
        stack.write(CONFIG, `${good}- job_name: [\n`);
        await reload();
      },
      mend: async ({ gate, stack, reload }) => {
        gate.answer = null;
        stack.write(CONFIG, good);
        await reload();
      },
    }),
    pair({
      what: 'connections are refused, and an exporter answers a web page',
      finding: 'waiting-refused',
      claim: 'waiting',
      root: 'waiting-refused',
      beside: ['target-empty-thing'],
      fault: async ({ gate, thing }) => {
        thing.page = { status: 200, body: '<html><body>Welcome</body></html>' };
        await gate.close();
      },
      mend: async ({ gate, thing }) => {
        thing.recover();
        await gate.open();
      },
    }),
    pair({
      what: 'vmagent stopped while the destination has a fault',
      finding: 'vmagent-down',
      endsVmagent: true,
      claim: 'lost',
      root: 'vmagent-down',
      fault: async (lane, begins) => {
        lane.gate.answer = FAULTY;
        await lane.viewer.found('waiting-server-error');
        begins();
        await lane.docker('stop', 'vmagent');
      },
      mend: async (lane) => {
        lane.gate.answer = null;
        await press(lane, 'vmagent-down');
      },
    }),
    pair({
      what: 'samples rejected, and the exporter is paused',
      finding: 'losing-too-old',
      claim: 'lost',
      root: 'losing-too-old',
      beside: ['service-paused-node-exporter'],
      fault: async (lane) => {
        lane.gate.answer = { status: 400, body: 'rejected (err-mimir-sample-timestamp-too-old)' };
        await pause(lane.docker, 'node-exporter');
      },
      mend: async (lane) => {
        lane.gate.answer = null;
        await lane.docker('unpause', 'node-exporter');
      },
    }),
  ];
}

/** In a lane that writes to the store on this Pi. */
export function storePairs(): Drill[] {
  const isStopped = 'service-exited-victoria-metrics';
  return [
    pair({
      what: 'the store on this Pi stopped, and the exporter killed',
      finding: 'waiting-dns',
      claim: 'waiting',
      withinSeconds: 25,
      root: isStopped,
      explains: ['waiting-dns'],
      beside: ['service-exited-node-exporter'],
      fault: async (lane) => {
        await lane.docker('stop', 'victoria-metrics');
        await lane.docker('kill', 'node-exporter');
      },
      mend: async (lane) => {
        await press(lane, isStopped);
        await press(lane, 'service-exited-node-exporter');
      },
    }),
    pair({
      what: 'the store on this Pi stopped, and an exporter answers 500',
      finding: isStopped,
      claim: 'waiting',
      root: isStopped,
      beside: ['target-status-thing'],
      fault: async (lane) => {
        lane.thing.page = { status: 500, body: 'oh' };
        await lane.docker('stop', 'victoria-metrics');
      },
      mend: async (lane) => {
        lane.thing.recover();
        await press(lane, isStopped);
      },
    }),
    pair({
      what: 'vmagent stopped after the store on this Pi',
      finding: 'vmagent-down',
      endsVmagent: true,
      claim: 'lost',
      root: 'vmagent-down',
      beside: [isStopped],
      fault: async (lane, begins) => {
        await lane.docker('stop', 'victoria-metrics');
        await lane.viewer.found(isStopped);
        begins();
        await lane.docker('stop', 'vmagent');
      },
      mend: async (lane) => {
        await press(lane, isStopped);
        await press(lane, 'vmagent-down');
      },
    }),
  ];
}

/** In a lane that has an engine of its own. */
export const enginePairs: Drill[] = [
  pair({
    what: 'Docker Engine stopped, with a wrong token',
    finding: 'engine-unreachable',
    endsVmagent: true,
    claim: 'lost',
    root: 'engine-unreachable',
    fault: async (lane, begins) => {
      lane.gate.answer = WRONG_TOKEN;
      await lane.viewer.found('waiting-wrong-token');
      begins();
      await endEngine(lane);
    },
    mend: async (lane) => {
      lane.gate.answer = null;
      await lane.stack.engine.start();
    },
  }),
];
