'use client';

import { CircleCheck, CornerDownRight } from 'lucide-react';
import { AppLink } from '@/components/ui/app-link';
import { Section } from '@/components/ui/card';
import { Details } from '@/components/ui/details';
import { groupFindings } from '@/lib/finding-groups';
import { plural } from '@/lib/format';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { Finding } from '@/lib/schemas/snapshot';
import { FindingLine } from './finding-line';

/** What Weir has found, worst first: what there is to mend, and below each what comes of it. */
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
          {groupFindings(findings).map(({ root, explained, worst }, index) => (
            <li key={root.id}>
              <FindingLine
                finding={root}
                worst={worst}
                isOpen={index === 0 && !isSpoken && worst.severity !== 'info'}
              />
              {explained.length > 0 && <BecauseOfThis findings={explained} />}
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

/** What the finding above explains: gone with it, so nothing to be done about. */
function BecauseOfThis({ findings }: { findings: Finding[] }) {
  return (
    <Details
      className="border-line border-t px-4 sm:pl-12"
      summary={
        <span className="flex items-center gap-1.5">
          <CornerDownRight aria-hidden="true" className="size-4 shrink-0" />
          Because of this: {plural(findings.length, 'finding')}
        </span>
      }
    >
      <ul className="mb-3 divide-y divide-line rounded-md border border-line">
        {findings.map((finding) => (
          <li key={finding.id}>
            <FindingLine finding={finding} />
          </li>
        ))}
      </ul>
    </Details>
  );
}
