import { tones } from '@/components/ui/tone';
import { type Level, levelOf } from '@/lib/budget';
import { cn } from '@/lib/cn';
import { formatCount, formatShare } from '@/lib/format';

interface LimitBarProps {
  label: string;
  value: number | null;
  limit: number | null;
  /** Less is sent than was counted: no level is known. */
  isMost?: boolean;
  /** What is counted, and what it means to be close to the limit or over it. */
  about: string;
}

const looks: Record<Level, { fill: string; words: string | null }> = {
  unknown: { fill: 'fill-unknown', words: null },
  within: { fill: 'fill-accent', words: null },
  near: { fill: 'fill-waiting', words: 'Close to the plan’s limit.' },
  over: {
    fill: 'fill-losing',
    words: 'More than the plan covers: the destination may refuse it, or bill it.',
  },
};

/** A figure and its part of a limit. The bar repeats what the words say, so only eyes get it. */
export function LimitBar({ label, value, limit, isMost = false, about }: LimitBarProps) {
  const level = isMost ? 'unknown' : levelOf(value, limit);
  const { fill, words } = looks[level];
  const tone = level === 'over' ? tones.losing : tones.waiting;
  return (
    <div className="flex flex-col gap-1.5">
      <dt className="font-strong text-sm">{label}</dt>
      <dd className="flex flex-col gap-1.5">
        <p className="min-h-7 content-center">
          {value === null ? (
            <span className="text-quiet">Not known yet.</span>
          ) : (
            <strong className="figure font-strong text-xl">{formatCount(value)}</strong>
          )}
          {limit !== null && (
            <span className="text-quiet">
              {value === null
                ? ` The plan covers ${formatCount(limit)}.`
                : ` of ${formatCount(limit)} (${formatShare(value, limit)})`}
            </span>
          )}
        </p>
        {limit !== null && (
          <svg aria-hidden="true" className="h-2.5 w-full overflow-hidden rounded-full bg-line">
            <rect width={`${Math.min(100, ((value ?? 0) / limit) * 100)}%`} height="100%" className={fill} />
          </svg>
        )}
        {words && (
          <p className={cn('flex items-start gap-1.5 text-sm', tone.text)}>
            <tone.icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {words}
          </p>
        )}
        <p className="text-quiet text-sm">{about}</p>
      </dd>
    </div>
  );
}
