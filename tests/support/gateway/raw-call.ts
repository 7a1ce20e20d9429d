import net from 'node:net';
import type { OutsideCall } from './calls-outside.ts';

export interface RawAnswer {
  /** 0: the connection was closed without an answer. */
  status: number;
  text: string;
}

/** Sends a call byte by byte as it is, which no client would do, and reads what comes until the end. */
export function rawCall(
  socket: string,
  { method, target, body = '', headers = {} }: OutsideCall,
): Promise<RawAnswer> {
  const lines = Object.entries({
    Host: 'docker',
    ...headers,
    ...(!('Connection' in headers) && { Connection: 'close' }),
  });
  const head = [`${method} ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  return new Promise((resolve) => {
    let text = '';
    const done = () => resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text });
    const connection = net.connect(socket, () => connection.write(`${head.join('\r\n')}\r\n\r\n${body}`));
    connection.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    connection.on('error', () => undefined);
    connection.on('close', done);
  });
}
