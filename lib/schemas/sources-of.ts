import { z } from 'zod';

/** Which secret counts where a form holds none: that of the wizard's answers or the one in use, or the latter alone. */
export const sourcesOfSchema = z.object({ of: z.enum(['answers', 'settings']).default('answers') });
export type SourcesOf = z.infer<typeof sourcesOfSchema>['of'];
