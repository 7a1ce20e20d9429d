import { productFiles, type SourceFile } from './source-files.ts';

export const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Everything that can be reached from `start` over `next`. */
function reached(start: string, next: (from: string) => Iterable<string>): Set<string> {
  const seen = new Set<string>();
  const todo = [...next(start)];
  for (let one = todo.pop(); one !== undefined; one = todo.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    todo.push(...next(one));
  }
  return seen;
}

/** Folders of the product that import themselves over others; the root, which begins everything and has package.json, is none. */
export function foldersInCircles(): string[] {
  const next = new Map<string, Set<string>>();
  for (const { path, imports } of productFiles.filter(({ path }) => path.includes('/'))) {
    const own = next.get(folderOf(path)) ?? new Set<string>();
    next.set(folderOf(path), own);
    for (const { to, isPackage } of imports)
      if (!isPackage && folderOf(to) !== folderOf(path)) own.add(folderOf(to));
  }
  return [...next.keys()].filter((folder) => reached(folder, (from) => next.get(from) ?? []).has(folder));
}

const byPath = new Map(productFiles.map((file) => [file.path.replace(/\.tsx?$/, ''), file]));

/** The modules of the product that are loaded with this one: types are not, nor what it loads later. @param path without extension */
export function loadedWith(path: string): SourceFile[] {
  const next = (from: string) =>
    (byPath.get(from)?.imports ?? [])
      .filter(({ isPackage, isTypeOnly, isLater }) => !isPackage && !isTypeOnly && !isLater)
      .map(({ to }) => to);
  return [...new Set([path, ...reached(path, next)])].flatMap((one) => byPath.get(one) ?? []);
}
