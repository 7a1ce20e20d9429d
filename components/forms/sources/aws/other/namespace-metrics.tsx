'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Choice } from '@/components/ui/choice';
import { Spinner } from '@/components/ui/spinner';
import { plural } from '@/lib/format';
import { jobWords, recommended, seriesOfJob } from '@/lib/pipeline/sources/aws/job';
import { namespaceName } from '@/lib/pipeline/sources/aws/namespaces';
import { awsServices } from '@/lib/pipeline/sources/aws/services';
import type { MetricsAnswer } from '@/lib/schemas/listing/source-metrics';
import { checkFailure } from '../../../field-status';
import { type JobFields, toFields } from '../job/job-fields';
import { awsPlaceWords } from '../place/place-words';
import type { PickerProps } from './namespace-picker';
import { SetMetrics } from './set-metrics';
import { useListed } from './use-listed';

/** What can be measured of a namespace: what Weir recommends, and what the account itself has. */
export function NamespaceMetrics(props: PickerProps & { namespace: string; onBack: () => void }) {
  const { namespace, input, has, onAdd, onBack } = props;
  const [listed, again] = useListed(namespace, input);
  const sets = awsServices.filter((service) => service.namespace === namespace).map(recommended);
  const name = namespaceName(namespace);
  const answer = listed.at === 'answered' ? listed.answer : null;
  return (
    <section aria-label={name} className="flex flex-col gap-4 rounded-lg border border-line p-3">
      <p className="font-strong">{name}</p>
      {sets.map((set) => (
        <div key={jobWords(set)} className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button variant="primary" disabled={has(set)} onClick={() => onAdd(toFields(set))}>
            {has(set) ? 'Measured already' : `Add ${jobWords(set)}`}
          </Button>
          <p className="min-w-0 flex-1 basis-56 text-quiet text-sm">
            Recommended: {plural(set.metrics.length, 'metric')}, {plural(seriesOfJob(set), 'statistic')} a
            resource, by {set.dimensions.join(' and ')}.
          </p>
        </div>
      ))}
      {input === null && (
        <p className="text-quiet text-sm">
          With the key and a region filled in above, Weir asks AWS which metrics the account has.
        </p>
      )}
      {listed.at === 'asking' && (
        <p className="flex items-center gap-2 text-quiet text-sm">
          <Spinner className="shrink-0 text-accent" />
          Asking AWS which metrics of {name} the account has…
        </p>
      )}
      {(listed.at === 'failed' || answer?.problem) && (
        <Callout tone="unknown" title="AWS did not say what there is">
          <p>
            {listed.at === 'failed' ? checkFailure(listed.error) : answer?.problem?.message}{' '}
            {answer?.problem?.fix}
            {sets.length > 0 && ' The recommended set can be added without it.'}
          </p>
        </Callout>
      )}
      {answer?.problem === null && (
        <Seen answer={answer} name={name} has={has} namespace={namespace} onAdd={onAdd} />
      )}
      <div className="flex flex-wrap gap-3">
        <Button variant="quiet" onClick={onBack}>
          Back to the list
        </Button>
        {listed.at !== 'asking' && input !== null && (
          <Button variant="quiet" onClick={again}>
            Ask AWS again
          </Button>
        )}
      </div>
    </section>
  );
}

interface SeenProps extends Pick<PickerProps, 'has' | 'onAdd'> {
  answer: MetricsAnswer;
  name: string;
  namespace: string;
}

/** The series that were seen, by their dimensions: one of these sets is chosen, and never typed. */
function Seen({ answer: { sets, isAll, places }, name, namespace, has, onAdd }: SeenProps) {
  const [at, setAt] = useState(0);
  const set = sets[at];
  if (set === undefined)
    return (
      <p className="text-sm">
        The account has no metric of {name} in {places.map(awsPlaceWords).join('; ')}: nothing has reported
        there for two weeks.
      </p>
    );
  const take = (job: JobFields) => onAdd(job);
  return (
    <>
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-1.5 font-strong text-sm">Series of the account, by what they tell apart</legend>
        {sets.map(({ dimensions, series }, i) => (
          <Choice
            key={dimensions.join()}
            name="dimension-set"
            checked={i === at}
            onChange={() => setAt(i)}
            label={<span className="wrap-anywhere">{dimensions.join(', ')}</span>}
            description={`${isAll ? '' : 'At least '}${plural(series, 'series', 'series')}`}
          />
        ))}
        <p className="text-quiet text-sm">
          Seen in {places.map(awsPlaceWords).join('; ')}. Only series with exactly these are read.
        </p>
      </fieldset>
      <SetMetrics
        key={at}
        set={set}
        namespace={namespace}
        isThere={has({ namespace, dimensions: set.dimensions })}
        onAdd={take}
      />
    </>
  );
}
