// The house in figures: how large each folder is, what imports in circles, and how far the settings route reaches.
import { folderOf, foldersInCircles, loadedWith } from '../architecture/graph.ts';
import { productFiles, type SourceFile } from '../architecture/source-files.ts';

/** What names a cloud, and its own folders and files (`sources/gcp/`, `gcp-cause.ts`), which may. */
const CLOUDS = {
  'Google Cloud': { names: /\bgcp|stackdriver|google cloud/i, own: /(^|\/)gcp(\/|-|\.)|stackdriver/ },
  AWS: { names: /\baws|\byace|cloudwatch/i, own: /(^|\/)aws(\/|-|\.)|yace/ },
};

const linesOf = (files: readonly SourceFile[]) => files.reduce((sum, { lines }) => sum + lines, 0);
const told = (name: string, value: string | number) =>
  console.log(`${name.padEnd(64)} ${typeof value === 'number' ? value.toLocaleString('en') : value}`);

const folders = new Map<string, SourceFile[]>();
for (const file of productFiles) {
  const folder = folderOf(file.path);
  folders.set(folder, [...(folders.get(folder) ?? []), file]);
}
for (const [folder, files] of [...folders].toSorted(([one], [other]) => one.localeCompare(other)))
  told(folder || '.', `${files.length} files, ${linesOf(files).toLocaleString('en')} lines`);
console.log();
const longest = [...folders].toSorted(([, one], [, other]) => other.length - one.length)[0];
const circles = foldersInCircles();
const naming = Object.entries(CLOUDS).map(([cloud, { names, own }]) => ({
  cloud,
  files: productFiles.filter(({ path, code }) => !own.test(path) && names.test(code)),
}));
const loaded = loadedWith('app/api/settings/route');
told('files of the product', productFiles.length);
told('lines of the product', linesOf(productFiles));
told('most files in a folder', longest ? `${longest[1].length} (${longest[0]})` : 0);
told('folders that import themselves over others', circles.length);
for (const { cloud, files } of naming) told(`files outside of its folders that name ${cloud}`, files.length);
told(
  'modules loaded with app/api/settings/route.ts',
  `${loaded.length}, ${linesOf(loaded).toLocaleString('en')} lines`,
);
if (process.argv.includes('--names'))
  for (const { cloud, files } of naming) for (const { path } of files) console.log(`names ${cloud}: ${path}`);
