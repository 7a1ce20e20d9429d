'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { DownloadLink } from '@/components/feedback/download-link';
import { RelativeTime } from '@/components/feedback/relative-time';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Card, Section } from '@/components/ui/card';
import { Details } from '@/components/ui/details';
import { formatBytes, formatTimeOfDay, plural } from '@/lib/format';
import type { PersonalKind, SupportBundle } from '@/lib/schemas/support';
import { BundleFile } from './bundle-file';
import { PersonalThings } from './personal-things';

interface ReadyBundleProps {
  bundle: SupportBundle;
  /** Why a newer one could not be made. */
  failure: string | null;
  isPending: boolean;
  onMake: (hide: PersonalKind[]) => void;
}

export function ReadyBundle({ bundle, failure, isPending, onMake }: ReadyBundleProps) {
  const { id, fileName, bytes, madeAtMs, untilMs, files, masked, personal } = bundle;
  const hidden = personal.filter(({ isHidden }) => isHidden).map(({ kind }) => kind);
  const [hide, setHide] = useState(hidden);
  const isOther = hide.length !== hidden.length || hide.some((kind) => !hidden.includes(kind));
  const places = masked.reduce((sum, one) => sum + one.places, 0);
  const missing = files.filter((file) => file.missing !== null).length;
  return (
    <>
      {failure && (
        <Callout tone="losing" role="alert" title="A new bundle could not be made; this is the earlier one.">
          <p>{failure}</p>
        </Callout>
      )}
      <Card className="flex flex-col gap-3 p-4">
        <p className="break-all font-mono text-sm">{fileName}</p>
        <p className="text-quiet text-sm">
          {formatBytes(bytes)}, {plural(files.length, 'file')}
          {missing > 0 && `, of which ${missing} could not be read`}. Made <RelativeTime atMs={madeAtMs} />,
          kept until {formatTimeOfDay(untilMs)}.
        </p>
        <div className="flex flex-wrap gap-3">
          {isOther ? (
            <Button variant="primary" onClick={() => onMake(hide)} isPending={isPending}>
              Make it again as chosen below
            </Button>
          ) : (
            <DownloadLink
              href={`/api/support/${id}/archive`}
              className="touch inline-flex items-center justify-center gap-2 rounded-md bg-accent px-4 font-strong text-on-accent text-sm hover:bg-accent-strong"
            >
              <Download aria-hidden="true" className="size-4" />
              Download
            </DownloadLink>
          )}
          {!isOther && (
            <Button onClick={() => onMake(hide)} isPending={isPending}>
              Make it anew
            </Button>
          )}
        </div>
      </Card>
      <PersonalThings personal={personal} hide={hide} onHide={setHide} />
      <Section title="Masked secrets">
        <Card className="p-4 text-sm">
          {masked.length === 0 ? (
            <p>No secret was found.</p>
          ) : (
            <Details summary={`Masked in ${plural(places, 'place')}`}>
              <ul className="flex flex-col gap-1 pt-2">
                {masked.map(({ label, places: count }) => (
                  <li key={label} className="flex flex-wrap justify-between gap-x-4">
                    <span className="min-w-0 break-words">{label}</span>
                    <span className="text-quiet tabular-nums">{plural(count, 'place')}</span>
                  </li>
                ))}
              </ul>
            </Details>
          )}
        </Card>
      </Section>
      <Section
        title="Files"
        aside={<span className="text-quiet text-sm">each opens as it is in the archive</span>}
      >
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-card">
          {files.map((file, index) => (
            <li key={file.name}>
              <BundleFile id={id} index={index} file={file} />
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
