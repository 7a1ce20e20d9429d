import { AppLink } from '@/components/ui/app-link';
import { Card } from '@/components/ui/card';
import { tones } from '@/components/ui/tone';
import { levelOf } from '@/lib/budget';
import { cn } from '@/lib/cn';
import { formatCount, formatShare, plural } from '@/lib/format';
import type { PisRead } from '@/lib/schemas/look/pis';
import { seriesOf } from './pi-look';

/** All series beside what the plan includes: several Pis share it, and each of them counts itself alone. */
export function PisSum({ view: { pis, includedSeries } }: { view: PisRead }) {
  const { sum, uncounted } = seriesOf(pis);
  if (sum === null) return null;
  const level = levelOf(sum, includedSeries);
  const tone = level === 'over' ? tones.losing : tones.waiting;
  return (
    <Card className="flex flex-col gap-1 p-4">
      <p>
        <strong className="figure font-strong text-xl">{formatCount(sum)}</strong>{' '}
        {includedSeries === null
          ? 'active series of all Pis'
          : `of ${formatCount(includedSeries)} series that the plan includes (${formatShare(sum, includedSeries)})`}
      </p>
      {(level === 'over' || level === 'near') && (
        <p className={cn('flex items-start gap-1.5 text-sm', tone.text)}>
          <tone.icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {level === 'over'
            ? 'Together they send more than the plan covers: the destination may refuse it, or bill it.'
            : 'Together they are close to the plan’s limit.'}
        </p>
      )}
      <p className="text-quiet text-sm">
        {includedSeries !== null &&
          'All Pis share the plan; the plan page of each counts its own series alone. '}
        {uncounted > 0 &&
          `${plural(uncounted, 'Pi')} that ${uncounted === 1 ? 'sends does' : 'send do'} not tell how many. `}
        <AppLink href="/settings/plan" className="text-accent underline underline-offset-4">
          Plan and limits
        </AppLink>
      </p>
    </Card>
  );
}
