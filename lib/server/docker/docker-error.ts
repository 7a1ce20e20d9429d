import 'server-only';
import { AppError } from '../errors';
import { cleanText } from './log-lines/text';

interface EngineFailure {
  code?: string;
  name?: string;
  statusCode?: number;
  message?: string;
  json?: { message?: string } | null;
}

const MAX_WORDS = 500;

/** The engine's HTTP status of a failed call, or null when there was no answer. */
export function statusOf(error: unknown): number | null {
  return (error as EngineFailure | null)?.statusCode ?? null;
}

function wordsOf(failure: EngineFailure): string {
  const raw = failure.json?.message ?? failure.message ?? 'no reason given';
  return cleanText(raw.replace(/^\(HTTP code \d+\) [^-]*- /, ''))
    .trim()
    .slice(0, MAX_WORDS);
}

function noAnswer(failure: EngineFailure, cause: unknown): AppError | null {
  switch (failure.code) {
    case 'EACCES':
    case 'EPERM':
      return new AppError('docker-denied', 'The panel may not use the Docker socket.', {
        hint: 'Add the panel’s user to the group of the socket, or run compose/up again, which does it.',
        cause,
      });
    case 'ENOENT':
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ENOTFOUND':
    case 'EHOSTUNREACH':
    case 'EPIPE':
    case 'ETIMEDOUT':
      return new AppError('docker-unreachable', 'The Docker Engine does not answer.', {
        hint: 'Look whether it runs: systemctl status docker. Where it does, run compose/up: it starts the gateway to it.',
        cause,
      });
    default:
  }
  if (failure.name === 'TimeoutError' || failure.name === 'AbortError' || failure.code === 'ABORT_ERR') {
    return new AppError('timeout', 'The Docker Engine did not answer in time.', { cause });
  }
  return null;
}

/**
 * A failed engine call as an AppError. Node's socket errors mean that there was no answer; the engine's own
 * refusals carry an HTTP status (https://docs.docker.com/reference/api/engine/).
 */
export function toDockerError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const failure = (error ?? {}) as EngineFailure;
  const silent = noAnswer(failure, error);
  if (silent) return silent;
  const words = wordsOf(failure);
  if (/no space left on device/i.test(words)) {
    return new AppError('disk-full', 'The disk of this machine is full.', {
      hint: 'Free some space; docker system df shows what Docker keeps.',
      cause: error,
    });
  }
  if (failure.statusCode === 404 && /no such image|manifest unknown|not found: manifest/i.test(words)) {
    return new AppError('image-missing', words, { cause: error });
  }
  if ((failure.statusCode === 404 && /no such container/i.test(words)) || /marked for removal/.test(words)) {
    return new AppError('service-absent', 'The container is gone.', { cause: error });
  }
  return new AppError('docker-error', `Docker: ${words}`, { hint: hintFor(words), cause: error });
}

function hintFor(words: string): string | undefined {
  if (/port is already allocated|address already in use/i.test(words)) {
    return 'Another program of this machine has that port. Set another one in .env (…_PORT).';
  }
  if (
    (/error mounting /i.test(words) && /no such file or directory/i.test(words)) ||
    /bind source path does not exist/i.test(words)
  ) {
    return 'A file or folder that the service reads is missing. Launch again in the set-up: it puts back what is missing.';
  }
  if (/does not support reading|logging driver|journal/i.test(words)) {
    return 'Its “logging” in docker-compose.yml keeps the log where Docker cannot read it: take that out, or look where it goes.';
  }
  if (/paused container/i.test(words)) {
    return 'Somebody paused that service. Restart it on its page: a restart ends the pause.';
  }
  return undefined;
}
