import { X } from 'lucide-react';
import type { FocusEventHandler, KeyboardEventHandler, Ref } from 'react';
import type { FieldErrors } from 'react-hook-form';
import { IconButton } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { accountOfRole, isRoleArn } from '@/lib/pipeline/sources/aws/accounts';
import type { AwsRole } from '@/lib/schemas/aws/job';

interface RoleFieldsProps {
  role: AwsRole;
  number: number;
  errors: FieldErrors<AwsRole> | undefined;
  /** Of the line that an error leads to. */
  inputRef: Ref<HTMLInputElement> | undefined;
  onChange: (part: Partial<AwsRole>) => void;
  onBlur: FocusEventHandler;
  onRemove: () => void;
  onKeyDown: KeyboardEventHandler;
}

/** An account beside that of the key. */
export function RoleFields(props: RoleFieldsProps) {
  const { role, number, errors, inputRef, onChange, onRemove, ...on } = props;
  const arn = role.arn.trim();
  const isIdWrong = errors?.externalId !== undefined && errors.arn === undefined;
  return (
    <div className="flex items-start gap-2 rounded-lg border border-line bg-sunken py-3 pr-2 pl-4">
      <div className="grid min-w-0 flex-1 gap-3 sm:grid-cols-[2fr_1fr]">
        <TextField
          {...on}
          ref={isIdWrong ? undefined : inputRef}
          label={`Role ${number}`}
          value={role.arn}
          onChange={({ target }) => onChange({ arn: target.value })}
          error={errors?.arn?.message}
          help={isRoleArn(arn) && `In account ${accountOfRole(arn)}.`}
          placeholder="arn:aws:iam::123456789012:role/weir"
          className="font-mono"
        />
        <TextField
          {...on}
          ref={isIdWrong ? inputRef : undefined}
          label={`External ID of role ${number}`}
          value={role.externalId}
          onChange={({ target }) => onChange({ externalId: target.value })}
          error={errors?.externalId?.message}
          isOptional
          className="font-mono"
        />
      </div>
      <IconButton label={`Remove role ${number}`} icon={X} onClick={onRemove} className="mt-6" />
    </div>
  );
}
