import type { SourceId } from '@/lib/schemas/snapshot';
import { sourcesInputSchema } from '@/lib/schemas/wizard';
import type { SavedSources, SourcePart } from '../source-part';
import { AwsFields } from './aws/fields';
import { awsFields, awsSchema, checkableAws, insideAws } from './aws/form';
import { awsEstimate } from './aws/price';
import { GcpFields } from './gcp/fields';
import { checkableGcp, gcpFields, gcpSchema, insideGcp } from './gcp/form';
import { gcpEstimate } from './gcp/price';

/** What is measured on this machine needs no more than its switch, and is on at a first visit. */
const ofThisMachine = (id: 'pi' | 'containers') => ({
  schema: () => sourcesInputSchema.shape[id],
  fields: (saved: SavedSources) => ({ enabled: saved?.[id].enabled ?? true }),
  checkable: () => null,
  estimate: null,
  Fields: null,
});

export const sourceParts = {
  pi: ofThisMachine('pi'),
  containers: ofThisMachine('containers'),
  aws: {
    schema: awsSchema,
    fields: awsFields,
    checkable: checkableAws,
    estimate: awsEstimate,
    inside: insideAws,
    Fields: AwsFields,
  },
  gcp: {
    schema: gcpSchema,
    fields: gcpFields,
    checkable: checkableGcp,
    estimate: gcpEstimate,
    inside: insideGcp,
    Fields: GcpFields,
  },
} satisfies Record<SourceId, SourcePart>;
export type SourceParts = typeof sourceParts;
