import { CircleAlert, CircleCheck } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '@/lib/cn';
import { Input, Select } from './input';
import { Spinner } from './spinner';

export interface FieldControl {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps {
  label: ReactNode;
  /** Where to find the answer, or what it means. Stays while an error is shown. */
  help?: ReactNode;
  error?: string | undefined;
  /** Result of a live check: said beside the field, and announced. */
  check?: { state: 'checking' | 'ok'; message: string } | undefined;
  /** The consequence of the value, in a quiet line that moves with it. */
  consequence?: ReactNode;
  isOptional?: boolean | undefined;
  className?: string | undefined;
  /** Gets the attributes that tie the control to its label, help and error. */
  children: (control: FieldControl) => ReactNode;
}

/** One question of a form: label above, control, then help, consequence and what is wrong with it. */
export function Field({
  label,
  help,
  error,
  check,
  consequence,
  isOptional,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  const statusId = `${id}-status`;
  const describedBy = [help || consequence ? helpId : null, error || check ? statusId : null]
    .filter(Boolean)
    .join(' ');

  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="font-strong text-sm">
        {label}
        {isOptional && <span className="font-normal text-quiet"> (optional)</span>}
      </label>
      {children({
        id,
        'aria-describedby': describedBy || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      <div id={statusId} aria-live="polite" className="empty:hidden">
        {error ? <FieldError>{error}</FieldError> : check && <FieldCheck {...check} />}
      </div>
      {(help || consequence) && (
        <div id={helpId} className="flex flex-col gap-1 text-quiet text-sm">
          {help && <div>{help}</div>}
          {consequence && <div className="text-ink">{consequence}</div>}
        </div>
      )}
    </div>
  );
}

/** What is wrong with a field, beside it. */
export function FieldError({ children }: { children: ReactNode }) {
  return (
    <span className="wrap-anywhere flex animate-appear items-start gap-1.5 text-losing text-sm">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {children}
    </span>
  );
}

function FieldCheck({ state, message }: { state: 'checking' | 'ok'; message: string }) {
  const isOk = state === 'ok';
  return (
    <p
      className={cn('flex animate-appear items-start gap-1.5 text-sm', isOk ? 'text-arriving' : 'text-quiet')}
    >
      {isOk ? (
        <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      ) : (
        <Spinner className="mt-0.5" />
      )}
      {message}
    </p>
  );
}

export type AskedProps<Control> = Omit<FieldProps, 'children' | 'className'> &
  Omit<Control, 'id'> & {
    /** Of the question as a whole; `className` is the control's. */
    fieldClassName?: string;
  };

/** One line of text that the browser neither completes nor corrects. */
export function TextField(props: AskedProps<ComponentProps<typeof Input>>) {
  const { question, control } = partsOf(props);
  return (
    <Field {...question}>
      {(field) => (
        <Input
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          {...control}
          {...field}
        />
      )}
    </Field>
  );
}

export function SelectField(props: AskedProps<ComponentProps<typeof Select>>) {
  const { question, control } = partsOf(props);
  return <Field {...question}>{(field) => <Select {...control} {...field} />}</Field>;
}

/** What the question is, and what belongs to its control. */
export function partsOf<Props extends AskedProps<object>>(props: Props) {
  const { label, help, error, check, consequence, isOptional, fieldClassName, ...control } = props;
  const question = { label, help, error, check, consequence, isOptional, className: fieldClassName };
  return { question, control };
}
