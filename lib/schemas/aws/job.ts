import { z } from 'zod';
import { AWS_MOST_ROLES } from '../../pipeline/sources/aws/accounts';
import { awsServiceIds } from '../../pipeline/sources/aws/service-ids';
import { line } from '../text/line';

// Of any form, as regions are: what stands in a file must not stop a change of something else. `jobIssues` has the rules.

const seconds = z.number({ error: 'Enter a number of seconds.' });

const metric = z.strictObject({
  name: line(255).min(1, 'A metric has a name.'),
  statistics: z.array(line(100)).max(50, 'Use at most 50 statistics for a metric.'),
  /** No data point counts as 0. Left out: as it is, or as the service is recommended. */
  nilToZero: z.boolean().optional(),
  /** Its own, beside those of the service; null: it has none. Left out: as they are. */
  period: seconds.nullable().optional(),
  length: seconds.nullable().optional(),
});

/** What AWS is asked for of one namespace. What is left out of it stays as it is, or as Weir recommends it. */
export const awsJobSchema = z.strictObject({
  /** As CloudWatch has it: `AWS/Lambda`. */
  namespace: line(255).min(1, 'A namespace has a name, such as AWS/Lambda.'),
  /** Exactly those of the series that are wanted. With the namespace they tell one job from another. */
  dimensions: z.array(line(255).min(1)).min(1, 'Name the dimensions of the series.').max(30),
  /** Seconds of one data point, of what is looked at for one, and how long before now that ends. */
  period: seconds.optional(),
  length: seconds.optional(),
  delay: seconds.optional(),
  metrics: z.array(metric).max(500, 'Use at most 500 metrics for a service.'),
  /** Only resources that have all of these tags; a value is a pattern (RE2). */
  searchTags: z
    .array(z.strictObject({ key: line(128), value: line(1000) }))
    .max(50, 'Use at most 50 tags.')
    .optional(),
});
export type AwsJob = z.infer<typeof awsJobSchema>;

export const awsJobsSchema = z.array(awsJobSchema).max(200, 'Use at most 200 services.');

/** By namespace: the tags that become labels of its series. */
export const exportedTagsSchema = z.record(
  line(255),
  z.array(line(128).min(1, 'A tag has a key.')).max(50, 'Use at most 50 tags.'),
);
/** As they stand in a file, as many and of whatever form. */
export const anyTagsSchema = z.record(z.string(), z.array(z.string()));
export type ExportedTags = z.infer<typeof anyTagsSchema>;

/** An account beside that of the access key: the role there that is assumed. Of any form, as regions are. */
export const awsRoleSchema = z.strictObject({
  arn: line(2048).min(1, 'A role has an ARN.'),
  /** What its trust policy asks for; '': nothing. */
  externalId: line(1224).default(''),
});
export type AwsRole = z.infer<typeof awsRoleSchema>;

export const awsRolesSchema = z
  .array(awsRoleSchema)
  .max(AWS_MOST_ROLES, `Use at most ${AWS_MOST_ROLES} roles.`);

/** Left out: as config/yace/config.yml has them. */
export const awsAccountInputs = { roles: awsRolesSchema.optional(), ownAccount: z.boolean().optional() };
/** What config/yace/config.yml asks for. */
export const awsAccountFields = {
  // As many as stand there, of whatever form: what is odd in a file keeps nobody from reading the settings.
  roles: z.array(z.object({ arn: z.string(), externalId: z.string() })),
  /** The account of the access key is measured itself; always, while there are no roles. */
  ownAccount: z.boolean(),
};

/** What config/yace/config.yml asks for. */
export const awsFileFields = {
  services: z.array(z.enum(awsServiceIds)),
  /** What is measured of each service, and of namespaces that are none of these. */
  jobs: z.array(awsJobSchema),
  exportedTags: anyTagsSchema,
  /** Jobs that ask for something else, which no form changes: the first ones, and how many there are beside them. */
  otherJobs: z.array(z.string()),
  moreJobs: z.number().int().optional(),
  ...awsAccountFields,
};
export type AwsFileView = z.infer<z.ZodObject<typeof awsFileFields>>;
/** Left out: as config/yace/config.yml has them. */
export const awsJobInputs = {
  jobs: awsJobsSchema.optional(),
  exportedTags: exportedTagsSchema.optional(),
  ...awsAccountInputs,
};
