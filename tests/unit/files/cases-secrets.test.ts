import { describe, expect, it } from 'vitest';
import { fileDiffs } from '@/lib/server/change/records/file-diffs';
import { seal, unseal } from '@/lib/server/change/records/seal';
import { sealTexts } from '@/lib/server/change/records/sealed-texts';
import type { Texts } from '@/lib/server/change/records/texts';
import { maskSecrets } from '@/lib/server/files/secrets/mask';
import type { StackFileId, WritableStackFileId } from '@/lib/server/files/stack-files';
import { fileSecrets } from '@/lib/server/support/secrets';
import { shippedTexts } from '../../support/fixtures/shipped-texts';

const KEY = 'k'.repeat(64);
let count = 0;
/** Another secret at each place, so that a test says which one is seen. */
const secret = () => `hunter2x${String(count++).padStart(4, '0')}`;

const VMAGENT: [place: string, write: (s: string) => string][] = [
  ['headers', (s) => `headers: ["X-Api-Key: ${s}"]`],
  ['headers in lines', (s) => `headers:\n  - 'X-Any: ${s}'\n  - X-Other: ${s}`],
  ['proxy_headers', (s) => `proxy_headers: [ "Proxy-Auth: ${s}" ]`],
  ['params', (s) => `params: {authKey: [${s}]}`],
  ['params of any name', (s) => `params:\n  x:\n    - ${s}`],
  ['a query', (s) => `http_sd_configs:\n  - url: "http://x/t?token=${s}&a=1"`],
  ['a query of any name', (s) => `http_sd_configs: [{url: "http://x/t?q=${s}"}]`],
  ['metrics_path', (s) => `metrics_path: /m?k=${s}`],
  ['a login in an address', (s) => `proxy_url: http://me:${s}@proxy:3128/`],
  ['a login without a scheme', (s) => `static_configs: [{targets: ["me:${s}@host:9100"]}]`],
  ['the line below its key', (s) => `basic_auth:\n  username: me\n  password:\n    ${s}`],
  ['a block', (s) => `basic_auth:\n  password: |-\n    ${s}`],
  ['a folded block', (s) => `bearer_token: >\n  ${s}\n  ${s}`],
  ['two lines in quotes', (s) => `bearer_token: "a\n  ${s}"`],
  ['a comment', (s) => `# bearer_token: ${s}`],
  ['a comment in lines', (s) => `# basic_auth:\n#   password:\n#     ${s}`],
  ['a comment beside a value', (s) => `scrape_interval: 5s # token: ${s}`],
  ['a comment with braces', (s) => `#  basic_auth: {username: me, password: ${s}}`],
  ['a comment with an address', (s) => `# see http://x/y?z=${s}`],
  ['an anchor', (s) => `x-any: &p ${s}\nbearer_token: *p`],
  ['a merge', (s) => `x-a: &a {password: ${s}}\nbasic_auth: {<<: *a}`],
  ['a key in quotes', (s) => `"bearer_token": ${s}`],
  ['a complex key', (s) => `? bearer_token\n: ${s}`],
  ['a tag', (s) => `bearer_token: !!str ${s}`],
  ['authorization', (s) => `authorization: {type: Bearer, credentials: ${s}}`],
  ['proxy_authorization', (s) => `proxy_authorization:\n  credentials: ${s}`],
  ['proxy_basic_auth', (s) => `proxy_basic_auth: {username: a, password: ${s}}`],
  ['proxy_bearer_token', (s) => `proxy_bearer_token: ${s}`],
  ['oauth2', (s) => `oauth2: {client_id: a, client_secret: ${s}, endpoint_params: {assertion: ${s}}}`],
  [
    'a key inline',
    (s) => `tls_config:\n  key: |\n    -----BEGIN PRIVATE KEY-----\n    ${s}\n    -----END-----`,
  ],
  ['consul', (s) => `consul_sd_configs: [{server: c, token: ${s}}]`],
  ['ec2', (s) => `ec2_sd_configs: [{access_key: ${s}, secret_key: ${s}}]`],
  ['azure', (s) => `azure_sd_configs: [{client_secret: ${s}}]`],
  ['openstack', (s) => `openstack_sd_configs: [{password: ${s}, application_credential_secret: ${s}}]`],
  ['marathon', (s) => `marathon_sd_configs: [{auth_token: ${s}}]`],
  ['yandexcloud', (s) => `yandexcloud_sd_configs: [{yandex_passport_oauth_token: ${s}}]`],
  [
    'ovhcloud',
    (s) => `ovhcloud_sd_configs: [{application_key: ${s}, application_secret: ${s}, consumer_key: ${s}}]`,
  ],
  ['eureka, puppetdb and others by basic_auth', (s) => `eureka_sd_configs: [{basic_auth: {password: ${s}}}]`],
  ['kubernetes', (s) => `kubernetes_sd_configs: [{role: pod, bearer_token: ${s}}]`],
  [
    'a rule that makes a parameter',
    (s) => `relabel_configs: [{target_label: __param_any, replacement: ${s}}]`,
  ],
  ['a label that is a parameter', (s) => `static_configs: [{targets: [a], labels: {__param_auth: ${s}}}]`],
  ['unknown keys', (s) => `my_passphrase: ${s}\ndbpwd: ${s}\nxAuth: ${s}\nsomeCreds: ${s}\nsession: ${s}`],
  ['an unknown key with a mapping', (s) => `secretThings: {a: ${s}, b: [${s}]}`],
  ['a webhook', (s) => `webhook_url: https://h.example.org/${s}`],
  ['a hook by its path', (s) => `any: https://hooks.slack.com/services/T0/B0/${s}`],
  [
    'a file that is broken',
    (s) => `a: [\nheaders: ["X: ${s}"]\nbasic_auth:\n  password:\n    ${s}\n# token: ${s}\nb: {key: ${s}}`,
  ],
  ['two documents', (s) => `a: 1\n---\nbearer_token: ${s}`],
];
const ENV: [place: string, write: (s: string) => string][] = [
  ['a variable', (s) => `MY_PASSPHRASE=${s}`],
  ['a key', (s) => `SOME_KEY="${s}"`],
  ['a webhook', (s) => `SLACK_WEBHOOK=https://h.example.org/${s}`],
  ['a query', (s) => `REMOTE_WRITE_URL=https://x.example.org/push?apiKey=${s}`],
  ['a login', (s) => `HTTPS_PROXY=http://me:${s}@proxy:3128`],
  ['a comment', (s) => `# OLD_AUTH=${s}`],
  ['several lines', (s) => `MY_PRIVATE="a\n${s}\n"`],
  ['a password that begins as a variable does', (s) => `MY_PWD='$${s}'\n# OLD_TOKEN=$${s}`],
  ['a file that is broken', (s) => `A="x\nMY_PWD=${s}`],
];
const YACE: [place: string, write: (s: string) => string][] = [
  [
    'roles',
    (s) => `discovery: {jobs: [{type: AWS/SQS, roles: [{roleArn: a, externalId: b, secretId: ${s}}]}]}`,
  ],
  ['a comment', (s) => `# aws_secret_access_key: ${s}`],
  ['an unknown key', (s) => `x:\n  apiKey: ${s}`],
];
const files: [StackFileId & WritableStackFileId, typeof VMAGENT][] = [
  ['vmagent-config', VMAGENT],
  ['env', ENV],
  ['yace-config', YACE],
  ['vmagent-target/node-exporter', [['a label', (s) => `- targets: [a]\n  labels: {__param_token: ${s}}`]]],
  ['gcp-metrics', [['a flag', (s) => `--google.token=${s}`]]],
];

