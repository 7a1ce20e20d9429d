import { RelativeTime } from '@/components/feedback/relative-time';
import { PriceNow } from '@/components/forms/sources/price/price-now';
import { Card, Section } from '@/components/ui/card';
import { PlainText } from '@/components/ui/plain-text';
import { StatePill } from '@/components/ui/state-pill';
import type { Tone } from '@/components/ui/tone';
import { formatDuration } from '@/lib/duration';
import { groupedBy } from '@/lib/finding-groups';
import { plural } from '@/lib/format';
import { sourceWords } from '@/lib/pipeline/components';
import type { SourcePart, SourceSample } from '@/lib/schemas/snapshot';

const STATES: Record<SourcePart['state'], { tone: Tone; word: string }> = {
  flowing: { tone: 'arriving', word: 'Flowing' },
  idle: { tone: 'unknown', word: 'Idle' },
  blind: { tone: 'waiting', word: 'No data' },
  pending: { tone: 'unknown', word: 'Pending' },
};
const INCOMPLETE = { tone: 'waiting', word: 'Incomplete' } as const;
const WORST_FIRST = ['blind', 'pending', 'idle', 'flowing'] as const;

/** Each thing that a source is asked for, by account where there are several: does it give data, and if not, why? */
export function SourceParts({ source }: { source: SourceSample }) {
  const { id, parts = [] } = source;
  const sorted = parts.toSorted((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state));
  return (
    <Section title={`What ${sourceWords(id)} is asked for`}>
      <PriceNow source={source} />
      {[...groupedBy(sorted, ({ account = '' }) => account)].map(([account, own]) => (
        <div key={account} className="flex flex-col gap-2">
          {account && (
            <h3 className="font-strong first-letter:uppercase [overflow-wrap:anywhere]">{account}</h3>
          )}
          <Card>
            <ul className="divide-y divide-line">
              {own.map((part) => (
                <Part key={part.id} part={part} />
              ))}
            </ul>
          </Card>
        </div>
      ))}
    </Section>
  );
}

/** What is counted seldom says how old it is. */
function Counted({ part: { newestAtMs, countedAtMs } }: { part: SourcePart }) {
  if (newestAtMs === undefined || countedAtMs === undefined) return null;
  return (
    <p className="text-quiet text-sm">
      Counted <RelativeTime atMs={countedAtMs} />, the newest value was{' '}
      {formatDuration((countedAtMs - newestAtMs) / 1000)} old then.
    </p>
  );
}

function Part({ part }: { part: SourcePart }) {
  // Whose it is stands above it.
  const [name] = part.account ? part.name.split(' of account ') : [part.name];
  return (
    <li className="flex flex-col gap-1 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="w-full font-strong first-letter:uppercase [overflow-wrap:anywhere] md:w-auto">
          {name}
        </span>
        <span className="flex w-full items-center justify-between gap-4 md:w-auto">
          <span className="figure text-quiet text-sm">
            {plural(part.series, 'series', 'series')}
            {part.newestAtMs !== undefined && part.countedAtMs === undefined && (
              <>
                , <RelativeTime atMs={part.newestAtMs} />
              </>
            )}
          </span>
          <StatePill {...(part.state === 'blind' && part.series > 0 ? INCOMPLETE : STATES[part.state])} />
        </span>
      </div>
      <Counted part={part} />
      {part.message && (
        <p className="max-w-prose text-sm">
          <PlainText text={part.message} />
        </p>
      )}
      {part.fix && (
        <p className="max-w-prose text-quiet text-sm">
          <PlainText text={part.fix} />
        </p>
      )}
    </li>
  );
}
