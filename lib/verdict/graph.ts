import type { Finding, ServiceName, SourceId } from '@/lib/schemas/snapshot';
import { jobService, sourceService } from './jobs';
import { isUnreached } from './rules/network';
import { CAUSES } from './rules/waiting-causes';
import { KINDS } from './rules/waiting-kinds';
import { targetCauses } from './target-cause';
import type { Pipeline, RuleResult, VerdictContext } from './types';

/** What a rule has found. */
export interface Found {
  id: string;
  rule: string;
  severity: Finding['severity'];
  result: RuleResult;
}

export interface Scene {
  pipeline: Pipeline;
  context: VerdictContext;
}

/** Each of `causes` explains each of `effects`; where only sometimes, `where` says when. */
export interface Explanation {
  causes: readonly string[];
  effects: readonly string[];
  where?: (cause: Found, effect: Found, scene: Scene) => boolean;
}

// Families of rules.
const CONNECTION = ['dns', 'no-route', 'refused', 'timeout', 'network'].map((id) => `waiting-${id}`);
const WAITING = ['waiting', ...Object.keys({ ...CAUSES, ...KINDS }).map((id) => `waiting-${id}`)];
const TARGET = [...targetCauses, 'down', 'empty', 'slow'].map((id) => `target-${id}`);
const SOURCE = ['source-blind', 'source-silent'];
const TELLING = ['channel-failing', 'dead-man-unreachable'];
const SERVICE_AWAY = [
  ...['image-missing', 'service-missing', 'service-out-of-memory', 'service-restart-loop'],
  ...['service-exited', 'service-paused', 'service-unhealthy'],
];
const VMAGENT_AWAY = ['pipeline-gone', 'vmagent-absent', 'vmagent-paused', 'vmagent-down'];
/** What a machine that is too slow shows. */
const SLOW = ['target-slow', 'target-timeout', 'panel-behind', 'delivery-slow'];

// Conditions.
const isLocal = ({ pipeline }: Scene) => pipeline.destination.kind === 'local';
const subject = ({ result }: Found) => result.subject ?? '';
const words = ({ result }: Found) => `${result.title} ${result.consequence}`;

/** The service that a finding is about; null: it is about none. */
export function serviceOf({ rule, result: { subject = '' } }: Found): ServiceName | null {
  if (TARGET.includes(rule)) return jobService(subject);
  if (SOURCE.includes(rule)) return sourceService(subject as SourceId);
  if (SERVICE_AWAY.includes(rule)) return subject as ServiceName;
  return VMAGENT_AWAY.includes(rule) || rule.startsWith('vmagent-') ? 'vmagent' : null;
}

const isSameService: Explanation['where'] = (cause, effect) =>
  serviceOf(cause) !== null && serviceOf(cause) === serviceOf(effect);
const isOfVmagent = (cause: Found) => subject(cause) === 'vmagent';
const isTheStore: Explanation['where'] = (cause, _, scene) =>
  subject(cause) === 'victoria-metrics' && isLocal(scene);

const MINUTE = 60;
/** Clouds refuse what was signed more than five minutes off; stores and certificates bear more. */
const CLOCK_LIMITS: { effects: readonly string[]; seconds: number; isAhead?: boolean }[] = [
  { effects: [...SOURCE, 'waiting-unauthorised'], seconds: 5 * MINUTE },
  { effects: ['losing-too-new'], seconds: 5 * MINUTE, isAhead: true },
  { effects: ['losing-too-old'], seconds: 10 * MINUTE, isAhead: false },
  { effects: ['waiting-tls-time', ...TELLING], seconds: 60 * MINUTE },
];

const isClockTooFarOff: Explanation['where'] = (_, effect, { pipeline, context }) => {
  const ahead = context.clockAheadSeconds ?? 0;
  const limit = CLOCK_LIMITS.find(({ effects }) => effects.includes(effect.rule));
  if (!limit || Math.abs(ahead) < limit.seconds) return false;
  if (limit.isAhead !== undefined && limit.isAhead !== ahead > 0) return false;
  if (SOURCE.includes(effect.rule))
    return /clock|refuses the (?:secret|key)\b|signature/i.test(words(effect));
  if (TELLING.includes(effect.rule)) return /not valid at this Pi’s time/.test(words(effect));
  // Grafana Cloud's tokens know no time, so there a refusal has another cause.
  return effect.rule !== 'waiting-unauthorised' || pipeline.destination.kind === 'other';
};

/**
 * Which finding explains which. Nearest to the ground first: where several explain a finding, the first of this list
 * does. No finding explains, over however many steps, itself (tests/unit/verdict-graph.test.ts).
 */
export const EXPLANATIONS: readonly Explanation[] = [
  // The machine.
  { causes: ['pi-under-voltage', 'pi-hot'], effects: ['pi-throttled'] },
  {
    causes: ['pi-under-voltage', 'pi-hot', 'pi-throttled', 'pi-memory-low'],
    effects: SLOW,
    where: isOnThisPi,
  },
  { causes: ['pi-memory-low'], effects: ['service-out-of-memory'], where: hasNoLimitOfItsOwn },
  { causes: ['disk-full'], effects: ['pi-disk-low', 'disk-nearly-full'] },
  { causes: ['pi-disk-low'], effects: ['disk-nearly-full'] },
  {
    causes: ['disk-full', 'pi-disk-low', 'disk-nearly-full'],
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
      CONNECTION.includes(effect.rule) ? !isLocal(scene) : isUnreached(words(effect)),
  },
  // The engine and the files.
  { causes: ['engine-unreachable'], effects: [...VMAGENT_AWAY, ...SERVICE_AWAY, 'stalled'] },
  { causes: ['engine-unreachable'], effects: TARGET, where: (_, effect) => serviceOf(effect) !== null },
  { causes: ['engine-unreachable'], effects: CONNECTION, where: (_cause, _effect, scene) => isLocal(scene) },
  { causes: ['stack-file-broken', 'config-reload-failed'], effects: ['config-drift'] },
  // A service, from why it is away to what that makes of it.
  { causes: ['disk-full'], effects: ['service-restart-loop', 'vmagent-restarted'], where: aboutVmagent },
  { causes: ['image-missing'], effects: ['vmagent-absent', 'service-missing'], where: isSameService },
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
  'buffer-draining',
  'pi-sd-writes',
  'memory-cgroup-off',
];

function isOnThisPi(_: Found, { rule }: Found, scene: Scene): boolean {
  return rule !== 'delivery-slow' || isLocal(scene);
}

function hasNoLimitOfItsOwn(_: Found, effect: Found, { pipeline }: Scene): boolean {
  const service = pipeline.services.find(({ name }) => name === subject(effect));
  return service?.memoryLimitBytes === null || pipeline.engine.hasMemoryCgroup === false;
}

function aboutVmagent(_: Found, effect: Found): boolean {
  return serviceOf(effect) === 'vmagent';
}
