// Takes out of package.json and its lock file what only tests and checks use, in the image's build, whose npm would
// fetch and unpack 300 MB more for nothing.
import { readFileSync, writeFileSync } from 'node:fs';

const forBuild = /^(tailwindcss|@tailwindcss\/postcss|esbuild|typescript|@types\/(node|react|react-dom))$/;

function onlyBuild(packages) {
  for (const name of Object.keys(packages.devDependencies)) {
    if (!forBuild.test(name)) delete packages.devDependencies[name];
  }
}

for (const file of ['package.json', 'package-lock.json']) {
  const content = JSON.parse(readFileSync(file, 'utf8'));
  onlyBuild(content.packages?.[''] ?? content);
  writeFileSync(file, JSON.stringify(content, null, 2));
}
