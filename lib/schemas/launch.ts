import { z } from 'zod';
import { imageSupplySchema } from './images';
import { serviceNameSchema } from './snapshot';
import { wizardSteps } from './wizard';

/** `GET /api/wizard/review` */
export const launchPlanSchema = z.object({
  /** What will happen, one sentence each. */
  words: z.array(z.string()),
  files: z.array(
    z.object({
      path: z.string(),
      action: z.enum(['create', 'change', 'unchanged']),
      /** Unified diff, secrets masked. */
      diff: z.string(),
    }),
  ),
  services: z.array(z.object({ name: serviceNameSchema, image: z.string(), supply: imageSupplySchema })),
  /** Sources that it would go on without. */
  leftOut: z.array(z.object({ source: z.string(), message: z.string(), hint: z.string() })),
  /** Things that stop the launch, with their fix; empty when it can go. */
  problems: z.array(
    z.object({ message: z.string(), hint: z.string(), step: z.enum(wizardSteps).nullable() }),
  ),
});
export type LaunchPlan = z.infer<typeof launchPlanSchema>;

/** Step ids of the `launch` job, in order. */
export const launchStepIds = [
  'check',
  'images',
  'validate',
  'write',
  'start',
  'healthy',
  'scrape',
  'deliver',
  'sources',
] as const;
