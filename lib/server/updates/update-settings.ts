import 'server-only';
import { z } from 'zod';
import { SOAK_DAYS_MAX } from '@/lib/schemas/plain';
import { readState, writeState } from '../files/state/state-store';

const STATE = 'updates';

export const updateStateSchema = z.object({
  /** Days for which a version has to be out before it is recommended. */
  soakDays: z.number().int().min(0).max(SOAK_DAYS_MAX).default(7),
  /** Whether registries are asked what has come out since. */
  asksRegistries: z.boolean().default(false),
});
export type UpdateSettings = z.infer<typeof updateStateSchema>;

/** @throws AppError invalid-stack */
export async function readUpdateSettings(): Promise<UpdateSettings> {
  return (await readState(STATE, updateStateSchema)) ?? updateStateSchema.parse({});
}

/** @throws AppError disk-full, invalid-stack */
export async function saveUpdateSettings(changes: Partial<UpdateSettings>): Promise<void> {
  await writeState(STATE, { ...(await readUpdateSettings()), ...changes });
}
