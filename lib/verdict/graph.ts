import {
  aboutVmagent,
  CLOCK_LIMITS,
  CONNECTION,
  type Explanation,
  hasNoLimitOfItsOwn,
  isClockTooFarOff,
  isLocal,
  isOfVmagent,
  isOnThisPi,
  isSameService,
  isTheStore,
  SERVICE_AWAY,
  SLOW,
  SOURCE,
  serviceOf,
  TARGET,
  TELLING,
  VMAGENT_AWAY,
  WAITING,
} from './found';

/**
 * Which finding explains which. Nearest to the ground first: where several explain a finding, the first of this list
 * does. No finding explains, over however many steps, itself (tests/unit/verdict/verdict-graph.test.ts).
 */
export const EXPLANATIONS: readonly Explanation[] = [
  // The machine.
  { causes: ['pi-under-voltage', 'pi-hot'], effects: ['pi-throttled'] },
  { causes: ['pi-under-voltage'], effects: ['pi-power-cuts'] },
  { causes: ['pi-card-worn'], effects: ['pi-disk-read-only'] },
  {
    causes: ['pi-under-voltage', 'pi-hot', 'pi-throttled', 'pi-memory-low'],
    effects: SLOW,
    where: isOnThisPi,
  },
  { causes: ['pi-memory-low'], effects: ['service-out-of-memory'], where: hasNoLimitOfItsOwn },
  { causes: ['disk-full'], effects: ['pi-disk-low', 'disk-nearly-full'] },
  { causes: ['pi-disk-low'], effects: ['disk-nearly-full'] },
  {
    causes: ['disk-full', 'pi-disk-low', 'disk-nearly-full', 'pi-disk-read-only'],
    effects: ['waiting-read-only'],
    where: (_cause, _effect, scene) => isLocal(scene),
  },
  {
    causes: ['clock-skew'],
    effects: CLOCK_LIMITS.flatMap(({ effects }) => effects),
    where: isClockTooFarOff,
  },
  {
    causes: ['network-away'],
    effects: [...CONNECTION, ...SOURCE, ...TELLING],
    where: (_, effect, scene) =>
      CONNECTION.includes(effect.rule) ? !isLocal(scene) : effect.result.cause === 'unreached',
  },
  // The engine and the files.
  { causes: ['engine-unreachable'], effects: [...VMAGENT_AWAY, ...SERVICE_AWAY, 'stalled'] },
  { causes: ['engine-unreachable'], effects: TARGET, where: (_, effect) => serviceOf(effect) !== null },
  { causes: ['engine-unreachable'], effects: CONNECTION, where: (_cause, _effect, scene) => isLocal(scene) },
  { causes: ['stack-file-broken', 'config-reload-failed'], effects: ['config-drift'] },
  { causes: ['backup-failed'], effects: ['backup-old'] },
  // A service, from why it is away to what that makes of it.
  { causes: ['disk-full'], effects: ['service-restart-loop', 'vmagent-restarted'], where: aboutVmagent },
  {
    causes: ['service-not-understood', 'image-missing'],
    effects: ['vmagent-absent', 'service-missing'],
    where: isSameService,
  },
  {
    causes: ['service-out-of-memory'],
    effects: [
      'service-restart-loop',
      'service-exited',
      'service-unhealthy',
      'vmagent-restarted',
      'vmagent-down',
    ],
    where: isSameService,
  },
  {
    causes: ['service-restart-loop'],
    effects: ['service-unhealthy', 'vmagent-restarted', 'vmagent-down'],
    where: isSameService,
  },
  // vmagent, without which nothing is scraped or sent.
  {
    causes: [...VMAGENT_AWAY, 'disk-full'],
    effects: [...TARGET, ...SOURCE, ...WAITING, 'stalled', 'delivery-slow', 'delivery-slowed', 'no-targets'],
    where: (_cause, _effect, { pipeline }) => pipeline.vmagent.state !== 'up',
  },
  { causes: ['vmagent-starting'], effects: ['delivery-starting', ...TARGET] },
  { causes: ['no-targets'], effects: [...SOURCE, 'stalled'] },
  { causes: SERVICE_AWAY, effects: ['stalled'], where: isOfVmagent },
  // A source: its service, its target, what is in it.
  { causes: SERVICE_AWAY, effects: [...TARGET, ...SOURCE], where: isSameService },
  { causes: TARGET, effects: SOURCE, where: isSameService },
  // The destination.
  {
    causes: SERVICE_AWAY,
    effects: [
      ...[...CONNECTION, 'waiting-closed', 'waiting-server-error', 'waiting', 'stalled'],
      ...['store-starting', 'delivery-slow', 'delivery-slowed'],
    ],
    where: isTheStore,
  },
  { causes: ['store-starting'], effects: [...CONNECTION, 'waiting-closed'] },
  { causes: ['losing-series-brake'], effects: ['budget-series', 'budget-points'] },
  { causes: ['budget-series'], effects: ['waiting-series-limit', 'losing-series-limit'] },
  { causes: ['budget-points'], effects: ['waiting-rate-limited', 'delivery-slowed'] },
  // The buffer.
  { causes: WAITING, effects: ['backlog-too-old', 'losing-buffer-full', 'buffer-nearly-full'] },
  {
    causes: WAITING,
    effects: ['lost-recently'],
    where: (_cause, _effect, { context }) => context.loss?.reason === 'buffer-full',
  },
  { causes: ['delivery-slow', 'delivery-slowed'], effects: ['buffer-filling'] },
  { causes: ['buffer-filling'], effects: ['losing-buffer-full', 'buffer-nearly-full'] },
  { causes: ['losing-buffer-full'], effects: ['buffer-nearly-full'] },
  { causes: ['backlog-too-old'], effects: ['losing-too-old'] },
];

/** Rules that explain nothing and are explained by nothing: what they find stands for itself. */
export const ALONE: readonly string[] = [
  'stack-absent',
  // A name in a file, and what it costs.
  'source-metric',
  'source-price',
  // A setting.
  'brake-too-late',
  'budget-series-unknown',
  'series-limit',
  'grafana-out-of-step',
  // The containers run on, only Weir does not see them.
  'engine-denied',
  // Said by the destination of the samples themselves.
  ...[
    'losing-out-of-order',
    'losing-duplicate',
    'losing-label-limit',
    'losing-undecodable',
    'losing-rejected',
  ],
  // Losses of their own, whatever else is wrong.
  'losing-not-remote-write',
  'arrival-missing',
  'arrival-contradicted',
  'proof-refused',
  'losing-buffer-gone',
  'buffer-draining',
  'pi-sd-writes',
  'memory-cgroup-off',
];
