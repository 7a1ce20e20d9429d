import type { z } from 'zod';
import type { ErrorCode } from '@/lib/schemas/error';
import { streamFailureSchema } from '@/lib/schemas/stream-failure';
import type { Contract } from '@/lib/server/http/contract';
import type { Components, Json } from './components.ts';
import { byStatus, changesState, errorsOf } from './errors.ts';
import { exampleOf } from './examples.ts';

const SESSION = { session: [] };
const READ = { readToken: [] };
const WRITE = { writeToken: [] };
/** Who is let in. */
const security: Record<Contract['access'], Json[]> = {
  public: [],
  owner: [SESSION],
  'read-token': [SESSION, READ, WRITE],
  'write-token': [SESSION, WRITE],
  'metrics-token': [SESSION, READ, WRITE, { vmagentToken: [] }],
};

/** One method of a path. @param url with `[id]` where parts of the path stand */
export function operationOf(method: string, url: string, contract: Contract, components: Components): Json {
  const { access, summary, body, upload, params, query, ifMatch } = contract;
  const parameters = [
    ...fieldsOf('path', params, components),
    ...fieldsOf('query', query, components),
    ...(ifMatch
      ? [{ $ref: `#/components/parameters/${ifMatch === 'needed' ? 'IfMatch' : 'IfMatchPart'}` }]
      : []),
    ...(changesState(method) && !upload ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
  return {
    operationId: operationId(method, url),
    summary,
    tags: [url.split('/').at(url.startsWith('/api/') ? 2 : 1)],
    security: security[access],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: jsonOf(body, 'input', components) } }),
    ...(upload && { requestBody: { required: true, content: { [upload]: { schema: fileSchema(upload) } } } }),
    responses: {
      ...goodAnswer(contract, components),
      ...Object.fromEntries(
        byStatus(errorsOf(method, contract)).map(([status, codes]) => [
          status,
          { $ref: `#/components/responses/${responseName(codes)}` },
        ]),
      ),
    },
  };
}

/** `GET /api/revisions/[id]`: `getRevisionsById`. */
function operationId(method: string, url: string): string {
  const parts = url
    .replace(/^\/api\//, '/')
    .split(/[/.-]/)
    .filter(Boolean);
  const words = parts.map((part) => part.replace(/^\[(\w+)\]$/, 'by-$1'));
  const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return (
    method.toLowerCase() +
    words
      .flatMap((word) => word.split('-'))
      .map(upper)
      .join('')
  );
}

/** The answer that a group of codes has in common: `NotFound`, `RevisionConflictOrTaskRunning`. */
export const responseName = (codes: readonly ErrorCode[]) =>
  codes.map((code) => code.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())).join('Or');

function fieldsOf(where: 'path' | 'query', schema: z.ZodType | undefined, components: Components): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = components.objectOf(schema);
  return Object.entries(properties).map(([name, { description, ...field }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema: field,
  }));
}

function goodAnswer(contract: Contract, components: Components): Json {
  const { response, events, file, status } = contract;
  if (response) {
    const content = jsonOf(response, 'output', components);
    return { [status ?? 200]: { description: 'Done.', content } };
  }
  if (events) {
    const all = { ...events, failed: streamFailureSchema };
    const named = Object.entries(all).map(([name, schema]) => [name, components.schemaOf(schema, 'output')]);
    const stream = {
      schema: {
        type: 'string',
        description: 'Server-sent events; `x-events` has the data of each by its name.',
      },
      'x-events': Object.fromEntries(named),
    };
    return {
      200: { description: 'Events until the caller ends it.', content: { 'text/event-stream': stream } },
    };
  }
  if (file) return { 200: { description: 'The file.', content: { [file]: { schema: fileSchema(file) } } } };
  return { [status ?? 204]: { description: 'Done; there is nothing to answer.' } };
}

function fileSchema(type: string): Json {
  if (type === 'application/json') return { type: 'object' };
  return /^application\/(zip|octet-stream)$/.test(type) ? { contentMediaType: type } : { type: 'string' };
}

function jsonOf(schema: z.ZodType, io: 'input' | 'output', components: Components): Json {
  const example = exampleOf(schema, components.nameOf(schema), io);
  return {
    'application/json': {
      schema: components.schemaOf(schema, io),
      ...(example !== undefined && { example }),
    },
  };
}
