import { areaPath, linePath, stretches, summarise } from './series';

const WIDTH = 240;
const HEIGHT = 56;

interface SparklineProps {
  values: readonly (number | null)[];
  /** The scale begins here at the latest; left out, it begins at the lowest value. */
  low?: number;
  className?: string;
}

/** A line of the last hours, holes left open. A picture only: its words and its table stand beside it. */
export function Sparkline({ values, low, className }: SparklineProps) {
  const summary = summarise(values);
  const floor = low ?? summary?.min ?? 0;
  const ceiling = summary && summary.max > floor ? summary.max : floor + 1;
  const parts = stretches(values, { width: WIDTH, height: HEIGHT, low: floor, high: ceiling });
  return (
    <svg
      viewBox={`-1 -3 ${WIDTH + 2} ${HEIGHT + 5}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className={className}
    >
      <path d={`M0,${HEIGHT}H${WIDTH}`} className="stroke-line" vectorEffect="non-scaling-stroke" />
      {parts.map((part) => (
        <g key={part[0]?.[0]}>
          <path d={areaPath(part, HEIGHT)} className="fill-water opacity-25" />
          <path
            d={linePath(part)}
            className="fill-none stroke-water-deep"
            strokeWidth="2"
            strokeLinejoin="round"
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
          />
        </g>
      ))}
    </svg>
  );
}
