import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unpacked } from './debian.ts';
import type { Engine } from './engine.ts';
import { mustRun } from './exec.ts';
import { runDir } from './run-dir.ts';

/** Answers where cAdvisor would, and says in every answer that it is not cAdvisor. */
export const FAKE_CADVISOR_IMAGE = 'weir-test/fake-cadvisor:1';

/** Takes every configuration, and as a service runs without ever answering. */
export const HUNG_IMAGE = 'weir-test/hung:1';

async function importImage(engine: Engine, root: string, image: string, changes: string[]): Promise<void> {
  const tar = path.join(runDir('images'), `${image.replace(/\W+/g, '-')}.tar`);
  await mustRun('tar', ['-C', root, '-cf', tar, '.']);
  await engine.docker('import', ...changes.flatMap((change) => ['-c', change]), tar, image);
  await mustRun('rm', ['-f', tar]);
}

const FAKE_METRICS = `# This is not cAdvisor. It is a fake that stands in for it in Weir's tests.
# TYPE cadvisor_version_info gauge
cadvisor_version_info{cadvisorVersion="fake",cadvisorRevision="fake"} 1
# TYPE container_cpu_usage_seconds_total counter
container_cpu_usage_seconds_total{cpu="total",id="/fake/one",image="fake",name="fake-one"} 12.5
container_cpu_usage_seconds_total{cpu="total",id="/fake/two",image="fake",name="fake-two"} 3.25
# TYPE container_memory_usage_bytes gauge
container_memory_usage_bytes{id="/fake/one",image="fake",name="fake-one"} 1.2e+07
container_memory_usage_bytes{id="/fake/two",image="fake",name="fake-two"} 3.4e+06
# TYPE container_memory_working_set_bytes gauge
container_memory_working_set_bytes{id="/fake/one",image="fake",name="fake-one"} 1.1e+07
# TYPE machine_cpu_cores gauge
machine_cpu_cores 2
`;

/** The stand-in ignores cAdvisor's flags and serves fixed numbers on port 8080. */
export async function ensureFakeCadvisorImage(engine: Engine): Promise<void> {
  if (await engine.docker('image', 'ls', '-q', FAKE_CADVISOR_IMAGE)) return;
  const root = await busyboxRoot('fake-cadvisor', ['sh', 'httpd', 'wget']);
  for (const dir of ['www', 'tmp', 'var/run', 'var/lib/docker', 'rootfs', 'sys', 'proc', 'dev', 'etc']) {
    mkdirSync(path.join(root, dir), { recursive: true });
  }
  writeFileSync(path.join(root, 'www/metrics'), FAKE_METRICS);
  writeFileSync(path.join(root, 'www/healthz'), 'ok (fake cAdvisor)\n');
  await importImage(engine, root, FAKE_CADVISOR_IMAGE, [
    'ENV PATH=/bin',
    'LABEL weir.test="a fake that stands in for cAdvisor"',
    'ENTRYPOINT ["/bin/sh", "-c", "echo fake cAdvisor, a stand-in for tests; exec httpd -f -p 8080 -h /www", "fake-cadvisor"]',
    'HEALTHCHECK --interval=5s --timeout=3s CMD wget -q -O /dev/null http://127.0.0.1:8080/healthz',
  ]);
}

/** For a service that starts and never works, as a broken release would. */
export async function ensureHungImage(engine: Engine): Promise<void> {
  if (await engine.docker('image', 'ls', '-q', HUNG_IMAGE)) return;
  const root = await busyboxRoot('hung', ['sh', 'sleep', 'wget']);
  for (const dir of ['tmp', 'etc', 'run', 'vmagentdata'])
    mkdirSync(path.join(root, dir), { recursive: true });
  const script =
    'case "$*" in *dryRun*|*verify-config*) exit 0;; esac; echo "waiting for nothing"; exec sleep 9999';
  await importImage(engine, root, HUNG_IMAGE, [
    'ENV PATH=/bin',
    `ENTRYPOINT ${JSON.stringify(['/bin/sh', '-c', script, 'hung'])}`,
  ]);
}

async function busyboxRoot(name: string, commands: readonly string[]): Promise<string> {
  const busybox = await unpacked('busybox', ['busybox-static']);
  const root = runDir(name);
  mkdirSync(path.join(root, 'bin'), { recursive: true });
  await mustRun('cp', [path.join(busybox, 'usr/bin/busybox'), path.join(root, 'bin/busybox')]);
  for (const command of commands) await mustRun('ln', ['-sf', 'busybox', path.join(root, 'bin', command)]);
  return root;
}
