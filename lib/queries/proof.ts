import { apiFetch } from '@/lib/client/api-fetch';
import type { ProofResult, ProofTry } from '@/lib/schemas/look/proof';

/** Asks the destination for what it has of this Pi. */
export const tryProof = (input: ProofTry, signal: AbortSignal): Promise<ProofResult> =>
  apiFetch<ProofResult>('/api/proof/test', { method: 'POST', body: input, signal });
