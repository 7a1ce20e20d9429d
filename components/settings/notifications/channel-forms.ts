import type { Path } from 'react-hook-form';
import { z } from 'zod';
import { channelSchemas } from '@/lib/schemas/channels';
import type { ChannelInput, ChannelView } from '@/lib/schemas/notify';
import { kinds } from './channel-words';

type Of<K extends ChannelView['kind']> = Extract<ChannelView, { kind: K }>;
const isOn = { isOn: true };

/** Addresses as people separate them: commas, spaces, lines. */
const recipients = z.string().transform((text) => text.split(/[\s,;]+/).filter(Boolean));
const addressList = channelSchemas.email.input.shape.to;

export const ntfyForm = channelSchemas.ntfy.input;
export const webhookForm = channelSchemas.webhook.input;
export const emailForm = channelSchemas.email.input.omit({ to: true }).extend({
  to: recipients.superRefine((list, context) => {
    const [issue] = addressList.safeParse(list).error?.issues ?? [];
    if (issue === undefined) return;
    const index = issue.path[0];
    const which = typeof index === 'number' ? `“${list[index]}”: ` : '';
    context.addIssue({ code: 'custom', message: which + issue.message });
  }),
});
/** Each gives a channel as the API takes it. */
export const channelForms = {
  ntfy: ntfyForm,
  webhook: webhookForm,
  email: emailForm,
} satisfies Record<ChannelView['kind'], z.ZodType<ChannelInput>>;

export type NtfyValues = z.input<typeof ntfyForm>;
export type WebhookValues = z.input<typeof webhookForm>;
export type EmailValues = z.input<typeof emailForm>;
export type ChannelValues = NtfyValues | WebhookValues | EmailValues;

/** The form of a saved channel, its secrets empty, or of a new one. */
export function channelValues(kind: ChannelView['kind'], saved: ChannelView | null): ChannelValues {
  if (saved?.kind === 'ntfy') return ntfyValues(saved);
  if (saved?.kind === 'webhook') return webhookValues(saved);
  if (saved?.kind === 'email') return emailValues(saved);
  const first = { ...isOn, name: kinds[kind].firstName };
  switch (kind) {
    case 'ntfy':
      return { ...first, kind, server: 'https://ntfy.sh', topic: '', hasToken: false, token: '' };
    case 'webhook':
      return { ...first, kind, url: '', headerName: '', headerValue: '' };
    case 'email':
      return {
        ...first,
        kind,
        host: '',
        port: 587,
        security: 'starttls',
        username: '',
        password: '',
        from: '',
        to: '',
      };
  }
}

const ntfyValues = ({ kind, name, isOn, server, topic, hasToken }: Of<'ntfy'>): NtfyValues => ({
  ...{ kind, name, isOn, server, topic, hasToken },
  token: '',
});
const webhookValues = ({ kind, name, isOn, headerName }: Of<'webhook'>): WebhookValues => ({
  ...{ kind, name, isOn, headerName },
  url: '',
  headerValue: '',
});
const emailValues = ({ to, ...saved }: Of<'email'>): EmailValues => {
  const { kind, name, isOn, host, port, security, username, from } = saved;
  return {
    ...{ kind, name, isOn, host, port, security, username, from },
    password: '',
    to: to.join(', '),
  };
};

/** A topic that nobody guesses: on a public server whoever knows it reads along. */
export function randomTopic(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `weir-${[...bytes].map((byte) => letters[byte % letters.length]).join('')}`;
}

/** The form's field for a path of the API, whose recipients are a list. */
export function channelField(path: string): Path<ChannelValues> {
  return (path.startsWith('to.') ? 'to' : path) as Path<ChannelValues>;
}
