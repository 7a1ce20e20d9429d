import { fromGo, type ServiceParts, type SourceShape } from '../shape';

/** https://aws.amazon.com/cloudwatch/pricing/, "GetMetricData": 0.01 US dollars per 1,000 metrics, none of them free. */
const DOLLARS_PER_METRIC = 0.00001;
/** US dollars a month for one metric, at one read every 5 minutes. */
export const awsDollarsPerMonth = ((30 * 86_400) / 300) * DOLLARS_PER_METRIC;
const DOLLARS = `about ${awsDollarsPerMonth.toFixed(2)} US dollars a month`;

export const awsParts = {
  files: [
    { id: 'yace-config', relative: 'yace/config.yml', ships: true, isReadAtStart: false, secret: null },
  ],
  health: '/healthz',
  image: { variable: 'YACE_IMAGE', megabytes: 30 },
  // One package, of the many of AWS, takes most of the memory.
  build: fromGo(71, 120, 2_700),
} as const satisfies ServiceParts;

export const awsSource = {
  description: `Lambda, SQS, ECS and API Gateway, read from CloudWatch. AWS bills each read: at one every 5 minutes ${DOLLARS} for each metric of each resource.`,
  blindFix: 'Check the access key, its rights and the regions of the source.',
  charge: `AWS charges ${DOLLARS} per metric of a resource.`,
  // It is asked for more than its exporter shows.
  price: null,
  clock: { variable: 'YACE_SCRAPING_INTERVAL', seconds: 300 },
  forecast: { sure: '', unknown: 'How many of these have a tag, and so are found, only AWS knows.' },
  detail: { field: 'regions', noun: 'region' },
  secretFields: ['secretAccessKey'],
  halfSecrets: [{ field: 'accessKeyId', variable: 'AWS_ACCESS_KEY_ID' }],
  account: {
    kind: 'aws-account',
    words: 'AWS accounts',
    variable: null,
    patterns: [
      /\barn:aws[\w-]{0,10}:[\w-]{0,30}:[\w-]{0,30}:(\d{12})\b/g,
      /\baccount(?:_?id)?\\?["']?\s?[=:]\s?\\?["']?(\d{12})\b/gi,
    ],
    domain: 'amazonaws.com',
  },
} as const satisfies SourceShape;
