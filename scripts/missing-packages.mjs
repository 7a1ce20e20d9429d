// Names the programs for this machine that npm left out, and fails. npm takes an optional package that could not be
// fetched for one that is not wanted, and says nothing; esbuild, Next.js and others keep their programs in such packages.
import { readFileSync } from 'node:fs';

const packagesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
const locked = packagesIn('package-lock.json');
const installed = packagesIn('node_modules/.package-lock.json');

const libc = process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
const fits = (allowed, own) => !allowed || [allowed].flat().includes(own);
// One for any machine is compiled where it is installed, or not at all: nothing needs that.
const isForThisMachine = ({ os, cpu, libc: built }) =>
  Boolean(os || cpu) && fits(os, process.platform) && fits(cpu, process.arch) && fits(built, libc);

/** Where Node finds a package from the folder of another; undefined where the lock file has none. */
function placeOf(name, from) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    const place = `${folder ? `${folder}/` : ''}node_modules/${name}`;
    if (locked[place]) return place;
    if (!folder) return undefined;
  }
}

const missing = new Set();
for (const [from, { optionalDependencies = {} }] of Object.entries({ '': locked[''], ...installed })) {
  for (const name of Object.keys(optionalDependencies)) {
    const place = placeOf(name, from);
    if (place && isForThisMachine(locked[place]) && !installed[place]) missing.add(name);
  }
}
if (missing.size > 0) {
  console.error(`npm left out: ${[...missing].join(', ')}`);
  process.exitCode = 1;
}
