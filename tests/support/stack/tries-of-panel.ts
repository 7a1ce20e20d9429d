/**
 * What whoever is in the panel's container would try with the stack folder, as a script for its Node: prints the names of
 * the tries that succeeded.
 */
export const TRIES = `const fs = require('fs');
  const tries = {
    write: () => fs.appendFileSync('/stack/up', '#'),
    add: () => fs.writeFileSync('/stack/lib/more.sh', ''),
    rename: () => fs.renameSync('/stack/lib', '/stack/config/lib'),
    replace: () => fs.renameSync('/stack/config/yace/config.yml', '/stack/up'),
    compose: () => fs.appendFileSync('/stack/docker-compose.yml', '#'),
    recipe: () => fs.appendFileSync('/stack/images/build', '#'),
    unlink: () => fs.unlinkSync('/stack/.env'),
    link: () => fs.linkSync('/stack/up', '/stack/config/up'),
    vmagent: () => fs.renameSync('/stack/config/vmagent', '/stack/config/other'),
    yace: () => { fs.rmSync('/stack/config/yace', { recursive: true }); fs.symlinkSync('/etc', '/stack/config/yace'); },
    gcp: () => fs.rmdirSync('/stack/config/gcp'),
    textfile: () => { fs.symlinkSync('/etc', '/stack/config/new'); fs.renameSync('/stack/config/new', '/stack/config/textfile'); },
    config: () => fs.renameSync('/stack/config', '/stack/.weir/config'),
    socket: () => fs.unlinkSync('/run/weir/engine.sock'),
    mode: () => fs.chmodSync('/stack/up', 0o777),
    settings: () => { fs.writeFileSync('/stack/config/.new', ''); fs.renameSync('/stack/config/.new', '/stack/config/.newer'); fs.unlinkSync('/stack/config/.newer'); },
    state: () => { fs.writeFileSync('/stack/.weir/.new', ''); fs.unlinkSync('/stack/.weir/.new'); },
  };
  const done = Object.keys(tries).filter((name) => { try { tries[name](); return true; } catch { return false; } });
  console.log(done.join(' '));`;
