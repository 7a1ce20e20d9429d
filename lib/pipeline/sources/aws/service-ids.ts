/** The AWS services that are offered first, as they are named in a change; the rest of each is in `services.ts`. */
export const awsCardIds = ['lambda', 'sqs', 'ecs', 'container-insights', 'api-rest', 'api-http'] as const;
/** Others with a recommended set, in `more-services.ts`. */
const others = [
  ...(['dynamodb', 'rds', 's3', 'alb', 'nlb', 'ec2', 'cloudfront', 'route53', 'billing', 'sns'] as const),
  ...(['step-functions', 'eventbridge', 'kinesis', 'elasticache'] as const),
] as const;
export const awsServiceIds = [...awsCardIds, ...others] as const;
export type AwsServiceId = (typeof awsServiceIds)[number];

/** Those that config/yace/config.yml asks for as it ships. */
export const shippedAwsServices: readonly AwsServiceId[] = ['lambda', 'sqs', 'ecs', 'api-rest'];
