import { usePathname, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { Section } from '@/components/ui/card';
import { SelectField } from '@/components/ui/field';
import type { PiRow } from '@/lib/schemas/look/pis';
import { PiCards } from './pi-cards';
import { groupsOf, labelNames } from './pi-groups';
import { PisTable } from './pis-table';

/** The Pis, all together or by one of the labels that their owners gave them. */
export function PisGroups({ pis }: { pis: readonly PiRow[] }) {
  const names = labelNames(pis);
  const [asked, setBy] = useAsked();
  const by = names.includes(asked) ? asked : '';
  return (
    <>
      {names.length > 0 && (
        <div className="max-w-xs">
          <SelectField label="Group by label" value={by} onChange={({ target }) => setBy(target.value)}>
            <option value="">Not grouped</option>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </SelectField>
        </div>
      )}
      {by === '' ? (
        <Pis pis={pis} what="Every Pi" />
      ) : (
        groupsOf(pis, by).map(({ title, pis: some }) => (
          <Section key={title} title={title} className="[overflow-wrap:anywhere]">
            <Pis pis={some} what={title} />
          </Section>
        ))
      )}
    </>
  );
}

function Pis({ pis, what }: { pis: readonly PiRow[]; what: string }) {
  return (
    <>
      <PisTable pis={pis} what={what} />
      <PiCards pis={pis} />
    </>
  );
}

/** The label, which stays in the address. */
function useAsked() {
  const pathname = usePathname();
  const [by, setBy] = useState(useSearchParams().get('by') ?? '');
  function ask(next: string): void {
    setBy(next);
    window.history.replaceState(
      null,
      '',
      next === '' ? pathname : `${pathname}?${new URLSearchParams({ by: next })}`,
    );
  }
  return [by, ask] as const;
}
