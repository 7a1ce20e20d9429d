import http from 'node:http';
import net from 'node:net';

/** Without a byte: a panel that is guessed at by hundreds on a busy machine takes its time. */
const LIMIT_MS = 300_000;

export interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** One request exactly as given: any Host, any path, nothing added that a fetch would add. */
export function rawRequest(
  url: string,
  options: {
    method?: string;
    path?: string;
    headers?: http.OutgoingHttpHeaders;
    body?: string | Buffer;
    /** Which address of this machine it comes from; all of 127.0.0.0/8 are. */
    from?: string;
  } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const { method = 'GET', path = '/', body, from: localAddress } = options;
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const headers = { ...length, ...options.headers };
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, method, path, headers, localAddress, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      },
    );
    request.setTimeout(LIMIT_MS, () => request.destroy(new Error(`${method} ${path} did not end`)));
    request.on('error', reject);
    request.end(body);
  });
}

/** What comes back for these very bytes, until the other side closes the connection. */
export function rawBytes(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = net.connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(60_000, () => socket.destroy(new Error(`the connection stays open: ${answer}`)));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
