'use client';

import { Loaded } from '@/components/feedback/loaded';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { storedQuery } from '@/lib/queries/look';
import { useLoad } from '@/lib/queries/use-load';
import { NotDrawn } from '../not-drawn';

/** Of what every pipeline has. */
const EXAMPLES = [
  { asks: 'Which targets answer?', q: 'up' },
  { asks: 'How many samples does each job give?', q: 'sum by (job) (scrape_samples_scraped)' },
  { asks: 'Which metrics have the most series?', q: 'topk(10, count by (__name__) ({__name__!=""}))' },
];

/** Before anything is run: something to begin with, or why nothing could be drawn. */
export function ExpressionStart({ onBegin }: { onBegin(q: string): void }) {
  const load = useLoad(storedQuery({}));
  return (
    <Loaded load={load} title="The destination could not be asked." waiting={<Skeleton className="h-48" />}>
      {(stored) => (stored.state === 'read' ? <Examples onBegin={onBegin} /> : <NotDrawn view={stored} />)}
    </Loaded>
  );
}

function Examples({ onBegin }: { onBegin(q: string): void }) {
  return (
    <Card className="flex flex-col gap-3 p-4">
      <h2 className="font-strong text-sm">Something to begin with</h2>
      <ul className="divide-y divide-line">
        {EXAMPLES.map(({ asks, q }) => (
          <li key={q} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
            <span className="flex min-w-0 flex-col gap-0.5">
              <span className="text-sm">{asks}</span>
              <code className="break-all font-mono text-quiet text-sm">{q}</code>
            </span>
            <Button onClick={() => onBegin(q)} aria-label={`Run ${q}`}>
              Run
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
