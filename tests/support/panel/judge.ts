import type { DeliveryCause, deliveryFailureKinds } from '@/lib/schemas/delivery';
import { type ServiceSample, type Verdict, verdictSchema } from '@/lib/schemas/snapshot';
import type { Loss, Pipeline, VerdictContext } from '@/lib/verdict/terms/types';
import { verdict } from '@/lib/verdict/verdict';
import { AT_MS, calmContext, healthy } from '../fakes/fake-pipeline';

export type Change = (pipeline: Pipeline, context: VerdictContext) => void;

export function judge(change: Change): Verdict {
  const pipeline = healthy();
  const context = calmContext();
  change(pipeline, context);
  return verdictSchema.parse(verdict(pipeline, context));
}

export const delivery =
  (over: Partial<Pipeline['delivery']>): Change =>
  (pipeline) =>
    Object.assign(pipeline.delivery, over);
export const buffer =
  (over: Partial<Pipeline['buffer']>): Change =>
  (pipeline) =>
    Object.assign(pipeline.buffer, over);
export const failing = (
  kind: (typeof deliveryFailureKinds)[number],
  statusCode: number | null = null,
  cause: DeliveryCause | null = null,
): Change => delivery({ state: 'waiting', failure: failure(kind, statusCode, cause) });
export const failure = (
  kind: (typeof deliveryFailureKinds)[number],
  statusCode: number | null = null,
  cause: DeliveryCause | null = null,
) => ({ kind, cause, statusCode, retrySeconds: null, message: 'its own words' });
export const named =
  (name: ServiceSample['name'], over: Partial<ServiceSample>): Change =>
  (pipeline) => {
    pipeline.services = pipeline.services.map((one) => (one.name === name ? { ...one, ...over } : one));
  };
export const both =
  (...changes: Change[]): Change =>
  (pipeline, context) => {
    for (const change of changes) change(pipeline, context);
  };
export const vmagentGone: Change = (pipeline) => {
  Object.assign(pipeline.vmagent, {
    state: 'down',
    version: null,
    startedAtMs: null,
    configOk: null,
    aggregationOk: null,
  });
  Object.assign(pipeline.delivery, { state: 'unknown' });
  pipeline.targets = [];
};
export const loss = (over: Partial<Loss>): Loss => ({
  reason: 'rejected',
  discard: null,
  lastAtMs: AT_MS,
  isOngoing: true,
  blocks: 3,
  bytes: null,
  ...over,
});
export const losing = (over: Partial<Loss>, cause: DeliveryCause | null = null): Change =>
  both(delivery({ state: 'losing', failure: failure('rejected', 400, cause) }), (_, context) => {
    context.loss = loss(over);
  });
