'use client';

import { useDeferredValue, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { Input } from '@/components/ui/input';
import { formatCount, plural } from '@/lib/format';
import type { FilterPreview, FilterRule, ScrapeJob } from '@/lib/schemas/settings/settings';
import { type FilterValues, isRuleOf, METRIC_NAME } from './filter-forms';
import { MetricRow } from './metric-row';

/** More rows than anybody reads; the search finds the rest. */
const SHOWN = 60;

interface MetricListProps {
  job: ScrapeJob;
  metrics: FilterPreview['metrics'];
}

/** The metrics of a source, most series first, each to be left out or taken back with one press. */
export function MetricList({ job, metrics }: MetricListProps) {
  const { control, setValue } = useFormContext<FilterValues>();
  const rules = useWatch({ control, name: `${job}.rules` }) ?? [];
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const found = metrics.filter(({ name }) => name.toLowerCase().includes(wanted));
  const setRules = (next: FilterRule[]) =>
    setValue(`${job}.rules`, next, { shouldDirty: true, shouldTouch: true });
  return (
    <div className="flex flex-col gap-3">
      <Input
        type="search"
        aria-label="Search the metrics"
        placeholder={`Search ${plural(metrics.length, 'metric')}`}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
        autoComplete="off"
        spellCheck={false}
      />
      {found.length === 0 ? (
        <p className="text-quiet text-sm">
          {metrics.length === 0
            ? 'The source offers nothing at this moment.'
            : 'No metric has that in its name.'}
        </p>
      ) : (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label="Metrics"
          className="max-h-96 divide-y divide-line overflow-y-auto rounded-lg border border-line bg-surface"
        >
          {found.slice(0, SHOWN).map((metric) => {
            const ruleIndex = rules.findIndex((rule) => isRuleOf(rule, metric.name));
            return (
              <MetricRow
                key={metric.name}
                metric={metric}
                isOwnRule={ruleIndex >= 0}
                onLeaveOut={() =>
                  setRules([...rules, { action: 'drop', label: METRIC_NAME, pattern: metric.name }])
                }
                onTakeBack={() => setRules(rules.filter((_, index) => index !== ruleIndex))}
              />
            );
          })}
        </ul>
      )}
      {found.length > SHOWN && (
        <p className="text-quiet text-sm">
          The {SHOWN} with most series; {formatCount(found.length - SHOWN)} more are found by the search.
        </p>
      )}
    </div>
  );
}
