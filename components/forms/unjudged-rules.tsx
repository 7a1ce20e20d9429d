import { Callout } from '@/components/ui/callout';
import { plural } from '@/lib/format';

/** Rules of a job that are in none of the figures, with the reasons; nothing where there are none. */
export function UnjudgedRules({ reasons }: { reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <Callout
      tone="info"
      title={`${plural(reasons.length, 'rule')} of this job cannot be judged here; the figures are without ${reasons.length === 1 ? 'it' : 'them'}.`}
    >
      <ul className="wrap-anywhere flex flex-col gap-1">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </Callout>
  );
}
