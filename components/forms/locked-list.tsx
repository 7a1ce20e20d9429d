import { PlainText } from '@/components/ui/plain-text';

interface LockedListProps {
  legend: string;
  /** What each of the items is, as in “regions”. */
  noun: string;
  /** What is chosen. */
  items: readonly string[];
  /** Why the form cannot change it. */
  reason: string;
  /** What else there is to say of it. */
  about?: string | undefined;
}

/** A choice of several in a file that was edited by hand in a way that the form cannot change. */
export function LockedList({ legend, noun, items, reason, about }: LockedListProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-strong text-sm">{legend}</legend>
      <ul className="flex flex-wrap gap-2">
        {items.map((item) => (
          <li
            key={item}
            className="flex items-center rounded-md border border-line bg-sunken px-3 py-2 text-sm"
          >
            {item}
          </li>
        ))}
      </ul>
      {about && <p className="text-quiet text-sm">{about}</p>}
      <p className="wrap-anywhere text-quiet text-sm">
        The {noun} were edited by hand in a way that this form cannot change; all else here it can.{' '}
        <PlainText text={reason} />
      </p>
    </fieldset>
  );
}
