import { ChevronRight } from 'lucide-react';
import { RelativeTime } from '@/components/feedback/relative-time';
import { AppLink } from '@/components/ui/app-link';
import { StatePill } from '@/components/ui/state-pill';
import { plural } from '@/lib/format';
import type { Revision } from '@/lib/schemas/revision';
import { authors } from './revision-words';

export function RevisionRow({ revision }: { revision: Revision }) {
  const { id, title, reason, who, atMs, files, isCurrent } = revision;
  const { words, icon: Icon } = authors[who];
  return (
    <li>
      <AppLink
        href={`/revisions/${id}`}
        className="flex items-start gap-3 px-4 py-3 transition-colors duration-150 hover:bg-sunken"
      >
        <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-quiet" />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="min-w-0 font-strong text-sm">{title}</span>
            {isCurrent && <StatePill tone="arriving" word="In use now" />}
          </span>
          {reason && <span className="text-sm">“{reason}”</span>}
          <span className="text-quiet text-sm">
            <RelativeTime atMs={atMs} /> by {words}
            {files.length > 0 && ` · ${plural(files.length, 'file')}`}
          </span>
        </span>
        <span className="flex shrink-0 items-center gap-1 pt-0.5 text-quiet text-sm">
          <span className="sr-only">Revision</span>
          {id}
          <ChevronRight aria-hidden="true" className="size-4" />
        </span>
      </AppLink>
    </li>
  );
}
