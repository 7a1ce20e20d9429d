import type { ChartLine, ChartSpan } from './chart-data';
import { type Level, type LevelOf, stateRuns } from './state-runs';

const WIDTH = 1000;
const HEIGHT = 20;

/** Tall and dark where it was bad, low where it was good: told apart without their colours. */
const LOOKS: Record<Level, { y: number; fill: string }> = {
  good: { y: 12, fill: 'fill-arriving-line' },
  warning: { y: 6, fill: 'fill-waiting' },
  critical: { y: 0, fill: 'fill-losing' },
};

interface StateStripsProps {
  span: ChartSpan;
  lines: readonly ChartLine[];
  levelOf: LevelOf;
  /** What a strip shows. */
  wordsOf: (values: ChartLine['values']) => string;
}

/** For each line a strip: when all was well, when not, and when nobody knows. */
export function StateStrips({ span, lines, levelOf, wordsOf }: StateStripsProps) {
  return (
    <ul className="flex flex-col gap-3 pb-2">
      {lines.map(({ name, values }) => (
        <li key={name} className="flex flex-col gap-1">
          <p className="flex flex-wrap justify-between gap-x-3 text-xs">
            <span title={name} className="min-w-0 [overflow-wrap:anywhere]">
              {name}
            </span>
            <span className="text-quiet">{wordsOf(values)}</span>
          </p>
          <svg
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            aria-hidden="true"
            className="h-4 w-full rounded-sm bg-sunken"
          >
            {stateRuns(span, values, levelOf).map(({ level, from, to }) => (
              <rect
                key={from}
                x={from * WIDTH}
                width={Math.max((to - from) * WIDTH, 2)}
                y={LOOKS[level].y}
                height={HEIGHT - LOOKS[level].y}
                className={LOOKS[level].fill}
              />
            ))}
          </svg>
        </li>
      ))}
    </ul>
  );
}
