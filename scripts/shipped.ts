// What Weir ships and a newer one may replace: docker-compose.yml by its present digest, and each file of config.example/ by
// all digests that it ever had, whatever the cluster in it is called.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const EXAMPLES = 'compose/config.example';
/** As `sha256sum` writes it: `compose/up` reads it. */
const LIST = 'compose/lib/shipped.sha256';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** The files that a newer Weir may replace. Lists of targets say which sources are on, whoever wrote them. */
export function exampleFiles(): string[] {
  const all = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' });
  const isFile = (file: string) => statSync(path.join(EXAMPLES, file)).isFile();
  return all.filter((file) => isFile(file) && !file.includes('/targets/')).toSorted();
}

/** Adds what is new to the list, and writes what the panel knows of it. */
export function writeShipped(): void {
  const known = existsSync(LIST) ? readFileSync(LIST, 'utf8').split('\n').filter(Boolean) : [];
  const present = exampleFiles().map((file) => {
    const text = readFileSync(path.join(EXAMPLES, file), 'utf8');
    return `${digestOf(text)}  ${file}`;
  });
  const lines = [...new Set([...known, ...present])];
  writeFileSync(LIST, `${lines.join('\n')}\n`);
  const config: Record<string, string[]> = {};
  for (const line of lines) {
    const [digest = '', file = ''] = line.split('  ');
    config[file] = [...(config[file] ?? []), digest];
  }
  const compose = digestOf(readFileSync('compose/docker-compose.yml', 'utf8'));
  const shipped = { 'docker-compose.yml': compose, config };
  writeFileSync('lib/server/change/shipped.json', `${JSON.stringify(shipped, null, 2)}\n`);
}
