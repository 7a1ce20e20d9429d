import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type CloudAnswer, type FakeCloud, serveCloud } from '../fake-clouds.ts';
import type { Answers, Asked } from './answers.ts';
import { type Call, callOf } from './call.ts';
import { cloudwatchAnswers, requestedBy } from './cloudwatch-answers.ts';
import { denial, errorOf, faultsOf, Refusal } from './faults.ts';
import { arnOfKey, keyOf } from './identity.ts';
import { identityAnswers } from './identity-answers.ts';
import { listingAnswers } from './listing-answers.ts';
import { signatureOf } from './signature.ts';
import { taggingAnswers } from './tagging-answers.ts';
import { errorAnswer, goodAnswer } from './wire.ts';
import { type AwsKey, type AwsWorld, emptyWorld } from './world.ts';

/** One call, as it was answered. */
export interface AwsCall extends Call {
  atMs: number;
  /** What it was about, in a few words: namespaces, a metric, a number of queries, a role. */
  about: string;
  /** Code of the error that it was answered with; null: none, or no answer. */
  error: string | null;
}

export interface AwsCounters {
  /** By action, e.g. `tag:GetResources`. */
  calls: Record<string, number>;
  /** Metric-statistics of calls that were answered, by namespace: what AWS bills. */
  requested: Record<string, number>;
}

export interface FakeAws extends FakeCloud {
  /** May be changed at any time. */
  world: AwsWorld;
  /** Every call so far, the oldest first. */
  calls: AwsCall[];
  counters: AwsCounters;
}

const ANSWERS: Answers = { ...identityAnswers, ...taggingAnswers, ...cloudwatchAnswers, ...listingAnswers };

function aboutOf({ input, namespaces }: Call): string {
  const { MetricName, MetricDataQueries, RoleArn } = (input ?? {}) as Record<string, unknown>;
  const queries = Array.isArray(MetricDataQueries) ? `${MetricDataQueries.length} queries` : null;
  return [...namespaces, MetricName, queries, RoleArn].filter(Boolean).join(' ');
}

/** Whose key it is, AWS tells everybody who has one. */
const isDenied = ({ denied, allowed }: AwsKey, action: string) =>
  denied.includes(action) ||
  (allowed !== undefined && action !== 'sts:GetCallerIdentity' && !allowed.includes(action));

/** @throws Refusal when a policy or a fault is in the way; false: it is never answered */
function mayAnswer({ call, key, world }: Asked): boolean {
  const arn = arnOfKey(key);
  const faults = faultsOf(world.faults, call);
  if (faults.some(({ does }) => does === 'hang')) return false;
  const denied = isDenied(key, call.action) ? denial(call, arn, key.account) : null;
  const error = denied ?? faults.map((fault) => errorOf(fault, call, arn, key.account)).find(Boolean);
  if (error) throw new Refusal(error.status, error.code, error.message);
  return true;
}

function askedOf(call: Call, key: AwsKey, world: AwsWorld): Asked {
  const resources = world.accounts[key.account]?.regions[call.region] ?? [];
  return { call, key, world, resources };
}

/**
 * A fake AWS for `AWS_ENDPOINT_URL`: checks signatures and times as AWS does, answers what YACE and a check of the
 * permissions ask, and words errors as AWS does, in each of its protocols. Without a world it answers every call as AWS
 * answers a key that does not exist.
 */
export async function startFakeAws(address: string, more: Partial<AwsWorld> = {}): Promise<FakeAws> {
  const world: AwsWorld = { ...emptyWorld(), ...more };
  const calls: AwsCall[] = [];
  const counters: AwsCounters = { calls: {}, requested: {} };

  const answer = (request: IncomingMessage, body: Buffer): CloudAnswer | null => {
    const signature = signatureOf(request);
    const call: AwsCall = { ...callOf(request, body, signature), atMs: Date.now(), about: '', error: null };
    call.about = aboutOf(call);
    calls.push(call);
    counters.calls[call.action] = (counters.calls[call.action] ?? 0) + 1;
    try {
      const asked = askedOf(call, keyOf(request, body, signature, world), world);
      if (!mayAnswer(asked)) return null;
      const result = ANSWERS[call.action]?.(asked);
      if (result === undefined)
        throw new Refusal(400, 'UnknownOperationException', `fake-aws knows no ${call.action}`);
      for (const [namespace, number] of Object.entries(requestedBy(asked)))
        counters.requested[namespace] = (counters.requested[namespace] ?? 0) + number;
      return goodAnswer(call, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      call.error = error.error.code;
      return errorAnswer(call, error.error);
    }
  };

  const cloud = await serveCloud(address, (request, body) => {
    const answered = answer(request, body);
    const date = new Date(Date.now() + world.clockAheadMs).toUTCString();
    return (
      answered && { ...answered, headers: { ...answered.headers, date, 'x-amzn-requestid': randomUUID() } }
    );
  });
  return { ...cloud, world, calls, counters };
}
