import { ExternalLink } from 'lucide-react';
import type { PiRow } from '@/lib/schemas/look/pis';

/** The name; a Pi that is not this one leads to its own panel, by the address that the panel itself gives. */
export function PiName({ pi: { name, isThisPi, address } }: { pi: PiRow }) {
  return (
    <>
      <bdi className="font-strong [overflow-wrap:anywhere]">{name}</bdi>
      {isThisPi && (
        <span className="ml-2 whitespace-nowrap rounded-full border border-water bg-accent-soft px-2 py-0.5 text-accent text-xs">
          this Pi
        </span>
      )}
      {address !== null && (
        <a
          href={address}
          target="_blank"
          rel="noopener noreferrer"
          className="touch -mb-2 flex w-fit max-w-full items-center gap-1.5 text-accent text-xs underline-offset-4 hover:underline"
        >
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <span className="sr-only">Its panel: </span>
            {address.replace(/^http:\/\//, '')}
            <span className="sr-only"> (new tab)</span>
          </span>
          <ExternalLink aria-hidden="true" className="size-3.5 shrink-0" />
        </a>
      )}
    </>
  );
}
