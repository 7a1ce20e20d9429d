import { z } from 'zod';

export type Json = Record<string, unknown>;
export type Io = 'input' | 'output';
type Modules = readonly (readonly [file: string, module: Record<string, unknown>])[];

const REF = '#/components/schemas/';
/** What is taken and what is answered can differ under one name; they are told apart by this until both are known. */
const TAKEN = '~in';
/** Stands for a schema that no module exports. */
const UNNAMED = 'unnamed';

interface ObjectSchema {
  properties?: Record<string, Json>;
  required?: string[];
}

export interface Components {
  /** The schema as it stands in the document: by its name where it has one. */
  schemaOf: (schema: z.ZodType, io: Io) => Json;
  /** The name of an exported schema. */
  nameOf: (schema: z.ZodType) => string | undefined;
  /** The fields of an object that is taken. */
  objectOf: (schema: z.ZodType) => ObjectSchema;
  /** With the final names, and all schemas that it refers to. */
  finish: (document: Json) => { document: Json; schemas: Record<string, Json> };
}

/** The JSON Schemas of the contracts. Each that a module exports has its name. */
export function createComponents(modules: Modules): Components {
  const names = namesIn(modules);
  const known = new Map<Io, Record<string, Json>>();
  const all = (io: Io) => {
    const made = known.get(io) ?? convert(names, io);
    known.set(io, made);
    return made;
  };
  const own = (schema: z.ZodType, io: Io): Json => {
    const id = names.get(schema);
    return (id === undefined ? convert(new Map([...names, [schema, '']]), io)[''] : all(io)[id]) ?? {};
  };

  function schemaOf(schema: z.ZodType, io: Io): Json {
    const id = names.get(schema);
    return id === undefined ? own(schema, io) : { $ref: REF + id + (io === 'input' ? TAKEN : '') };
  }

  function finish(document: Json) {
    const shared = new Set(Object.keys(all('output')));
    const textOf = (io: Io, id: string) => JSON.stringify(all(io)[id] ?? {});
    const differs = (id: string) =>
      textOf('output', id) !== textOf('input', id).replaceAll(`${TAKEN}"`, '"') ||
      refsOf(textOf('output', id)).some((ref) => !shared.has(ref));
    for (let before = -1; before !== shared.size; ) {
      before = shared.size;
      for (const id of [...shared]) if (differs(id)) shared.delete(id);
    }
    const wanted = new Set(refsOf(JSON.stringify(document)));
    for (const ref of wanted) {
      const io: Io = ref.endsWith(TAKEN) ? 'input' : 'output';
      for (const more of refsOf(textOf(io, ref.replace(TAKEN, '')))) wanted.add(more);
    }
    const nameFor = (ref: string) => {
      const id = ref.replace(TAKEN, '');
      const isBoth = wanted.has(id) && wanted.has(id + TAKEN);
      return ref.endsWith(TAKEN) && isBoth && !shared.has(id) ? `${id}Input` : id;
    };
    const renamed = (text: string) =>
      JSON.parse(text.replace(/"#\/components\/schemas\/([\w~]+)"/g, (_, ref) => `"${REF}${nameFor(ref)}"`));
    const schemas: Record<string, Json> = {};
    for (const ref of [...wanted].toSorted()) {
      schemas[nameFor(ref)] = renamed(
        textOf(ref.endsWith(TAKEN) ? 'input' : 'output', ref.replace(TAKEN, '')),
      );
    }
    return { document: renamed(JSON.stringify(document)) as Json, schemas };
  }
  return {
    schemaOf,
    objectOf: (schema) => own(schema, 'input'),
    nameOf: (schema) => names.get(schema),
    finish,
  };
}

function namesIn(modules: Modules): Map<z.ZodType, string> {
  const names = new Map<z.ZodType, string>();
  const files = new Map<string, string>();
  for (const [file, module] of modules) {
    for (const [key, value] of Object.entries(module)) {
      if (!(value instanceof z.ZodType) || !key.endsWith('Schema') || names.has(value)) continue;
      const name = key.charAt(0).toUpperCase() + key.slice(1, -'Schema'.length);
      if (files.has(name)) throw new Error(`${file} and ${files.get(name)} both export ${key}.`);
      files.set(name, file);
      names.set(value, name);
    }
  }
  return names;
}

function convert(names: ReadonlyMap<z.ZodType, string>, io: Io): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id: id || UNNAMED });
  const uri = (id: string) => REF + id + (io === 'input' ? TAKEN : '');
  const { schemas } = z.toJSONSchema(registry, { io, uri });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [
      id === UNNAMED ? '' : id,
      schema as Json,
    ]),
  );
}

const refsOf = (text: string) =>
  [...text.matchAll(/"#\/components\/schemas\/([\w~]+)"/g)].map(([, ref = '']) => ref);
