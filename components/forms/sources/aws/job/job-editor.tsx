'use client';

import { RotateCcw } from 'lucide-react';
import { type FocusEventHandler, useState } from 'react';
import type { FieldErrors } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { FieldError, SelectField, TextField } from '@/components/ui/field';
import { formatDuration } from '@/lib/duration';
import { namespaceName } from '@/lib/pipeline/sources/aws/namespaces';
import { isGlobal } from '@/lib/pipeline/sources/aws/partition';
import { type JobFields, type MetricFields, offered } from './job-fields';
import { MetricRow } from './metric-row';
import { TagRows } from './tag-rows';
import { useTypedList } from './use-typed-list';

export interface JobEditorProps {
  job: JobFields;
  /** As the files have it, and as Weir recommends it. */
  saved: JobFields | undefined;
  recommended: JobFields | undefined;
  /** Tags of all jobs of its namespace that become labels. */
  exportedTags: string[];
  errors: FieldErrors<JobFields> | undefined;
  tagsError: string | undefined;
  onChange: (job: JobFields) => void;
  onTags: (tags: string[]) => void;
  onBlur: FocusEventHandler;
}

const PERIODS = ['60', '300', '900', '3600', '21600', '86400'];

/** All that can be changed of what is measured of a service. */
export function JobEditor(props: JobEditorProps) {
  const { job, saved, recommended, exportedTags, errors, tagsError, onChange, onTags, onBlur } = props;
  const tags = useTypedList(exportedTags, onTags);
  const [first] = useState(job);
  const known = offered(job, [recommended, saved, first]);
  const periods = PERIODS.includes(job.period) ? PERIODS : [job.period, ...PERIODS];
  const family = namespaceName(job.namespace);
  const isOther = recommended !== undefined && JSON.stringify(recommended) !== JSON.stringify(job);

  function setPeriod(period: string) {
    // A window that was one period long stays so; a longer one stays longer.
    const isOne = job.length === job.period || Number(job.length) < Number(period);
    onChange({ ...job, period, length: isOne ? period : job.length });
  }

  const setMetric = (metric: MetricFields) =>
    onChange({ ...job, metrics: job.metrics.map((one) => (one.name === metric.name ? metric : one)) });

  function setOn(metric: MetricFields, isOn: boolean) {
    const kept = job.metrics.filter(({ name }) => name !== metric.name);
    const names = known.map(({ name }) => name);
    const metrics = isOn ? [...kept, metric] : kept;
    const inOrder = metrics.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
    onChange({ ...job, metrics: inOrder });
  }

  return (
    <div className="flex flex-col gap-5 pt-2 pb-3">
      <fieldset className="flex min-w-0 flex-col gap-1">
        <legend className="mb-1.5 font-strong text-sm">Metrics</legend>
        <ul className="flex flex-col border-line border-y">
          {known.map((metric) => {
            const at = job.metrics.findIndex(({ name }) => name === metric.name);
            return (
              <MetricRow
                key={metric.name}
                metric={job.metrics[at] ?? metric}
                isOn={at !== -1}
                onSwitch={(isOn) => setOn(job.metrics[at] ?? metric, isOn)}
                onChange={setMetric}
                onBlur={onBlur}
                errors={errors?.metrics?.[at]}
              />
            );
          })}
        </ul>
        {typeof errors?.metrics?.message === 'string' && <FieldError>{errors.metrics.message}</FieldError>}
        <p className="text-quiet text-sm">
          Each statistic is a series, and AWS bills it. “No data is 0” is right for counts, and wrong for
          durations, ages and shares: there nothing is not the same as 0.
        </p>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField
          label="Period"
          value={job.period}
          onChange={({ target }) => setPeriod(target.value)}
          onBlur={onBlur}
          error={errors?.period?.message}
          help="Of one data point."
        >
          {periods.map((seconds) => (
            <option key={seconds} value={seconds}>
              {formatDuration(Number(seconds))}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Length"
          unit="s"
          inputMode="numeric"
          value={job.length}
          onChange={({ target }) => onChange({ ...job, length: target.value })}
          onBlur={onBlur}
          error={errors?.length?.message}
          help="Looked at for the newest point; at least the period."
        />
        <TextField
          label="Delay"
          unit="s"
          inputMode="numeric"
          value={job.delay}
          onChange={({ target }) => onChange({ ...job, delay: target.value })}
          onBlur={onBlur}
          error={errors?.delay?.message}
          help="How old a point has to be to be settled: a whole number of periods."
        />
      </div>
      {isGlobal(job.namespace, job.dimensions) && (
        <p className="text-quiet text-sm">
          {family} is one for all regions: it is asked in its own, whatever regions are chosen above.
        </p>
      )}
      <TagRows
        tags={job.searchTags}
        onChange={(searchTags) => onChange({ ...job, searchTags })}
        onBlur={onBlur}
        errors={errors?.searchTags}
      />
      <TextField
        label="Tags as labels"
        isOptional
        {...tags}
        onBlur={onBlur}
        error={tagsError}
        placeholder="Name, team"
        help={`Keys of tags, with commas: each becomes a label tag_… of every series of ${family}. Values that change often make new series.`}
      />
      {isOther && (
        <div>
          <Button icon={RotateCcw} onClick={() => onChange(recommended)}>
            Back to the recommended set
          </Button>
        </div>
      )}
    </div>
  );
}
