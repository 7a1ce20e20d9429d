import { z } from 'zod';
import { type GrafanaView, grafanaInputSchema } from '@/lib/schemas/grafana/grafana';

/** The form of the connection: an empty token keeps the one that is set, so there has to be one. */
export const connectionForm = ({ token: { isSet } }: GrafanaView) =>
  z
    .object({
      address: z.string().trim().min(1, 'Enter the address of your Grafana.'),
      token: z
        .string()
        .trim()
        .refine((text) => isSet || text !== '', 'Enter the token of a service account.'),
    })
    .transform(({ address, token }) => ({ address, ...(token !== '' && { token }) }))
    .pipe(grafanaInputSchema);
export type ConnectionValues = z.input<ReturnType<typeof connectionForm>>;

export const connectionValues = ({ address }: GrafanaView): ConnectionValues => ({ address, token: '' });
