import { cn } from '@/lib/cn';

interface DiffLine {
  number: number;
  text: string;
  kind: 'added' | 'removed' | 'place' | 'same';
}

/** A unified diff, line by line. Its marks carry the meaning; the colours only repeat it. */
export function DiffView({ path, diff }: { path: string; diff: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={`Change of ${path}`}
      className="mb-3 max-h-80 overflow-auto rounded-md border border-line bg-sunken py-2"
    >
      <pre className="w-max min-w-full font-mono text-xs">
        {diffLines(diff).map(({ number, text, kind }) => (
          <span
            key={number}
            className={cn(
              'block px-3',
              kind === 'added' && 'bg-arriving-soft text-arriving',
              kind === 'removed' && 'bg-losing-soft text-losing',
              kind === 'place' && 'text-quiet',
            )}
          >
            {text === '' ? ' ' : text}
          </span>
        ))}
      </pre>
    </section>
  );
}

function diffLines(diff: string): DiffLine[] {
  return diff
    .replace(/\n$/, '')
    .split('\n')
    .map((text, index) => ({ number: index + 1, text, kind: kindOf(text) }));
}

function kindOf(text: string): DiffLine['kind'] {
  if (/^(@@|---|\+\+\+|\\)/.test(text)) return 'place';
  if (text.startsWith('+')) return 'added';
  return text.startsWith('-') ? 'removed' : 'same';
}
