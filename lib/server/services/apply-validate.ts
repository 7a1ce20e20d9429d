import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ComposeModel } from '../docker/compose-spec';
import { runInside } from '../docker/exec';
import { imageId } from '../docker/pull';
import type { RunOnceResult } from '../docker/run-once';
import type { StepReport } from '../jobs/jobs';
import { removeBeside, writeBeside } from '../stack/file-store';
import type { Prepared } from './apply-prepare';
import { imageOf } from './compose-model';
import { judgeVmagent, judgeYace, validateConfig } from './validate-config';

const LIMIT_MS = 20_000;
/** The container has another folder at that place. */
const lacksFolder = (output: string) => output.includes('.weir-candidate: no such file or directory');

interface Candidate {
  service: 'vmagent' | 'yace';
  id: 'vmagent-config' | 'yace-config';
  /** Where the service has the folder of its configuration. */
  folder: string;
  args: (file: string) => string[];
  judge: (result: RunOnceResult) => void;
}

const candidates: Candidate[] = [
  {
    service: 'vmagent',
    id: 'vmagent-config',
    folder: '/etc/vmagent',
    args: (file) => ['-dryRun', '-loggerFormat=json', `-promscrape.config=${file}`],
    judge: judgeVmagent,
  },
  {
    service: 'yace',
    id: 'yace-config',
    folder: '/etc/yace',
    args: (file) => ['-log.format=json', 'verify-config', `-config.file=${file}`],
    judge: judgeYace,
  },
];

/**
 * Lets the programs that will use the changed files judge them before a file in use is touched: inside their running
 * containers where these run the very image that will be used, else in one-off containers of it.
 * @throws AppError invalid-stack with the program's own words; timeout, image-missing or the engine's
 */
export async function validateChange(
  prepared: Prepared,
  report: StepReport,
  signal: AbortSignal,
): Promise<void> {
  const { after } = prepared;
  for (const candidate of candidates) {
    const { service, id } = candidate;
    if (!isJudged(candidate, prepared)) continue;
    const image = imageOf(after.model, service);
    report.detail(`${service === 'yace' ? 'YACE' : 'vmagent'} reads its new configuration…`);
    if (!(await judgeInside(candidate, image, after.texts.get(id) ?? ''))) {
      await judgeApart(candidate, prepared, signal);
    }
  }
}

/** The services that `validateChange` asks, and whose images it needs. */
export function judgedServices(prepared: Prepared): ServiceName[] {
  return candidates.filter((candidate) => isJudged(candidate, prepared)).map(({ service }) => service);
}

function isJudged({ service, id }: Candidate, { after, before, touched }: Prepared): boolean {
  if (!after.model.enabled.has(service)) return false;
  const isSame =
    before.model.enabled.has(service) && imageOf(before.model, service) === imageOf(after.model, service);
  return !isSame || touched.includes(id);
}

/** @returns false when no container was there to ask, or it does not have the folder */
async function judgeInside(candidate: Candidate, image: string, text: string): Promise<boolean> {
  const { service, id, folder, args, judge } = candidate;
  const wanted = await imageId(image);
  if (wanted === null) return false;
  try {
    const file = `${folder}/${await writeBeside(id, text)}`;
    const result = await runInside(service, { imageId: wanted, args: args(file), timeoutMs: LIMIT_MS });
    if (result === null || lacksFolder(result.output)) return false;
    judge(result);
    return true;
  } finally {
    await removeBeside();
  }
}

function judgeApart({ service }: Candidate, { after }: Prepared, signal: AbortSignal): Promise<void> {
  const files = [...after.texts].flatMap(([id, text]) => (text === null ? [] : [{ id, before: null, text }]));
  return validateConfig(files, imagesFor(after.model, service), signal);
}

function imagesFor(model: ComposeModel, service: 'vmagent' | 'yace') {
  return { vmagent: imageOf(model, 'vmagent'), yace: service === 'yace' ? imageOf(model, 'yace') : null };
}
