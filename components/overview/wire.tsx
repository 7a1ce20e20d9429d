import { cn } from '@/lib/cn';
import { type Wire, wireWidth } from './flow-model';

const LOOKS: Record<Wire['state'], string> = {
  flow: 'stroke-water opacity-40',
  rest: 'stroke-line-strong opacity-60 [stroke-dasharray:1_7]',
  held: 'stroke-waiting [stroke-dasharray:8_8]',
  lost: 'stroke-losing [stroke-dasharray:8_8]',
  unknown: 'stroke-unknown-line [stroke-dasharray:1_7]',
  none: 'hidden',
};

interface WiresProps {
  wires: Wire[];
  /** Where several lines end: they meet in the middle. */
  direction: 'right' | 'down';
  className?: string;
}

/** Lines from evenly spaced starts to one end. Stretches to its box; line widths and dashes stay in px. */
export function Wires({ wires, direction, className }: WiresProps) {
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" className={className}>
      {wires.map((wire, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <WirePath key={index} wire={wire} path={curve(((index + 0.5) / wires.length) * 100, direction)} />
      ))}
    </svg>
  );
}

function curve(start: number, direction: WiresProps['direction']): string {
  return direction === 'right'
    ? `M0,${start} C55,${start} 45,50 100,50`
    : `M${start},0 C${start},55 50,45 50,100`;
}

function WirePath({ wire, path }: { wire: Wire; path: string }) {
  const width = wire.state === 'flow' ? wireWidth(wire.rate) : 2.5;
  return (
    <g className={cn('fill-none', wire.state === 'none' && 'hidden')}>
      <path
        d={path}
        strokeWidth={width}
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
        className={LOOKS[wire.state]}
      />
      {wire.state === 'flow' && (
        <path
          d={path}
          strokeWidth={Math.max(2, width * 0.4)}
          strokeLinecap="round"
          strokeDasharray="6 14"
          vectorEffect="non-scaling-stroke"
          className="animate-flow stroke-water-deep stale:animate-none"
        />
      )}
    </g>
  );
}
