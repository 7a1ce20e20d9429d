/** All that its exporter asks for: https://cloud.google.com/monitoring/api/ref_v3/rest */
export const gcpPermissions = ['monitoring.metricDescriptors.list', 'monitoring.timeSeries.list'] as const;
export type GcpPermission = (typeof gcpPermissions)[number];

export const VIEWER = 'roles/monitoring.viewer';
const API = 'monitoring.googleapis.com';
const ACCOUNT = 'weir';
const OWN_ROLE = 'weirReader';
/** Whether a shell takes it for one plain word. */
const isPlain = (word: string) => /^[A-Za-z0-9][\w.:@-]{0,200}$/.test(word);

/** What is no plain word has its place held. */
const projectWord = (project: string) => (isPlain(project) ? project : 'PROJECT');
export const emailWord = (email: string): string => (isPlain(email) ? email : 'EMAIL');

export const enableApi = (project: string): string =>
  `gcloud services enable ${API} --project ${projectWord(project)}`;

/** @param role as `roles/monitoring.viewer` */
export const grantRole = (project: string, email: string, role = VIEWER): string =>
  `gcloud projects add-iam-policy-binding ${projectWord(project)} --member serviceAccount:${emailWord(email)} --role ${role} --condition None`;

export const createKey = (email: string): string =>
  `gcloud iam service-accounts keys create weir-key.json --iam-account ${emailWord(email)}`;

export const enableAccount = (email: string): string =>
  `gcloud iam service-accounts enable ${emailWord(email)}`;

export const switchBillingOn = (project: string): string =>
  `gcloud billing projects link ${projectWord(project)} --billing-account ACCOUNT_ID`;

/** The address of the account that these lines create; `example.com:pond` is a project of a domain. */
function emailIn(project: string): string {
  const [id = '', domain] = project.split(':').reverse();
  return `${ACCOUNT}@${[id, domain].filter(Boolean).join('.')}.iam.gserviceaccount.com`;
}

const createRole = (project: string) =>
  `gcloud iam roles create ${OWN_ROLE} --project ${project} --title 'Weir reads metrics' --permissions ${gcpPermissions.join(',')}`;

interface Wanted {
  projects: readonly string[];
  /** Of the key that is there; null: the lines make an account and a key, in the first project. */
  email: string | null;
  /** A role of the two permissions alone instead of Monitoring Viewer, which may see more. */
  isSmallest?: boolean;
}

/** The lines for a shell after which Google gives the metrics of these projects. Pure. */
export function gcloudLines({ projects, email, isSmallest = false }: Wanted): string {
  const plain = [...new Set(projects)].filter(isPlain);
  const all = plain.length > 0 ? plain : ['PROJECT'];
  const [first = ''] = all;
  const known = email !== null && isPlain(email) ? email : null;
  const account = known ?? emailIn(first);
  const create = `gcloud iam service-accounts create ${ACCOUNT} --project ${first}`;
  return [
    ...(known === null ? [create] : []),
    ...all.flatMap((project) => [
      enableApi(project),
      ...(isSmallest ? [createRole(project)] : []),
      grantRole(project, account, isSmallest ? `projects/${project}/roles/${OWN_ROLE}` : VIEWER),
    ]),
    ...(known === null ? [createKey(account)] : []),
  ].join('\n');
}
