import { formatBytes } from '@/lib/format';
import type { BufferChoice } from '@/lib/schemas/settings/settings';

/** How much waits is not known while vmagent does not run: 0 then. */
const amount = (bytes: number) => (bytes > 0 ? formatBytes(bytes) : 'what waits');

/** `182 MB wait for the present address`. */
export function waitingTitle(bytes: number): string {
  return `${bytes > 0 ? `${formatBytes(bytes)} wait` : 'Samples may wait'} for the present address`;
}

/** Each answer to the question what becomes of the samples that wait. */
export const waitingChoices: Record<BufferChoice, (bytes: number) => { label: string; description: string }> =
  {
    deliver: (bytes) => ({
      label: 'Deliver first, then change',
      description: `The change waits until ${amount(bytes)} went to the present address. If nothing moves for 10 minutes it is given up, and everything stays as it is.`,
    }),
    keep: (bytes) => ({
      label: 'Change now, keep what waits',
      description: `On this Pi’s disk: ${amount(bytes)}. It is sent when you go back to the present address, and only then.`,
    }),
    drop: (bytes) => ({
      label: `Change now, drop ${amount(bytes)}`,
      description: 'It is deleted for good and arrives nowhere.',
    }),
  };
