import { accountOfRole, awsPlaces, placeWordsOf } from '@/lib/pipeline/sources/aws/accounts';
import { type AskedJob, listsIn, type Round, roundOf, roundsOf } from '@/lib/pipeline/sources/aws/price';
import { awsServiceIds } from '@/lib/pipeline/sources/aws/service-ids';
import { awsService, awsServiceWords } from '@/lib/pipeline/sources/aws/services';
import type { Counted } from '@/lib/schemas/price';
import { type Estimate, type Facts, resourcesOf } from '../price/estimate';
import { accountsOf } from './form';
import { type AwsValues, jobsOf } from './job/job-fields';

/** What AWS bills for what is ticked; null: nothing is. */
export function awsEstimate(values: AwsValues, facts: Facts): Estimate | null {
  const { regions, services, jobs: fields } = values;
  const others = facts.counted?.filter(isOther) ?? [];
  if (others.length === 0 && (regions.length === 0 || services.length === 0)) return null;
  const unknown: string[] = [];
  let resources = 0;
  const ofServices = placesOf(values).map((place) => {
    const jobs = services.flatMap((id): AskedJob[] => {
      const { namespace } = awsService(id);
      const words = awsServiceWords(awsService(id));
      const metrics = jobsOf(fields, id).flatMap((job) => job.metrics);
      const found = resourcesOf(facts, { id, words }, place);
      resources += found ?? 0;
      if (found === null) unknown.push(`${words} in ${placeWordsOf(place)}`);
      const asked = metrics.map(({ name, statistics }) => ({ name, statistics: statistics.length }));
      return found === null ? [] : [{ namespace, metrics: asked, resources: found }];
    });
    return { place, ...roundOf(jobs) };
  });
  resources += others.reduce((sum, other) => sum + other.resources, 0);
  const all = [...ofServices, ...others.map(roundOfOther)];
  const round = { ...roundsOf(all), ...listsIn(all) };
  return { round, resources, unknown, unit: 'metric', knownBy: 'AWS says how many there are' };
}

/** Each region of each account. */
function placesOf(values: AwsValues): string[] {
  const { roles, ownAccount } = accountsOf(values);
  const others = roles.filter(({ arn }) => arn !== '').map(({ arn }) => accountOfRole(arn));
  return awsPlaces(values.regions, [...new Set([...(ownAccount ? [''] : []), ...others])]);
}

/** A job that no form changes goes on as it is. */
const isOther = ({ service }: Counted) => !awsServiceIds.some((id) => id === service);
const roundOfOther = ({ place, least, most, metrics }: Counted): Round & { place: string } => ({
  ...{ place, least, most, reads: 0 },
  lists: most > 0 ? metrics : 0,
});
