import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LogLine } from '../../../lib/schemas/log-line.ts';
import { type FakeAws, startFakeAws } from '../fakes/aws/fake-aws.ts';
import type { AwsResource } from '../fakes/aws/resources.ts';
import { type AwsWorld, oneAccount } from '../fakes/aws/world.ts';
import { waitFor } from '../run/exec.ts';
import { ensureEngine } from './engine.ts';
import { bridgeAddress, repoDir } from './stack.ts';
import { startYace, type Yace } from './yace.ts';
import { awsSeries, type Complaint, complaintsOf, selfMetrics, type YaceSeries } from './yace-readings.ts';

/** The config.yml that ships, and the region in it. */
export const TEMPLATE = readFileSync(path.join(repoDir, 'compose/config.example/yace/config.yml'), 'utf8');
export const TEMPLATE_REGION = 'us-east-1';

/** @throws Error when nothing in it is changed */
export function changedTemplate(from: string | RegExp, to: string): string {
  const text = TEMPLATE.replaceAll(from, to);
  if (text === TEMPLATE) throw new Error(`The template has no ${from}.`);
  return text;
}

/** A world, and what YACE is to ask of it. */
export interface RoundSetting {
  resources: AwsResource[];
  more?: Partial<AwsWorld>;
  /** The template unless told. */
  config?: string;
  /** AWS_REGION, where that matters. */
  region?: string;
}

/** What one round of YACE came to. */
export interface Round {
  aws: FakeAws;
  series: YaceSeries[];
  self: Record<string, number>;
  complaints: Complaint[];
  /** What its metrics and its log are, as they are. */
  metrics: string;
  log: LogLine[];
}

export interface Rounds {
  /** Waits for its end. */
  of(name: string): Promise<Round>;
  /** What there is as soon as AWS has been asked so many times, of a round that need not end. */
  after(calls: number, name: string): Promise<Round>;
  remove(): Promise<void>;
}

async function readRound(aws: FakeAws, yace: Yace): Promise<Round> {
  const metrics = await yace.metrics();
  const log = await yace.log();
  const complaints = complaintsOf(log);
  return { aws, series: awsSeries(metrics), self: selfMetrics(metrics), complaints, metrics, log };
}

/** Starts a fake AWS and a real YACE for each setting, all at once. */
export async function startRounds(prefix: string, settings: Record<string, RoundSetting>): Promise<Rounds> {
  const engine = await ensureEngine();
  const address = await bridgeAddress(engine);
  const started = new Map<string, { aws: FakeAws; yace: Yace }>();
  for (const [index, [name, { resources, more, config = TEMPLATE, region }]] of Object.entries(
    settings,
  ).entries()) {
    const aws = await startFakeAws(address, oneAccount(resources, more, TEMPLATE_REGION));
    const yace = await startYace(engine, { name: `${prefix}-${index}`, config, url: aws.url, region });
    started.set(name, { aws, yace });
  }
  const find = (name: string) => {
    const found = started.get(name);
    if (!found) throw new Error(`${name} was not started.`);
    return found;
  };
  return {
    of: async (name) => {
      const { aws, yace } = find(name);
      await yace.endOfRound();
      return readRound(aws, yace);
    },
    after: async (calls, name) => {
      const { aws, yace } = find(name);
      await waitFor(`${calls} calls of ${name}`, () => aws.calls.length >= calls);
      return readRound(aws, yace);
    },
    remove: async () => {
      for (const { aws, yace } of started.values()) {
        await yace.remove();
        await aws.close();
      }
    },
  };
}
