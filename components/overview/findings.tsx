'use client';

import { ArrowRight, ChevronDown, CircleCheck } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { RelativeTime } from '@/components/feedback/relative-time';
import { severityLooks } from '@/components/feedback/severity-look';
import { AppLink } from '@/components/ui/app-link';
import { Section } from '@/components/ui/card';
import { PlainText } from '@/components/ui/plain-text';
import { cn } from '@/lib/cn';
import { plural } from '@/lib/format';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { Finding } from '@/lib/schemas/snapshot';
import { placeWords } from './place-words';

/** Rarely needed: no part of what the page loads first. */
const Acknowledge = lazy(async () => ({ default: (await import('./acknowledge')).Acknowledge }));

/** What Weir has found, worst first; each line opens. */
export function Findings() {
  const verdict = useSnapshot((snapshot) => snapshot.verdict);
  if (!verdict) return null;
  const { findings, fix } = verdict;
  // The verdict has said it already.
  const isSpoken = fix !== null;
  return (
    <Section
      anchor="findings"
      title="Findings"
      aside={
        findings.length > 0 && (
          <span className="text-quiet text-sm">{plural(findings.length, 'finding')}</span>
        )
      }
    >
      {findings.length === 0 ? (
        <p className="flex min-h-12 items-center gap-2.5 rounded-lg border border-line bg-surface px-4 text-quiet text-sm">
          <CircleCheck aria-hidden="true" className="size-5 shrink-0 text-arriving" />
          Nothing needs a look.
        </p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-card">
          {findings.map((finding, index) => (
            <li key={finding.id}>
              <FindingLine
                finding={finding}
                isOpen={index === 0 && !isSpoken && finding.severity !== 'info'}
              />
            </li>
          ))}
        </ul>
      )}
      {findings.some(({ severity }) => severity !== 'info') && (
        <p className="text-quiet text-sm">
          Not enough?{' '}
          <AppLink href="/support" className="text-accent underline underline-offset-4">
            Make a support bundle
          </AppLink>{' '}
          for somebody who can help.
        </p>
      )}
    </Section>
  );
}

/** @param isOpen from the start: the worst one, where the verdict has not said what to do. */
function FindingLine({ finding, isOpen }: { finding: Finding; isOpen: boolean }) {
  const { icon: Icon, text, word } = severityLooks[finding.severity];
  // Once it is there it stays as the reader left it: what comes after must not close what is being read.
  const [isOpenAtFirst] = useState(isOpen);
  const [wasOpened, setWasOpened] = useState(isOpen);
  return (
    <details open={isOpenAtFirst} onToggle={() => setWasOpened(true)} className="group">
      <summary className="touch flex items-center gap-3 px-4 py-2.5 hover:bg-sunken">
        <Icon aria-hidden="true" className={cn('size-5 shrink-0', text)} />
        <span className="flex min-w-0 flex-1 flex-col gap-x-4 sm:flex-row sm:items-baseline">
          <span className="min-w-0 flex-1">
            <span className="sr-only">{word}: </span>
            {finding.title}
          </span>
          <span className="shrink-0 text-quiet text-xs">
            <RelativeTime atMs={finding.sinceMs} fallback="" />
          </span>
        </span>
        <ChevronDown
          aria-hidden="true"
          className="size-4 shrink-0 text-quiet transition-transform duration-150 group-open:rotate-180"
        />
      </summary>
      <dl className="grid gap-x-4 gap-y-2 px-4 pt-1 pb-4 text-sm sm:grid-cols-[8rem_1fr] sm:pl-12">
        <dt className="text-quiet">For your data</dt>
        <dd>{finding.consequence}</dd>
        <dt className="text-quiet">What to do</dt>
        <dd className="flex flex-col items-start gap-1">
          <span>
            <PlainText text={finding.fix} />
          </span>
          {finding.href && (
            <AppLink
              href={finding.href}
              className="touch inline-flex items-center gap-1.5 font-strong text-accent underline-offset-4 hover:underline"
            >
              Open {placeWords(finding.href)}
              <ArrowRight aria-hidden="true" className="size-4" />
            </AppLink>
          )}
        </dd>
        {finding.evidence && (
          <>
            <dt className="text-quiet">What was seen</dt>
            <dd className="overflow-x-auto whitespace-pre-wrap break-words rounded-md bg-sunken p-2.5 font-mono text-xs">
              {finding.evidence}
            </dd>
          </>
        )}
      </dl>
      {wasOpened && finding.severity !== 'info' && (
        <Suspense>
          <Acknowledge findingId={finding.id} />
        </Suspense>
      )}
    </details>
  );
}
