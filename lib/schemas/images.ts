import { z } from 'zod';
import { sourceIdSchema } from './snapshot';

/** Where the image of a service would come from, were it started now. */
export const imageSupplySchema = z.object({
  state: z.enum(['here', 'download', 'build', 'none', 'unknown']),
  /** One or two sentences for the person who may switch it on. */
  words: z.string(),
});
export type ImageSupply = z.infer<typeof imageSupplySchema>;

/** `GET /api/wizard/images`: what switching each source on would fetch. */
export const sourceImagesSchema = z.object({
  sources: z.array(imageSupplySchema.extend({ source: sourceIdSchema })),
});
export type SourceImages = z.infer<typeof sourceImagesSchema>;
