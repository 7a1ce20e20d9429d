import { Callout } from '@/components/ui/callout';
import { CopyText } from '@/components/ui/copy-text';
import { Details } from '@/components/ui/details';
import { formatBytes, formatDateTime, plural } from '@/lib/format';
import type { OpenedBackup } from '@/lib/schemas/backup/restore';

/** What an opened backup is, and what it holds. */
export function OpenedFacts({ opened }: { opened: OpenedBackup }) {
  const { madeAtMs, weir, cluster, files, byHand, leftOut } = opened;
  return (
    <Callout tone="arriving" role="status" title="The backup is open, and whole.">
      <p>
        Made {formatDateTime(madeAtMs)} by Weir {weir}
        {cluster !== null && (
          <>
            {' '}
            on <strong className="font-strong">{cluster}</strong>
          </>
        )}
        .
      </p>
      <Details summary={`It holds ${plural(files.length, 'file')}`}>
        <ul className="flex flex-col gap-1 pt-1">
          {files.map(({ path, bytes }) => (
            <li key={path} className="flex justify-between gap-4">
              <span className="break-all font-mono text-xs">{path}</span>
              <span className="shrink-0 text-quiet tabular-nums">{formatBytes(bytes)}</span>
            </li>
          ))}
        </ul>
      </Details>
      {leftOut.length > 0 && (
        <p>Not in it since it was made: {leftOut.map(({ path }) => path).join(', ')}.</p>
      )}
      {byHand.length > 0 && (
        <>
          <p>Weir does not write these back, since it does not know them; in the folder compose:</p>
          <CopyText text={`age -d -i KEY.txt BACKUP.age | tar x ${byHand.join(' ')}`} />
        </>
      )}
    </Callout>
  );
}
