import 'server-only';

interface Named {
  service: string;
  kind: string;
  name: string;
  region: string;
  /** Known by its id alone. */
  unnamed: string;
}

/** What an ARN names, by its service and the beginning of its rest; the first that fits. */
const KINDS: { service: string; words: string; kind: string; rest: RegExp }[] = [
  { service: 'lambda', words: 'Lambda', kind: 'function', rest: /^function:(.+)$/ },
  { service: 'sqs', words: 'SQS', kind: 'queue', rest: /^(.+)$/ },
  { service: 'ecs', words: 'ECS', kind: 'service', rest: /^service\/(.+)$/ },
  { service: 'ecs', words: 'ECS', kind: 'cluster', rest: /^cluster\/(.+)$/ },
  { service: 'apigateway', words: 'API Gateway', kind: 'REST API', rest: /^\/restapis\/(.+)$/ },
  { service: 'apigateway', words: 'API Gateway', kind: 'HTTP API', rest: /^\/apis\/(.+)$/ },
];
// Not an object: a text of others may be the name of what every object has.
const WORDS = new Map(
  Object.entries({
    dynamodb: 'DynamoDB',
    elasticloadbalancing: 'Load balancer',
    elasticache: 'ElastiCache',
    kinesis: 'Kinesis',
    states: 'Step Functions',
    cloudfront: 'CloudFront',
    route53: 'Route 53',
    firehose: 'Firehose',
    events: 'EventBridge',
  }),
);
const HTTP_API = /^\/apis\/([a-z0-9]{4,40})$/;

/** The parts of an ARN for people; null: it is none. Pure. @param text untrusted */
export function namedIn(text: string): Named | null {
  const [arn, , service = '', region = '', , ...last] = text.split(':');
  if (arn !== 'arn' || service === '') return null;
  const rest = last.join(':');
  for (const known of KINDS) {
    const [, name] = known.service === service ? (known.rest.exec(rest) ?? []) : [];
    if (name === undefined) continue;
    const [, unnamed = ''] = service === 'apigateway' ? (HTTP_API.exec(rest) ?? []) : [];
    return { service: known.words, kind: known.kind, name, region, unnamed };
  }
  const [, type = '', name = rest] = /^([a-zA-Z-]+)[:/](.+)$/.exec(rest) ?? [];
  return { service: WORDS.get(service) ?? service.toUpperCase(), kind: type, name, region, unnamed: '' };
}
