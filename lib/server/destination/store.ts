import 'server-only';
import { serviceUrl } from '../env';
import { AppError } from '../errors';
import { request } from '../vmagent/http';
import { type Question, saidIn, Unanswered } from './question';

const LIMIT_MS = 5_000;

const NO_ANSWER = 'The store on this Pi gave no answer to this question.';
const TOO_MUCH = 'What the store on this Pi has of this is too much to draw.';

/** Asks the store on this Pi. @throws Unanswered */
export async function askStore<T>({ path, parameters, maxBytes, read }: Question<T>): Promise<T[]> {
  const values = new URLSearchParams({ ...parameters, timeout: `${LIMIT_MS / 1000}s` });
  const url = `${serviceUrl('victoria-metrics')}/api/v1/${path}?${values}`;
  const { status, body } = await request(url, { timeoutMs: LIMIT_MS, maxBytes }).catch((error: unknown) => {
    throw error instanceof AppError ? unansweredFor(error) : error;
  });
  const found = status === 200 ? read(body) : null;
  const said = status === 400 || status === 422 ? saidIn(body) : null;
  if (found === null) throw new Unanswered('one', NO_ANSWER, undefined, said);
  return found;
}

function unansweredFor({ code }: AppError): Unanswered {
  if (code === 'too-large') return new Unanswered('one', TOO_MUCH);
  return new Unanswered(code === 'timeout' ? 'late' : 'all', NO_ANSWER);
}