describe.each(files)('case 7, a secret at a place where a file can hold one: %s', (id, places) => {
  it.each(places)('%s', (_, write) => {
    const planted = secret();
    const text = `${write(planted)}\n`;
    expect(maskSecrets(id, text)).not.toContain(planted);
    const sealed = seal(KEY, id, text);
    expect(sealed).not.toContain(planted);
    expect(unseal(KEY, id, sealed, text).text).toBe(text);
    const before: Texts = new Map([[id, text]]);
    const after: Texts = new Map([[id, text.replaceAll(planted, secret())]]);
    const diff = JSON.stringify(fileDiffs(sealTexts(KEY, before, null), sealTexts(KEY, after, null)));
    expect(diff).not.toMatch(/hunter2/);
    // The support bundle looks for the value, wherever else it stands.
    expect(fileSecrets(id, text).some(({ value }) => value.includes(planted))).toBe(true);
  });

  it('all of them in one big file, each a value of its own, in no output', () => {
    const planted: string[] = [];
    const text = places
      .filter(([place]) => !/broken|two documents|anchor|merge/.test(place))
      .flatMap(([, write], i) => {
        const one = secret();
        planted.push(one);
        if (id === 'env' || id === 'gcp-metrics' || id.startsWith('vmagent-target/')) return [write(one)];
        return [
          `part${i}:`,
          ...write(one)
            .split('\n')
            .map((line) => `  ${line}`),
        ];
      })
      .join('\n');
    const shown = `${maskSecrets(id, text)}${seal(KEY, id, text)}`;
    expect(planted.filter((one) => shown.includes(one))).toEqual([]);
    expect(unseal(KEY, id, seal(KEY, id, text), text).text).toBe(text);
  });
});

