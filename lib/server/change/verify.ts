import 'server-only';
import { sourceService, targetJobs } from '@/lib/pipeline/components';
import { sourceClocks } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { StepReport } from '../tasks/tasks';
import type { Side } from './effects/effects';
import { outcomeWords, type Seen } from './effects/words';
import { changedPart } from './records/changed-part';
import { touchesDelivery, watchFirstBlock } from './steps/delivery';
import type { Prepared } from './steps/prepare';
import { watchTargets } from './steps/targets';

/**
 * Sees that the services work with a change that they were brought to.
 * @returns what was verified, in short sentences
 * @throws AppError verify-failed with the cause
 */
export async function verify(
  signal: AbortSignal,
  prepared: Prepared,
  startedAtMs: number,
  report: StepReport,
): Promise<string> {
  const { after, effects, asleep } = prepared;
  const isDelivered = touchesDelivery(prepared);
  if (isDelivered) await watchFirstBlock(after.texts, startedAtMs, report, signal);
  const deliveredMs = isDelivered ? Date.now() - startedAtMs : null;
  const fresh = effects
    .filter(({ kind, service }) => kind === 'create' || (kind === 'recreate' && !hasClock(service)))
    .map(({ service }) => service)
    .filter((service) => targetJobs.some((job) => job === service));
  const unmeasured = await watchTargets(fresh, startedAtMs, signal);
  const words = outcomeWords(effects, {
    vmagentPart: vmagentPart(prepared),
    deliveredMs,
    measured: fresh.filter((service) => !unmeasured.includes(service)),
    unmeasured,
    asleep,
  });
  report.detail(words);
  return words;
}

/** One that asks on a clock of its own answered when it was recreated; its data comes with its next round. */
const hasClock = (service: ServiceName) => sourceClocks.some(({ id }) => sourceService(id) === service);

function vmagentPart({ before, after, touched }: Prepared): Seen['vmagentPart'] {
  if (!touched.includes('vmagent-aggregation')) return changedPart(configOf(before), configOf(after));
  return touched.includes('vmagent-config') ? null : 'aggregation';
}

function configOf({ texts }: Side): string {
  return texts.get('vmagent-config') ?? '';
}
