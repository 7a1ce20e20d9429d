import { UnjudgedRules } from '@/components/forms/unjudged-rules';
import { Callout } from '@/components/ui/callout';
import { PartBar } from '@/components/ui/part-bar';
import { formatCount, formatShare, plural } from '@/lib/format';
import type { FilterPreview } from '@/lib/schemas/settings/settings';

interface PreviewFiguresProps {
  preview: FilterPreview;
  intervalSeconds: number | null;
}

/** Kept, left out, and what that saves; in a sentence under the bar. */
export function PreviewFigures({ preview, intervalSeconds }: PreviewFiguresProps) {
  const { offered, kept, keptNow, unjudged, emptied } = preview;
  const saved = keptNow - kept;
  return (
    <div className="flex flex-col gap-2">
      <p aria-live="polite" className="text-base">
        <strong className="figure font-strong">{formatCount(kept)}</strong> of{' '}
        {plural(offered, 'series', 'series')} kept ({formatShare(kept, offered)}),{' '}
        {formatCount(offered - kept)} left out.
      </p>
      <PartBar part={kept} whole={offered} before={saved === 0 ? undefined : keptNow} />
      <p className="text-quiet text-sm">{change(saved, intervalSeconds)}</p>
      {emptied !== null && <Callout tone="waiting" title={emptied} />}
      <UnjudgedRules reasons={unjudged} />
    </div>
  );
}

function change(saved: number, intervalSeconds: number | null): string {
  if (saved === 0) return 'As many as with the filter in use.';
  const size = Math.abs(saved);
  const perMinute = intervalSeconds ? Math.round((size * 60) / intervalSeconds) : null;
  const rate = perMinute === null ? '' : ` and ${plural(perMinute, 'sample')} a minute`;
  return saved > 0
    ? `Saves ${plural(size, 'series', 'series')}${rate} against the filter in use.`
    : `${formatCount(size)} series${rate} more than with the filter in use.`;
}
