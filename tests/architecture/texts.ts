import { readdirSync, readFileSync } from 'node:fs';
import { productFiles, type SourceFile } from './source-files.ts';

export interface Place {
  /** `path:line` */
  at: string;
  text: string;
}

const LITERAL = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;
/** The text of an element, from one tag or brace to the next. */
const ELEMENT = /[>}]([^<>{}=;]*[A-Za-z]{2,}[^<>{}=;]*)(?=[<{])/g;
/** What a template fills in. */
const HOLE = /\$\{[^}]*\}/g;
const WORD = /(?<![\w/.-])[A-Za-z][A-Za-z’-]+(?![\w/(])/g;
/** Class names, and code that stands between two literals. */
const CODE = /(^|\s)(flex|grid|text-|font-|border|rounded|transition-)|=>|\w\.\w+\(|^@?[\w./-]+$/;

function placed(path: string, text: string, index: number, words: string): Place {
  const line = text.slice(0, index).split('\n').length;
  return { at: `${path}:${line}`, text: words.replace(/\s+/g, ' ').trim() };
}

function textsOf({ path, code }: SourceFile): Place[] {
  const patterns = path.endsWith('x') ? [LITERAL, ELEMENT] : [LITERAL];
  return patterns
    .flatMap((pattern) => [...code.matchAll(pattern)])
    .map((match) => placed(path, code, match.index, match.slice(1).find(Boolean) ?? ''))
    .filter(
      ({ text }) =>
        (text.replace(HOLE, '').match(WORD)?.length ?? 0) > 2 && /\S \S/.test(text) && !CODE.test(text),
    );
}

const pages = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

function linesOf(path: string): Place[] {
  const text = readFileSync(path, 'utf8').replace(/```[\s\S]*?```/g, (code) => code.replace(/[^\n]/g, ''));
  return text.split('\n').map((line, index) => ({
    at: `${path}:${index + 1}`,
    text: line.replace(/`[^`]*`|\]\([^)]*\)/g, ' '),
  }));
}

/** What a person may read: sentences in the code of the product, and the pages without what is code in them. */
export const userTexts: Place[] = [...productFiles.flatMap(textsOf), ...pages.flatMap(linesOf)];

const EXPORT = /^export (?:default )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm;

/** Names that files of the product export. */
export const exportedNames: Place[] = productFiles.flatMap(({ path, code }) =>
  [...code.matchAll(EXPORT)].map((match) => placed(path, code, match.index, match[1] ?? '')),
);
