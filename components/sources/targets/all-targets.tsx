'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { ToAnchor } from '@/components/layout/to-anchor';
import { Section } from '@/components/ui/card';
import { Input } from '@/components/ui/input';
import { Switch } from '@/components/ui/switch';
import type { TargetSample } from '@/lib/schemas/snapshot';
import { NoTargets } from './no-targets';
import { TargetCards } from './target-cards';
import { filterTargets } from './target-filter';
import { TargetsTable } from './targets-table';

/** Every scraped endpoint, of the sources and of the stack itself: does it answer, how fast, with how much? */
export function AllTargets({ targets }: { targets: TargetSample[] }) {
  const pathname = usePathname();
  const search = useSearchParams();
  const [filter, setFilter] = useState({
    text: search.get('q') ?? '',
    onlyProblems: search.get('only') === 'problems',
  });

  // In the address too, so that it survives a reload and can be passed on; not in the history. The router takes it
  // over a moment later, so what is typed does not come from there.
  function change(part: Partial<typeof filter>) {
    const next = { ...filter, ...part };
    setFilter(next);
    const query = new URLSearchParams();
    if (next.onlyProblems) query.set('only', 'problems');
    if (next.text) query.set('q', next.text);
    window.history.replaceState(null, '', `${pathname}${query.size > 0 ? `?${query}` : ''}#targets`);
  }

  const shown = filterTargets(targets, filter);
  return (
    <Section anchor="targets" title="All targets" aside={targets.length > 0 && <Counts targets={targets} />}>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <Input
          type="search"
          aria-label="Search the targets"
          placeholder="Search by job, instance or error"
          value={filter.text}
          onChange={(event) => change({ text: event.target.value })}
          className="max-w-md flex-1 basis-60"
        />
        <Switch
          label="Only problems"
          checked={filter.onlyProblems}
          onChange={(event) => change({ onlyProblems: event.target.checked })}
        />
      </div>
      {shown.length === 0 ? (
        <NoTargets hasTargets={targets.length > 0} filter={filter} />
      ) : (
        <>
          <TargetsTable targets={shown} />
          <TargetCards targets={shown} />
        </>
      )}
      <ToAnchor />
    </Section>
  );
}

function Counts({ targets }: { targets: TargetSample[] }) {
  const count = (state: TargetSample['state']) => targets.filter((target) => target.state === state).length;
  return (
    <p className="text-quiet text-sm">
      {count('up')} up, {count('down')} down, {count('pending')} pending
    </p>
  );
}
