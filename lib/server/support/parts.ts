import 'server-only';
import { serviceNames } from '@/lib/pipeline/components';
import { wholeSecret } from '@/lib/pipeline/records';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { writableFileIds } from '../change/records/texts';
import { readStackFile } from '../files/file-store';
import { maskSecrets } from '../files/secrets/mask';
import { type StackFileId, stackFile } from '../files/stack-files';
import { hub } from '../sampler/hub';
import {
  eventLines,
  listedRevisions,
  notificationFacts,
  partsTable,
  pipelineFacts,
  pipelineTable,
  targetLines,
  verdictFacts,
  versionFacts,
} from './facts';
import { engineAsked, logText, vmagentMetrics } from './logs';

/** One file of a support bundle. */
export interface SupportPart {
  name: string;
  about: string;
  /** Which end is kept of one that is too long. */
  keeps: 'start' | 'end';
  maxBytes: number;
  /** @throws anything: its words are then what is said in the file's place */
  read(): Promise<string> | string;
}

const KB = 1024;
/** A text for readers of the folder. */
const LEFT_OUT: readonly StackFileId[] = ['textfile-readme'];

/** All files of a bundle, in their order. What is big is last, what is needed first is first. */
export function supportParts(): SupportPart[] {
  const answers = engineAsked();
  const part = (name: string, about: string, maxKb: number, read: SupportPart['read']): SupportPart => ({
    name,
    about,
    keeps: 'start',
    maxBytes: maxKb * KB,
    read,
  });
  return [
    part('versions.json', 'Versions, images, the machine', 64, versionFacts),
    part('verdict.json', 'The verdict and its findings', 128, verdictFacts),
    part('pipeline.json', 'Delivery, buffer, sources, services', 128, pipelineFacts),
    part('targets.jsonl', 'Targets and their health, those that are down first', 256, targetLines),
    part('events.jsonl', 'What happened in the last 30 days, newest first', 256, eventLines),
    part('changes.jsonl', 'Changes of the settings: who, when, what', 64, listedRevisions),
    part('notifications.json', 'Who is told, and what became of it', 64, notificationFacts),
    ...configParts().map(({ name, about, read }) => part(name, about, 128, read)),
    part('vmagent-metrics.txt', 'vmagent’s own counters', 256, vmagentMetrics),
    {
      ...part('series-pipeline.csv', '24 hours of the pipeline, every 15 s', 400, pipelineTable),
      keeps: 'end',
    },
    {
      ...part('series-parts.csv', '24 hours of targets and services, every minute', 400, partsTable),
      keeps: 'end',
    },
    ...serviceNames.filter(isThere).map((name) => ({
      ...part(`logs/${name}.log`, `The last 500 lines of ${name}`, 256, () => logText(name, answers)),
      keeps: 'end' as const,
    })),
  ];
}

/** A service that is off and has no container has no log; where nothing is known of it, it is asked for. */
function isThere(service: ServiceName): boolean {
  const known = hub()
    .snapshot()
    .services.find(({ name }) => name === service);
  return service === 'weir' || !known || known.enabled || known.state !== 'absent';
}

function configParts(): Pick<SupportPart, 'name' | 'about' | 'read'>[] {
  const ids: readonly StackFileId[] = ['compose', ...writableFileIds];
  return ids
    .filter((id) => !LEFT_OUT.includes(id))
    .map((id) => {
      const { relative } = stackFile(id);
      // A file whose name begins with a dot is one that most people do not get to see.
      const name = `files/${relative.replace(/^\./, 'dot-').replace(/^config\//, '')}`;
      const whole = wholeSecret(id);
      return whole
        ? { name: `${name}.txt`, about: `Whether there is ${whole.words}`, read: () => aboutSecret(id) }
        : { name, about: `${relative} with its secrets masked`, read: () => maskedFile(id) };
    });
}

async function maskedFile(id: StackFileId): Promise<string> {
  const content = await readStackFile(id);
  return content === null ? 'There is no such file.\n' : maskSecrets(id, content);
}

async function aboutSecret(id: StackFileId): Promise<string> {
  const content = await readStackFile(id);
  return content === null
    ? 'There is no such file.\n'
    : `Present, ${Buffer.byteLength(content)} bytes. What it holds is never part of this archive.\n`;
}
