import type { ZodType } from 'zod';
import type { Call } from './call.ts';
import type { Cbor } from './cbor.ts';
import { Refusal } from './faults.ts';
import type { AwsResource } from './resources.ts';
import type { AwsKey, AwsWorld } from './world.ts';

/** A call whose signature is good and against which nothing speaks. */
export interface Asked {
  call: Call;
  key: AwsKey;
  world: AwsWorld;
  /** What the key's account has in the region of the signature. */
  resources: AwsResource[];
}

/** What the actions of a service answer. */
export type Answers = Record<string, (asked: Asked) => Cbor>;

/** @throws Refusal for an input that is none */
export function inputOf<T>(schema: ZodType<T>, { call }: Asked): T {
  const { data, error } = schema.safeParse(call.input);
  if (error) throw new Refusal(400, 'ValidationError', `${call.action}: ${error.message}`);
  return data;
}

/** @param token of the page before; the next one's is undefined after the last page */
export function pageOf<T>(items: readonly T[], size: number, token = ''): { page: T[]; next?: string } {
  const from = token === '' ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(from)) throw new Refusal(400, 'InvalidParameterException', 'Invalid token.');
  const end = from + size;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { page: items.slice(from, end), next };
}
