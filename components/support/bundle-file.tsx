'use client';

import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { formatBytes } from '@/lib/format';
import { useSupportFile } from '@/lib/queries/support';
import type { SupportFile } from '@/lib/schemas/support';

interface BundleFileProps {
  id: string;
  index: number;
  file: SupportFile;
}

/** One line that opens to the file itself. */
export function BundleFile({ id, index, file: { name, about, bytes, missing } }: BundleFileProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { data: text, error } = useSupportFile(id, index, isOpen);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)} className="group">
      <summary className="touch flex items-center gap-3 px-4 py-2.5 hover:bg-sunken">
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="break-all font-mono text-sm">{name}</span>
          <span className="text-quiet text-sm">{missing === null ? about : `Not there: ${missing}`}</span>
        </span>
        <span className="shrink-0 text-quiet text-sm tabular-nums">{formatBytes(bytes)}</span>
        <ChevronDown
          aria-hidden="true"
          className="size-4 shrink-0 text-quiet transition-transform duration-150 group-open:rotate-180"
        />
      </summary>
      <div className="px-4 pb-4">
        {text !== undefined && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard has to reach what scrolls
          <section aria-label={name} tabIndex={0} className="max-h-96 overflow-auto rounded-md bg-sunken">
            <pre className="whitespace-pre-wrap break-all p-3 text-xs">{text || '(It is empty.)'}</pre>
          </section>
        )}
        {text === undefined && !error && (
          <p className="animate-late text-quiet text-sm">Waiting for the panel.</p>
        )}
        {error && <ErrorNotice error={error} />}
      </div>
    </details>
  );
}
