import { cn } from '@/lib/cn';

interface SegmentedProps<T extends string> {
  /** What is chosen, for those who do not see it. */
  legend: string;
  name: string;
  options: readonly { value: T; label: string; count?: number }[];
  value: T;
  onChange(value: T): void;
}

/** One of a few short answers, side by side. */
export function Segmented<T extends string>({ legend, name, options, value, onChange }: SegmentedProps<T>) {
  return (
    <fieldset className="flex flex-wrap gap-1 rounded-lg border border-line bg-sunken p-1">
      <legend className="sr-only">{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            'touch relative flex min-w-fit flex-1 cursor-pointer items-center justify-center gap-1.5 whitespace-nowrap rounded-md px-2 text-sm sm:px-3 transition-colors duration-150',
            'has-focus-visible:outline-3 has-focus-visible:outline-accent',
            option.value === value
              ? 'bg-surface font-strong text-accent shadow-card'
              : 'text-quiet hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {option.label}
          {option.count !== undefined && (
            <span className="figure hidden text-xs sm:inline">{option.count}</span>
          )}
        </label>
      ))}
    </fieldset>
  );
}
