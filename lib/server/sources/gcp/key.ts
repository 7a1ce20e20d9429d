import 'server-only';
import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { GCP_KEY_MAX_BYTES, gcpProjectIdSchema } from '@/lib/schemas/gcp/gcp';

const keySchema = z.object({
  type: z.string(),
  project_id: z.string().optional(),
  client_email: z.string().optional(),
  private_key: z.string().optional(),
  token_uri: z.string().optional(),
});

/** Where the exporter sends what the key has signed; another address would get working credentials. */
const TOKEN_URIS: readonly unknown[] = [
  'https://oauth2.googleapis.com/token',
  'https://accounts.google.com/o/oauth2/token',
  undefined,
];

interface GcpKey {
  ok: boolean;
  message: string;
  email: string | null;
  projectId: string | null;
}

/** What a service account's key file says about itself, and whether it can be used. Nothing of it is quoted but names. */
export function readGcpKey(keyJson: string | null): GcpKey {
  const wrong = (message: string, projectId: string | null = null): GcpKey => ({
    ok: false,
    message,
    email: null,
    projectId,
  });
  if (keyJson === null || keyJson.trim() === '') {
    return wrong(
      'Add the key file: Google Cloud console → IAM & Admin → Service Accounts → Keys → Add key → JSON.',
    );
  }
  if (Buffer.byteLength(keyJson) > GCP_KEY_MAX_BYTES) return wrong('This file is too large for a key.');
  const content = parseJson(keyJson);
  if (content === undefined) {
    return wrong('This is no JSON file. Google offers two kinds of keys: choose JSON, not P12.');
  }
  const parsed = keySchema.safeParse(content);
  if (!parsed.success) {
    const isClient =
      typeof content === 'object' && content !== null && ('installed' in content || 'web' in content);
    return wrong(
      isClient
        ? 'This is an OAuth client, not the key of a service account.'
        : 'This JSON file is not the key of a service account.',
    );
  }
  const { type, client_email: email, private_key: privateKey, project_id: project } = parsed.data;
  const projectId = gcpProjectIdSchema.safeParse(project).data ?? null;
  if (type === 'authorized_user') {
    return wrong('This is a personal login (gcloud auth), not the key of a service account.', projectId);
  }
  if (type !== 'service_account') return wrong('This is not the key of a service account.', projectId);
  if (!email || !/^[^\s@]{1,200}@[\w.-]{1,200}$/.test(email) || !privateKey) {
    return wrong('Part of the key is missing. Download a new one and do not edit it.', projectId);
  }
  if (!TOKEN_URIS.includes(parsed.data.token_uri)) {
    return wrong(
      'This key names another server than Google’s. Download a new one and do not edit it.',
      projectId,
    );
  }
  if (!isPrivateKey(privateKey)) {
    return wrong(
      'The private key in this file is damaged. Download a new one and do not edit it.',
      projectId,
    );
  }
  return { ok: true, message: '', email, projectId };
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
