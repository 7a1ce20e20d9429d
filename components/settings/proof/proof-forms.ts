import { z } from 'zod';
import type { Settings, SettingsChange } from '@/lib/schemas/settings/settings';
import { withRules } from '../with-rules';

const plainForm = z.object({
  isOn: z.boolean(),
  username: z.string().trim(),
  /** Empty: the one that is set. */
  token: z
    .string()
    .trim()
    .transform((text) => text || undefined),
});
export type ProofValues = z.input<typeof plainForm>;

/** With a token where there has to be one. */
export const proofForm = (settings: Settings) =>
  withRules(
    plainForm.refine(({ isOn, token }) => !isOn || token !== undefined || settings.proof.secret.isSet, {
      path: ['token'],
      message: 'Enter a token that may read.',
    }),
    { settings, toChange: proofChange, toField: proofField },
  );

export const readProof = ({ proof: { isOn, username } }: Settings): ProofValues => ({
  isOn,
  username,
  token: '',
});

export const proofChange = (proof: z.output<typeof plainForm>): SettingsChange => ({ proof });

const FIELDS = ['isOn', 'username', 'token'] as const;

/** The field of a path in the change, such as `proof.token`. */
export const proofField = (path: string) => FIELDS.find((field) => path === `proof.${field}`) ?? null;
