import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bySeverity, groupFindings } from '@/lib/finding-groups';
import type { Finding, Verdict } from '@/lib/schemas/snapshot';
import { verdict } from '@/lib/verdict/verdict';
import { together } from '../../support/cases/fault-pairs';
import type { Case } from '../../support/cases/verdict-case';
import { CASES } from '../../support/cases/verdict-cases';
import { both, type Change, judge } from '../../support/panel/judge';

const local: Change = (pipeline) => {
  pipeline.destination = { kind: 'local', url: 'http://victoria-metrics:8428/api/v1/write' };
};

/** What a rule leaves to one that says the same more exactly, or that cannot be known beside the other fault. */
const LEFT_OUT: [left: RegExp, beside: RegExp][] = [
  // Without the engine nothing is known of containers.
  [/^(service|image)-|^vmagent-(down|paused)|^store-starting|^pipeline-gone/, /^engine-/],
  [/^vmagent-|^(service|image)-|^disk-full|^config-|^stack-file/, /^(stack-absent|pipeline-gone)/],
  // While vmagent does not answer, nothing is known of what it does, but how it ended.
  [
    /^(no-targets|vmagent-restarted)/,
    /^(vmagent|disk-full|engine|stack-absent|pipeline-gone|delivery-starting)/,
  ],
  [/^vmagent-down/, /^(disk-full|vmagent-paused)/],
  [/^pi-throttled/, /^pi-(hot|under-voltage)/],
  [/^service-exited/, /^service-(out-of-memory|restart-loop)|^vmagent-down/],
  // It does not run, so nothing checks its health.
  [/^service-unhealthy/, /^service-(out-of-memory|restart-loop)/],
  [/^service-missing/, /^image-missing/],
  // The store on this Pi has no plan, knows no token, lies not outside, and takes samples of any age.
  [/^(network-away|brake-too-late)/, /^(store-starting|arrival-missing)/],
  [/^waiting-(wrong-|missing-scope)|^backlog-too-old/, /^arrival-missing/],
  // While nothing is delivered there is no pace of deliveries; the disk's free space is told by what the buffer leaves.
  [
    /^delivery-slow|^buffer-(draining|filling)/,
    /^(losing|waiting|stalled|vmagent|pipeline|store|stack|engine|disk-full|delivery-starting|arrival-contradicted)/,
  ],
  [/^disk-nearly-full/, /^buffer-nearly-full/],
];

describe('two faults at a time', () => {
  test('each drill has a case here', () => {
    const section = /^## Drills\n([\s\S]*?)^## /m.exec(readFileSync('CONTRIBUTING.md', 'utf8'))?.[1] ?? '';
    const drilled = [...section.matchAll(/^- .*: `([^`]+)`/gm)].map(([, id]) => id ?? '');
    expect(drilled.length).toBeGreaterThan(30);
    const lost = drilled.filter((id) => !CASES.some(({ rule }) => id === rule || id.startsWith(`${rule}-`)));
    expect(lost).toEqual([]);
  });

  const isOfTarget = ({ rule }: Case) => rule.startsWith('target-');
  const isCalm = (headline: string) =>
    /^(Your data is arriving|No data of your sources|Whether your data)/.test(headline);

  /** What is wrong with the verdict on two faults, by what it is on each of them. */
  function wrongs(a: Case, b: Case, alone: readonly Verdict[], seen: Verdict): string[] {
    const there = new Set(seen.findings.map(({ id }) => id));
    const isLeft = (id: string) =>
      LEFT_OUT.some(([left, beside]) => left.test(id) && [...there].some((one) => beside.test(one)));
    // The second of two targets is another one.
    const renamed = (id: string) =>
      isOfTarget(a) && isOfTarget(b) ? id.replace('node-exporter', 'thing') : id;
    const wanted = alone.flatMap(({ findings }, which) =>
      findings.map(({ id }) => (which === 1 ? renamed(id) : id)),
    );
    const lost = wanted.filter((id) => !there.has(id) && !isLeft(id));

    const groups = groupFindings(seen.findings);
    const roots = groups.map(({ root }) => root);
    const own = groups.find(({ root }) => root.title === seen.headline);
    const isOfEither = [own?.root, ...(own?.explained ?? [])].some((one) => one && wanted.includes(one.id));
    const isFirst =
      own === undefined ||
      !groups.some(
        ({ root, worst }) => root !== own.root && speaks(worst) && bySeverity(worst, own.worst) < 0,
      );
    return [
      ...lost.map((id) => `${id} is lost`),
      ...(roots.some(({ because }) => because !== null) ? ['an explained finding stands alone'] : []),
      ...(groups.length > 0 &&
      seen.findings.some(({ because }, at) => (because === null) !== at < roots.length)
        ? ['roots are not first']
        : []),
      ...(groups.some(({ worst }, at) => at > 0 && bySeverity(worst, groups[at - 1]?.worst ?? worst) < 0)
        ? ['not worst first']
        : []),
      ...(isCalm(seen.headline) || own ? [] : ['the headline is no root']),
      ...(isCalm(seen.headline) || isOfEither ? [] : ['the headline is of neither']),
      ...(isFirst ? [] : ['a worse finding is not the headline']),
    ].map((wrong) => `${a.rule} (${a.when}) and ${b.rule} (${b.when}), “${seen.headline}”: ${wrong}`);
  }

  /** What is lost or held up is said at the top, unless it is over or the buffer's own. */
  const speaks = ({ id, severity, title }: Finding) =>
    severity === 'losing'
      ? !title.endsWith('It runs again.')
      : severity === 'waiting' && !id.startsWith('buffer-');

  const destinations: [string, Change][] = [
    ['Grafana Cloud', () => undefined],
    ['the store on this Pi', local],
  ];
  test.each(destinations)('are one headline, a root, and no finding is lost: with %s', (_, before) => {
    const cases = CASES.map((one) => ({ ...one, change: both(before, one.change) }));
    const alone = cases.map(({ change }) => judge(change));
    const found: string[] = [];
    let pairs = 0;
    for (const [at, a] of cases.entries()) {
      for (const [further, b] of cases.entries()) {
        const world = further > at && together(a, b);
        const [one, two] = [alone[at], alone[further]];
        if (!world || !one || !two) continue;
        pairs += 1;
        found.push(...wrongs(a, b, [one, two], verdict(world.pipeline, world.context)));
      }
    }
    expect(found).toEqual([]);
    expect(pairs).toBeGreaterThan(2000);
  });
});
