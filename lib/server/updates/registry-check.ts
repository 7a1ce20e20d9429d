import 'server-only';
import { z } from 'zod';
import type { RegistryView } from '@/lib/schemas/updates/updates';
import { registryOf } from '../docker/images/registry';
import { readState, writeState } from '../files/state/state-store';
import { logger } from '../logger';
import { inTurn } from '../wait';
import { newestAbove, readVersions } from './registry-tags';
import type { ServedImage } from './served';

const STATE = 'registries';
const DAY_MS = 86_400_000;

const foundSchema = z.object({
  askedAtMs: z.number(),
  /** By repository. */
  images: z.record(
    z.string(),
    z.object({
      /** The newest version above the one that ran, and since when it is known here. */
      newest: z.object({ version: z.string(), sinceMs: z.number() }).nullable(),
      /** The registry gave no list. */
      isSilent: z.boolean(),
    }),
  ),
});
/** What registries have said. */
export type Found = z.infer<typeof foundSchema>;

/** @throws AppError invalid-stack */
export function readFound(): Promise<Found | null> {
  return readState(STATE, foundSchema);
}

/**
 * Asks the registries of images, once a day at most, whoever looks and however often. One that gives no list is asked
 * again the next day; what was known of it stays.
 * @throws AppError disk-full, invalid-stack
 */
export function askRegistries(images: readonly ServedImage[], ask = readVersions): Promise<void> {
  return inTurn('registries', async () => {
    const known = await readFound();
    const nowMs = Date.now();
    // A clock that was ahead when it was written may not silence the question for years.
    if (known !== null && known.askedAtMs <= nowMs && nowMs - known.askedAtMs < DAY_MS) return;
    await writeState(STATE, { images: {}, ...known, askedAtMs: nowMs });
    const found = await Promise.all(
      askable(images).map(async ({ home, tag }) => {
        const earlier = known?.images[home]?.newest ?? null;
        const versions = await ask(home).catch((error: unknown) => {
          logger().info({ err: error, repository: home }, 'a registry gave no list of tags');
          return null;
        });
        return [
          home,
          imageOf(earlier, versions && newestAbove(tag ?? '', versions), nowMs, versions === null),
        ] as const;
      }),
    );
    await writeState(STATE, { askedAtMs: nowMs, images: Object.fromEntries(found) });
  });
}

type Image = Found['images'][string];

/** @param version the newest one now; null: there is none, or its registry is silent */
function imageOf(earlier: Image['newest'], version: string | null, nowMs: number, isSilent: boolean): Image {
  if (isSilent || version === earlier?.version) return { newest: earlier, isSilent };
  return { newest: version === null ? null : { version, sinceMs: nowMs }, isSilent };
}

/** Of which images the registries are asked, when, and who gave no list. Pure. */
export function shownRegistries(images: readonly ServedImage[], found: Found | null): RegistryView {
  const hosts = [...new Set(askable(images).map(({ home }) => registryOf(home)))];
  const isSilent = ([repository, image]: [string, Image]) =>
    image.isSilent && hosts.includes(registryOf(repository));
  const silent = Object.entries(found?.images ?? {}).filter(isSilent);
  return {
    hosts,
    askedAtMs: found?.askedAtMs ?? null,
    silent: [...new Set(silent.map(([repository]) => registryOf(repository)))],
  };
}

/** Of an image of its owner’s own nothing is asked. */
const askable = (images: readonly ServedImage[]) =>
  images.filter(({ from, tag }) => from !== 'own' && tag !== null);
