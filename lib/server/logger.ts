import 'server-only';
import pino, { type Logger } from 'pino';
import { env } from './env';
import { singleton } from './singleton';

/** Keys whose values never reach the log, at the top and one level down. */
const SECRET_KEYS = [
  'password',
  'token',
  'secret',
  'secretAccessKey',
  'keyJson',
  'code',
  'cookie',
  'authorization',
  'current',
];

/** JSON lines on stdout. Log ids and codes, not bodies. */
export function logger(): Logger {
  return singleton('logger', () =>
    pino({
      level: env().logLevel,
      base: null,
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]), censor: '[secret]' },
    }),
  );
}
