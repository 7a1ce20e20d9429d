import { z } from 'zod';
import { DIGEST, SOAK_DAYS_MAX, TAG } from '../plain';
import { serviceNameSchema } from '../snapshot';

/** A version that a service may be brought to. */
export const offeredReleaseSchema = z.object({
  version: z.string(),
  /** What the list has of the image for all processors; null: it is taken by its tag. */
  digest: z.string().nullable(),
  notes: z.string(),
  /** Since it came out, or since the list that has it; null: this machine’s clock is behind that day. */
  ageDays: z.number().int().nullable(),
  /** The day from which it has been out for as long as the owner wants; null: it has. */
  waitsUntil: z.string().nullable(),
  /** What it needs of other services and does not find, a sentence each. */
  lacks: z.array(z.string()),
});
export type OfferedRelease = z.infer<typeof offeredReleaseSchema>;

const outsideSchema = z.object({
  version: z.string(),
  /** Since a registry has said so for the first time. */
  seenDays: z.number().int(),
  /** The day from which it has been seen for as long as the owner wants; null: it has. */
  waitsUntil: z.string().nullable(),
});

const servedSchema = z.object({
  service: serviceNameSchema,
  /** As the files name it. */
  repository: z.string(),
  /** The repository that another version is fetched from. */
  home: z.string(),
  version: z.string().nullable(),
  digest: z.string().nullable(),
  /** `built`: made on this machine; `own`: its owner named another repository, which Weir does not update. */
  from: z.enum(['registry', 'built', 'own']),
  /** It is on trial, and goes back to this version unless data arrives as before; null: it is not. */
  goesBackTo: z.string().nullable(),
  /** Why the version that runs is known to be bad; null: it is not. */
  bad: z.string().nullable(),
  /** The newest good one of the list, where it is newer than what runs. */
  offered: offeredReleaseSchema.nullable(),
  /** Newer ones of the list that are not offered, and why. */
  refused: z.array(z.object({ version: z.string(), why: z.string() })),
  /** What its registry has that is newer than what runs and than the list; null: nothing, or it is not asked. */
  outside: outsideSchema.nullable(),
  /** The newest that the list has at all; null: it has none of this image. */
  newestKnown: z.string().nullable(),
  /** Why nothing can be updated now, such as that the service is stopped; null: it can. */
  closed: z.string().nullable(),
});
export type Served = z.infer<typeof servedSchema>;

const registryViewSchema = z.object({
  /** Of the images in use. */
  hosts: z.array(z.string()),
  askedAtMs: z.number().nullable(),
  /** Those that gave no list when they were asked last. */
  silent: z.array(z.string()),
});
export type RegistryView = z.infer<typeof registryViewSchema>;

/** `GET /api/updates`: what runs, and what newer versions this Weir knows of. */
export const updatesViewSchema = z.object({
  /** Names the state of all files; sent back as `If-Match`. */
  revision: z.string(),
  /** The day on which the list was made; null: `compose/releases.json` is missing or cannot be read. */
  listDate: z.string().nullable(),
  /** Days for which a version has to be out before it is recommended. */
  soakDays: z.number().int(),
  /** Whether registries are asked, once a day at most, what has come out since the list was made. */
  asksRegistries: z.boolean(),
  registries: registryViewSchema,
  /** Services that are switched on. */
  services: z.array(servedSchema),
  /** The version of this panel. */
  panel: z.string(),
});
export type UpdatesView = z.infer<typeof updatesViewSchema>;

/** `POST /api/updates`: a tag, a digest or both; of a version of the list the panel knows the digest itself. */
export const updateInputSchema = z.strictObject({
  service: serviceNameSchema,
  tag: z.string().regex(TAG, 'A tag has letters, digits, dots, dashes and underscores.').optional(),
  digest: z.string().regex(DIGEST, 'A digest is “sha256:” and 64 hexadecimal digits.').optional(),
  /** Two minutes are watched in the place of ten. */
  isQuick: z.boolean().default(false),
  /** Another number of series is no reason to put it back. */
  maySeriesDiffer: z.boolean().default(false),
});
export type UpdateInput = z.infer<typeof updateInputSchema>;

/** `PUT /api/updates`: what is left out stays. */
export const updateSettingsInputSchema = z.strictObject({
  soakDays: z.number().int().min(0).max(SOAK_DAYS_MAX).optional(),
  asksRegistries: z.boolean().optional(),
});
export type UpdateSettingsInput = z.infer<typeof updateSettingsInputSchema>;
