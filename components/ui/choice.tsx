import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '@/lib/cn';

interface ChoiceProps extends ComponentProps<'input'> {
  /** One of them can be chosen, or several. */
  type?: 'radio' | 'checkbox';
  label: ReactNode;
  description?: ReactNode;
  icon?: ReactNode;
}

/** One of several answers, as a card. Use inside a `<fieldset>` with a `<legend>`; give all radios the same `name`. */
export function Choice({ type = 'radio', label, description, icon, className, ...rest }: ChoiceProps) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={cn(
        'relative flex cursor-pointer items-start gap-3 rounded-lg border border-line-strong bg-surface p-4 transition-colors duration-150 hover:bg-sunken',
        'has-checked:border-accent has-checked:bg-accent-soft has-checked:ring-1 has-checked:ring-accent',
        'has-focus-visible:outline-3 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
        className,
      )}
    >
      <input
        {...rest}
        id={id}
        type={type}
        aria-labelledby={`${id}-name`}
        aria-describedby={description ? `${id}-about` : undefined}
        className="mt-1 size-4 shrink-0 accent-accent outline-none"
      />
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span id={`${id}-name`} className="font-strong">
          {label}
        </span>
        {description && (
          <span id={`${id}-about`} className="text-quiet text-sm">
            {description}
          </span>
        )}
      </span>
      {icon && <span className="shrink-0 text-accent">{icon}</span>}
    </label>
  );
}
