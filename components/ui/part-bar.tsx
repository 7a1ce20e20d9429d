interface PartBarProps {
  part: number;
  whole: number;
  /** Where the part ended before; a line across the bar. */
  before?: number | undefined;
}

/** A part of a whole, as a bar. It repeats numbers that stand in words beside it, so only eyes get it. */
export function PartBar({ part, whole, before }: PartBarProps) {
  const percent = (value: number) => `${whole > 0 ? Math.min(100, (value / whole) * 100) : 0}%`;
  return (
    <svg aria-hidden="true" className="h-2.5 w-full overflow-hidden rounded-full bg-line">
      <rect width={percent(part)} height="100%" className="fill-accent" />
      {before !== undefined && (
        <rect x={percent(before)} width="2" height="100%" transform="translate(-2)" className="fill-ink" />
      )}
    </svg>
  );
}
