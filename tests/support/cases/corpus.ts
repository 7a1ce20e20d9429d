import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { shippedTexts } from '../fixtures/shipped-texts';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../fixtures/corpus');

export interface CorpusFile {
  name: string;
  text: string;
}

/** Files of the ways in which people write them, those that ship among them; each with both kinds of line ends. */
export function corpus(kind: 'prometheus' | 'yace' | 'env'): CorpusFile[] {
  const names = readdirSync(folder).filter((name) =>
    kind === 'env' ? name.endsWith('.env') : name.startsWith(kind),
  );
  const shipped = { prometheus: 'vmagent-config', yace: 'yace-config', env: 'env' } as const;
  const files = [
    ...names.map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') })),
    { name: `${kind} that ships`, text: shippedTexts().get(shipped[kind]) ?? '' },
  ];
  return files.flatMap(({ name, text }) => [
    { name, text },
    { name: `${name}, Windows line ends`, text: text.replaceAll('\n', '\r\n') },
  ]);
}
