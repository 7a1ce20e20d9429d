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

const KEPT_LINES = 500;
const KEPT_CHARS = 250_000;

/** JSON lines on stdout. Log ids and codes, not bodies. */
export function logger(): Logger {
  return singleton('logger', () => {
    const stdout = pino.destination(1);
    return pino(
      {
        level: env().logLevel,
        base: null,
        redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`]), censor: '[secret]' },
      },
      {
        write(line: string) {
          remember(line);
          stdout.write(line);
        },
      },
    );
  });
}

/** The last lines of this process, oldest first: they are here also where no engine keeps them. */
export function recentLog(): readonly string[] {
  return recent().lines;
}

function remember(line: string): void {
  const kept = recent();
  kept.lines.push(line.slice(0, KEPT_CHARS / 10));
  kept.chars += kept.lines.at(-1)?.length ?? 0;
  while (kept.lines.length > KEPT_LINES || kept.chars > KEPT_CHARS)
    kept.chars -= kept.lines.shift()?.length ?? kept.chars;
}

function recent(): { lines: string[]; chars: number } {
  return singleton('recent-log', () => ({ lines: [] as string[], chars: 0 }));
}
