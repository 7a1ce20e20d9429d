import { z } from 'zod';
import { imageSupplySchema } from '../images';
import { serviceNameSchema } from '../snapshot';
import { wizardSteps } from '../wizard';
import { changePreviewSchema, settingsChangeSchema } from './settings';

/** `GET /api/wizard/review`: the preview of the change that a launch is, with what is its own. */
export const launchPreviewSchema = changePreviewSchema.extend({
  services: z.array(z.object({ name: serviceNameSchema, image: z.string(), supply: imageSupplySchema })),
  /** Sources that it would go on without. */
  leftOut: z.array(z.object({ source: z.string(), message: z.string(), hint: z.string() })),
  /** Things that stop the launch, with their fix; empty when it can go. */
  problems: z.array(
    z.object({ message: z.string(), hint: z.string(), step: z.enum(wizardSteps).nullable() }),
  ),
});
export type LaunchPreview = z.infer<typeof launchPreviewSchema>;

/** `POST /api/wizard/launch` */
export const launchInputSchema = settingsChangeSchema.pick({ waiting: true });

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
