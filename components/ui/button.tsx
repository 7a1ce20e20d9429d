import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';
import { AppLink } from './app-link';
import { Spinner } from './spinner';

const BASE =
  'touch inline-flex items-center justify-center gap-2 rounded-md font-strong whitespace-nowrap select-none transition-colors duration-150 disabled:opacity-60 disabled:cursor-not-allowed';

const VARIANTS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-sunken',
  quiet: 'text-accent hover:bg-accent-soft',
  danger: 'border border-losing bg-losing-soft text-losing hover:border-2',
} as const;

const SIZES = { md: 'px-4 text-sm', lg: 'px-5 text-base' } as const;

export interface ButtonLook {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  icon?: LucideIcon;
}

interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  /** Shows a spinner and takes no second press; the button keeps its width, focus and name. */
  isPending?: boolean;
}

export function Button({
  variant = 'secondary',
  size = 'md',
  isPending = false,
  icon: Icon,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={isPending || undefined}
      // A disabled button loses the focus; a pending one only ignores presses.
      aria-disabled={isPending || rest['aria-disabled']}
      onClick={isPending ? (event) => event.preventDefault() : onClick}
      className={cn(BASE, SIZES[size], VARIANTS[variant], className)}
    >
      {isPending ? <Spinner /> : Icon && <Icon aria-hidden="true" className="size-4" />}
      {children}
    </button>
  );
}

/** A link that looks like a button: goes somewhere, changes nothing. */
export function LinkButton({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  className,
  children,
  ...rest
}: ComponentProps<typeof AppLink> & ButtonLook) {
  return (
    <AppLink {...rest} className={cn(BASE, SIZES[size], VARIANTS[variant], className)}>
      {Icon && <Icon aria-hidden="true" className="size-4" />}
      {children}
    </AppLink>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** The button's name, for those who do not see the icon; shown on hover. */
  label: string;
  icon: LucideIcon;
}

export function IconButton({ label, icon: Icon, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={cn(
        'touch inline-flex items-center justify-center rounded-md text-quiet transition-colors duration-150 hover:bg-accent-soft hover:text-ink disabled:cursor-not-allowed disabled:opacity-60',
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-5" />
    </button>
  );
}
