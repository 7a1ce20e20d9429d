import { formatDuration } from '@/lib/duration';
import { listed } from '@/lib/english';
import type { Written } from '@/lib/schemas/machine/written';
import type { ServiceName } from '@/lib/schemas/snapshot';

export interface Writer {
  /** Null: all that is no service of the stack. */
  name: ServiceName | null;
  bytesPerDay: number;
  /** It writes to another disk than the one that is asked about. */
  isElsewhere: boolean;
}

/** Those whose figure is known, most first; what is left of the disk stands last. */
export function writersOf({ services, others }: Written): Writer[] {
  const known = services.flatMap(({ bytesPerDay, ...service }) =>
    bytesPerDay === null ? [] : [{ ...service, bytesPerDay }],
  );
  const rest = others === null ? [] : [{ name: null, bytesPerDay: others, isElsewhere: false }];
  return [...known.toSorted((a, b) => b.bytesPerDay - a.bytesPerDay), ...rest];
}

const LEAST_SECONDS = 3600;

/** What is not known, and why. */
export function aboutWritten({ seconds, disk, services, others }: Written): string[] {
  if (seconds < LEAST_SECONDS)
    return [
      `It is too early to tell: writes are counted for ${formatDuration(seconds)} so far, and shown after an hour. The count begins anew with the panel.`,
    ];
  const untold = services.flatMap(({ name, bytesPerDay }) => (bytesPerDay === null ? [name] : []));
  return [
    ...(disk?.isCard ? ['An SD card wears out by writing, and does not tell how worn it is.'] : []),
    ...(untold.length > 0
      ? [
          `Not known of ${listed(untold)}: too new, or not counted by this kernel.${others === null ? '' : ' Their writes count as other programs.'}`,
        ]
      : []),
    ...(disk === null
      ? ['The kernel does not tell which disk the stack is on, so the sum is not known.']
      : []),
  ];
}
