// Packages that the server uses in many places, by the kind of module that each is. Next would put a copy of each
// into the proxy's build, the pages' and every other route's, and Node would keep the text of every copy in memory.
// They stay outside of these, one bundled file each (bundle-packages.mjs), so that the process holds each once.
export const sharedPackages = {
  zod: 'esm',
  'iron-session': 'esm',
  yaml: 'cjs',
  dockerode: 'cjs',
  pino: 'cjs',
  nodemailer: 'esm',
  diff: 'esm',
  re2js: 'esm',
  'age-encryption': 'esm',
};
