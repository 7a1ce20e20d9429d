import type { IncomingMessage } from 'node:http';
import { type Cbor, decodeCbor } from './cbor.ts';
import type { Signature } from './signature.ts';

/** The wire protocols that AWS speaks: XML for STS and IAM, CBOR or JSON for CloudWatch, paths for API Gateway and Lambda. */
export type Protocol = 'query' | 'json' | 'cbor' | 'rest';

export interface Call {
  protocol: Protocol;
  /** As a policy names it, e.g. `tag:GetResources`. */
  action: string;
  region: string;
  /** Access key id; null: it is not signed. */
  key: string | null;
  path: string;
  /** Media type, for an answer of the same one. */
  type: string;
  input: Cbor;
  /** Whose resources it is about, as CloudWatch's namespaces. */
  namespaces: string[];
}

/** Names of services in signatures that are others in policies. */
const PREFIXES: Record<string, string> = { monitoring: 'cloudwatch', tagging: 'tag' };

const NAMESPACES: Record<string, string> = {
  'lambda:function': 'AWS/Lambda',
  lambda: 'AWS/Lambda',
  sqs: 'AWS/SQS',
  apigateway: 'AWS/ApiGateway',
  ecs: 'AWS/ECS',
  'ecs:cluster': 'AWS/ECS',
  'ecs:service': 'AWS/ECS',
};

interface Queries {
  ResourceTypeFilters?: string[];
  Namespace?: string;
  MetricDataQueries?: { MetricStat?: { Metric?: { Namespace?: string } } }[];
}

function namespacesOf(service: string, input: Cbor): string[] {
  const { ResourceTypeFilters, Namespace, MetricDataQueries } = (input ?? {}) as Queries;
  const named = [
    NAMESPACES[service],
    Namespace,
    ...(ResourceTypeFilters ?? []).map((type) => NAMESPACES[type] ?? type),
    ...(MetricDataQueries ?? []).map(({ MetricStat }) => MetricStat?.Metric?.Namespace),
  ];
  return [...new Set(named.filter((name) => name !== undefined))];
}

/** Of the services that have paths instead of names for what they do. */
function restAction(service: string, path: string): string {
  if (service === 'aps') return path === '/workspaces' ? 'ListWorkspaces' : path;
  if (service === 'apigateway') return 'GET';
  return /^\/2015-03-31\/functions\/?$/.test(path) ? 'ListFunctions' : path;
}

interface Read {
  protocol: Protocol;
  operation: string;
  input: Cbor;
}

function read({ headers, url = '' }: IncomingMessage, body: Buffer, service: string): Read {
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const target = headers['x-amz-target'];
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') {
    const operation = pathname.split('/').at(-1) ?? '';
    return { protocol: 'cbor', operation, input: body.length > 0 ? decodeCbor(body) : {} };
  }
  if (target !== undefined) {
    const operation = String(target).split('.').at(-1) ?? '';
    return { protocol: 'json', operation, input: JSON.parse(body.toString() || '{}') };
  }
  if (['apigateway', 'aps', 'lambda'].includes(service))
    return {
      protocol: 'rest',
      operation: restAction(service, pathname),
      input: Object.fromEntries(searchParams),
    };
  const input = Object.fromEntries(new URLSearchParams(body.toString()));
  return { protocol: 'query', operation: input.Action ?? '', input };
}

/** What is asked. There is one endpoint for all, so that service and region are those of the signature. */
export function callOf(request: IncomingMessage, body: Buffer, signature: Signature | null): Call {
  const service = signature?.service ?? 'sts';
  const { protocol, operation, input } = read(request, body, service);
  return {
    protocol,
    action: `${PREFIXES[service] ?? service}:${operation}`,
    region: signature?.region ?? '',
    key: signature?.key ?? null,
    path: new URL(request.url ?? '', 'http://fake').pathname,
    type: request.headers['content-type'] ?? 'application/json',
    input,
    namespaces: namespacesOf(service, input),
  };
}
