import type { ErrorCode } from '@/lib/schemas/error';
import { errorBodySchema } from '@/lib/schemas/error';
import type { Contract } from '@/lib/server/http/contract';
import { VERSION } from '@/lib/server/version';
import { createComponents, type Json } from './components.ts';
import { byStatus, errorsOf } from './errors.ts';
import { operationOf, responseName } from './operation.ts';
import { DESCRIPTION, parameters, securitySchemes } from './words.ts';

type Modules = readonly (readonly [file: string, module: Record<string, unknown>])[];

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** What no other route takes is refused there. */
const NOTHING = '/api/[[...path]]';

/** The API as OpenAPI 3.1. @param routes modules of `app`, by their files @param schemas those of `lib/schemas` */
export function apiDocument(routes: Modules, schemas: Modules): Json {
  const components = createComponents(schemas);
  const codes = new Map<string, { status: number; codes: ErrorCode[] }>();
  const paths: Record<string, Json> = {};
  for (const [file, module] of routes) {
    const url = file.replace(/^app/, '').replace(/\/route\.ts$/, '');
    if (url === NOTHING) continue;
    const operations: Json = {};
    for (const method of METHODS) {
      const contract = (module[method] as { contract: Contract } | undefined)?.contract;
      if (!contract) continue;
      operations[method.toLowerCase()] = operationOf(method, url, contract, components);
      for (const [status, group] of byStatus(errorsOf(method, contract)))
        codes.set(responseName(group), { status, codes: group });
    }
    paths[url.replace(/\[(\w+)\]/g, '{$1}')] = operations;
  }
  const envelope = components.schemaOf(errorBodySchema, 'output');
  const responses = Object.fromEntries(
    [...codes]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, group]) => [name, refusal(group, envelope)]),
  );
  const { document, schemas: named } = components.finish({ paths, responses });
  return {
    openapi: '3.1.1',
    info: { title: 'Weir', version: VERSION, description: DESCRIPTION },
    servers: [{ url: '/', description: 'This panel' }],
    paths: document.paths,
    components: { schemas: named, responses: document.responses, parameters, securitySchemes },
  };
}

function refusal({ status, codes }: { status: number; codes: ErrorCode[] }, envelope: Json): Json {
  const isForLater = status === 429 || codes.includes('another-panel');
  const wait = { description: 'Seconds until another try makes sense.', schema: { type: 'integer' } };
  const code = { type: 'string', enum: codes };
  const only = { properties: { error: { properties: { code } } } };
  return {
    description: `\`${codes.join('`, `')}\``,
    ...(isForLater && { headers: { 'Retry-After': wait } }),
    content: { 'application/json': { schema: { allOf: [envelope, only] } } },
  };
}
