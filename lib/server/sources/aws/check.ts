import 'server-only';
import { awsRegionSchema } from '@/lib/schemas/wizard';
import type { Aws } from './aws';

interface KeyProblem {
  field: 'accessKeyId' | 'secretAccessKey';
  message: string;
}

/**
 * What is wrong with the form of the two keys: an access key id is 20 capital letters and digits and begins with AKIA
 * (long-term) or ASIA (temporary); a secret access key has 40 characters of base64.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function keyProblem({ accessKeyId, secretAccessKey }: Aws): KeyProblem | null {
  const wrong = (field: KeyProblem['field'], message: string): KeyProblem => ({ field, message });
  if (accessKeyId === '') return wrong('accessKeyId', 'Enter the access key ID. It begins with AKIA.');
  if (/^[A-Za-z0-9/+]{40}$/.test(accessKeyId)) {
    return wrong(
      'accessKeyId',
      'This looks like the secret access key. The access key ID is the shorter one and begins with AKIA.',
    );
  }
  if (accessKeyId.startsWith('ASIA')) {
    return wrong(
      'accessKeyId',
      'This is a temporary key (ASIA…): it stops working within hours. Make an access key of an IAM user; it begins with AKIA.',
    );
  }
  if (!/^AKIA[A-Z0-9]{16}$/.test(accessKeyId)) {
    return wrong(
      'accessKeyId',
      accessKeyId.startsWith('AKIA')
        ? `An access key ID has 20 characters; this one has ${accessKeyId.length}.`
        : 'An access key ID has 20 capital letters and digits and begins with AKIA.',
    );
  }
  if (secretAccessKey === '')
    return wrong('secretAccessKey', 'Enter the secret access key that AWS showed together with this ID.');
  if (/^A(?:KI|SI)A[A-Z0-9]{16}$/.test(secretAccessKey)) {
    return wrong(
      'secretAccessKey',
      'The second field holds an access key ID too. The secret access key is longer: 40 characters.',
    );
  }
  if (/\s/.test(secretAccessKey))
    return wrong('secretAccessKey', 'There is a blank inside the secret access key. Copy it again.');
  if (!/^[A-Za-z0-9/+]{40}$/.test(secretAccessKey)) {
    return wrong(
      'secretAccessKey',
      secretAccessKey.length === 40
        ? 'The secret access key has a character that no key has. Copy it again.'
        : `A secret access key has 40 characters; this one has ${secretAccessKey.length}.`,
    );
  }
  return null;
}

/** What keeps YACE from asking these regions; null: nothing that can be told here. */
export function regionProblem(regions: readonly string[]): string | null {
  if (regions.length === 0) return 'Choose at least one region, such as eu-west-1.';
  const odd = regions.find((region) => !awsRegionSchema.safeParse(region).success);
  return odd === undefined ? null : `${odd} is no region: it would look like eu-west-1.`;
}
