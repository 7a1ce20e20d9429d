import { z } from 'zod';

type Json = Record<string, unknown>;
interface Media {
  schema: Json;
  example?: unknown;
  'x-events'?: Record<string, Json>;
}
interface Answer {
  content?: Record<string, Media>;
}
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Json;
}

export interface Operation {
  method: string;
  /** `/api/tasks/{id}` */
  path: string;
  summary: string;
  security: Record<string, unknown>[];
  parameters: Parameter[];
  body: Media | null;
  responses: Record<string, Answer>;
}

/** openapi.json, read as somebody else’s program does. */
export interface ApiDocument {
  operations: Operation[];
  /** What does not fit; empty: all of it does. */
  misfits: (schema: Json, value: unknown) => string[];
}

type Raw = {
  paths: Record<string, Record<string, Json>>;
  components: Record<string, Record<string, Json>>;
};

export function readDocument(document: Raw): ApiDocument {
  const named = <T>(value: unknown): T => {
    const ref = (value as { $ref?: string }).$ref;
    if (ref === undefined) return value as T;
    const [kind = '', name = ''] = ref.replace('#/components/', '').split('/');
    return document.components[kind]?.[name] as T;
  };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): Operation => {
      const { parameters = [], responses = {}, requestBody } = one as Json & { parameters?: unknown[] };
      const body = (requestBody as { content?: Record<string, Media> } | undefined)?.content;
      return {
        ...(one as unknown as Pick<Operation, 'summary' | 'security'>),
        method: method.toUpperCase(),
        path,
        parameters: parameters.map((each) => {
          const parameter = named<Parameter>(each);
          return { ...parameter, schema: named<Json>(parameter.schema) };
        }),
        body: body?.['application/json'] ?? null,
        responses: Object.fromEntries(
          Object.entries(responses as Json).map(([status, each]) => [status, named<Answer>(each)]),
        ),
      };
    }),
  );
  const schemas = inDefs(document.components.schemas);
  const known = new Map<string, z.ZodType>();
  const misfits = (schema: Json, value: unknown): string[] => {
    const text = JSON.stringify(schema);
    const made = known.get(text) ?? z.fromJSONSchema({ ...inDefs(schema), $defs: schemas });
    known.set(text, made);
    const { error } = made.safeParse(value);
    return error ? [z.prettifyError(error)] : [];
  };
  return { operations, misfits };
}

/** Where the JSON Schemas of one file have each other. */
const inDefs = <T>(schema: T): T =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"#/$defs/'));
