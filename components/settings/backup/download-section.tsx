import { Download } from 'lucide-react';
import { DownloadLink } from '@/components/feedback/download-link';
import { RelativeTime } from '@/components/feedback/relative-time';
import { Callout } from '@/components/ui/callout';
import { Card, Section } from '@/components/ui/card';
import { formatBytes, formatTimeOfDay, plural } from '@/lib/format';
import type { BackupDownload, BackupView } from '@/lib/schemas/backup/backup';
import { DownloadForm } from './download-form';

interface DownloadSectionProps {
  view: BackupView;
  /** What the page offers is no longer kept. */
  onGone: () => unknown;
}

/** A backup for this browser: made on request, kept for ten minutes. */
export function DownloadSection({ view: { key, download }, onGone }: DownloadSectionProps) {
  return (
    <Section title="Download">
      <Card className="flex flex-col gap-5 p-4 md:p-5">
        {download && <Ready download={download} onGone={onGone} />}
        <DownloadForm key={key?.name} lock={key} />
      </Card>
    </Section>
  );
}

interface ReadyProps extends Pick<DownloadSectionProps, 'onGone'> {
  download: BackupDownload;
}

function Ready({ download, onGone }: ReadyProps) {
  const { id, fileName, bytes, files, leftOut, madeAtMs, untilMs, keyName } = download;
  return (
    <Callout
      tone="arriving"
      role="status"
      title={<span className="break-all font-mono text-sm">{fileName}</span>}
      action={
        <DownloadLink
          href={`/api/backup/download/${id}`}
          onRefused={onGone}
          className="touch inline-flex items-center justify-center gap-2 rounded-md bg-accent px-4 font-strong text-on-accent text-sm hover:bg-accent-strong"
        >
          <Download aria-hidden="true" className="size-4" />
          Download
        </DownloadLink>
      }
    >
      <p>
        {formatBytes(bytes)}, made <RelativeTime atMs={madeAtMs} />. It was opened again, and its{' '}
        {plural(files, 'file')} compared. {keyName === null ? 'Your passphrase' : `Key …${keyName}`} opens it.
        Kept here until {formatTimeOfDay(untilMs)}.
      </p>
      {leftOut.length > 0 && (
        <ul className="list-disc pl-5">
          {leftOut.map(({ path, why }) => (
            <li key={path}>
              <span className="break-all font-mono text-xs">{path}</span> is not in it. {why}
            </li>
          ))}
        </ul>
      )}
    </Callout>
  );
}
