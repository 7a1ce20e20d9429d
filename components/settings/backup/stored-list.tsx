import { Download } from 'lucide-react';
import { DownloadLink } from '@/components/feedback/download-link';
import { RelativeTime } from '@/components/feedback/relative-time';
import { formatBytes } from '@/lib/format';
import type { BackupFolder, StoredBackup } from '@/lib/schemas/backup/backup';

interface StoredListProps {
  stored: readonly StoredBackup[];
  /** Of the recovery key in use. */
  keyName: string | null;
  folder: BackupFolder['state'];
  /** One that is listed is no longer there. */
  onGone: () => unknown;
}

/** The backups in the folder, each with the key that opens it. */
export function StoredList({ stored, keyName, folder, onGone }: StoredListProps) {
  if (stored.length === 0)
    return (
      <p className="text-quiet text-sm">
        {folder === 'gone' || folder === 'unreadable'
          ? 'What is in the folder cannot be seen now.'
          : 'No backup is in the folder yet.'}
      </p>
    );
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {stored.map((one) => (
        <li key={one.fileName} className="flex items-center gap-3 px-4 py-2">
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="break-all font-mono text-sm">{one.fileName}</span>
            <span className="text-quiet text-sm tabular-nums">
              <RelativeTime atMs={one.madeAtMs} />, {formatBytes(one.bytes)}, {openedBy(one, keyName)}
            </span>
          </span>
          <DownloadLink
            href={`/api/backup/files/${one.fileName}`}
            onRefused={onGone}
            aria-label={`Download ${one.fileName}`}
            title="Download"
            className="touch inline-flex items-center justify-center rounded-md text-quiet hover:bg-accent-soft hover:text-accent"
          >
            <Download aria-hidden="true" className="size-5" />
          </DownloadLink>
        </li>
      ))}
    </ul>
  );
}

function openedBy({ keyName: own }: StoredBackup, present: string | null): string {
  if (own === null) return 'key not named';
  return own === present ? `key …${own}` : `needs the earlier key …${own}`;
}
