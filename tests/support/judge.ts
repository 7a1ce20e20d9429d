import {
  type deliveryFailureKinds,
  type ServiceSample,
  type Verdict,
  verdictSchema,
} from '@/lib/schemas/snapshot';
import type { Loss, Pipeline, VerdictContext } from '@/lib/verdict/types';
import { verdict } from '@/lib/verdict/verdict';
import { AT_MS, calmContext, healthy } from './fake-pipeline';

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
export const failing = (
  kind: (typeof deliveryFailureKinds)[number],
  statusCode: number | null = null,
): Change => delivery({ state: 'waiting', failure: { kind, statusCode, message: 'its own words' } });
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
  Object.assign(pipeline.vmagent, { state: 'down', version: null, startedAtMs: null, configOk: null });
  Object.assign(pipeline.delivery, { state: 'unknown' });
  pipeline.targets = [];
};
export const loss = (over: Partial<Loss>): Loss => ({
  reason: 'rejected',
  lastAtMs: AT_MS,
  isOngoing: true,
  blocks: 3,
  bytes: null,
  ...over,
});
export const losing = (over: Partial<Loss>): Change =>
  both(
    delivery({ state: 'losing', failure: { kind: 'rejected', statusCode: 400, message: 'too many series' } }),
    (_, context) => {
      context.loss = loss(over);
    },
  );
