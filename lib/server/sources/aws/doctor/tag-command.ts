import 'server-only';

/** ARNs of AWS have these characters alone. */
const ARN = /^arn:[a-z0-9-]{1,20}:[a-z0-9-]{1,30}:[a-z0-9-]{0,30}:\d{0,12}:[\w.:/@+=,-]{1,300}$/;

const quoted = (text: string) => `'${text}'`;

/**
 * A command for a shell that gives resources a tag; what has no ARN of AWS’s form is left out. The tagging API takes 20
 * of them at most, of every service alike. Pure. @returns '' when none is left
 */
export function tagCommand(region: string, arns: readonly string[]): string {
  const safe = arns.filter((arn) => ARN.test(arn)).map(quoted);
  if (safe.length === 0) return '';
  return `aws resourcegroupstaggingapi tag-resources --region ${region} --tags weir=yes --resource-arn-list ${safe.join(' ')}`;
}
