import 'server-only';
import { z } from 'zod';
import { SOAK_DAYS_MAX } from '@/lib/schemas/plain';
import { readState, writeState } from '../files/state/state-store';

const STATE = 'updates';
const DEFAULT_DAYS = 7;
export const soakStateSchema = z.object({ soakDays: z.number().int().min(0).max(SOAK_DAYS_MAX) });

/** Days for which a version has to be out before it is recommended. @throws AppError invalid-stack */
export async function readSoakDays(): Promise<number> {
  return (await readState(STATE, soakStateSchema))?.soakDays ?? DEFAULT_DAYS;
}

/** @throws AppError disk-full */
export async function saveSoakDays(soakDays: number): Promise<void> {
  await writeState(STATE, { soakDays });
}
