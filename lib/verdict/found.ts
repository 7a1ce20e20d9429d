import { jobService, sourceIds, sourceService } from '@/lib/pipeline/components';
import type { Finding, ServiceName } from '@/lib/schemas/snapshot';
import { CAUSES } from './causes/waiting-causes';
import { KINDS } from './causes/waiting-kinds';
import { targetCauses } from './terms/target-cause';
import type { Pipeline, RuleResult, VerdictContext } from './terms/types';

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
export const CONNECTION = ['dns', 'no-route', 'refused', 'timeout', 'network'].map((id) => `waiting-${id}`);
export const WAITING = ['waiting', ...Object.keys({ ...CAUSES, ...KINDS }).map((id) => `waiting-${id}`)];
export const TARGET = [...targetCauses, 'down', 'empty', 'slow'].map((id) => `target-${id}`);
export const SOURCE = ['source-blind', 'source-incomplete', 'source-key', 'source-silent'];
export const TELLING = ['channel-failing', 'dead-man-unreachable'];
export const SERVICE_AWAY = [
  ...['image-missing', 'service-missing', 'service-out-of-memory', 'service-restart-loop'],
  ...['service-exited', 'service-paused', 'service-unhealthy'],
];
export const VMAGENT_AWAY = ['pipeline-gone', 'vmagent-absent', 'vmagent-paused', 'vmagent-down'];
/** What a machine that is too slow shows. */
export const SLOW = ['target-slow', 'target-timeout', 'panel-behind', 'delivery-slow'];

// Conditions.
export const isLocal = ({ pipeline }: Scene) => pipeline.destination.kind === 'local';
const subject = ({ result }: Found) => result.subject ?? '';

/** @param subject of a rule of sources: the source, and of `source-incomplete` what is wrong */
function sourceOf(subject: string): ServiceName | null {
  const id = sourceIds.find((one) => subject === one || subject.startsWith(`${one}-`));
  return id ? sourceService(id) : null;
}

/** The service that a finding is about; null: it is about none. */
export function serviceOf({ rule, result: { subject = '' } }: Found): ServiceName | null {
  if (TARGET.includes(rule)) return jobService(subject);
  if (SOURCE.includes(rule)) return sourceOf(subject);
  if (SERVICE_AWAY.includes(rule)) return subject as ServiceName;
  return VMAGENT_AWAY.includes(rule) || rule.startsWith('vmagent-') ? 'vmagent' : null;
}

export const isSameService: Explanation['where'] = (cause, effect) =>
  serviceOf(cause) !== null && serviceOf(cause) === serviceOf(effect);
export const isOfVmagent = (cause: Found) => subject(cause) === 'vmagent';
export const isTheStore: Explanation['where'] = (cause, _, scene) =>
  subject(cause) === 'victoria-metrics' && isLocal(scene);

const MINUTE = 60;
/** Clouds refuse what was signed more than five minutes off; stores and certificates bear more. */
export const CLOCK_LIMITS: { effects: readonly string[]; seconds: number; isAhead?: boolean }[] = [
  { effects: [...SOURCE, 'waiting-unauthorised'], seconds: 5 * MINUTE },
  { effects: ['losing-too-new'], seconds: 5 * MINUTE, isAhead: true },
  { effects: ['losing-too-old'], seconds: 10 * MINUTE, isAhead: false },
  { effects: ['waiting-tls-time', ...TELLING], seconds: 60 * MINUTE },
];

export const isClockTooFarOff: Explanation['where'] = (_, effect, { pipeline, context }) => {
  const ahead = context.clockAheadSeconds ?? 0;
  const limit = CLOCK_LIMITS.find(({ effects }) => effects.includes(effect.rule));
  if (!limit || Math.abs(ahead) < limit.seconds) return false;
  if (limit.isAhead !== undefined && limit.isAhead !== ahead > 0) return false;
  if ([...SOURCE, ...TELLING].includes(effect.rule)) return effect.result.cause === 'clock';
  // Grafana Cloud's tokens know no time, so there a refusal has another cause.
  return effect.rule !== 'waiting-unauthorised' || pipeline.destination.kind === 'other';
};

export function isOnThisPi(_: Found, { rule }: Found, scene: Scene): boolean {
  return rule !== 'delivery-slow' || isLocal(scene);
}

export function hasNoLimitOfItsOwn(_: Found, effect: Found, { pipeline }: Scene): boolean {
  const service = pipeline.services.find(({ name }) => name === subject(effect));
  return service?.memoryLimitBytes === null || pipeline.engine.hasMemoryCgroup === false;
}

export function aboutVmagent(_: Found, effect: Found): boolean {
  return serviceOf(effect) === 'vmagent';
}
