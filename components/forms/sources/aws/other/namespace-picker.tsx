'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { findNamespaces, namespaceName } from '@/lib/pipeline/sources/aws/namespaces';
import type { SourcesInput } from '@/lib/schemas/wizard';
import type { JobFields } from '../job/job-fields';
import { NamespaceMetrics } from './namespace-metrics';

export interface PickerProps {
  input: SourcesInput | null;
  /** It is measured already. */
  has: (job: { namespace: string; dimensions: string[] }) => boolean;
  onAdd: (job: JobFields) => void;
  onClose: () => void;
}

/** One namespace of all that YACE knows: type to narrow the list. */
export function NamespacePicker(props: PickerProps) {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const found = findNamespaces(query);
  if (chosen !== null)
    return <NamespaceMetrics namespace={chosen} {...props} onBack={() => setChosen(null)} />;
  return (
    <section aria-label="Another service" className="flex flex-col gap-2 rounded-lg border border-line p-3">
      <Input
        autoFocus
        type="search"
        value={query}
        onChange={({ target }) => setQuery(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.onClose();
          if (event.key !== 'Enter') return;
          // Takes the only one that is left instead of sending the form.
          event.preventDefault();
          const [only] = found;
          if (only !== undefined && found.length === 1) setChosen(only);
        }}
        aria-label="Search the services by name or namespace"
        placeholder="Search: DynamoDB, AWS/RDS…"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <ul
        aria-label="Namespaces"
        // While the form is being saved its boxes take no focus, and the list must still scroll.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        tabIndex={0}
        className="max-h-64 overflow-y-auto rounded-md border border-line bg-sunken"
      >
        {found.map((namespace) => (
          <li key={namespace}>
            <button
              type="button"
              onClick={() => setChosen(namespace)}
              className="touch flex w-full flex-wrap items-center gap-x-3 px-3 text-left text-sm hover:bg-accent-soft"
            >
              <span className="min-w-0 flex-1">{namespaceName(namespace)}</span>
              <span className="wrap-anywhere font-mono text-quiet text-xs">{namespace}</span>
            </button>
          </li>
        ))}
        {found.length === 0 && (
          <li className="px-3 py-3 text-quiet text-sm">No service has “{query}” in its name.</li>
        )}
      </ul>
      <div>
        <Button variant="quiet" onClick={props.onClose}>
          Cancel
        </Button>
      </div>
    </section>
  );
}
