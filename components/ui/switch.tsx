import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '@/lib/cn';

interface SwitchProps extends Omit<ComponentProps<'input'>, 'type' | 'role'> {
  label: ReactNode;
  description?: ReactNode;
}

/** On or off, at once. The whole row is the press area. */
export function Switch({ label, description, className, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <label
      htmlFor={id}
      className={cn(
        'touch flex cursor-pointer gap-3 py-2',
        description ? 'items-start' : 'items-center',
        className,
      )}
    >
      <span className="flex min-w-0 flex-1 flex-col">
        <span id={`${id}-name`} className="font-strong text-sm">
          {label}
        </span>
        {description && (
          <span id={`${id}-about`} className="text-quiet text-sm">
            {description}
          </span>
        )}
      </span>
      <input
        {...rest}
        id={id}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox brings its own checked state
        role="switch"
        aria-labelledby={`${id}-name`}
        aria-describedby={description ? `${id}-about` : undefined}
        className={cn(
          'relative h-6 w-11 shrink-0 appearance-none rounded-full border-2 border-line-strong bg-sunken transition-colors duration-150',
          'before:absolute before:top-0.5 before:left-0.5 before:size-4 before:rounded-full before:bg-line-strong before:transition-transform before:duration-150',
          'checked:border-accent checked:bg-accent checked:before:translate-x-5 checked:before:bg-on-accent',
          'disabled:opacity-60',
        )}
      />
    </label>
  );
}
