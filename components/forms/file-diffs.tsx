import { Details } from '@/components/ui/details';
import type { FileDiff } from '@/lib/schemas/file-diff';
import { DiffView } from './diff-view';

const words: Record<FileDiff['action'], string> = { create: 'new', change: 'changed', remove: 'removed' };

interface FileDiffsProps {
  files: readonly FileDiff[];
  /** The changes are what the reader came for: shown at once. */
  isOpen?: boolean;
}

/** Files that change, each with its change folded under it. */
export function FileDiffs({ files, isOpen }: FileDiffsProps) {
  return (
    <div className="divide-y divide-line rounded-lg border border-line bg-surface">
      {files.map(({ path, action, diff }) => (
        <Details
          key={path}
          isOpen={isOpen}
          className="px-3"
          summary={
            <span className="flex flex-wrap items-baseline justify-between gap-x-3 py-2">
              <code className="break-all font-mono text-ink text-xs">{path}</code>
              <span className="text-quiet">{words[action]}</span>
            </span>
          }
        >
          <DiffView path={path} diff={diff} />
        </Details>
      ))}
    </div>
  );
}
