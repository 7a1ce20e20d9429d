'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { plural } from '@/lib/format';
import { awsServices } from '@/lib/pipeline/sources/aws/services';
import type { MetricsAnswer } from '@/lib/schemas/listing/source-metrics';
import type { JobFields, MetricFields } from '../job/job-fields';

interface SetMetricsProps {
  set: MetricsAnswer['sets'][number];
  namespace: string;
  isThere: boolean;
  onAdd: (job: JobFields) => void;
}

/** As Weir knows it, else the average: what it counts is not known. */
function metricOf(namespace: string, name: string): MetricFields {
  const known = awsServices
    .filter((service) => service.namespace === namespace)
    .flatMap(({ metrics }) => metrics)
    .find((metric) => metric.name === name);
  const { statistics = ['Average'], nilToZero = false } = known ?? {};
  return { name, statistics: [...statistics], nilToZero, period: '', length: '' };
}

/** The metrics of the series that were seen, to be ticked. */
export function SetMetrics({ set, namespace, isThere, onAdd }: SetMetricsProps) {
  const [ticked, setTicked] = useState<string[]>([]);
  const times = { period: '300', length: '300', delay: '300' };

  function add() {
    const metrics = ticked.map((name) => metricOf(namespace, name));
    onAdd({ namespace, dimensions: set.dimensions, ...times, metrics, searchTags: [] });
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-strong text-sm">Metrics</legend>
      <ul
        aria-label="Metrics"
        // While the form is being saved its boxes take no focus, and the list must still scroll.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        tabIndex={0}
        className="max-h-72 overflow-y-auto rounded-md border border-line bg-sunken"
      >
        {set.metrics.map(({ name, series }) => (
          <li key={name}>
            <label className="touch flex cursor-pointer items-center gap-3 px-3 text-sm hover:bg-accent-soft">
              <input
                type="checkbox"
                checked={ticked.includes(name)}
                onChange={({ target }) =>
                  setTicked(target.checked ? [...ticked, name] : ticked.filter((one) => one !== name))
                }
                className="size-4.5 shrink-0 accent-accent"
              />
              <span className="wrap-anywhere min-w-0 flex-1">{name}</span>
              <span className="text-quiet tabular-nums">{plural(series, 'series', 'series')}</span>
            </label>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button variant="primary" disabled={ticked.length === 0 || isThere} onClick={add}>
          Add {plural(ticked.length, 'metric')}
        </Button>
        <p className="min-w-0 flex-1 basis-56 text-quiet text-sm">
          {isThere
            ? 'Series with these dimensions are measured already: change what is measured of them.'
            : ticked.length === 0
              ? 'Tick what is to be measured. Statistics and times can be changed afterwards.'
              : 'Statistics and times can be changed afterwards.'}
        </p>
      </div>
    </fieldset>
  );
}
