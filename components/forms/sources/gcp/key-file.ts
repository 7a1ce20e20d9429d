import { GCP_KEY_MAX_BYTES } from '@/lib/schemas/gcp/gcp';

export type KeyFile =
  | { ok: true; json: string; email: string; projectId: string }
  | { ok: false; problem: string };

/**
 * A service account key file as Google Cloud makes it. Looks only at what a person can put right (a wrong
 * file, another kind of key); whether the key itself is sound is the server's question.
 */
export function readKeyFile(text: string): KeyFile {
  if (text.length > GCP_KEY_MAX_BYTES) {
    return { ok: false, problem: 'This file is too large. A key file is about 2 kB of JSON.' };
  }
  const key = parseObject(text);
  if (key === null) {
    return { ok: false, problem: 'This file is not JSON. Choose the .json file that Google Cloud made.' };
  }
  if (key.type !== 'service_account') {
    return {
      ok: false,
      problem:
        'This is JSON, but not the key of a service account: its "type" is not "service_account". Make a key under Service accounts, Keys.',
    };
  }
  const email = textOf(key.client_email);
  const projectId = textOf(key.project_id);
  if (email === '' || projectId === '' || textOf(key.private_key) === '') {
    return { ok: false, problem: 'This key file is incomplete. Download a new one and choose that.' };
  }
  return { ok: true, json: text, email, projectId };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
