import { formatShare } from '@/lib/format';
import type { ChartLine, ChartSpan } from './chart-data';
import { type HealthRun, healthRuns, upShare } from './health-runs';

const WIDTH = 1000;
const HEIGHT = 20;

/** Tall and dark where it did not answer, low where it did: told apart without their colours. */
const LOOKS: Record<HealthRun['state'], { y: number; fill: string }> = {
  up: { y: 12, fill: 'fill-arriving-line' },
  part: { y: 6, fill: 'fill-waiting' },
  down: { y: 0, fill: 'fill-losing' },
};

/** For each line of shares 0–1 a strip: when it answered, when not, and when nobody knows. */
export function HealthStrips({ span, lines }: { span: ChartSpan; lines: readonly ChartLine[] }) {
  return (
    <ul className="flex flex-col gap-3 pb-2">
      {lines.map(({ name, values }) => {
        const share = upShare(values);
        return (
          <li key={name} className="flex flex-col gap-1">
            <p className="flex flex-wrap justify-between gap-x-3 text-xs">
              <span className="min-w-0 break-words">{name}</span>
              <span className="figure text-quiet">
                {share === null ? 'unknown' : share === 1 ? 'always up' : `${formatShare(share, 1)} up`}
              </span>
            </p>
            <svg
              viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
              preserveAspectRatio="none"
              aria-hidden="true"
              className="h-4 w-full rounded-sm bg-sunken"
            >
              {healthRuns(span, values).map(({ state, from, to }) => (
                <rect
                  key={from}
                  x={from * WIDTH}
                  width={Math.max((to - from) * WIDTH, 2)}
                  y={LOOKS[state].y}
                  height={HEIGHT - LOOKS[state].y}
                  className={LOOKS[state].fill}
                />
              ))}
            </svg>
          </li>
        );
      })}
    </ul>
  );
}
