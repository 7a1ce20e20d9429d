'use client';

import type { ZodType } from 'zod';
import { testDestination } from '@/lib/queries/wizard';
import type { DestinationInput, ProbeResult } from '@/lib/schemas/wizard';
import { useLiveCheck } from '../use-live-check';

/** Tests what is typed, once it is complete. This Pi is no destination to be tested. */
export function useProbe<Values>(schema: ZodType<DestinationInput, Values>, values: Values) {
  const parsed = schema.safeParse(values);
  const input = parsed.success && parsed.data.kind !== 'local' ? parsed.data : null;
  const { check, checkNow } = useLiveCheck<DestinationInput, ProbeResult>(input, testDestination);
  return { check, checkNow, result: check.state === 'done' ? check.result : null };
}
