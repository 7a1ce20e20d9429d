import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeCloud {
  url: string;
  /** `METHOD path` of every request so far. */
  requests: string[];
  close(): Promise<void>;
}

export interface CloudAnswer {
  status: number;
  type: string;
  body: string | Buffer;
  headers?: Record<string, string>;
}
type Answer = (request: http.IncomingMessage, body: Buffer) => CloudAnswer;

/** Listens on the bridge's address, where containers of every network of the engine reach it. */
export function serveCloud(address: string, answer: Answer): Promise<FakeCloud> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { status, type, body, headers } = answer(request, Buffer.concat(parts));
      const server = 'fake-cloud-for-tests';
      response.writeHead(status, { 'content-type': type, server, ...headers }).end(body);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, () => {
      const { port } = server.address() as AddressInfo;
      const close = () =>
        new Promise<void>((done) => {
          server.closeAllConnections();
          server.close(() => done());
        });
      resolve({ url: `http://${address}:${port}`, requests, close });
    });
  });
}

/** Answers every token request as Google answers a key that was revoked. */
export function startFakeGoogleToken(address: string): Promise<FakeCloud> {
  return serveCloud(address, () => ({
    status: 400,
    type: 'application/json',
    body: JSON.stringify({
      error: 'invalid_grant',
      error_description: 'Invalid JWT Signature. (fake-google-token, a stand-in for tests)',
    }),
  }));
}

/** A service account key that is well-formed and belongs to nobody. */
export function fakeGoogleKey(projectId: string, tokenUri = 'https://oauth2.googleapis.com/token'): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const email = `fake-weir-test@${projectId}.iam.gserviceaccount.com`;
  return JSON.stringify({
    type: 'service_account',
    project_id: projectId,
    private_key_id: 'fake0000000000000000000000000000000000fake',
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
