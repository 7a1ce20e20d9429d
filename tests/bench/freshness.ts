// How old the newest value of AWS is at the destination, and whether a query sees none for a moment, when vmagent scrapes
// YACE as seldom as YACE asks AWS, and when it scrapes every minute: npm run bench:freshness (about 4 minutes; needs root,
// a Docker Engine and the tests' images). All times are a tenth of the true ones: YACE asks every 30 s for a period of
// 30 s, vmagent scrapes every 30 s and every 6 s, a query looks back 30 s. Where a round, a scrape and a period begin is
// chance and stays so, so each way is measured from many beginnings at once.
import { startFakeAws } from '../support/fakes/aws/fake-aws.ts';
import { lambda, oneAccount, REGION } from '../support/fakes/aws/world.ts';
import { sleep } from '../support/run/exec.ts';
import { freePort } from '../support/run/ports.ts';
import { queryVictoria } from '../support/stack/destination.ts';
import { bridgeAddress } from '../support/stack/stack.ts';
import { startVictoriaMetrics, startVmagent } from '../support/stack/vmagent-process.ts';
import { startYace, type Yace } from '../support/stack/yace.ts';
import { onEngine } from './on-engine.ts';
import { median } from './processes.ts';

const SCALE = 10;
const CLOCK_SECONDS = 30;
const OFTEN_SECONDS = 6;
const BEGINNINGS = [0, 6, 12, 18, 24];
const WARM_UP_SECONDS = 2 * CLOCK_SECONDS + 5;
const MEASURED_SECONDS = 120;
const METRIC = 'aws_lambda_invocations_sum';

/** The value of each point is when its period ended. */
const resources = [lambda('orders', { env: 'test' }, { Invocations: 'end' })];
const config = `
apiVersion: v1alpha1
discovery:
  jobs:
    - type: AWS/Lambda
      regions: [${REGION}]
      dimensionNameRequirements: [FunctionName]
      period: ${CLOCK_SECONDS}
      length: ${CLOCK_SECONDS}
      metrics: [{ name: Invocations, statistics: [Sum] }]
`;

type Way = 'seldom' | 'often';

function scrapeConfig(targets: string[]): string {
  const job = (way: Way, seconds: number, offset: number) =>
    [
      `- job_name: ${way}-${offset}`,
      `  scrape_interval: ${seconds}s`,
      `  scrape_timeout: 5s`,
      `  scrape_offset: ${offset}s`,
      `  static_configs: [{targets: [${targets.map((target) => `"${target}"`).join(', ')}]}]`,
    ].join('\n');
  const jobs = [
    ...BEGINNINGS.map((offset) => job('seldom', CLOCK_SECONDS, offset)),
    ...[0, 2, 4].map((offset) => job('often', OFTEN_SECONDS, offset)),
  ];
  return `scrape_configs:\n${jobs.join('\n')}\n`;
}

interface Figures {
  agesSeconds: number[];
  /** Of all questions, how many found no value within what a query looks back. */
  gaps: number;
  asked: number;
}

async function ask(base: string, seconds: number): Promise<Record<Way, Figures>> {
  const figures: Record<Way, Figures> = {
    seldom: { agesSeconds: [], gaps: 0, asked: 0 },
    often: { agesSeconds: [], gaps: 0, asked: 0 },
  };
  for (const endMs = Date.now() + seconds * 1000; Date.now() < endMs; await sleep(1000)) {
    const newest = await queryVictoria(base, `last_over_time(${METRIC}[${3 * CLOCK_SECONDS}s])`);
    const seen = await queryVictoria(base, `last_over_time(${METRIC}[${CLOCK_SECONDS}s])`);
    const nameOf = ({ job, instance }: Record<string, string>) => `${job} ${instance}`;
    const isSeen = new Set(seen.map(({ metric }) => nameOf(metric)));
    for (const { metric, value } of newest) {
      const own = figures[metric.job?.startsWith('often') ? 'often' : 'seldom'];
      own.agesSeconds.push(Date.now() / 1000 - value);
      own.asked++;
      if (!isSeen.has(nameOf(metric))) own.gaps++;
    }
  }
  return figures;
}

function report({ seldom, often }: Record<Way, Figures>): void {
  const real = (seconds: number) => `${Math.round(seconds * SCALE)} s`;
  const say = (what: string, { agesSeconds, gaps, asked }: Figures) =>
    console.log(
      `${what}: newest value ${real(median(agesSeconds))} old (median), ${real(Math.max(...agesSeconds))} (worst); none within 300 s in ${((100 * gaps) / asked).toFixed(1)} % of ${asked} questions`,
    );
  console.log(`Times as they are at an interval of ${CLOCK_SECONDS * SCALE} s:`);
  say(`scraped every ${CLOCK_SECONDS * SCALE} s`, seldom);
  say(`scraped every ${OFTEN_SECONDS * SCALE} s`, often);
  const ratio = (pick: (ages: number[]) => number) =>
    (pick(often.agesSeconds) / pick(seldom.agesSeconds)).toFixed(2);
  console.log(
    `often : seldom  median ${ratio(median)}, worst ${ratio((ages) => Math.max(...ages))}, gaps ${often.gaps} : ${seldom.gaps}`,
  );
}

await onEngine(async (engine) => {
  const aws = await startFakeAws(await bridgeAddress(engine), oneAccount(resources));
  const store = await startVictoriaMetrics('sid');
  const port = await freePort();
  // A tenth of what the stack's vmagent has.
  const vmagent = await startVmagent('sid', port, `${store.url}/api/v1/write`, [
    '-remoteWrite.flushInterval=500ms',
  ]);
  const started: Yace[] = [];
  try {
    for (const beginning of BEGINNINGS) {
      const name = `freshness-${beginning}`;
      started.push(await startYace(engine, { name, config, url: aws.url, everySeconds: CLOCK_SECONDS }));
      await sleep(OFTEN_SECONDS * 1000);
    }
    vmagent.writeConfig(scrapeConfig(await Promise.all(started.map((yace) => yace.target()))));
    await fetch(`${vmagent.url}/-/reload`);
    await sleep(WARM_UP_SECONDS * 1000);
    report(await ask(store.url, MEASURED_SECONDS));
  } finally {
    for (const yace of started) await yace.remove();
    await vmagent.stop();
    await store.stop();
    await aws.close();
  }
});
