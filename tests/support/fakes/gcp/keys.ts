import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

export const GOOGLE_TOKEN_URI = 'https://oauth2.googleapis.com/token';

/** Public halves of a service account's keys, by the key's id. */
export type AccountKeys = Record<string, KeyObject>;

/** A service account key that is well-formed; it belongs to nobody until a fake Google is told of its account. */
export function fakeGoogleKey(projectId: string, tokenUri = GOOGLE_TOKEN_URI): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const email = `fake-weir-test@${projectId}.iam.gserviceaccount.com`;
  return JSON.stringify({
    type: 'service_account',
    project_id: projectId,
    private_key_id: `fake${randomBytes(18).toString('hex')}`,
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: email,
    client_id: '100000000000000000000',
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: tokenUri,
    auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
    client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(email)}`,
    universe_domain: 'googleapis.com',
  });
}

export interface GoogleKey {
  email: string;
  /** Id of the key, `kid` of what it signs. */
  id: string;
  privateKey: string;
  tokenUri: string;
}

/** What is needed of a key file. */
export function readGoogleKey(keyJson: string): GoogleKey {
  const key = JSON.parse(keyJson) as Record<string, string>;
  const { client_email: email = '', private_key_id: id = '', private_key: privateKey = '' } = key;
  return { email, id, privateKey, tokenUri: key.token_uri ?? '' };
}

/** The accounts of these key files, as a fake Google knows them. An account may have several keys. */
export function accountsOf(...keyFiles: string[]): Record<string, AccountKeys> {
  const accounts: Record<string, AccountKeys> = {};
  for (const { email, id, privateKey } of keyFiles.map(readGoogleKey)) {
    const keys = accounts[email] ?? {};
    accounts[email] = keys;
    keys[id] = createPublicKey(privateKey);
  }
  return accounts;
}
