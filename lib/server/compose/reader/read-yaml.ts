import 'server-only';
import { InterpolationError, interpolate, type Lookup } from '@/lib/interpolate';
import { documentData, readDocument, YamlProblem } from '../../yaml';
import { invalid, isMap, type Path, type Yaml, type YamlMap } from './scalars';

/** Go's YAML reads `0444` as octal where YAML 1.2 reads a decimal number. */
const octal = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^0[0-7]+$/,
  resolve: (text: string) => Number.parseInt(text, 8),
} as const;

let latest: { text: string; file: YamlMap } | null = null;

/** The file as YAML. It is the same most times that it is read, and nothing changes what is read from it. */
export function readYaml(text: string): YamlMap {
  if (latest?.text !== text) latest = { text, file: parseYaml(text) };
  return latest.file;
}

function parseYaml(text: string): YamlMap {
  let value: Yaml;
  try {
    value = documentData(readDocument(text, { customTags: (tags) => [octal, ...tags] })) as Yaml;
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    // Never the line itself.
    const words = error.line === null ? error.message : `line ${error.line}: ${error.message}`;
    throw invalid('', `is no valid YAML: ${words}`);
  }
  if (!isMap(value)) throw invalid('', 'has no services');
  return value;
}

/** The value with its variables filled in. @throws AppError invalid-stack */
export function fill(value: Yaml, path: Path, lookup: Lookup): Yaml {
  if (typeof value === 'string') {
    try {
      return interpolate(value, lookup);
    } catch (error) {
      if (error instanceof InterpolationError) throw invalid(path, `cannot be filled: ${error.message}`);
      throw error;
    }
  }
  if (Array.isArray(value)) return value.map((item, index) => fill(item, `${path}[${index}]`, lookup));
  if (!isMap(value)) return value;
  const filled = Object.entries(value).map(([key, item]) => [
    key,
    fill(item, path ? `${path}.${key}` : key, lookup),
  ]);
  return Object.fromEntries(filled);
}
