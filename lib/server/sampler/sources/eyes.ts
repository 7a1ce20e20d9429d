import 'server-only';
import type { SourceId } from '@/lib/pipeline/components';
import { awsEye } from '../eye/aws/aws';
import type { Eye } from '../eye/eye';
import { gcpEye } from '../eye/gcp/gcp';
import { containersEye } from './containers';
import { piEye } from './pi';

/** How the exporter of each source is asked, and what it tells. */
export const eyes: Readonly<Record<SourceId, Eye>> = {
  aws: awsEye,
  gcp: gcpEye,
  pi: piEye,
  containers: containersEye,
};
