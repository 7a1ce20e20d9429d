import 'server-only';
import type { AwsServiceId } from '@/lib/pipeline/sources/aws/service-ids';
import { type List, listApis, listFunctions, listQueues, listServices } from './lists';
import { taggedTypes } from './tagged-types';

/** How the resources of a service are found. */
export interface Kind {
  one: string;
  many: string;
  /** As the tagging API filters. */
  types: readonly string[];
  /** Which of the ARNs that it then gives are of what has the series. */
  isOne: RegExp;
  /** ARNs of what holds such resources, whose tag counts for them. */
  holds?: RegExp;
  /** Null: it is not asked what there is without a tag. */
  list: List | null;
  /** What the list needs, and is not otherwise needed; null: nothing. */
  listAction: string | null;
}

const services: Kind = {
  one: 'service',
  many: 'services',
  types: ['ecs:cluster', 'ecs:service'],
  isOne: /:service\//,
  holds: /:cluster\//,
  list: listServices,
  listAction: 'ecs:ListServices',
};
const apis = { types: ['apigateway'], list: listApis, listAction: null };

const listed: Partial<Record<AwsServiceId, Kind>> = {
  lambda: {
    ...{ one: 'function', many: 'functions', types: ['lambda:function'], isOne: /:function:/ },
    ...{ list: listFunctions, listAction: 'lambda:ListFunctions' },
  },
  sqs: {
    ...{ one: 'queue', many: 'queues', types: ['sqs'], isOne: /:sqs:/ },
    ...{ list: listQueues, listAction: 'sqs:ListQueues' },
  },
  ecs: services,
  'container-insights': services,
  'api-rest': { ...apis, one: 'REST API', many: 'REST APIs', isOne: /::\/restapis\/[^/]{1,64}$/ },
  'api-http': { ...apis, one: 'HTTP API', many: 'HTTP APIs', isOne: /::\/apis\/[^/]{1,64}$/ },
};

/**
 * How the resources of what is wanted are found; of most services what has a tag is all that is looked for. Undefined:
 * they have no tags, or YACE finds them in another way.
 */
export function kindOf({
  namespace,
  service,
}: {
  namespace: string;
  service: AwsServiceId | null;
}): Kind | undefined {
  const known = service === null ? undefined : listed[service];
  const types = taggedTypes(namespace);
  if (known !== undefined || types.length === 0) return known;
  return { one: 'resource', many: 'resources', types, isOne: /^arn:/, list: null, listAction: null };
}
