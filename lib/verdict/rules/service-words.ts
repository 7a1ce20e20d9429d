import type { Action, ServiceSample } from '@/lib/schemas/snapshot';
import type { Pipeline, RuleResult, VerdictContext } from '../terms/types';
import { bufferSentence } from './kept';

/** The store that the data goes to: without it nothing arrives. */
const isDestination = ({ name }: ServiceSample, { destination }: Pipeline) =>
  name === 'victoria-metrics' && destination.kind === 'local';

export function harm(service: ServiceSample, pipeline: Pipeline, context: VerdictContext): string {
  if (service.name === 'vmagent') return 'While it is away nothing is collected.';
  if (isDestination(service, pipeline)) return bufferSentence(pipeline, context);
  if (service.name === 'victoria-metrics') return 'Your data does not go there now, so nothing is lost.';
  if (service.name === 'weir') return 'The panel may be away at times; the pipeline is not affected.';
  return 'Its data has a gap for as long as this lasts. The other sources are not affected.';
}

/** A store that is away speaks for the pipeline before vmagent has met it. */
export const headlineOf = (
  service: ServiceSample,
  pipeline: Pipeline,
  actionLabel?: string,
): Pick<RuleResult, 'headline'> =>
  isDestination(service, pipeline) && pipeline.vmagent.state === 'up'
    ? { headline: { state: 'degraded', ...(actionLabel && { actionLabel }) } }
    : {};

export const start = ({ name }: ServiceSample, label = 'Start it'): Action => ({
  kind: 'service',
  label,
  service: name,
  action: 'start',
});
export const restart = ({ name }: ServiceSample): Action => ({
  kind: 'service',
  label: 'Restart it',
  service: name,
  action: 'restart',
});

/** It runs, and may do some of its work. */
export function harmOfUnhealthy(service: ServiceSample, pipeline: Pipeline, context: VerdictContext): string {
  if (service.name === 'vmagent') return 'It may collect or deliver less than it should.';
  if (isDestination(service, pipeline)) return 'What it does not take waits in vmagent’s buffer.';
  if (service.name === 'victoria-metrics' || service.name === 'weir') return harm(service, pipeline, context);
  return 'Its data may have gaps. The other sources are not affected.';
}
