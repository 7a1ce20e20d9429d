import { z } from 'zod';
import { DIGEST, TAG } from '../plain';

const tag = z.string().regex(TAG);
const digest = z.string().regex(DIGEST);
const repository = z.string().regex(/^[a-z0-9][a-z0-9._/-]{0,200}$/);
const sentence = z.string().min(1).max(300);

const releaseSchema = z.strictObject({
  version: tag,
  /** The day on which its makers brought it out; left out: not known. */
  released: z.iso.date().optional(),
  /** Of the image for all processors, and for one. Left out: it is taken by its tag. */
  digests: z.strictObject({ index: digest, amd64: digest.optional(), arm64: digest.optional() }).optional(),
  /** What it brings. */
  notes: sentence,
  /** Why it is not offered. */
  bad: sentence.optional(),
  /** The oldest versions of other images that it works with, by their repositories. */
  needs: z.record(repository, tag).optional(),
});
export type Release = z.infer<typeof releaseSchema>;

/** `compose/releases.json`: the versions of the services' images that this version of Weir knows. */
export const releaseListSchema = z.strictObject({
  /** The day on which the list was made. */
  date: z.iso.date(),
  images: z.array(z.strictObject({ repository, versions: z.array(releaseSchema).min(1) })),
});
export type ReleaseList = z.infer<typeof releaseListSchema>;
