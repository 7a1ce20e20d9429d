import { PlainText } from '@/components/ui/plain-text';
import { regionLabel } from './regions';

interface LockedRegionsProps {
  value: readonly string[];
  /** Why the form cannot change them. */
  reason: string;
}

/** The regions of a file that was edited by hand in a way that the form cannot change. */
export function LockedRegions({ value, reason }: LockedRegionsProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-strong text-sm">Regions</legend>
      <ul className="flex flex-wrap gap-2">
        {value.map((code) => (
          <li
            key={code}
            className="flex items-center rounded-md border border-line bg-sunken px-3 py-2 text-sm"
          >
            {regionLabel(code)}
          </li>
        ))}
      </ul>
      <p className="text-quiet text-sm">
        The regions were edited by hand in a way that this form cannot change; all else here it can.{' '}
        <PlainText text={reason} />
      </p>
    </fieldset>
  );
}
