import { ChevronDown } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '@/lib/cn';

// 16 px text: a phone zooms into a field with anything smaller.
const CONTROL =
  'touch w-full rounded-md border border-line-strong bg-surface px-3 text-base text-ink placeholder:text-quiet disabled:opacity-60 aria-invalid:border-losing aria-invalid:outline-losing';

interface InputProps extends ComponentProps<'input'> {
  /** Shown inside the field, after the value: `s`, `GB`. */
  unit?: ReactNode;
}

export function Input({ unit, className, ...rest }: InputProps) {
  const unitId = useId();
  if (!unit) return <input {...rest} className={cn(CONTROL, className)} />;
  return (
    <span className={cn('relative block', className)}>
      <input
        {...rest}
        aria-describedby={[unitId, rest['aria-describedby']].filter(Boolean).join(' ')}
        className={cn(CONTROL, 'pr-14')}
      />
      <span
        id={unitId}
        aria-hidden="true"
        className="absolute inset-y-0 right-3 flex items-center text-quiet text-sm"
      >
        {unit}
      </span>
    </span>
  );
}

/** Of what was pasted: a text without tabs and other control characters. */
export const oneLine = (text: string): string => text.replace(/\p{Cc}/gu, ' ');

export const TextArea = ({ className, ...rest }: ComponentProps<'textarea'>) => (
  <textarea {...rest} className={cn(CONTROL, 'py-2', className)} />
);

/** The browser's own list: it is the best one on a phone. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative block', className)}>
      <select {...rest} className={cn(CONTROL, 'appearance-none pr-9')}>
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-quiet"
      />
    </span>
  );
}