describe('case 7, what is no secret', () => {
  it.each([
    'vmagent-config',
    'yace-config',
    'gcp-metrics',
    'vmagent-target/yace',
    'textfile-readme',
  ] as const)('stays readable: %s as it ships', (id) => {
    const text = shippedTexts().get(id) ?? '';
    expect(maskSecrets(id, text)).toBe(text);
  });

  it('stays readable: .env as it ships, but for its token', () => {
    const text = shippedTexts().get('env') ?? '';
    expect(maskSecrets('env', text)).toBe(
      text
        .replace('REMOTE_WRITE_TOKEN=none', 'REMOTE_WRITE_TOKEN=••••••••')
        .replace("REMOTE_WRITE_TOKEN='abc$def'", 'REMOTE_WRITE_TOKEN=••••••••'),
    );
  });

  it.each([
    'metric_relabel_configs: [{regex: token, action: keep, source_labels: [__name__]}]',
    'bearer_token_file: /run/secrets/x',
    'basic_auth: {username: me, password_file: /p}',
    'oauth2: {client_id: me, token_url: "https://x/token", client_secret_file: /s}',
    'tls_config: {ca_file: a, cert_file: b, key_file: c, insecure_skip_verify: true}',
    'honor_labels: true',
    'authorization: {type: Bearer, credentials_file: weir-token}',
    'password: "%{PASSWORD}"',
    'params: {module: [http_2xx], target: [a], "match[]": [up]}',
    'searchTags: [{key: Environment, value: production}]',
    'dimensions: [{name: Currency, value: USD}]',
    'exportedTagsOnMetrics: {AWS/EC2: [Name]}',
    'keep_firing_for: 5m',
    'global: {scrape_interval: 60s, external_labels: {cluster: attic}}',
  ])('stays readable: %s', (text) => {
    expect(maskSecrets('vmagent-config', text)).toBe(text);
  });

  it('is found in linear time in text that is made to take long', () => {
    const worst = [
      ...['- '.repeat(10_000), 'a: {'.repeat(100_000), '?a='.repeat(100_000), 'http://'.repeat(100_000)],
      ...[
        `${'x:'.repeat(100_000)}@`,
        '# token: '.repeat(50_000),
        `a: ${'[,'.repeat(1000)}`,
        ' '.repeat(300_000),
      ],
      ...[
        `https://h/${'hooks/'.repeat(50_000)}`,
        `https://h/${'a/'.repeat(100_000)}`,
        'a=b&'.repeat(100_000),
      ],
    ];
    for (const text of worst) {
      for (const id of ['vmagent-config', 'env'] as const) maskSecrets(id, text);
    }
  });
});
