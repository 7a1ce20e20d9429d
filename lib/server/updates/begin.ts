import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { pushSample } from '../change/steps/delivery';
import { keepImage } from '../docker/images/keep';
import { imageId } from '../docker/images/pull';
import { inspectService } from '../docker/own';
import { AppError } from '../errors';
import { imageOf, readModel } from '../stack/model';
import { readStackTexts } from '../stack/stack-texts';
import type { StepReport } from '../tasks/tasks';
import { until } from '../wait';
import { grown, type Look } from './look';
import { jobsOf, lookAt, scrapedWithinMs } from './look-at';

/** Two scrapes of vmagent by itself, and the way to the destination. */
const DELIVERY_LIMIT_MS = 75_000;
const PUSH_EVERY_MS = 2_000;
const POLL_MS = 500;

/**
 * Going back needs no network: the image that runs has to be here, under the name that the files have of it.
 * @returns that name
 * @throws AppError service-absent, image-missing; nothing was changed
 */
export async function keptImage(service: ServiceName): Promise<string> {
  const { texts } = await readStackTexts();
  const image = imageOf(await readModel(texts.get('env') ?? ''), service);
  const runs = (await inspectService(service))?.Image;
  if (runs === undefined) throw new AppError('service-absent', `${service} has no container.`);
  if ((await imageId(image)) !== runs)
    throw new AppError(
      'image-missing',
      `${image} is not the image that ${service} runs, so there is no way back.`,
      {
        hint: 'Bring the service to the files first: the page Changes shows it.',
      },
    );
  await keepImage(image, service);
  return image;
}

/**
 * What is broken before cannot show that an update works.
 * @throws AppError verify-failed; nothing was changed
 */
export async function assertDelivering(
  service: ServiceName,
  report: Pick<StepReport, 'detail'>,
  signal: AbortSignal,
): Promise<Look> {
  report.detail('Seeing that data arrives with the present version…');
  const { texts } = await readStackTexts();
  const first = await lookAt(service);
  let pushedMs = Number.NEGATIVE_INFINITY;
  const delivers = async (waitedMs: number) => {
    if (waitedMs - pushedMs > PUSH_EVERY_MS) {
      pushedMs = waitedMs;
      await pushSample(texts);
    }
    const now = await lookAt(service);
    return grown('delivered', first, now) > 0 && now;
  };
  const seen = await until(delivers, { everyMs: POLL_MS, atMostMs: DELIVERY_LIMIT_MS, signal });
  if (seen !== null) return whenScraped(service, seen, report, signal);
  throw new AppError(
    'verify-failed',
    'The destination takes no samples now, so an update could not be judged.',
    {
      hint: 'The overview says why. Update when data arrives again.',
    },
  );
}

/**
 * What a vmagent that is new has not read yet could not be missed, nor what is down because it has just come back: the
 * next scrape is waited for. One that stays down may be what the update mends.
 */
async function whenScraped(
  service: ServiceName,
  look: Look,
  report: Pick<StepReport, 'detail'>,
  signal: AbortSignal,
): Promise<Look> {
  let now = look;
  const areScraped = async () => {
    const jobs = jobsOf(service, now);
    const open = now.targets?.find(({ job, state }) => jobs.includes(job) && state !== 'up');
    if (now.targets !== null && open === undefined) return true;
    report.detail(`Waiting until ${open?.job ?? 'each target'} was scraped with the present version…`);
    now = await lookAt(service);
    return false;
  };
  const atMostMs = scrapedWithinMs(jobsOf(service, look), look);
  await until(areScraped, { everyMs: POLL_MS, atMostMs, signal });
  return now;
}
