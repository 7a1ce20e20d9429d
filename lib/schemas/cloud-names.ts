import { line } from './line';

/**
 * The form of a region's name in every partition: eu-west-1, us-gov-west-1, cn-north-1, eusc-de-east-1, us-isob-east-1.
 * AWS adds regions and partitions, so no list decides.
 */
export const awsRegionSchema = line(64).regex(
  /^[a-z]{2,8}(?:-[a-z]{1,20}){1,4}-\d{1,2}$/,
  'A region looks like eu-west-1.',
);
/** The form of a project's ID, of a domain (example.com:my-project) or of an early one too; also its number. */
export const gcpProjectIdSchema = line(128).regex(
  /^(?:[a-z0-9][a-z0-9.-]{0,60}\.[a-z][a-z0-9-]{0,60}:)?[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  'A project ID has small letters, digits and hyphens, such as my-project-123 or example.com:my-project-123.',
);
