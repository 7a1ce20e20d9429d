import type { FakeAws } from '../support/fakes/aws/fake-aws.ts';
import type { AwsResource } from '../support/fakes/aws/resources.ts';
import { cluster, ecsService, lambda, queue, REGION, restApi } from '../support/fakes/aws/world.ts';
import type { FakeGoogle } from '../support/fakes/gcp/server.ts';

const TAGS = { env: 'prod' };
const HOUR_MS = 3_600_000;

/** Up and down within some 40 minutes, with a little noise, so that charts have something to draw. */
function course(nowMs: number, middle: number, phase: number): number {
  const swing = Math.sin((nowMs / HOUR_MS) * 9 + phase) * 0.4;
  return Math.max(0, middle * (1 + swing + (Math.random() - 0.5) * 0.15));
}

/** Some of each service of AWS. */
export function resources(nowMs: number): AwsResource[] {
  const at = (middle: number, phase = 0) => course(nowMs, middle, phase);
  const whole = (middle: number, phase = 0) => Math.round(at(middle, phase));
  const none = { Errors: 0, Throttles: 0 };
  const times = (middle: number, phase: number) => ({
    Average: at(middle, phase),
    p95: at(middle * 2.6, phase),
  });
  const load = (middle: number, phase: number) => ({
    Average: at(middle, phase),
    Maximum: at(middle * 1.3, phase),
  });
  return [
    ...[
      ['orders', 420, 85],
      ['billing', 160, 240],
      ['thumbnails', 60, 900],
      ['webhook', 900, 30],
    ].map(([name, calls, ms], n) =>
      lambda(String(name), TAGS, {
        ...none,
        Invocations: whole(Number(calls), n),
        Duration: times(Number(ms), n),
        ConcurrentExecutions: whole(6, n),
      }),
    ),
    ...['jobs', 'mail', 'jobs-dlq'].map((name, n) =>
      queue(name, TAGS, {
        ApproximateNumberOfMessagesVisible: name === 'jobs-dlq' ? 0 : whole(35, n),
        ApproximateAgeOfOldestMessage: name === 'jobs-dlq' ? null : whole(14, n),
        NumberOfMessagesSent: name === 'jobs-dlq' ? 0 : whole(300, n),
        NumberOfMessagesDeleted: name === 'jobs-dlq' ? 0 : whole(300, n),
      }),
    ),
    cluster('main', TAGS),
    ...['web', 'worker'].map((name, n) =>
      ecsService('main', name, TAGS, { CPUUtilization: load(38, n), MemoryUtilization: load(55, n + 2) }),
    ),
    restApi('a1b2c3d4e5', 'shop', TAGS, {
      Count: whole(1200),
      '4XXError': whole(7, 1),
      '5XXError': 0,
      Latency: times(70, 1),
    }),
  ];
}

/** What both clouds say from now on. */
export function move(aws: FakeAws, google: FakeGoogle): void {
  const nowMs = Date.now();
  for (const account of Object.values(aws.world.accounts)) account.regions = { [REGION]: resources(nowMs) };
  for (const { valueType, series } of Object.values(google.state.projects).flatMap(({ metrics }) => metrics))
    for (const [n, { points }] of series.entries())
      for (const point of points) {
        const at = course(nowMs - point.ageSeconds * 1000, 40 * (n + 1), n);
        point.value =
          valueType === 'DISTRIBUTION'
            ? { count: 10, mean: at, bounds: [0, 10, 50, 100, 500], counts: [0, 2, 5, 2, 1, 0] }
            : Math.round(at);
      }
}
