import 'server-only';
import { commentsIn } from '../files/yaml/chunks';
import { readYaml, setList } from '../files/yaml/edit';
import { readItems, setItems } from '../files/yaml/items';
import { newlineOf } from '../files/yaml/source';
import { yamlData } from '../yaml';

/**
 * A target list with the stack's own exporter in it, or without. Other machines, their labels and comments stay as they
 * are; an entry that held the exporter and more than its address keeps its place for the next time.
 * @param address the exporter's own; a target of the same host is the exporter too, under whatever port
 * @throws AppError invalid-stack when the list was written in a way that cannot be edited
 */
export function targetText(text: string, address: string, isEnabled: boolean): string {
  if (hasTarget(text, address) === isEnabled) return text;
  return isEnabled ? withTarget(text, address) : withoutTarget(text, address);
}

/** Nothing is scraped by this list. One that cannot be read is not known to be empty. */
export function isEmptyTarget(text: string): boolean {
  return targetsIn(text)?.length === 0;
}

/** Whether the stack's own exporter is in the list. */
export function hasTarget(text: string, address: string): boolean {
  return targetsIn(text)?.some((target) => isOwn(target, address)) === true;
}

/** Every target of the list; null where it is no list. */
function targetsIn(text: string): unknown[] | null {
  const data = yamlData(text);
  if (data === null) return [];
  return Array.isArray(data) ? data.flatMap(targetsOf) : null;
}

const targetsOf = (item: unknown): unknown[] => {
  const { targets } = Object(item) as { targets?: unknown };
  return Array.isArray(targets) ? targets : [];
};
const hostOf = (address: string) => address.replace(/^https?:\/\//, '').replace(/[:/].*$/, '');
const isOwn = (target: unknown, address: string) =>
  typeof target === 'string' && hostOf(target) === hostOf(address);

function withTarget(text: string, address: string): string {
  const items = entries(text);
  if (items.length === 0) return alone(text, `- targets: ["${address}"]`);
  const place = items.findIndex((item) => targetsOf(item).length === 0 && 'targets' in Object(item));
  if (place !== -1) return setList(text, [place, 'targets'], [address]);
  return setItems(text, [], [...readItems(text, []), { value: { targets: [address] } }]);
}

function withoutTarget(text: string, address: string): string {
  return entries(text).reduceRight<string>((edited, item, i) => {
    const rest = targetsOf(item).filter((target) => !isOwn(target, address));
    if (rest.length === targetsOf(item).length) return edited;
    if (rest.length > 0 || !isBare(edited, i)) return setList(edited, [i, 'targets'], rest.map(String));
    const items = readItems(edited, []);
    if (items.length === 1) return alone(edited, '[]');
    return setItems(edited, [], [...items.slice(0, i), ...items.slice(i + 1)]);
  }, text);
}

function entries(text: string): unknown[] {
  const data = readYaml(text);
  return Array.isArray(data) ? data : [];
}

/** An entry that says nothing but the address. */
function isBare(text: string, index: number): boolean {
  const items = readItems(text, []);
  const { value, source = '' } = items[index] ?? { value: {} };
  // Comments above the only entry stay above the empty list.
  const comment = items.length === 1 ? /^[^#\n]*\S[^#\n]*#/m : /#/;
  return Object.keys(value).join() === 'targets' && !comment.test(source);
}

/** The comments, and one line below them. */
function alone(text: string, written: string): string {
  return [...commentsIn(text), written, ''].join(newlineOf(text));
}
