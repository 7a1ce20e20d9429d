import { Mail } from 'lucide-react';
import { useFormContext, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { KeptSecret, SecretField } from '@/components/forms/secret-field';
import { SelectField, TextField } from '@/components/ui/field';
import { channelSchemas } from '@/lib/schemas/channels';
import { type ChannelRecord, NO_SECRET, type Shown } from './channel-kind';

const { input } = channelSchemas.email;
/** Addresses as people separate them: commas, spaces, lines. */
const recipients = z.string().transform((text) => text.split(/[\s,;]+/).filter(Boolean));
const form = input.omit({ to: true }).extend({
  to: recipients.superRefine((list, context) => {
    const [issue] = input.shape.to.safeParse(list).error?.issues ?? [];
    if (issue === undefined) return;
    const index = issue.path[0];
    const which = typeof index === 'number' ? `“${list[index]}”: ` : '';
    context.addIssue({ code: 'custom', message: which + issue.message });
  }),
});
type EmailValues = z.input<typeof form>;

const PORTS = { starttls: 587, tls: 465 } as const;

export const email: ChannelRecord<'email'> = {
  icon: Mail,
  name: 'E-mail',
  about: 'Over the mail server of your provider.',
  first: {
    ...{ name: 'My mail', host: '', port: PORTS.starttls, security: 'starttls' },
    ...{ username: '', password: '', from: '', to: '' },
  },
  form,
  whereTo: ({ to }) => to.join(', '),
  Fields: EmailFields,
};

function EmailFields({ saved }: { saved: Shown<'email'> | null }) {
  const { register, control, setValue, getValues, formState } = useFormContext<EmailValues>();
  const username = useWatch({ control, name: 'username' });
  const secret = saved?.password ?? NO_SECRET;
  const { errors } = formState;
  const movePort = (security: EmailValues['security']) => {
    const other = security === 'tls' ? PORTS.starttls : PORTS.tls;
    if (getValues('port') === other) setValue('port', PORTS[security], { shouldDirty: true });
  };
  return (
    <>
      <TextField
        {...register('to')}
        label="To"
        help="One or more addresses, with commas between them."
        error={errors.to?.message}
        inputMode="email"
      />
      <TextField
        {...register('host')}
        label="Mail server"
        help="Your provider calls it SMTP server."
        error={errors.host?.message}
        placeholder="smtp.example.org"
      />
      <div className="grid gap-5 sm:grid-cols-[1fr_8rem]">
        <SelectField
          label="Encryption"
          help="The certificate is checked."
          error={errors.security?.message}
          {...register('security', {
            onChange: (event: { target: { value: EmailValues['security'] } }) => movePort(event.target.value),
          })}
        >
          <option value="starttls">STARTTLS</option>
          <option value="tls">TLS from the start</option>
        </SelectField>
        <TextField
          {...register('port', { valueAsNumber: true })}
          label="Port"
          error={errors.port?.message}
          inputMode="numeric"
        />
      </div>
      <TextField
        {...register('username')}
        label="User name"
        help="Often the whole mail address. Leave it empty for a server that asks for none."
        error={errors.username?.message}
      />
      {username !== '' && (
        <SecretField
          {...register('password')}
          label="Password"
          help={
            <>
              <KeptSecret secret={secret} /> Many providers want one made for this app only.
            </>
          }
          error={errors.password?.message}
          noun="password"
          secret={secret}
        />
      )}
      <TextField
        {...register('from')}
        label="From"
        help="Many servers take mail only from the address of the account."
        error={errors.from?.message}
        inputMode="email"
      />
    </>
  );
}
