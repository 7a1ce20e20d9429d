import 'server-only';
import http from 'node:http';

const TIMEOUT_MS = 5_000;
/** The panel's port inside its container; the Dockerfile sets the same. */
const PORT = 8430;

/** 0 when the panel of this container answers 200 on its health address, else 1. */
export function health(): Promise<number> {
  return new Promise((resolve) => {
    // Reading the port from env() would load the whole validator for every check.
    const url = { host: '127.0.0.1', port: PORT, path: '/api/health', timeout: TIMEOUT_MS };
    const request = http.get(url, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 0 : 1);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(1));
  });
}
