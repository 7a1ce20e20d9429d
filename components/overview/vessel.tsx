import { cn } from '@/lib/cn';

/** Inside of the vessel, in the units of its drawing, which is stretched to its box. */
const TOP = 12;
const HEIGHT = 100 - TOP;
/** What is not empty is seen. */
const LOWEST = 7;

const BODY = 'M1,4 V88 Q1,99 10,99 H90 Q99,99 99,88 V4';

interface VesselProps {
  /** Share that is full, 0–1; null when unknown. */
  level: number | null;
  /** The oldest of what it holds is thrown away to make room. */
  isOverflowing: boolean;
  /** Something goes in or out: the surface moves. */
  isMoving: boolean;
  className?: string;
}

/** The buffer as a vessel of water. A picture only: the words stand in it. */
export function Vessel({ level, isOverflowing, isMoving, className }: VesselProps) {
  const height = level === null || level === 0 ? 0 : Math.max(LOWEST, level * HEIGHT);
  const surface = 100 - height;
  const wall = isOverflowing ? 'stroke-losing' : 'stroke-line-strong';
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" className={className}>
      <clipPath id="vessel-inside">
        <path d={`${BODY} Z`} />
      </clipPath>
      <path d={`${BODY} Z`} className="fill-sunken" />
      {height > 0 && (
        <g clipPath="url(#vessel-inside)">
          <path
            d={`M-40,${surface} q10,-2.5 20,0 t20,0 t20,0 t20,0 t20,0 t20,0 t20,0 t20,0 t20,0 V100 H-40 Z`}
            className={cn('fill-pond', isMoving && 'animate-wave stale:animate-none')}
          />
        </g>
      )}
      <path d={`M2,${TOP} H98`} className={wall} strokeDasharray="4 4" vectorEffect="non-scaling-stroke" />
      {[0.25, 0.5, 0.75].map((mark) => (
        <path
          key={mark}
          d={`M93,${TOP + mark * HEIGHT} H98`}
          className={wall}
          vectorEffect="non-scaling-stroke"
        />
      ))}
      <path
        d={BODY}
        className={cn('fill-none', wall)}
        strokeWidth="3"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
