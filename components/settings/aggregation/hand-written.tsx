import { plural } from '@/lib/format';

/** Rules of the file that no form shows, by what they match. */
export function HandWritten({ matches }: { matches: readonly string[] }) {
  if (matches.length === 0) return null;
  const isOne = matches.length === 1;
  return (
    <p className="mt-3 text-quiet text-sm">
      {plural(matches.length, 'rule')} {isOne ? 'was' : 'were'} written by hand in a form that cannot be shown
      here, and {isOne ? 'stays' : 'stay'} as in the file:{' '}
      {matches.map((match, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may match the same
        <span key={i}>
          {i > 0 && ', '}
          <code className="break-all font-mono text-xs">{match}</code>
        </span>
      ))}
      .
    </p>
  );
}
